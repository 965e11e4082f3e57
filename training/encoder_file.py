"""Write an encoder that has learned as `bot/encoder.py` reads it, and read one to go on from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.encoder import HEADS, LAYERS, LONGEST
from index.loading import arrays_in

if TYPE_CHECKING:
    from training.pupil import Pupil  # needs torch

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
_STEPS = 127  # to either side of 0


def write(pupil: Pupil, path: Path) -> None:
    """Matrices in 256 steps for each of their outputs, the rest in half precision."""
    state = {name: values.float().numpy() for name, values in pupil.encoder.state_dict().items()}
    words = state["embeddings.word_embeddings.weight"][list(pupil.vocabulary.values())]
    kinds, places = (state[f"embeddings.{name}_embeddings.weight"] for name in ("token_type", "position"))
    steps, length = in_steps(words.T)
    held: dict[str, NDArray[Any]] = {
        "vocabulary": np.frombuffer("\n".join(pupil.vocabulary).encode("ascii"), np.uint8),
        "words.steps": np.ascontiguousarray(steps.T),
        "words.length": length,
        "places": (kinds[:, None] + places[None, :LONGEST]).astype(np.float16),
        "embedding.norm": _norm(state, "embeddings"),
        "output": pupil.output.weight.detach().numpy().T,
        "output.added": pupil.output.bias.detach().numpy(),
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        held[f"{number}.attention.norm"] = _norm(state, f"{layer}.attention.output")
        held[f"{number}.norm"] = _norm(state, f"{layer}.output")
        for name, (matrix, added) in _linear(state, layer).items():
            held[f"{number}.{name}.steps"], held[f"{number}.{name}.length"] = in_steps(matrix)
            held[f"{number}.{name}.added"] = added.astype(np.float16)
    np.savez(path, **held)
    print(f"{path.stat().st_size // 1024} KiB")


def read(pupil: Pupil, path: Path) -> None:
    """Let a pupil of the same vocabulary begin as the encoder in a file; what both texts have in common stays its own.

    Raises:
        ValueError: If the vocabulary is another one.
    """
    import torch

    held = arrays_in(path)
    if "\n".join(pupil.vocabulary) != bytes(held["vocabulary"]).decode("ascii"):
        raise ValueError(f"{path}: another vocabulary than the pupil's")
    state = pupil.encoder.state_dict()  # it shares its memory with the encoder
    kinds, places = (state[f"embeddings.{name}_embeddings.weight"] for name in ("token_type", "position"))
    first, second = torch.from_numpy(held["places"].astype(np.float32))
    places[:LONGEST], kinds[1] = first - kinds[0], kinds[0] + (second - first).mean(0)
    words = held["words.steps"] * held["words.length"].astype(np.float32)[:, None]
    state["embeddings.word_embeddings.weight"][list(pupil.vocabulary.values())] = torch.from_numpy(words)
    for name, values in _state(held).items():
        state[name].copy_(torch.from_numpy(values))
    pupil.output.weight.data.copy_(torch.from_numpy(held["output"].T.copy()))
    pupil.output.bias.data.copy_(torch.from_numpy(held["output.added"].copy()))


def _state(held: Mapping[str, NDArray[Any]]) -> dict[str, Floats]:
    """Matrices and norms by the names that they have in torch: what `_linear` and `_norm` take apart."""
    found: dict[str, Floats] = {}

    def norm(name: str, to: str) -> None:
        scale, shift = held[f"{name}.norm"].astype(np.float32)
        found[f"{to}.LayerNorm.weight"], found[f"{to}.LayerNorm.bias"] = scale, shift

    def linear(name: str) -> tuple[Floats, Floats]:
        steps, length, added = (held[f"{name}.{part}"].astype(np.float32) for part in ("steps", "length", "added"))
        return steps * length, added

    def put(to: str, matrix: Floats, added: Floats) -> None:
        found[f"{to}.weight"], found[f"{to}.bias"] = np.ascontiguousarray(matrix.T), added

    norm("embedding", "embeddings")
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        norm(f"{number}.attention", f"{layer}.attention.output")
        norm(f"{number}", f"{layer}.output")
        matrix, added = linear(f"{number}.attention")
        width = len(matrix)
        for at, (name, scale) in enumerate((("query", math.sqrt(width // HEADS)), ("key", 1.0), ("value", 1.0))):
            columns = slice(at * width, (at + 1) * width)
            put(f"{layer}.attention.self.{name}", matrix[:, columns] * scale, added[columns] * scale)
        put(f"{layer}.attention.output.dense", *linear(f"{number}.mixed"))
        put(f"{layer}.intermediate.dense", *linear(f"{number}.wide"))
        put(f"{layer}.output.dense", *linear(f"{number}.narrow"))
    return found


def in_steps(matrix: Floats) -> tuple[NDArray[np.int8], Halves]:
    """Each column in whole steps to either side of 0, and how long its step is."""
    length = (np.abs(matrix).max(axis=0) / _STEPS).astype(np.float16)
    steps = np.rint(matrix / length.astype(np.float32))
    return steps.clip(-_STEPS, _STEPS).astype(np.int8), length


def _linear(state: Mapping[str, Floats], layer: str) -> dict[str, tuple[Floats, Floats]]:
    """The matrices of a layer, inputs by outputs, and what is added; attention is scaled in its queries."""

    def pair(name: str) -> tuple[Floats, Floats]:
        return state[f"{layer}.{name}.weight"].T, state[f"{layer}.{name}.bias"]

    (queries, of_queries), *others = (pair(f"attention.self.{name}") for name in ("query", "key", "value"))
    scale = math.sqrt(len(of_queries) // HEADS)
    attention = [(queries / scale, of_queries / scale), *others]
    return {
        "attention": (np.hstack([matrix for matrix, _ in attention]), np.hstack([added for _, added in attention])),
        "mixed": pair("attention.output.dense"),
        "wide": pair("intermediate.dense"),
        "narrow": pair("output.dense"),
    }


def _norm(state: Mapping[str, Floats], name: str) -> Halves:
    return np.stack([state[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias")]).astype(np.float16)
