"""The forward index: the terms of each passage in reading order, in as few bytes as their rows need.

A row is written in groups of seven bits, the highest first, and the last byte of each has its highest bit set (variable
byte code: Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 5.3.1). The commonest 128
terms, a quarter of what is read, take one byte, the next 16,256 two.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import compiled
from index.postings import narrowed

_GROUP = 7  # bits
_LAST = 1 << _GROUP
SMALL = 1 << 20  # bytes of a forward index that is decoded once: four times as much memory
_SLICE = 1 << 14  # passages that are written at once

Ints = NDArray[np.int64]


def encode(rows: NDArray[np.int32], lengths: Ints) -> dict[str, NDArray[Any]]:
    """The arrays that hold the rows of all passages one after another; `lengths` says how many each passage has."""
    if compiled.builder:
        begin = np.zeros(len(lengths) + 1, np.int64)
        compact = compiled.builder.written((rows, lengths, begin))
        return {"forward": np.frombuffer(compact, np.uint8), "forward_starts": narrowed(begin)}
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    starts, written = [np.zeros(1, np.int64)], [np.zeros(0, np.uint8)]
    for first in range(0, len(lengths), _SLICE):
        here = bounds[first : first + _SLICE + 1]
        coded, ends = _coded(rows[here[0] : here[-1]])
        starts.append(starts[-1][-1] + np.concatenate([[0], ends])[here[1:] - here[0]])
        written.append(coded)
    return {"forward": np.concatenate(written), "forward_starts": narrowed(np.concatenate(starts))}


def _coded(rows: NDArray[np.int32]) -> tuple[NDArray[np.uint8], Ints]:
    """The bytes of `rows`, and where those of each end."""
    groups = range(max(1, -(-int(rows.max(initial=0)).bit_length() // _GROUP)))
    sizes = np.ones(len(rows), np.uint8)
    for group in groups[1:]:
        sizes += rows >= 1 << (_GROUP * group)
    ends = np.cumsum(sizes, dtype=np.int64)
    coded = np.empty(int(sizes.sum(dtype=np.int64)) + len(groups), np.uint8)
    # The highest group of all rows first: what a short row writes before its own bytes, lower groups write over.
    for group in reversed(groups):
        coded[ends + (len(groups) - 1 - group)] = (rows >> (_GROUP * group)) & (_LAST - 1) | (0 if group else _LAST)
    return coded[len(groups) :], ends


def read(arrays: Mapping[str, NDArray[Any]], positions: Ints) -> tuple[Ints, Ints, NDArray[np.int32]]:
    """The terms of the passages at `positions`, in reading order.

    Returns:
        How many terms each passage has, shape (passages,); for every term its passage's number in `positions`; and for
        every term its row.
    """
    starts, forward = arrays["forward_starts"], arrays["forward"].data
    first, behind = starts[positions], starts[positions + 1]
    spans = zip(first.tolist(), behind.tolist(), strict=True)
    coded = np.frombuffer(b"".join([forward[start:end] for start, end in spans]), np.uint8)
    ends = np.flatnonzero(coded >= _LAST)
    rows = coded.take(ends).astype(np.int32) - _LAST
    # The byte before a row's first one ends another row, as does the last of all, which is read before the first.
    before = coded.take(ends - 1, mode="wrap")
    is_longer = before < _LAST
    rows += (before * is_longer).astype(np.int32) << _GROUP  # of all rows, since most have two bytes or more
    longer, group = np.flatnonzero(is_longer), 2
    while len(longer):
        before = coded.take(ends.take(longer) - group, mode="wrap")
        inside = np.flatnonzero(before < _LAST)
        longer, before = longer.take(inside), before.take(inside)
        rows[longer] += before.astype(np.int32) << (_GROUP * group)
        group += 1
    lengths = ends.searchsorted((behind - first).cumsum(dtype=np.int64))
    lengths[1:] -= lengths[:-1].copy()
    return lengths, np.repeat(np.arange(len(positions)), lengths), rows


class Forward:
    """The forward index of one index. Safe to use from several threads."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Read the arrays of an index; those of a small one are decoded once."""
        self._arrays = arrays
        self._is_small = len(arrays["forward"]) <= SMALL

    def read(self, positions: Ints) -> tuple[Ints, Ints, NDArray[np.int32]]:
        """As `read`."""
        if not self._is_small:
            return read(self._arrays, positions)
        rows, ends, every_length = self._decoded
        lengths, behind = every_length[positions], ends[positions]
        places = zip((behind - lengths).tolist(), behind.tolist(), strict=True)
        found = np.concatenate([rows[:0], *(rows[start:end] for start, end in places)])
        return lengths, np.repeat(np.arange(len(positions)), lengths), found

    @cached_property
    def _decoded(self) -> tuple[NDArray[np.int32], Ints, Ints]:
        """The rows of all terms, where those of each passage end, and how many it has."""
        lengths, _, rows = read(self._arrays, np.arange(len(self._arrays["forward_starts"]) - 1))
        return rows, np.cumsum(lengths), lengths


def holding(rows: NDArray[Any], starts: Ints, wanted: NDArray[Any], terms: int) -> NDArray[np.bool_]:
    """Which of several texts hold each of the terms `wanted`, shape (texts, wanted).

    Args:
        rows: The rows of the terms of all texts, one text after another.
        starts: Where each text begins; none is empty.
        wanted: Different rows; one that no text has is held by none.
        terms: How many rows there are; rows below 0, -2 at least, stand for no term.
    """
    held = np.zeros((len(starts), len(wanted)), bool)
    numbers = np.zeros(terms + 2, np.int16)
    numbers[wanted] = np.arange(1, len(wanted) + 1)
    found = numbers[rows]
    at = np.flatnonzero(found)
    held[np.searchsorted(starts, at, "right") - 1, found[at] - 1] = True
    return held
