"""Which words of a question call a row of a table: its name, or a number in a range that the row states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from bot.question_words import Bools, Wanted
from bot.ranges import digits_of, rows_of_numbers
from index.searching import Index


class Calling:
    """The words of one question beside the rows of tables; each row is looked at once."""

    def __init__(self, question: str, words: Sequence[Wanted], index: Index) -> None:
        """Take a question and its words of weight."""
        self._words, self._index = words, index
        self.by_name = cache(self._by_name)
        self.by_number = cache(self._by_number)
        self._in_ranges = cache(lambda table: rows_of_numbers(question, table))

    def of(self, position: int) -> Bools:
        """Whether each word calls the row at a position, shape (words,)."""
        return self.by_name(position) | self.by_number(position)

    def is_whole(self, position: int) -> bool:
        """Whether the words are the whole name of the row, or a number that falls into it."""
        names = self._index.studies.table(position).names[position]
        return bool(self.by_number(position).any()) or all(
            any(word.calls({name}) for word in self._words) for name in names
        )

    def _by_name(self, position: int) -> Bools:
        called = self._index.studies.of(position).called
        return self._each(word.calls(called) for word in self._words)

    def _by_number(self, position: int) -> Bools:
        """A number in a range of the row, and with it what that column's header says: "an index of 20"."""
        found = self._in_ranges(self._index.studies.table(position)).get(position)
        if found is None:
            return self._each(False for _ in self._words)
        headers = frozenset(self._index.analyse_text(" ".join(found.headers)))
        return self._each(digits_of(word.surface) in found.digits or word.held_by(headers) for word in self._words)

    def _each(self, values: Iterable[bool]) -> Bools:
        return np.fromiter(values, bool, len(self._words))
