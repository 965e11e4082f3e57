"""Ranking signals: what speaks for a candidate passage, and how much each is worth.

The first stage finds candidates by their weighted terms; here they are put in order. A signal is a function from
Candidates to one number a candidate, and a line in SIGNALS. Each is divided by its maximum over the candidates before
its weight counts (so the weights compare), and the best candidate of the first stage alone has a score of 1.

The weights were chosen on test collections of five kinds, leaving one kind out at a time; `benchmarks/quality.py
--ablation` prints what each signal brings and what it costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from index.candidates import Candidates
from index.postings import K1
from index.wanted import Floats


def term_match(candidates: Candidates) -> Floats:
    """TF-IDF with BM25's saturation and length norm; of a word and its synonyms the best counts."""
    return _total(candidates.best_of_concepts(candidates.saturated * candidates.wanted.weights))


def heading_match(candidates: Candidates) -> Floats:
    """The weight of the question's words in the headings, less for long headings."""
    wanted = candidates.wanted
    single = np.minimum(wanted.alternatives, len(wanted.rows) - 1)
    held = np.minimum(candidates.heading_counts, 1)[:, single] * (wanted.weights * (single == wanted.alternatives))
    total = _total(candidates.best_of_concepts(held))
    return np.asarray(total / np.sqrt(np.maximum(candidates.heading_lengths, 1)), np.float32)


def coverage(candidates: Candidates) -> Floats:
    """How much of the question's weight stands in the passage at all."""
    return _total(candidates.best_of_concepts(candidates.held * candidates.wanted.weights))


def phrase_match(candidates: Candidates) -> Floats:
    """Neighbouring words of the question that are neighbours in the passage too, in this order."""
    return _paired(candidates, candidates.in_order)


def nearness(candidates: Candidates) -> Floats:
    """Words near each other in the question that stand near each other in the passage, in any order."""
    return _paired(candidates, candidates.together)


def meaning(candidates: Candidates) -> Floats:
    """The weight of the question's words that the passage holds or has something near in meaning to."""
    wanted = candidates.wanted
    best = candidates.nearest.copy()
    held = candidates.best_of_concepts(candidates.held)
    best[:, wanted.concepts] = np.maximum(best[:, wanted.concepts], held)
    return best @ wanted.concept_weights


SIGNALS: Mapping[str, tuple[float, Callable[[Candidates], Floats]]] = {
    "terms": (1.0, term_match),
    "headings": (0.5, heading_match),
    "coverage": (0.5, coverage),
    "nearness": (0.3, nearness),
    "phrase": (0.15, phrase_match),
    "meaning": (0.6, meaning),
}


def scores(candidates: Candidates) -> dict[str, Floats]:
    """What each signal adds to each candidate's score, by the signal's name."""
    added: dict[str, Floats] = {}
    for name, (weight, signal) in SIGNALS.items():
        values = signal(candidates)
        highest = float(values.max(initial=0.0))
        added[name] = values * np.float32(weight / highest) if highest > 0 else values
    return added


def _total(per_concept: Floats) -> Floats:
    return np.asarray(per_concept.sum(axis=1), np.float32)


def _paired(candidates: Candidates, counts: Floats) -> Floats:
    """The saturated count of pairs, each weighed by the mean of its words' weights, summed."""
    return np.asarray((counts * (K1 + 1) / (counts + candidates.norm[:, None])) @ candidates.pair_weights, np.float32)
