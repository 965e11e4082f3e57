"""Texts read word for word, by transformer encoders in numpy: one text, or two together.

Six layers (Devlin and others, "BERT", NAACL 2019) that begin as all-MiniLM-L6-v2 (Wang and others, "MiniLM", NeurIPS
2020) and are taught by `training/pupil.py`. They see what words and their vectors one by one cannot tell: that "who
sits round the table" is answered by "each case is discussed at a weekly meeting of". They write nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.matrices import Floats, Matrix
from bot.word_pieces import CLS, SEP, pieces
from index.loading import arrays_in

LAYERS, HEADS = 6, 12
LONGEST = 160  # word pieces of all texts together
LONGEST_FIRST = 100  # word pieces of the first of two
_EPSILON = 1e-12  # of layer normalisation, as in BERT


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer.

    Attributes:
        attention: To queries, keys and values side by side, shape (width, 3 * width).
        mixed: From the values attended to, (width, width).
        after_attention: The scale and shift of a normalisation, (width,) each.
        wide: (width, inner).
        narrow: (inner, width).
        after: As `after_attention`.
    """

    attention: Matrix
    mixed: Matrix
    after_attention: tuple[Floats, Floats]
    wide: Matrix
    narrow: Matrix
    after: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """All that is learned.

    Attributes:
        vocabulary: Word pieces and their numbers.
        words: Of each piece its vector in 256 steps, shape (pieces, width), and how long a step is, (pieces,).
        places: A vector for each place in the first and in the second text, shape (2, LONGEST, width).
        after_embedding: The normalisation of words at their places.
        layers: In order.
        output: From the first state and the mean of all to what is said, shape (2 * width, outputs) and (outputs,).
    """

    vocabulary: Mapping[str, int]
    words: tuple[NDArray[np.int8], Floats]
    places: Floats
    after_embedding: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    output: tuple[Floats, Floats]

    def says(self, *texts: str) -> Floats:
        """What it says of one text or of two, shape (outputs,); what is too long is cut off, the second text first."""
        numbers, second = read_together(texts, self.vocabulary)
        steps, length = self.words
        words = np.asarray(steps[numbers] * length[numbers][:, None], np.float32)
        states = words + self.places[second, np.arange(len(numbers))]
        _normalise(states, self.after_embedding)
        room = _Room.of(*states.shape, inner=len(self.layers[0].wide.added))
        for layer in self.layers:
            _pass(states, layer, room)
        weights, added = self.output
        return np.asarray(np.concatenate((states[0], states.mean(axis=0))) @ weights + added, np.float32)


def read_together(texts: tuple[str, ...], vocabulary: Mapping[str, int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pieces of one text or of two between marks, and of which text each is, 0 or 1."""
    first, *others = (pieces(text, vocabulary) for text in texts)
    numbers = [vocabulary[CLS], *first[: LONGEST_FIRST if others else LONGEST - 2], vocabulary[SEP]]
    length = len(numbers)
    for other in others:
        numbers += [*other[: LONGEST - 1 - length], vocabulary[SEP]]
    return np.array(numbers), np.repeat([0, 1], [length, len(numbers) - length])


def encoder_in(path: Path) -> Encoder:
    """The encoder in a file of `training/encoder_file.py`; errors are those of `np.load`."""
    held = arrays_in(path)
    vocabulary = bytes(held["vocabulary"]).decode("ascii").split("\n")

    def matrix(name: str) -> Matrix:
        return Matrix.of(held[f"{name}.steps"], _single(held[f"{name}.length"]), _single(held[f"{name}.added"]))

    def norm(name: str) -> tuple[Floats, Floats]:
        scale, shift = _single(held[f"{name}.norm"])
        return scale, shift

    return Encoder(
        vocabulary={piece: number for number, piece in enumerate(vocabulary)},
        words=(held["words.steps"], _single(held["words.length"])),
        places=_single(held["places"]),
        after_embedding=norm("embedding"),
        layers=tuple(
            Layer(
                attention=matrix(f"{number}.attention"),
                mixed=matrix(f"{number}.mixed"),
                after_attention=norm(f"{number}.attention"),
                wide=matrix(f"{number}.wide"),
                narrow=matrix(f"{number}.narrow"),
                after=norm(f"{number}"),
            )
            for number in range(LAYERS)
        ),
        output=(held["output"], held["output.added"]),
    )


def _single(numbers: NDArray[np.generic]) -> Floats:
    return numbers.astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """Where all layers put what they work out, so that memory is taken once."""

    side_by_side: Floats
    scores: Floats
    mixed: Floats
    inner: Floats
    bent: Floats

    @classmethod
    def of(cls, count: int, width: int, *, inner: int) -> _Room:
        """For texts of `count` pieces."""
        return cls(
            side_by_side=np.empty((count, 3 * width), np.float32),
            scores=np.empty((HEADS, count, count), np.float32),
            mixed=np.empty((count, width), np.float32),
            inner=np.empty((count, inner), np.float32),
            bent=np.empty((count, inner), np.float32),
        )


def _pass(states: Floats, layer: Layer, room: _Room) -> None:
    """Let the states go through a layer, in place."""
    count, width = states.shape
    each = layer.attention.times(states, room.side_by_side).reshape(count, 3, HEADS, -1)
    queries, keys, values = each.transpose(1, 2, 0, 3)
    _share_out(np.matmul(queries, keys.transpose(0, 2, 1), out=room.scores))
    seen = (room.scores @ values).transpose(1, 0, 2).reshape(count, width)
    states += layer.mixed.times(seen, room.mixed)
    _normalise(states, layer.after_attention)
    _bend(layer.wide.times(states, room.inner), room.bent)
    states += layer.narrow.times(room.bent, room.mixed)
    _normalise(states, layer.after)


def _normalise(states: Floats, learned: tuple[Floats, Floats]) -> None:
    """Layer normalisation (Ba and others, 2016), in place."""
    states -= states.mean(axis=-1, keepdims=True)
    states /= np.sqrt((states * states).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    states *= learned[0]
    states += learned[1]


def softmax(sums: Floats) -> Floats:
    """Sums to probabilities, along the last axis."""
    shares = sums.copy()
    _share_out(shares)
    return shares


def _share_out(sums: Floats) -> None:
    """As `softmax`, in place."""
    sums -= sums.max(axis=-1, keepdims=True)
    np.exp(sums, out=sums)
    sums /= sums.sum(axis=-1, keepdims=True)


def _bend(inner: Floats, into: Floats) -> None:
    """The Gaussian error linear unit by its tanh (Hendrycks and Gimpel, 2016)."""
    np.multiply(inner, inner, out=into)
    into *= inner
    into *= np.float32(0.044715)
    into += inner
    into *= np.float32(math.sqrt(2 / math.pi))
    np.tanh(into, out=into)
    into += 1
    into *= inner
    into /= 2
