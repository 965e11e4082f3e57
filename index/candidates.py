"""What signals look at: where a question's terms stand in the candidate passages, read in one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.forward import Forward
from index.postings import K1, B
from index.wanted import REACH, Floats, Ints, Wanted

WINDOW = 5  # places within which two words of a question count as standing together
PHRASE_WINDOW = 3  # places within which the words of a several-word synonym must stand
UNRELATED = 0.2  # cosine of two words that have nothing to do with each other
COMPARED = 3000  # terms of the foremost candidates that are compared in meaning with the question's

Near = Callable[[Sequence[str], NDArray[Any], Ints], Floats]
"""`Nearness.nearest`."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The candidates of a question, the first stage's best first.

    Attributes:
        wanted: What the question looks for.
        norm: K1 stretched by each candidate's length, shape (candidates,).
        heading_lengths: Terms of each candidate's headings, shape (candidates,).
        counts: How often each column of `wanted` stands in each candidate, phrases behind, shape (candidates, columns).
        heading_counts: The same in the headings alone, without the phrases.
        together: How often two words near each other in the question stand near each other, shape (candidates, pairs).
        in_order: The same for neighbours in the question that are neighbours in the passage, in this order.
        compare: Works `nearest` out.
    """

    wanted: Wanted
    norm: Floats
    heading_lengths: Floats
    counts: Floats
    heading_counts: Floats
    together: Floats
    in_order: Floats
    compare: Callable[[], Floats]

    @cached_property
    def nearest(self) -> Floats:
        """How near in meaning each candidate comes to each concept, shape (candidates, all concepts)."""
        return self.compare()

    @cached_property
    def held(self) -> Floats:
        """Each term of the question: whether each candidate holds it, shape (candidates, alternatives)."""
        return np.minimum(self.counts, 1)[:, self.wanted.alternatives]

    @cached_property
    def saturated(self) -> Floats:
        """Counts with diminishing returns and set against the candidate's length: BM25's term frequency part."""
        return (self.counts * (K1 + 1) / (self.counts + self.norm[:, None]))[:, self.wanted.alternatives]

    @cached_property
    def pair_weights(self) -> Floats:
        """The weight of each pair: the mean of its words', shape (pairs,)."""
        weights = self.wanted.concept_weights
        second = np.minimum(np.arange(len(weights))[:, None] + np.arange(1, REACH + 1), len(weights) - 1)
        return np.asarray((weights[:, None] + weights[second]) / 2, np.float32).ravel()

    def best_of_concepts(self, per_alternative: Floats) -> Floats:
        """The best term of each concept that can match, shape (candidates, concepts)."""
        return np.maximum.reduceat(per_alternative, self.wanted.bounds, axis=1)


def gather(
    arrays: Mapping[str, NDArray[Any]],
    forward: Forward,
    wanted: Wanted,
    positions: Ints,
    average: float,
    numbers: NDArray[np.int16],
    near: Near | None = None,
) -> Candidates:
    """The candidates at `positions`.

    Args:
        arrays: The index's arrays.
        forward: Its forward index.
        wanted: What the question looks for; at least one of its terms is in the index.
        positions: Positions of the candidates in the index, the first stage's best first, shape (candidates,).
        average: The mean number of terms of a passage.
        numbers: Zeros for every row of the vocabulary, which are zeros again afterwards.
        near: Compares words with terms in meaning; None where nothing is near.
    """
    lengths, candidate, sequence = forward.read(positions)
    numbers[wanted.rows] = np.arange(1, len(wanted.rows) + 1)
    found = numbers[sequence]
    numbers[wanted.rows] = 0
    at = np.flatnonzero(found != 0)
    column, candidate_at = found[at].astype(np.int64) - 1, candidate[at]
    shape = (len(positions), len(wanted.rows))
    cell = candidate_at * shape[1] + column
    behind_text = at - (np.cumsum(lengths) - lengths + arrays["text_lengths"][positions])[candidate_at]
    heading_lengths = arrays["heading_lengths"][positions]
    in_heading = np.flatnonzero((behind_text >= 0) & (behind_text < heading_lengths[candidate_at]))
    pairs = _pairs(wanted, at, candidate_at, column, len(positions))
    return Candidates(
        wanted=wanted,
        norm=(K1 * (1 - B) + K1 * B / max(average, 1.0) * lengths).astype(np.float32),
        heading_lengths=heading_lengths.astype(np.float32),
        counts=np.hstack([_summed(cell, shape), pairs.phrases]),
        heading_counts=_summed(cell[in_heading], shape),
        together=pairs.together,
        in_order=pairs.in_order,
        compare=lambda: _nearest(wanted, near, lengths, sequence),
    )


