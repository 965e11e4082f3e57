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
        states = _normal(words + self.places[second, np.arange(len(numbers))], self.after_embedding)
        for layer in self.layers:
            states = _through(layer, states)
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


def _through(layer: Layer, states: Floats) -> Floats:
    count, width = states.shape
    each = layer.attention.times(states).reshape(count, 3, HEADS, -1)
    queries, keys, values = each.transpose(1, 2, 0, 3)
    seen: Floats = (softmax(queries @ keys.transpose(0, 2, 1)) @ values).transpose(1, 0, 2).reshape(count, width)
    states = _normal(states + layer.mixed.times(seen), layer.after_attention)
    return _normal(states + layer.narrow.times(_gelu(layer.wide.times(states))), layer.after)


def _normal(states: Floats, learned: tuple[Floats, Floats]) -> Floats:
    """Layer normalisation (Ba and others, 2016)."""
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    return np.asarray(centred / spread * learned[0] + learned[1], np.float32)


def softmax(sums: Floats) -> Floats:
    """Sums to probabilities, along the last axis."""
    powers = np.exp(sums - sums.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def _gelu(inner: Floats) -> Floats:
    """The Gaussian error linear unit by its tanh (Hendrycks and Gimpel, 2016)."""
    cube = inner * inner * inner
    return np.asarray(inner * (1 + np.tanh(np.float32(math.sqrt(2 / math.pi)) * (inner + 0.044715 * cube))) / 2)
