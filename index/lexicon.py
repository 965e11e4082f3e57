"""What is known of each term of an index beside where it stands: its word vector, and its idf."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


class Lexicon:
    """The terms of an index, by their rows. Safe to use from several threads."""

    def __init__(self, vector_rows: Ints, idf: Callable[[int], float]) -> None:
        """Take the row of each term in the table of word vectors, and what tells the idf of one; it is asked once."""
        self._vector_rows, self._idf_of = vector_rows, idf
        self._idf = np.zeros(len(vector_rows), np.float32)  # no idf is 0: this one has not been asked for

    def idf(self, rows: Ints) -> Floats:
        """The idf of each term, with general English beside the documents; 0 for a row of -1."""
        found = self._idf.take(rows)
        if new := {*rows[found == 0].tolist()} - {-1}:
            self._idf[[*new]] = [self._idf_of(row) for row in new]
            found = self._idf.take(rows)
        found[rows < 0] = 0
        return found

    def vector_rows(self, rows: NDArray[Any]) -> Ints:
        """The row of each term in the table of word vectors, -1 where it has none, and for a row of -1."""
        found = self._vector_rows.take(rows)
        found[rows < 0] = -1
        return found
