"""The first stage: exactly the passages whose terms weigh most.

The weights of a question's terms are added up term by term, the weightiest and rarest first. A score that the last of
the best has at least is read off the passages of a rare term. Where many postings are left and the terms that are left
cannot lift a passage that holds none of the terms so far to that score, only passages already seen can be among the
best: those that could still reach it are completed by looking the other terms up in them (MaxScore: Turtle and Flood,
Information Processing and Management 31(6), 1995). That pays late: adding up a posting costs 2 ns, looking up 60.

Where pullquote was installed with a C compiler at hand, kernel.c does the same, with the same result to the last bit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.postings import STEP, Postings

try:
    from index import kernel
except ImportError:  # it was not compiled; nothing needs it
    kernel = None  # type: ignore[assignment]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Lists = list[tuple[Ints, float]]  # the passages of each term so far, and the most that it adds to one

MANY = 100_000  # postings from which it pays to look terms up in some passages rather than add them up for all
FEW = 20_000  # these passages
SAMPLE = 4_000  # passages of a rare term from which a score to be reached is read off
SPARSE = 16  # passages for each posting, from which the passages of the postings are gone through and not all
TINY = float(np.finfo(np.float32).tiny)  # the least score above 0
SAFE = 0.9999  # of a score to be reached: what bounds it is rounded in another way


class FirstStage:
    """Finds the best passages for weighted terms. Safe to use from several threads."""

    def __init__(self, postings: Postings, passages: int) -> None:
        """Search `postings` of so many passages."""
        self._postings = postings
        self._passages = passages
        self._threads = threading.local()
        self._compiled = kernel.open(postings.arrays, passages, postings.block_bits) if kernel else None

    def best(self, weights: Iterable[tuple[int, float]], top_k: int) -> tuple[Ints, Floats]:
        """The `top_k` best of the passages that hold one of the terms, in passage order, and what each weighs.

        `weights` are (row, weight) of each term, no weight below 0. Of equal passages the first ones are taken.
        """
        terms = _joined(weights)
        if self._compiled is not None:
            positions, scores = kernel.best(self._compiled, terms, float(STEP), top_k)
            return np.frombuffer(positions, np.int64), np.frombuffer(scores, np.float32)
        found: Floats | None = getattr(self._threads, "sums", None)
        if found is None:  # 0 between two questions: only what was added to is cleared
            found = self._threads.sums = np.zeros(self._passages, np.float32)
        lists: Lists = []
        try:
            return self._search(terms, top_k, found, lists)
        finally:
            every = [passages for passages, _ in lists]
            if self._is_sparse(every):
                for passages in every:
                    found[passages] = 0.0
            else:
                found.fill(0.0)

    def _search(
        self, terms: Sequence[tuple[int, float]], top_k: int, found: Floats, lists: Lists
    ) -> tuple[Ints, Floats]:
        left = sum(self._postings.size(row) for row, _ in terms)
        for number, (row, weight) in enumerate(terms):
            if lists and left > MANY:
                settled = self._settled(terms[number:], top_k, found, lists)
                if settled is not None:
                    return settled
            passages, steps = self._postings.of(row)
            np.add.at(found, passages, steps * np.float32(weight * STEP))
            lists.append((passages, weight * self._postings.highest(row)))
            left -= len(passages)
        positions = self._reaching(_reached(found, lists, top_k), found, lists)
        return _chosen(positions, found[positions], top_k)

    def _settled(
        self, rest: Sequence[tuple[int, float]], top_k: int, found: Floats, lists: Lists
    ) -> tuple[Ints, Floats] | None:
        """The best passages, if the terms of `rest` cannot bring in another than those seen so far."""
        possible = sum(weight * self._postings.highest(row) for row, weight in rest)
        lowest = SAFE * _reached(found, lists, top_k)
        if lowest <= possible:
            return None
        positions = self._reaching(lowest - possible, found, lists)
        if len(positions) > FEW:
            return None
        scores = found[positions]
        for row, weight in rest:
            scores += self._postings.looked_up(row, positions) * np.float32(weight * STEP)
        return _chosen(positions, scores, top_k)

    def _reaching(self, lowest: float, found: Floats, lists: Lists) -> Ints:
        """The positions of the passages with a score of at least `lowest`, and above 0."""
        lowest = max(lowest, TINY)
        looked_at, spare = [], lowest * SAFE
        for passages, most in sorted(lists, key=lambda held: -len(held[0])):
            if most < spare:  # no passage of these lists alone comes up to it
                spare -= most
            else:
                looked_at.append(passages)
        if not self._is_sparse(looked_at):
            return np.flatnonzero(found >= lowest)
        reaching = [passages[found[passages] >= lowest] for passages in looked_at]
        positions = np.sort(np.concatenate([np.zeros(0, np.int64), *reaching]))
        return positions[np.flatnonzero(np.diff(positions, prepend=-1))]

    def _is_sparse(self, lists: Sequence[Ints]) -> bool:
        return sum(map(len, lists)) * SPARSE < self._passages


def _reached(found: Floats, lists: Lists, top_k: int) -> float:
    """A score that at least `top_k` passages reach, 0 where so many are not known."""
    rare = next((passages[: max(SAMPLE, top_k)] for passages, _ in lists if len(passages) >= top_k), None)
    return 0.0 if rare is None else float(np.partition(found[rare], -top_k)[-top_k])


def _chosen(positions: Ints, scores: Floats, top_k: int) -> tuple[Ints, Floats]:
    if len(positions) > top_k:
        # Stable, so that of equal passages the first ones are in; of many, only those that can be in are sorted.
        if len(positions) > SAMPLE:
            reaching = np.flatnonzero(scores >= np.partition(scores, -top_k)[-top_k])
            positions, scores = positions[reaching], scores[reaching]
        kept = np.argsort(-scores, kind="stable")[:top_k]
        kept.sort()
        positions, scores = positions[kept], scores[kept]
    return positions, scores


def _joined(weights: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    """Each term once, the weightiest first."""
    sums: dict[int, float] = {}
    for row, weight in weights:
        sums[row] = sums.get(row, 0.0) + weight
    return sorted(sums.items(), key=lambda term: -term[1])
