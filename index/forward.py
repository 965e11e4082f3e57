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


def read(arrays: Mapping[str, NDArray[Any]], positions: Ints) -> tuple[Ints, Ints, NDArray[Any]]:
    """The terms of the passages at `positions`, in reading order.

    Returns:
        How many terms each passage has, shape (passages,); for every term its passage's number in `positions`; and for
        every term its row.
    """
    starts, forward = arrays["forward_starts"], arrays["forward"]
    first, behind = starts[positions].tolist(), starts[positions + 1].tolist()
    rows: NDArray[Any] = np.concatenate([forward[a:b] for a, b in zip(first, behind, strict=True)])
    lengths = np.array(behind, np.int64) - np.array(first, np.int64)
    number = np.repeat(np.arange(len(positions)), lengths)
    rare = np.flatnonzero(rows == RARE)
    if len(rare):
        shift = np.array(first, np.int64) - (np.cumsum(lengths) - lengths)
        rows = rows.astype(np.int32)
        rows[rare] = arrays["rare_rows"][np.searchsorted(arrays["rare_places"], rare + shift[number[rare]])]
    return lengths, number, rows


def rows_of_passage(arrays: Mapping[str, NDArray[Any]], position: int) -> list[int]:
    """The rows of the terms of one passage, in reading order."""
    rows: list[int] = read(arrays, np.array([position]))[2].tolist()
    return rows
