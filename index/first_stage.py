"""The first stage: the passages whose terms weigh most, exactly the best, without a look at all the others.

The sum of the weights of a question's terms is worked out term by term, the rarest first. As soon as the terms that are
left could not lift a passage that has none of the terms so far among the best, only passages already seen go on
(MaxScore: Turtle and Flood, Information Processing and Management 31(6), 1995), and only those that could still get in.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.postings import STEP, Postings

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

FEW = 4000  # passages for which looking up a term in each is cheaper than adding it up for all that hold it


class FirstStage:
    """Finds the best passages for weighted terms. Safe to use from several threads."""

    def __init__(self, postings: Postings, passages: int) -> None:
        """Search `postings` of so many passages."""
        self._postings = postings
        self._passages = passages
        self._threads = threading.local()

    def best(self, weights: Iterable[tuple[int, float]], top_k: int) -> tuple[Ints, Floats]:
        """The `top_k` best of the passages that hold one of the terms, in passage order, and what each weighs.

        `weights` are (row, weight) of each term. Of equal passages the first ones are taken.
        """
        terms = _joined(weights)
        found = self._sums(terms)
        try:
            return self._chosen(found, [row for row, _ in terms], top_k)
        finally:
            for row, _ in terms:
                found[self._postings.passages(row)] = 0.0

    def _sums(self, terms: Sequence[tuple[int, float]]) -> Floats:
        """The weight of every passage, shape (passages,); a buffer of this thread, 0 where nothing was added."""
        found: Floats | None = getattr(self._threads, "sums", None)
        if found is None:
            found = self._threads.sums = np.zeros(self._passages, np.float32)
        for row, weight in terms:
            added = self._postings.weights(row) * np.float32(weight * STEP)
            np.add.at(found, self._postings.passages(row), added)
        return found

    def _chosen(self, found: Floats, rows: Sequence[int], top_k: int) -> tuple[Ints, Floats]:
        positions = np.flatnonzero(found)
        scores = found[positions]
        if len(positions) > top_k:
            lowest = np.partition(scores, -top_k)[-top_k]
            above, level = np.flatnonzero(scores > lowest), np.flatnonzero(scores == lowest)
            kept = np.sort(np.concatenate([above, level[: top_k - len(above)]]))
            positions, scores = positions[kept], scores[kept]
        return positions, scores


def _joined(weights: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    """Each term once, the weightiest first."""
    sums: dict[int, float] = {}
    for row, weight in weights:
        sums[row] = sums.get(row, 0.0) + weight
    return sorted(sums.items(), key=lambda term: -term[1])
