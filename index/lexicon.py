"""What is known of each term of an index beside where it stands: its word vector, and its idf. Looked up once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.similarity import rows_of
from index.tables import Strings

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


class Lexicon:
    """The terms of an index, by their rows. Safe to use from several threads."""

    def __init__(self, vocabulary: Strings, idf: Callable[[str, int], float]) -> None:
        """Take the terms, and what tells the idf of one, by its row as well; memory is taken as terms come up."""
        self._vocabulary, self._idf_of = vocabulary, idf
        self._idf = np.zeros(len(vocabulary), np.float32)  # no idf is 0: this one has not been looked up
        self._vector_row = np.zeros(len(vocabulary), np.int32)

    def idf(self, rows: Ints) -> Floats:
        """The idf of each term, with general English beside the documents; 0 for a row of -1."""
        self._look_up(rows)
        return np.where(rows < 0, np.float32(0), self._idf[rows])

    def vector_rows(self, rows: Ints) -> Ints:
        """The row of each term in the table of word vectors, -1 where it has none, and for a row of -1."""
        self._look_up(rows)
        return np.where(rows < 0, np.int32(-1), self._vector_row[rows])

    def _look_up(self, rows: Ints) -> None:
        new = sorted({*rows[(self._idf[rows] == 0) & (rows >= 0)].tolist()})
        if new:
            terms = [self._vocabulary[row] for row in new]
            self._vector_row[new] = rows_of(terms)
            self._idf[new] = list(map(self._idf_of, terms, new))  # last: others may be reading
