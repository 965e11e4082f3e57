"""The learned half of the safety gate: how likely each label of `training/gate/messages.tsv` is for a message.

Models that err in different ways are averaged. One weighs the features of gate_features.py. The others see the
words of the message as vectors (`index/similarity.py`, moved a little in training for words that messages use often)
and look at each one to four neighbouring words with small filters, of which the strongest answer counts (Kim,
"Convolutional neural networks for sentence classification", EMNLP 2014): they know a danger in words that they were
never told, because they are near in meaning to words that they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.encoder import softmax
from bot.gate_features import Sight, features
from index import background
from index.loading import arrays_in
from index.similarity import vectors_of

MODEL = Path(__file__).parent / "data" / "gate-model.npz"
LONGEST = 300  # words that the network looks at
DIMENSIONS = 64  # of the vectors: the first ones tell most
NETWORKS = 2
WEIGHED_SHARE = 0.5  # of the model of features in the mean
WIDTHS = (1, 2, 3, 4)  # neighbouring words under one filter
EDGE = max(WIDTHS) - 1  # empty places before and after a message, so that filters know where it begins and ends
Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Network:
    """Filters over word vectors.

    Attributes:
        moved: For frequent words, their vectors as moved in training, each of DIMENSIONS numbers.
        filters: For each of WIDTHS, shape (width * DIMENSIONS, filters).
        biases: For each of WIDTHS, shape (filters,).
        output: From the strongest answers of all filters to the labels, shape (filters of all widths, labels).
        offsets: Shape (labels,).
    """

    moved: Mapping[str, Floats]
    filters: Sequence[Floats]
    biases: Sequence[Floats]
    output: Floats
    offsets: Floats

    def chances(self, words: Sequence[str], vectors: Floats | None = None) -> Floats:
        """The probability of each label, shape (labels,).

        `vectors` are the `meanings` of the first LONGEST words, looked up where they are left out.
        """
        words = words[:LONGEST]
        places = np.zeros((len(words) + 2 * EDGE, DIMENSIONS), np.float32)
        places[EDGE:-EDGE] = meanings(words) if vectors is None else vectors
        for at, word in enumerate(words, start=EDGE):
            if word in self.moved:
                places[at] = self.moved[word]
        parts = places @ self._side_by_side
        answers, start = [], 0
        for width, biases in zip(WIDTHS, self.biases, strict=True):
            windows = len(places) - width + 1
            summed = parts[:windows, start : start + len(biases)]
            for offset in range(1, width):
                column = start + offset * len(biases)
                summed = summed + parts[offset : offset + windows, column : column + len(biases)]
            answers.append(summed.max(axis=0) + biases)
            start += width * len(biases)
        return softmax(np.maximum(np.concatenate(answers), 0) @ self.output + self.offsets)

    @cached_property
    def _side_by_side(self) -> Floats:
        """What each filter weighs at each of its places, so that each word is multiplied once."""
        return np.concatenate(
            [part for filters in self.filters for part in filters.reshape(-1, DIMENSIONS, filters.shape[1])], axis=1
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """All models.

    Attributes:
        labels: The labels, in the order of all their numbers.
        row_of: The row of each feature in `weights`.
        weights: Shape (features, labels).
        intercepts: Shape (labels,).
        networks: The other models, learned from different random beginnings.
    """

    labels: tuple[str, ...]
    row_of: Mapping[str, int]
    weights: Floats
    intercepts: Floats
    networks: Sequence[Network]

    def chances(self, sight: Sight) -> dict[str, float]:
        """The probability of each label, by its name."""
        rows, values = [], []
        for name, value in features(sight).items():
            if (row := self.row_of.get(name)) is not None:
                rows.append(row)
                values.append(value)
        weighed = softmax(np.asarray(values, np.float32) @ self.weights[rows] + self.intercepts)
        vectors = meanings(sight.words[:LONGEST])
        seen = np.mean([network.chances(sight.words, vectors) for network in self.networks], axis=0)
        return dict(zip(self.labels, mixed(weighed, seen).tolist(), strict=True))


def mixed(weighed: Floats, seen: Floats) -> Floats:
    """The probabilities of the model of features and of the networks as one, along the last axis."""
    return np.asarray(WEIGHED_SHARE * weighed + (1 - WEIGHED_SHARE) * seen, np.float32)


@cache
def model() -> Model:
    """The model that ships with the bot."""
    held = arrays_in(MODEL)
    names = [str(name) for name in bytes(held["features"]).decode("utf-8").split("\n")]
    words = bytes(held["words"]).decode("utf-8").split("\n")
    return Model(
        labels=tuple(bytes(held["labels"]).decode("utf-8").split("\n")),
        row_of={name: row for row, name in enumerate(names)},
        weights=held["weights"].astype(np.float32),
        intercepts=held["intercepts"].astype(np.float32),
        networks=[_network(held, number, words) for number in range(NETWORKS)],
    )


def _network(held: Mapping[str, NDArray[np.generic]], number: int, words: Sequence[str]) -> Network:
    """The network of that number in the file of the model; `words` are those whose vectors moved."""

    def numbers(name: str) -> Floats:
        return held[f"{name}_{number}"].astype(np.float32)

    return Network(
        moved=dict(zip(words, numbers("moved"), strict=True)),
        filters=[numbers(f"filters_{width}") for width in WIDTHS],
        biases=[numbers(f"biases_{width}") for width in WIDTHS],
        output=numbers("output"),
        offsets=numbers("offsets"),
    )


def meanings(words: Sequence[str]) -> Floats:
    """The vectors of words in small letters, shape (words, DIMENSIONS); zeros for a word that the table lacks."""
    terms = [found.stem if (found := background.common(word)) else word for word in words]
    return vectors_of(terms)[:, :DIMENSIONS]


def windows(places: Floats, width: int) -> Floats:
    """Each `width` neighbouring places side by side: (messages, places, n) to (messages, windows, width * n)."""
    view = np.lib.stride_tricks.sliding_window_view(places, width, axis=1)
    messages, count = view.shape[:2]
    return np.ascontiguousarray(view.transpose(0, 1, 3, 2)).reshape(messages, count, width * places.shape[2])
