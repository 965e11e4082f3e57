"""The first stage: exactly the passages whose terms weigh most.

The weights of a question's terms are added up, those of the weightiest and rarest terms first. A score that the last of
the best has at least is read off the passages of a rare term. Where very many postings are left and the terms that are
left cannot lift a passage that holds none of the terms so far to that score, only passages already seen can be among
the best: those that could still reach it are completed by looking the other terms up in them (MaxScore: Turtle and
Flood, Information Processing and Management 31(6), 1995).

Where pullquote was installed with a C compiler at hand, kernel.c does the same, with the same result to the last bit.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.posting_lists import Ints, Postings
from index.postings import STEP

try:
    from index import kernel
except ImportError:  # it was not compiled; nothing needs it
    kernel = None  # type: ignore[assignment]

Floats = NDArray[np.float32]
Terms = Sequence[tuple[int, float]]

MANY = 100_000  # postings from which it pays to look terms up in some passages rather than add them up for all
FEW = 4_000  # these passages
RARE = 1 / 8  # of all postings, those from which it is estimated which terms to look up
SLACK = 0.5  # of a score to be reached, what terms that are looked up can add at most: more, and too many can reach it
FIRST = 64  # passages that are completed before the others, at least
SAMPLE = 1_000  # passages of a rare term from which a score to be reached is read off
AMONG = 8  # times as many passages as are asked for, of which that term should have more
SMALL = 50_000  # passages that are always gone through, all of them
SPARSE = 16  # passages more for each posting, from which the passages of the postings are gone through and not all
COLD = 50  # passages for each posting, from which only the sums that were added to are cleared
SORTED = 8  # times as many passages as are asked for, of which first those are left out that cannot be in
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
        if top_k < 1:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        sums: _Sums | None = getattr(self._threads, "sums", None)
        if sums is None:
            sums = self._threads.sums = _Sums(self._passages)
        question = _Question(self._postings, terms, sums, top_k)
        found = question.best()
        sums.clear(question.lists)
        return found


class _Sums:
    """What each passage weighs so far, one array for all questions of a thread."""

    def __init__(self, passages: int) -> None:
        self.values: Floats = np.zeros(passages, np.float32)
        self._are_zeros = True

    def start(self, postings: int) -> Floats:
        """Zeros, to which so many postings will be added."""
        # Just written from end to end, it is in the processor's cache when postings are added all over it.
        if not self._are_zeros or self._is_much(postings):
            self.values.fill(0.0)
        self._are_zeros = False
        return self.values

    def clear(self, lists: Iterable[Ints]) -> None:
        """Be zeros again, if little was added to, the passages of these lists alone."""
        added = list(lists)
        if not self._is_much(sum(map(len, added))):
            for passages in added:
                self.values[passages] = 0.0
            self._are_zeros = True

    def _is_much(self, postings: int) -> bool:
        return postings * COLD >= len(self.values)


class _Question:
    """A question that is being answered: its terms are added up in their order.

    Attributes:
        lists: The passages of each term so far.
    """

    def __init__(self, postings: Postings, terms: Terms, sums: _Sums, top_k: int) -> None:
        self.lists: list[Ints] = []
        self._postings, self._terms, self._top_k = postings, terms, top_k
        rows = [row for row, _ in terms]
        self._sizes = postings.sizes(rows)
        self._most = [weight * highest for (_, weight), highest in zip(terms, postings.highest(rows), strict=True)]
        self._found = sums.start(sum(self._sizes))

    def best(self) -> tuple[Ints, Floats]:
        """The best passages, in passage order, and what each weighs."""
        if sum(self._sizes) > MANY:
            settled = self._settled()
            if settled is not None:
                return settled
        self._add(len(self._terms))
        positions = self._reaching(self._reached())
        return _chosen(positions, self._found.take(positions), self._top_k)

    def _add(self, until: int) -> None:
        """Add up the terms so far not added, up to a number of them."""
        new = slice(len(self.lists), until)
        if terms := self._terms[new]:
            rows, weights = zip(*terms, strict=True)
            passages, steps = self._postings.of(rows)
            values = (np.array(weights, np.float32) * STEP).repeat(self._sizes[new])
            values *= steps
            np.add.at(self._found, passages, values)  # in order, so that each sum is made term by term
            for size in self._sizes[new]:
                self.lists.append(passages[:size])
                passages = passages[size:]

    def _settled(self) -> tuple[Ints, Floats] | None:
        """The best passages, if only few can be among them before many postings of the last terms are added up."""
        self._add(1 + bisect_left(list(accumulate(self._sizes)), RARE * sum(self._sizes)))
        added = len(self.lists)
        lowest = SLACK * self._reached()
        while added < len(self._terms) and sum(self._most[added:]) > lowest:
            added += 1
        if sum(self._sizes[added:]) <= MANY:
            return None
        self._add(added)
        rest, possible = self._terms[added:], sum(self._most[added:])
        positions = self._reaching(SAFE * self._reached() - possible)
        look_up = self._postings.look_up([row for row, _ in rest])

        def completed(positions: Ints) -> Floats:
            scores = self._found.take(positions)
            for (_, weight), steps in zip(rest, look_up(positions), strict=True):
                scores += steps * (np.float32(weight) * STEP)
            return scores

        first = max(FIRST, self._top_k)
        if len(positions) > first:
            sums = self._found.take(positions)
            foremost = positions.take(np.argpartition(sums, -first)[-first:])
            lowest = SAFE * _last(completed(np.sort(foremost)), self._top_k) - possible
            positions = positions.compress(sums >= lowest)
        return _chosen(positions, completed(positions), self._top_k) if len(positions) <= FEW else None

    def _reached(self) -> float:
        """A score that as many passages as are asked for reach, 0 where so many are not known."""
        sample: Sequence[int] | Ints = ()
        for passages in self.lists:
            if len(passages) > len(sample):
                sample = passages
            if len(sample) >= AMONG * self._top_k:
                break
        if len(sample) < self._top_k:
            return 0.0
        return _last(self._found.take(sample[: max(SAMPLE, self._top_k)]), self._top_k)

    def _reaching(self, lowest: float) -> Ints:
        """The positions of the passages with a score of at least `lowest`, and above 0."""
        lowest = max(lowest, TINY)
        if len(self._found) <= SMALL:
            return np.flatnonzero(self._found >= lowest)
        looked_at, spare = [], lowest * SAFE
        for passages, most in sorted(zip(self.lists, self._most, strict=False), key=lambda held: -len(held[0])):
            if most < spare:  # no passage of these lists alone comes up to it
                spare -= most
            else:
                looked_at.append(passages)
        if sum(map(len, looked_at)) * SPARSE + SMALL >= len(self._found):
            return np.flatnonzero(self._found >= lowest)
        if not looked_at:
            return np.zeros(0, np.int64)
        passages = np.concatenate(looked_at)
        positions = passages.compress(self._found.take(passages) >= lowest)
        positions.sort()
        is_new = np.ones(len(positions), bool)
        np.not_equal(positions[1:], positions[:-1], out=is_new[1:])
        return positions.compress(is_new)


def _last(scores: Floats, top_k: int) -> float:
    """The lowest of the best scores, which are put in another order; np.partition takes twice the time for few."""
    scores.partition(len(scores) - top_k)
    return float(scores[-top_k])


def _chosen(positions: Ints, scores: Floats, top_k: int) -> tuple[Ints, Floats]:
    if len(positions) > top_k:
        if len(positions) > SORTED * top_k:
            reaching = np.flatnonzero(scores >= _last(scores.copy(), top_k))
            positions, scores = positions.take(reaching), scores.take(reaching)
        kept = (-scores).argsort(kind="stable")[:top_k]  # of equal passages the first ones
        kept.sort()
        positions, scores = positions.take(kept), scores.take(kept)
    return positions, scores


def _joined(weights: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    """Each term once, the weightiest first."""
    sums: dict[int, float] = {}
    for row, weight in weights:
        sums[row] = sums.get(row, 0.0) + weight
    return sorted(sums.items(), key=lambda term: -term[1])
