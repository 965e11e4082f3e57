"""The words of a question, and what may stand for each of them in a passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.hit import QueryTerm
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
        self.part_of_speech = part_of_speech(self.term)

    def held_by(self, held: frozenset[str]) -> bool:
        """Whether a text of these terms holds the word, or one of its synonyms."""
        return any(held.issuperset(words) for words in self.terms)


class WantedRows:
    """All words of a question as rows of an index.

    Attributes:
        rows: The rows of the words and of the words of their synonyms, each once, shape (rows,).
        own: For each word of the question the column in `rows` of the word itself.
    """

    def __init__(self, words: Sequence[Wanted], index: Index) -> None:
        """Look the words up."""
        row_of = {word: index.row(word) for wanted in words for term in wanted.terms for word in term}
        column = {row: number for number, row in enumerate(dict.fromkeys(row_of.values()))}
        self.rows = np.array(list(column), np.int32)
        self.own = np.array([column[row_of[wanted.term]] for wanted in words], np.intp)
        terms = [
            (n, [column[row_of[word]] for word in term]) for n, wanted in enumerate(words) for term in wanted.terms
        ]
        self._phrases = [(number, columns) for number, columns in terms if len(columns) > 1]
        single = [(columns[0], number) for number, columns in terms if len(columns) == 1]
        self._stands_for = np.zeros((len(column), len(words)), np.float32)
        self._stands_for[tuple(np.array(single, np.intp).reshape(-1, 2).T)] = 1.0

    def held(self, holds: Bools) -> Bools:
        """Which texts hold each word of the question or a synonym, from which hold each of `rows`: (texts, words)."""
        held: Bools = holds.astype(np.float32) @ self._stands_for > 0
        for number, columns in self._phrases:
            held[:, number] |= holds[:, columns].all(axis=1)
        return held

    def standing_for(self, words: NDArray[np.bool_]) -> NDArray[np.int32]:
        """`rows` without those that stand for none of some `words`, UNKNOWN in their place."""
        return np.where((self._stands_for[:, words] > 0).any(axis=1), self.rows, np.int32(UNKNOWN))

    def best(self, values: Floats) -> Floats:
        """The highest value of each word of the question, from those of `rows`, (texts, rows) to (texts, words).

        Of what may stand for it, only single words count.
        """
        best: Floats = (values[:, :, None] * self._stands_for).max(axis=1, initial=0.0)
        return best
