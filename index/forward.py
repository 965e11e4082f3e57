"""The forward index: the terms of each passage in reading order, two bytes each.

A term's row is its number where it is below RARE; the few occurrences of rarer terms stand in a list of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.postings import narrowed

RARE = 0xFFFF

Ints = NDArray[np.int64]


def encode(rows: NDArray[np.int32], lengths: Ints) -> dict[str, NDArray[Any]]:
    """The arrays that hold the rows of all passages one after another; `lengths` says how many each passage has."""
    rare = np.flatnonzero(rows >= RARE)
    return {
        "forward": np.minimum(rows, RARE).astype(np.uint16),
        "forward_starts": narrowed(np.concatenate([[0], np.cumsum(lengths)])),
        "rare_places": narrowed(rare),
        "rare_rows": rows[rare],
    }


def occurrences(arrays: Mapping[str, NDArray[Any]], positions: Ints) -> tuple[Ints, Ints, Ints]:
    """The terms of the passages at `positions`: three arrays with one entry an occurrence, in reading order.

    Returns:
        The passage's number in `positions`, the place in the passage counted in terms, and the term's row.
    """
    starts = arrays["forward_starts"][positions].astype(np.int64)
    lengths = arrays["forward_starts"][positions + 1].astype(np.int64) - starts
    number = np.repeat(np.arange(len(positions)), lengths)
    behind = np.cumsum(lengths) - lengths
    at = np.arange(len(number)) + np.repeat(starts - behind, lengths)
    rows = arrays["forward"][at].astype(np.int64)
    rare = np.flatnonzero(rows == RARE)
    if len(rare):
        rows[rare] = arrays["rare_rows"][np.searchsorted(arrays["rare_places"], at[rare])]
    return number, at - np.repeat(starts, lengths), rows


def rows_of_passage(arrays: Mapping[str, NDArray[Any]], position: int) -> list[int]:
    """The rows of the terms of one passage, in reading order."""
    rows: list[int] = occurrences(arrays, np.array([position]))[2].tolist()
    return rows
