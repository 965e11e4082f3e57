"""Other forms of a word that the stemmer keeps apart: "immune" and "immunity", "inflammation" and "inflamed".

Forms begin alike and differ in the end. They lie side by side in the sorted vocabulary, so nothing is stored for them.
They bring what comparing words by their groups of four letters brings, for a tenth of the time.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Sequence
from os.path import commonprefix

from index.spelling import is_name

SHORTEST_BEGINNING = 5  # letters that forms have in common at least
BEGINNING = 0.7  # of the word's letters that its forms begin with
LEAST_SHARE = 0.6  # of the letters of the longer of two forms that they have in common
MOST = 64  # words that begin alike; where there are more, the beginning says little
REMEMBERED = 10_000  # words whose forms are kept

Form = tuple[int, float]


class Forms:
    """The forms of words in one vocabulary."""

    def __init__(self, vocabulary: Sequence[str], names: Collection[str]) -> None:
        """Look in the sorted `vocabulary`; `names` have no forms, nor has what looks like a drug's or a gene's name."""
        self._vocabulary = vocabulary
        self._names = names
        self._found: dict[str, list[Form]] = {}

    def of(self, term: str, row: int) -> list[Form]:
        """The rows of the other forms of the term at `row`, and the share of the letters that they begin alike in."""
        found = self._found.get(term)
        if found is None:
            found = self._look(term, row)
            if len(self._found) < REMEMBERED:
                self._found[term] = found
        return found

    def _look(self, term: str, row: int) -> list[Form]:
        if len(term) < SHORTEST_BEGINNING or is_name(term, self._names):
            return []
        beginning = term[: max(SHORTEST_BEGINNING, math.ceil(BEGINNING * len(term)))]
        first = bisect_left(self._vocabulary, beginning, max(0, row - MOST), row)
        last = bisect_left(self._vocabulary, beginning + "\U0010ffff", row, min(len(self._vocabulary), row + MOST))
        if last - first > MOST:
            return []
        others = ((other, self._vocabulary[other]) for other in range(first, last) if other != row)
        alike = ((other, len(commonprefix((term, form))) / max(len(term), len(form)), form) for other, form in others)
        return [
            (other, share) for other, share, form in alike if share >= LEAST_SHARE and not is_name(form, self._names)
        ]
