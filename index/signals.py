"""Ranking signals: what speaks for a candidate passage, and how much each is worth.

The first stage finds candidates by their weighted terms; here they are put in order. A signal is a function from
Candidates to one number a candidate, and a line in SIGNALS. Each is divided by its maximum over the candidates before
its weight counts (so the weights compare), and the best candidate of the first stage alone has a score of 1.

The weights were chosen on five test collections, leaving one out at a time; `benchmarks/quality.py` prints what each
signal brings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

K1 = 1.2  # saturation: how fast repetitions of a term stop counting (Robertson and Zaragoza 2009, section 3.5)
B = 0.75  # how far a passage's length counts against it (the same)
WINDOW = 5  # places within which two words of a question count as standing together
REACH = 2  # how far apart in the question two words may be that are looked for together

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where the terms of a question stand in the candidates, in reading order: one entry an occurrence.

    Attributes:
        candidate: The candidate's number.
        place: The place in the candidate, counted in terms.
        term: Which term of the question, by its number in `Candidates.weights`.
    """

    candidate: Ints
    place: Ints
    term: Ints


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The candidates of a question and all that signals look at.

    Attributes:
        places: Where the question's terms stand, headings behind the text.
        lengths: Terms of each candidate, headings included, shape (candidates,).
        text_lengths: Terms of each candidate's text alone, shape (candidates,).
        heading_lengths: Terms of each candidate's headings, shape (candidates,).
        average_length: The mean number of terms of all passages of the index.
        weights: What a match of each term counts, shape (terms,).
        concepts: The concept that each term belongs to, shape (terms,).
        nearest: How near in meaning each candidate comes to each concept, shape (candidates, concepts).
    """

    places: Places
    lengths: Ints
    text_lengths: Ints
    heading_lengths: Ints
    average_length: float
    weights: Floats
    concepts: Ints
    nearest: Floats

    @cached_property
    def norm(self) -> Floats:
        """K1 stretched by each candidate's length, shape (candidates,)."""
        return (K1 * (1 - B + B * self.lengths / max(self.average_length, 1.0))).astype(np.float32)

    @cached_property
    def counts(self) -> Floats:
        """How often each term stands in each candidate, shape (candidates, terms)."""
        return self._counted(np.ones(len(self.places.term), bool))

    @cached_property
    def heading_counts(self) -> Floats:
        """The same in the headings alone."""
        start = self.text_lengths[self.places.candidate]
        behind = self.places.place - start
        return self._counted((behind >= 0) & (behind < self.heading_lengths[self.places.candidate]))

    @cached_property
    def concept_weights(self) -> Floats:
        """The weight of each concept: that of its weightiest term, shape (concepts,)."""
        whole = np.zeros(int(self.concepts.max(initial=-1)) + 1, np.float32)
        np.maximum.at(whole, self.concepts, self.weights)
        return whole

    def best_of_concepts(self, per_term: Floats) -> Floats:
        """The best term of each concept, shape (candidates, concepts), from (candidates, terms)."""
        best = np.zeros((per_term.shape[0], len(self.concept_weights)), np.float32)
        for term, concept in enumerate(self.concepts):
            np.maximum(best[:, concept], per_term[:, term], out=best[:, concept])
        return best

    def saturated(self, counts: Floats) -> Floats:
        """Counts with diminishing returns and set against the candidate's length: BM25's term frequency part."""
        return np.asarray(counts * (K1 + 1) / (counts + self.norm[:, None]), np.float32)

    def _counted(self, chosen: NDArray[np.bool_]) -> Floats:
        shape = (len(self.lengths), len(self.weights))
        cells = self.places.candidate[chosen] * shape[1] + self.places.term[chosen]
        return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float32)


def term_match(candidates: Candidates) -> Floats:
    """TF-IDF with BM25's saturation and length norm; of a word and its synonyms the best counts."""
    per_term = candidates.saturated(candidates.counts) * candidates.weights
    return _total(candidates.best_of_concepts(per_term))


def heading_match(candidates: Candidates) -> Floats:
    """The weight of the question's words in the headings, less for long headings."""
    per_term = np.minimum(candidates.heading_counts, 1) * candidates.weights
    matched = _total(candidates.best_of_concepts(per_term))
    return (matched / np.sqrt(np.maximum(candidates.heading_lengths, 1))).astype(np.float32)


def coverage(candidates: Candidates) -> Floats:
    """How much of the question's weight stands in the passage at all."""
    return _total(candidates.best_of_concepts(np.minimum(candidates.counts, 1) * candidates.weights))


def phrase_match(candidates: Candidates) -> Floats:
    """Neighbouring words of the question that are neighbours in the passage too, in this order."""
    return _pairs(candidates, window=1, reach=1, in_order=True)


def nearness(candidates: Candidates) -> Floats:
    """Words near each other in the question that stand near each other in the passage, in any order.

    The pairs of the sequential dependence model (Metzler and Croft, SIGIR 2005), with a smaller window.
    """
    return _pairs(candidates, window=WINDOW - 1, reach=REACH, in_order=False)


def meaning(candidates: Candidates) -> Floats:
    """The weight of the question's words that the passage holds or has something near in meaning to."""
    held = candidates.best_of_concepts(np.minimum(candidates.counts, 1)) > 0
    return _total(np.where(held, 1.0, candidates.nearest).astype(np.float32) * candidates.concept_weights)


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
        added[name] = values * (weight / highest) if highest > 0 else values
    return added


def _total(per_concept: Floats) -> Floats:
    return np.asarray(per_concept.sum(axis=1), np.float32)


def _pairs(candidates: Candidates, *, window: int, reach: int, in_order: bool) -> Floats:
    """The saturated count of pairs of concepts, weighed by the mean of their weights, summed: shape (candidates,)."""
    places, size = candidates.places, len(candidates.concept_weights)
    concept = candidates.concepts[places.term]
    keys: list[Ints] = []
    for lag in range(1, window + 1):
        left, right = slice(None, -lag or None), slice(lag, None)
        apart = places.place[right] - places.place[left]
        step = concept[right] - concept[left]
        good = (places.candidate[left] == places.candidate[right]) & (apart <= window) & (apart > 0)
        good &= (step == 1) if in_order else ((np.abs(step) <= reach) & (step != 0))
        first = np.minimum(concept[left], concept[right])[good]
        keys.append((places.candidate[left][good] * size + first) * (reach + 1) + np.abs(step[good]))
    every = np.concatenate(keys) if keys else np.zeros(0, np.int64)
    pairs, counts = np.unique(every, return_counts=True)
    candidate, rest = np.divmod(pairs, size * (reach + 1))
    first, step = np.divmod(rest, reach + 1)
    weight = (candidates.concept_weights[first] + candidates.concept_weights[np.minimum(first + step, size - 1)]) / 2
    norm = candidates.norm[candidate]
    total = np.bincount(
        candidate, weights=weight * counts * (K1 + 1) / (counts + norm), minlength=len(candidates.lengths)
    )
    return total.astype(np.float32)
