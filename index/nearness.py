"""How near in meaning words of questions are to the terms of an index, kept for the words that came up last.

Ranking and judging what was found compare the same words with the same terms, and so do other questions. The inner
product of two vectors of whole numbers is exact: what is kept is what would be worked out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.similarity import ONE, distinct_rows, inner_products, row_of

KEPT = 1 << 21  # numbers, of two bytes each
MOST = 1000  # words of which they are kept
FEWEST = 64  # the same; of an index with more terms than fit none are: words hardly come up again in time
_UNKNOWN = 0  # any other number is an inner product and 1

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


class Nearness:
    """Compares words with the terms of one index. Safe to use from several threads."""

    def __init__(self, vector_rows: Callable[[NDArray[Any]], Ints], terms: int) -> None:
        """Take what tells the rows of terms in the table of word vectors, and how many terms there are."""
        self._vector_rows, self._terms = vector_rows, terms
        slots = KEPT // (terms + 1)
        self._slots = min(slots, MOST) if slots >= FEWEST else 0
        self._kept = np.zeros((self._slots, terms + 1), np.uint16)  # the last column is that of no term, -1
        self._slot_of: OrderedDict[int, int] = OrderedDict()  # of a row in the table of word vectors
        self._lock = threading.Lock()

    def nearest(self, words: Sequence[str], rows: NDArray[Any], starts: NDArray[Any]) -> Floats:
        """The cosine of the nearest term of each of some texts, 0 to 1, shape (words, texts).

        It is 0 for a word that the table lacks, and for texts of such terms.

        Args:
            words: Stems.
            rows: The terms of all texts as rows of the index, one text after another, -1 for none.
            starts: Where each text begins; none is empty.
        """
        word_rows = np.array([row_of(word) for word in words], np.int32)
        known = np.flatnonzero(word_rows >= 0)
        nearest = np.zeros((len(words), len(starts)), np.float32)
        if len(known) <= self._slots:
            nearest[known] = np.maximum.reduceat(self._numbers(word_rows[known], rows), starts, axis=1)
            nearest -= 1
        else:
            distinct, number = distinct_rows(self._vector_rows(rows))
            products = inner_products(distinct, word_rows[known])
            nearest[known] = np.maximum.reduceat(products.take(number, axis=0), starts, axis=0).T
        return np.clip(nearest, 0.0, ONE) * np.float32(1 / ONE)

    def _numbers(self, word_rows: Ints, rows: NDArray[Any]) -> NDArray[np.uint16]:
        """What is kept of words and terms, worked out where it was not, shape (words, rows)."""
        numbers = np.empty((len(word_rows), len(rows)), np.uint16)
        with self._lock:
            slots = [self._slot(row) for row in word_rows.tolist()]
            for _ in range(2):
                for of_word, slot in zip(numbers, slots, strict=True):
                    self._kept[slot].take(rows, out=of_word, mode="wrap")
                if numbers.min(initial=1) != _UNKNOWN:
                    break
                self._work_out(word_rows, np.array(slots), rows, numbers == _UNKNOWN)
        return numbers

    def _slot(self, word_row: int) -> int:
        """Where the numbers of a word are kept; the word that came up longest ago makes room for a new one."""
        slot = self._slot_of.get(word_row)
        if slot is None:
            slot = len(self._slot_of) if len(self._slot_of) < self._slots else self._slot_of.popitem(last=False)[1]
            self._slot_of[word_row] = slot
            self._kept[slot] = _UNKNOWN
        self._slot_of.move_to_end(word_row)
        return slot

    def _work_out(
        self, word_rows: Ints, slots: NDArray[np.intp], rows: NDArray[Any], unknown: NDArray[np.bool_]
    ) -> None:
        """Keep the numbers of those words and terms of which some are not known."""
        some = np.flatnonzero(unknown.any(axis=1))
        is_new = np.zeros(self._terms + 1, bool)  # by a table of all, which is quicker here than sorting
        is_new[rows[unknown.any(axis=0)]] = True
        new = np.flatnonzero(is_new)
        products = inner_products(self._vector_rows(np.where(new < self._terms, new, -1)), word_rows[some])
        self._kept[slots[some, None], new] = np.clip(products.T, 0, ONE) + 1
