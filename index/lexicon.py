"""What is known of each term of an index beside where it stands: its word vector, and its idf."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

PRIOR_PASSAGES = 50.0  # of general English, set beside the corpus to weigh a word for ranking

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Number = TypeVar("Number", float, NDArray[Any])


def rarity(passages: int, holding: Number, general: Number, prior: float = PRIOR_PASSAGES) -> Number:
    """How many passages there are for each that holds a word; the idf is the logarithm of that.

    `prior` passages of general English are added to those of the corpus.

    Args:
        passages: How many the corpus has.
        holding: How many of them hold the word, or each of several words.
        general: The share of passages of general English that hold it.
        prior: How many of these are added.
    """
    return (passages + prior + 1) / (holding + general * prior + 0.5)


class Lexicon:
    """The terms of an index, by their rows. Safe to use from several threads."""

    def __init__(self, vector_rows: Ints, idf: Floats) -> None:
        """Take the row of each term in the table of word vectors, and its idf, general English beside the corpus."""
        self._vector_rows, self._idf = vector_rows, idf

    def idf(self, rows: Ints) -> Floats:
        """The idf of each term; 0 for a row of -1."""
        found = self._idf.take(rows)
        found[rows < 0] = 0
        return found

    def vector_rows(self, rows: NDArray[Any]) -> Ints:
        """The row of each term in the table of word vectors, -1 where it has none, and for a row of -1."""
        found = self._vector_rows.take(rows)
        found[rows < 0] = -1
        return found
