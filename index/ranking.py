"""What the first stage found -> the order that is shown: the best by the signals, free places filled."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import signals
from index.candidates import Near, gather
from index.expansion import feedback, neighbours
from index.first_stage import FirstStage
from index.forward import Forward
from index.hit import UNKNOWN, Query
from index.wanted import Floats, Ints, Wanted, wanted

RERANKED = 50  # passages that the signals put in order; more bring nothing (see CONTRIBUTING)
LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages, the best first.

    Attributes:
        positions: Their positions in the index.
        scores: The score of each, descending.
        added: What each signal adds to the score, for the first RERANKED of them.
    """

    positions: Ints
    scores: Floats
    added: Mapping[str, Floats]

    def reasons(self, ranks: int) -> list[dict[str, float]]:
        """What each signal adds to the score, for so many of the first; empty where the signals did not look."""
        seen = zip(*(values[:ranks].tolist() for values in self.added.values()), strict=True)
        found = [dict(zip(self.added, values, strict=True)) for values in seen]
        return found + [{} for _ in range(ranks - len(found))]


class Ranker:
    """Ranks the passages of one index. Safe to use from several threads."""

    def __init__(
        self,
        arrays: Mapping[str, NDArray[Any]],
        forward: Forward,
        rows: Mapping[str, int],
        first_stage: FirstStage,
        average: float,
        near: Near | None,
    ) -> None:
        """Rank with an index's arrays, its forward index, and the row of each term.

        A passage has `average` terms in the mean. `near` compares words with terms in meaning; None where none is near.
        """
        self._arrays = arrays
        self._forward = forward
        self._rows = rows
        self._first_stage = first_stage
        self._average = average
        self._near = near
        self._passages = len(arrays["text_lengths"])
        self._threads = threading.local()

    def rank(self, query: Query, top_k: int) -> Ranking:
        """At least `top_k` passages where there are so many; of an index of RERANKED passages or fewer, all.

        Where fewer hold a word of the question than are asked for, those that are near to these follow.
        """
        depth = max(RERANKED, top_k)
        positions, first = self._first_stage.best(self._weights(query), depth)
        if self._passages <= RERANKED and query.terms:
            every = np.zeros(self._passages, np.float32)
            every[positions] = first
            positions, first = np.arange(self._passages), every
        order = np.argsort(-first, kind="stable")
        ranking = Ranking(positions[order], first[order], {})
        looked_for = wanted(query)
        if len(positions):
            ranking = self._put_in_order(looked_for, ranking)
        return self._filled(looked_for, ranking, depth) if len(positions) < min(depth, self._passages) else ranking

    def _weights(self, query: Query) -> list[tuple[int, float]]:
        """The row and the weight of each word of the terms that the index holds."""
        return [(row, term.weight) for term in query.terms for row in term.rows if row != UNKNOWN]

    def _put_in_order(self, looked_for: Wanted, found: Ranking) -> Ranking:
        """What was found, the first of it by the signals and the rest behind; equal scores stay as they were."""
        first = found.positions[:RERANKED]
        added = signals.scores(
            gather(self._arrays, self._forward, looked_for, first, self._average, self._numbers(), self._near)
        )
        totals: Floats = np.add.reduce(list(added.values()), dtype=np.float32)
        order = np.argsort(-totals, kind="stable")
        scale = totals[order[-1]] / max(float(found.scores[len(first) - 1]), LEAST)
        return Ranking(
            np.concatenate([first[order], found.positions[RERANKED:]]),
            np.concatenate([totals[order], found.scores[RERANKED:] * scale]),
            {name: values[order] for name, values in added.items()},
        )

    def _filled(self, looked_for: Wanted, ranking: Ranking, depth: int) -> Ranking:
        """A ranking with passages behind it that are near to what was found, or to the question's words."""
        if len(ranking.positions):
            terms = feedback(self._arrays, ranking.positions, ranking.scores, self._average)
        else:
            terms = neighbours(self._arrays, looked_for.words, looked_for.concept_weights, self._rows)
        near, scores = self._first_stage.best(terms, depth)
        new = np.flatnonzero(~np.isin(near, ranking.positions))
        new = new[np.argsort(-scores[new], kind="stable")][: depth - len(ranking.positions)]
        if not len(new):
            return ranking
        lowest = float(ranking.scores[-1]) if len(ranking.scores) else 1.0
        return Ranking(
            np.concatenate([ranking.positions, near[new]]),
            np.concatenate([ranking.scores, scores[new] * (lowest / 2 / float(scores[new[0]]))]),
            ranking.added,
        )

    def _numbers(self) -> NDArray[np.int16]:
        """Zeros for all rows, one array a thread; who writes to it makes it zeros again."""
        found: NDArray[np.int16] | None = getattr(self._threads, "numbers", None)
        if found is None:
            found = self._threads.numbers = np.zeros(len(self._rows), np.int16)
        return found
