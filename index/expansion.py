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

from index.forward import read
from index.postings import K1, B
from index.similarity import near_terms
from index.wanted import Floats, Ints

FEEDBACK_PASSAGES = 20  # from 5 to 20 of them, and from 10 to 80 terms, bring the same
FEEDBACK_TERMS = 20
NEIGHBOURS = 10  # words near in meaning to one of the question's

Weighted = Sequence[tuple[int, float]]


def feedback(arrays: Mapping[str, NDArray[Any]], positions: Ints, scores: Floats, average: float) -> Weighted:
    """The rows of the terms that stand out in the passages at `positions`, and the weight of each.

    `positions` and their `scores` are those of the passages found, best first.
    """
    positions, scores = positions[:FEEDBACK_PASSAGES], scores[:FEEDBACK_PASSAGES]
    lengths, candidate, sequence = read(arrays, positions)
    if not len(sequence):
        return ()
    terms = int(sequence.max()) + 1
    cells, counts = np.unique(candidate.astype(np.int64) * terms + sequence, return_counts=True)
    passage, rows = np.divmod(cells, terms)
    norm = K1 * (1 - B + B * lengths / max(average, 1.0))
    held = np.unique(rows)
    idf = _idf(arrays, held)
    standing_out = np.bincount(rows, scores[passage] * counts / (counts + norm[passage]))[held] * idf
    best = np.argsort(-standing_out, kind="stable")[:FEEDBACK_TERMS]
    weights = np.maximum(standing_out[best] * idf[best], 0) / max(float(standing_out[best[0]]), 1e-9)
    return list(zip(held[best].tolist(), weights.tolist(), strict=True))


def neighbours(
    arrays: Mapping[str, NDArray[Any]], words: Sequence[str], weights: Floats, rows: Mapping[str, int]
) -> Weighted:
    """The rows of the terms nearest in meaning to `words`, weighed by cosine, idf and the word's weight."""
    found: dict[int, float] = {}
    for word, weight in zip(words, weights.tolist(), strict=True):
        for term, cosine in near_terms(word, NEIGHBOURS):
            row = rows.get(term, -1)
            if row >= 0:
                found[row] = max(found.get(row, 0.0), cosine * weight)
    rarity = _idf(arrays, np.array(list(found), np.int64)).tolist()
    return [(row, weight * idf) for (row, weight), idf in zip(found.items(), rarity, strict=True)]


def _idf(arrays: Mapping[str, NDArray[Any]], rows: Ints) -> Floats:
    starts = arrays["posting_starts"]
    holding = starts[rows + 1].astype(np.float32) - starts[rows]
    return np.asarray(np.log((len(arrays["text_lengths"]) + 1) / (holding + 0.5)), np.float32)
