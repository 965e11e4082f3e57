"""The words of a question, and what may stand for each of them in a passage."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.hit import QueryTerm, as_held
from index.searching import UNKNOWN, Index
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

    def __init__(self, words: Sequence[Wanted], index: Index) -> None:
        """Look the words up."""
        # All that may stand for a word of the question, words and phrases.
        terms = [(number, term) for number, wanted in enumerate(words) for term in wanted.terms]
        row_of = {word: index.row(word) for _, term in terms for word in term}
        column = {row: at for at, row in enumerate(dict.fromkeys(row_of.values()))}
        place = {word: column[row] for word, row in row_of.items()}
        self.rows = np.array(list(column), np.int32)
        self.own = np.array([place[wanted.term] for wanted in words], np.intp)
        self._needs = np.zeros((len(column), len(terms)), np.float32)
        self._needs[*_pairs((place[word], at) for at, (_, term) in enumerate(terms) for word in term)] = 1.0
        self._stands_for = np.zeros((len(terms), len(words)), np.float32)
        self._stands_for[*_pairs((at, number) for at, (number, _) in enumerate(terms))] = 1.0
        self._sizes = self._needs.sum(axis=0)
        of_word, self._single = _pairs((number, place[term[0]]) for number, term in terms if len(term) == 1)
        self._bounds = np.searchsorted(of_word, np.arange(len(words)))

    def held(self, holds: Bools) -> Bools:
        """Which texts hold each word of the question or a synonym, from which hold each of `rows`: (texts, words)."""
        terms = holds.astype(np.float32) @ self._needs == self._sizes
        held: Bools = terms.astype(np.float32) @ self._stands_for > 0
        return held

    def standing_for(self, words: NDArray[np.bool_]) -> NDArray[np.int32]:
        """`rows` without those that by themselves stand for none of some `words`, UNKNOWN in their place."""
        rows = np.full(len(self.rows), UNKNOWN, np.int32)
        some = self._single[np.repeat(words, np.diff(self._bounds, append=len(self._single)))]
        rows[some] = self.rows[some]
        return rows

    def best(self, values: Floats) -> Floats:
        """The highest value of each word of the question, from those of `rows`, (texts, rows) to (texts, words).

        Of what may stand for it, only single words count; the word itself is one.
        """
        return np.maximum.reduceat(values[:, self._single], self._bounds, axis=1)


def _pairs(pairs: Iterable[tuple[int, int]]) -> NDArray[np.intp]:
    """Pairs as two arrays: the first of each, and the second of each."""
    return np.array(list(pairs), np.intp).reshape(-1, 2).T