def _summed(cell: Ints, shape: tuple[int, int]) -> Floats:
    return np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Pairs:
    together: Floats
    in_order: Floats
    phrases: Floats


def _pairs(wanted: Wanted, at: Ints, candidate: Ints, column: Ints, candidates: int) -> _Pairs:
    """Counts of the words that stand near each other: of the question's pairs, and of the words of phrases.

    The pairs of the sequential dependence model (Metzler and Croft, SIGIR 2005), with a smaller window.
    """
    lag = np.arange(1, WINDOW)[:, None]
    left = np.arange(len(at))[None, :]
    right = np.minimum(left + lag, len(at) - 1)
    apart = at[right] - at
    near = np.flatnonzero((apart < WINDOW) & (candidate[right] == candidate) & (left + lag < len(at)))
    left, right, apart = near % max(len(at), 1), right.ravel()[near], apart.ravel()[near]
    concept = wanted.concept_of_column[column]
    first, second = concept[left], concept[right]
    step = second - first
    shape = (candidates, len(wanted.concept_weights) * REACH)
    pair = candidate[left] * shape[1] + np.minimum(first, second) * REACH + np.abs(step) - 1
    good = (np.abs(step) <= REACH) & (step != 0) & (np.minimum(first, second) >= 0)
    ordered = good & (step == 1) & (apart == 1)
    close, words = apart <= PHRASE_WINDOW, (candidates, len(wanted.rows))
    return _Pairs(
        together=_summed(pair[good], shape),
        in_order=_summed(pair[ordered], shape),
        phrases=_phrases(wanted.phrases, candidate[left][close], column[left][close], column[right][close], words),
    )


def _phrases(
    phrases: Sequence[Sequence[int]], candidate: Ints, left: Ints, right: Ints, shape: tuple[int, int]
) -> Floats:
    """How often each phrase stands in each candidate: its first word with each of the others near.

    `left` and `right` are columns, of so many as `shape` says, that stand near each other in a candidate, of so many.
    """
    candidates, columns = shape
    if not phrases:
        return np.zeros((candidates, 0), np.float32)
    pairs: dict[tuple[int, int], int] = {}  # of the first word of a phrase and another, each with a number
    of_phrases = [
        [pairs.setdefault((min(first, other), max(first, other)), len(pairs)) for other in others]
        for first, *others in phrases
    ]
    number = np.full((columns, columns), -1)
    first, other = np.array(list(pairs)).T
    number[first, other] = number[other, first] = np.arange(len(pairs))
    pair = number[left, right]
    wanted = np.flatnonzero(pair >= 0)
    times = _summed(candidate[wanted] * len(pairs) + pair[wanted], (candidates, len(pairs)))
    starts = [0, *accumulate(map(len, of_phrases[:-1]))]
    return np.minimum.reduceat(times[:, [*chain.from_iterable(of_phrases)]], starts, axis=1)


def _nearest(wanted: Wanted, near: Near | None, lengths: Ints, sequence: NDArray[Any]) -> Floats:
    """How near in meaning the foremost candidates come to each concept, shape (candidates, all concepts)."""
    nearest = np.zeros((len(lengths), len(wanted.words)), np.float32)
    ends = np.cumsum(lengths)
    some = max(int(np.searchsorted(ends, COMPARED, "right")), 1)
    filled = np.flatnonzero(lengths[:some])
    if near and len(filled):
        best = near(wanted.words, sequence[: ends[some - 1]], (ends - lengths)[filled])
        nearest[filled] = np.maximum((best - UNRELATED) / (1 - UNRELATED), 0.0, dtype=np.float32).T
    return nearest
