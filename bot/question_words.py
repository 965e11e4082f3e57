"""The words of a question, and what may stand for each of them in a passage."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from index.hit import UNKNOWN, QueryTerm, as_held
from index.senses import part_of_speech

LEAST_WEIGHT = 0.1
_CAPITAL = re.compile(r"(?<=[\w,;:)] )[A-Z][\w-]+|\b[A-Z][A-Z\d-]+\b")
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]


def typed_as_names(question: str) -> frozenset[str]:
    """The words of a question that a capital makes a name: inside a sentence, or all in capitals; in lower case.

    None where all of it is typed in capitals.
    """
    if question.isupper():
        return frozenset()
    return frozenset(found.lower() for found in _CAPITAL.findall(question))


class Wanted:
    """A word of a question: what may stand for it, and how much the question hangs on it."""

    def __init__(self, terms: Sequence[QueryTerm]) -> None:
        """Take the terms of one concept, the word itself first."""
        self.surface, self.term = terms[0].read, terms[0].term
        self.weight = max(terms[0].importance, LEAST_WEIGHT)
        self.known = any(term.known for term in terms)
        self.terms = [term.term.split(" ") for term in terms]
        self.rows = [term.rows for term in terms]
        self.as_held = frozenset(term.term for term in as_held(terms))
        self.part_of_speech = part_of_speech(self.term)

    def held_by(self, held: frozenset[str]) -> bool:
        """Whether a text of these terms holds the word, or one of its synonyms."""
        return any(held.issuperset(words) for words in self.terms)

    def calls(self, names: Collection[str]) -> bool:
        """Whether something of these names may be called by the word: "chemo" where all passages say chemotherapy."""
        return not self.as_held.isdisjoint(names)


class WantedRows:
    """All words of a question as rows of an index.

    Attributes:
        rows: The rows of the words and of the words of their synonyms, each once, shape (rows,).
        own: For each word of the question the column in `rows` of the word itself.
    """

    def __init__(self, words: Sequence[Wanted]) -> None:
        """Put the words together."""
        place: dict[int, int] = {}  # of each row, in `rows`
        phrases: list[list[int]] = []
        alternatives: list[int] = []  # what may stand for each word in turn: places, phrases behind all of these
        bounds, number_of = [], []
        for number, wanted in enumerate(words):
            bounds.append(len(alternatives))
            for rows in wanted.rows:
                places = [place.setdefault(row, len(place)) for row in rows]
                if len(places) > 1:
                    phrases.append(places)
                alternatives.append(places[0] if len(places) == 1 else -len(phrases))
                number_of.append(number)
        self.rows = np.array([*place], np.int32)
        self._phrase_places = [*chain.from_iterable(phrases)]
        self._phrase_starts = [0, *accumulate(map(len, phrases[:-1]))]
        every = np.array(alternatives, np.intp)
        self.own = every[bounds]
        self._alternatives, self._bounds = np.where(every < 0, len(place) - 1 - every, every), bounds
        single = every >= 0
        self._single, self._word_of_single = every[single], np.array(number_of, np.intp)[single]
        self._single_bounds = np.searchsorted(self._word_of_single, np.arange(len(words)))

    def held(self, holds: Bools) -> Bools:
        """Which texts hold each word of the question or a synonym, from which hold each of `rows`: (texts, words)."""
        if not self._bounds:
            return np.zeros((len(holds), 0), bool)
        if self._phrase_places:
            phrases = np.logical_and.reduceat(holds[:, self._phrase_places], self._phrase_starts, axis=1)
            holds = np.hstack([holds, phrases])
        held: Bools = np.logical_or.reduceat(holds[:, self._alternatives], self._bounds, axis=1)
        return held

    def standing_for(self, words: NDArray[np.bool_]) -> NDArray[np.int32]:
        """`rows` without those that by themselves stand for none of some `words`, UNKNOWN in their place."""
        rows = np.full(len(self.rows), UNKNOWN, np.int32)
        some = self._single[words[self._word_of_single]]
        rows[some] = self.rows[some]
        return rows

    def best(self, values: Floats) -> Floats:
        """The highest value of each word of the question, from those of `rows`, (texts, rows) to (texts, words).

        Of what may stand for it, only single words count; the word itself is one.
        """
        return np.maximum.reduceat(values[:, self._single], self._single_bounds, axis=1)
