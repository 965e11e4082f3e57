"""Passages for a question whose words few passages hold: the nearest to those that were found, or to the words.

Where a question finds less than is asked for, the places behind what it found are free, and filling them cannot push
down anything that matches. What fills them is found by the terms that stand out in the passages found (pseudo-relevance
feedback, Rocchio 1971), or where nothing was found, by words near in meaning to the question's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.candidates import B, K1, forward_rows
from index.similarity import near_terms
from index.wanted import Floats, Ints

FEEDBACK_PASSAGES = 20
FEEDBACK_TERMS = 20
NEIGHBOURS = 10  # words near in meaning to one of the question's

Weighted = Sequence[tuple[int, float]]


def feedback(arrays: Mapping[str, NDArray[Any]], positions: Ints, scores: Floats, average: float) -> Weighted:
    """The rows of the terms that stand out in the passages at `positions`, and the weight of each, at most 1.

    `positions` and their `scores` are those of the passages found, best first.
    """
    positions, scores = positions[:FEEDBACK_PASSAGES], scores[:FEEDBACK_PASSAGES]
    lengths, candidate, sequence = forward_rows(arrays, positions)
    if not len(sequence):
        return ()
    terms = int(sequence.max()) + 1
    cells, counts = np.unique(candidate.astype(np.int64) * terms + sequence, return_counts=True)
    passage, rows = np.divmod(cells, terms)
    norm = K1 * (1 - B + B * lengths / max(average, 1.0))
    weights = np.bincount(rows, scores[passage] * counts / (counts + norm[passage]))
    held = np.flatnonzero(weights)
    weights = weights[held] * _idf(arrays, held)
    best = np.argsort(-weights, kind="stable")[:FEEDBACK_TERMS]
    highest = float(weights[best[0]]) or 1.0
    return [(int(held[row]), float(weights[row]) / highest) for row in best if weights[row] > 0]


def neighbours(words: Sequence[str], weights: Floats, rows: Mapping[str, int]) -> Weighted:
    """The rows of the terms nearest in meaning to `words`, each with its cosine times the word's weight."""
    found: dict[int, float] = {}
    for word, weight in zip(words, weights.tolist(), strict=True):
        for term, cosine in near_terms(word, NEIGHBOURS):
            if term in rows:
                found[rows[term]] = max(found.get(rows[term], 0.0), cosine * weight)
    return list(found.items())


def weighed(arrays: Mapping[str, NDArray[Any]], terms: Weighted, norm: Floats) -> Floats:
    """What `terms` score in every passage of the index, shape (passages,)."""
    total = np.zeros(len(norm), np.float32)
    starts = arrays["posting_starts"]
    idf = _idf(arrays, np.array([row for row, _ in terms], np.int64))
    for (row, weight), rarity in zip(terms, idf.tolist(), strict=True):
        here = slice(int(starts[row]), int(starts[row + 1]))
        passages, counts = arrays["posting_passages"][here], arrays["posting_counts"][here].astype(np.float32)
        total[passages] += weight * rarity * counts * (K1 + 1) / (counts + norm[passages])
    return total


def _idf(arrays: Mapping[str, NDArray[Any]], rows: Ints) -> Floats:
    starts = arrays["posting_starts"]
    holding = starts[rows + 1] - starts[rows]
    return np.log((len(arrays["lengths"]) + 1) / (holding + 0.5)).astype(np.float32)
