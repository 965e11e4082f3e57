"""How near in meaning two terms are, from a small shipped table of word vectors.

The table holds 192 bytes for each of the 48,000 commonest English stems; `training/similarity/derive.py` says where
they come from. Nearness is the cosine of two vectors: synonyms are near each other, but so are "kidney" and "liver".
It may therefore lend weight to a passage and never stands for a match.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.loading import mapped_array
from index.tables import mapped_text

_DATA = Path(__file__).parent / "data"
REMEMBERED = 4000  # words of questions whose rows are kept
ONE = 127.0**2  # the inner product of a row with itself, but for rounding
_SLICE = 128  # rows that are multiplied at once: as numbers of four bytes they stay in the processor's cache
MANY = 500  # terms from which it pays to look them up together


def similarities(terms: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
    """Cosines, shape (terms, others), from 0 to 1: equal terms have 1, terms outside the table 0 with others."""
    cosines = cosines_of_rows(rows_of(terms), rows_of(others))
    positions = {term: column for column, term in enumerate(others)}
    for row, term in enumerate(terms):
        if term in positions:
            cosines[row, positions[term]] = 1.0
    return cosines


def cosines_of_rows(rows: NDArray[np.int32], columns: NDArray[Any]) -> NDArray[np.float32]:
    """Cosines of rows of the table, shape (rows, columns), from 0 to 1; a row of -1 has 0 with all others."""
    distinct, number = distinct_rows(columns)
    cosines = np.clip(inner_products(distinct, rows) * np.float32(1 / ONE), 0.0, 1.0)
    return np.asarray(cosines.take(number, axis=0).T, np.float32)


def distinct_rows(rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Each row of the table once, -1 behind all others, and the place of each of `rows` among these."""
    # By a table of all, which is quicker here than sorting; -1 has the last place in it.
    seen = np.zeros(len(_vectors()) + 1, bool)
    seen[rows] = True
    distinct = np.flatnonzero(seen)
    number = np.empty(len(seen), np.int32)
    number[distinct] = np.arange(len(distinct), dtype=np.int32)
    if len(distinct) and distinct[-1] == len(seen) - 1:
        distinct[-1] = -1
    return distinct, number[rows]


def inner_products(rows: NDArray[Any], others: NDArray[Any]) -> NDArray[np.float32]:
    """Inner products of many rows of the table and a few others, shape (rows, others); 0 for a row of -1.

    They are of ONE at most, or rounded a little more: of 192 whole numbers of 127 at most they are exact.
    """
    table = _vectors()
    wanted = table.take(others, axis=0).T.astype(np.float32)
    products = np.empty((len(rows), len(others)), np.float32)
    for start in range(0, len(rows), _SLICE):
        some = table.take(rows[start : start + _SLICE], axis=0).astype(np.float32)
        np.dot(some, wanted, out=products[start : start + _SLICE])
    products[rows < 0] = 0.0
    products[:, others < 0] = 0.0
    return products


def near_terms(term: str, count: int, least: float = 0.5) -> list[tuple[str, float]]:
    """The terms of the table nearest to `term`, nearest first, and their cosines; [] for one that it lacks."""
    row = row_of(term)
    if row < 0:
        return []
    table = _vectors()
    cosines = (table @ table[row].astype(np.int32)) / np.float32(ONE)
    best = np.argsort(-cosines, kind="stable")[: count + 1].tolist()
    return [
        (_stem(other).decode(), float(cosines[other])) for other in best if other != row and cosines[other] >= least
    ]


def mean_vector(terms: Sequence[str], weights: Sequence[float]) -> NDArray[np.float32]:
    """The weighted mean of the vectors of `terms`, of length 1; zeros where the table holds none of them."""
    rows = np.array([row_of(term) for term in terms], np.int32)
    mean: NDArray[np.float32] = mean_vectors(rows, np.asarray(weights, np.float32), [len(terms)])[0]
    return mean


def mean_vectors(rows: NDArray[np.int32], weights: NDArray[np.float32], sizes: Sequence[int]) -> NDArray[np.float32]:
    """The weighted means of the vectors of several texts, each of length 1, shape (texts, dimensions).

    Args:
        rows: The rows of the terms of all texts in the table, one text after another, -1 for a term that it lacks.
        weights: Their weights.
        sizes: How many terms each text has; of a text without any the mean is zeros.
    """
    weighed, vectors = weights * (rows >= 0), _vectors().take(rows, axis=0).astype(np.float32)
    totals = np.empty((len(sizes), vectors.shape[1]), np.float32)
    for total, (start, end) in zip(totals, pairwise(accumulate(sizes, initial=0)), strict=True):
        np.dot(weighed[start:end], vectors[start:end], out=total)
    return np.asarray(totals / (np.sqrt(np.square(totals).sum(axis=1, keepdims=True)) + 1e-6), np.float32)


def vectors_of(terms: Sequence[str]) -> NDArray[np.float32]:
    """The vectors of terms, each of length 1, shape (terms, 192); zeros for a term that the table lacks."""
    rows = rows_of(terms)
    return np.asarray(_vectors()[rows] * (np.float32(1 / 127.0) * (rows >= 0))[:, None], np.float32)


def rows_of(terms: Sequence[str]) -> NDArray[np.int32]:
    """The row of each term in the table, -1 for one that it lacks."""
    if len(terms) < MANY:
        return np.array([row_of(term) for term in terms], np.int32)
    stems = np.array(_text()[:].split())
    wanted = np.array([term.encode("utf-8", "replace") for term in terms], "S")
    found = np.minimum(np.searchsorted(stems, wanted), len(stems) - 1)
    return np.where(stems[found] == wanted, found, -1).astype(np.int32)


@lru_cache(REMEMBERED)
def row_of(term: str) -> int:
    """The same of one term, kept for the words of questions."""
    wanted, size = term.encode("utf-8", "replace"), len(_ends())
    row = bisect_left(range(size), wanted, key=_stem)
    return row if row < size and _stem(row) == wanted else -1


def is_known(term: str) -> bool:
    """Whether the table holds the term."""
    return row_of(term) >= 0


@cache
def _vectors() -> NDArray[np.int8]:
    return mapped_array(_DATA / "word-vectors.npy")


def _stem(row: int) -> bytes:
    """The stem of a row of the table; they are sorted."""
    ends = _ends()
    return _text()[ends[row - 1] + 1 if row else 0 : ends[row]]


@cache
def _text() -> bytes | mmap.mmap:
    """The stems, a line each."""
    return mapped_text(_DATA / "word-vectors.txt")


@cache
def _ends() -> memoryview:
    """Where each line of them ends."""
    return np.flatnonzero(np.frombuffer(_text(), np.uint8) == ord("\n")).astype(np.int32).data
