"""Which passages hold a term, and what it weighs in each, read out of the arrays that postings.py makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.postings import ARRAYS, BLOCK_BITS, STEP, Arrays

APART = 1 << 40  # added to the positions of a list so that they are those of no other
AT_ONCE = 1 << 16  # postings, or a few more, that are searched at once

_STEP = float(STEP)

Ints = NDArray[np.int64]
Steps = NDArray[np.uint8]


class Postings:
    """The postings of an index."""

    def __init__(self, arrays: Arrays, *, block_bits: int = BLOCK_BITS) -> None:
        """Read from the arrays of `encode`."""
        self.arrays = tuple(map(arrays.get, ARRAYS))
        self.block_bits = block_bits
        # A number out of the memory of an array is a Python int, and cheaper than the array's.
        self._starts, self._repeats = arrays["posting_starts"].data, arrays["posting_repeats"].data
        self._highest = arrays["posting_highest"].data
        self._low = arrays["posting_passages"]
        self._weights = arrays["posting_weights"]
        self._once = arrays["posting_once"]
        self._blocks = arrays.get("posting_blocks")
        self._high = arrays.get("posting_high")
        self._common_end = 0 if self._high is None else len(self._low) - len(self._high)
        blocks = 1 if self._blocks is None else self._blocks.shape[1] // 2
        self._offsets = np.tile(np.arange(blocks, dtype=np.int64) << block_bits, 2)

    def size(self, row: int) -> int:
        """How many passages hold the term of a row."""
        return self._starts[row + 1] - self._starts[row]

    def sizes(self, rows: Sequence[int]) -> list[int]:
        """The same for each of some rows."""
        starts = self._starts
        return [starts[row + 1] - starts[row] for row in rows]

    def highest(self, rows: Sequence[int]) -> list[float]:
        """The most that the term of each of some rows weighs anywhere."""
        return [self._highest[row] * _STEP for row in rows]

    def of(self, rows: Sequence[int]) -> tuple[Ints, Steps]:
        """The postings of some rows, at least one, a row's behind the other's: positions, and weights in steps of STEP.

        First those of the passages that repeat a row's term, then the others; both ascend. All rows at once: for a rare
        term most of the time is what a call of numpy costs.
        """
        passages = self._passages(rows)
        steps = self._once.take(passages)
        start, repeats = 0, self._repeats
        for row, size in zip(rows, self.sizes(rows), strict=True):
            first, behind = repeats[row], repeats[row + 1]
            if behind > first:
                steps[start : start + behind - first] = self._weights[first:behind]
            start += size
        return passages, steps

    def _passages(self, rows: Sequence[int]) -> Ints:
        """The same positions alone."""
        lows = self._lows(rows)
        if self._blocks is None:
            return lows.astype(np.int64)
        passages = np.concatenate([self._offsets] * len(rows)).repeat(self._sizes(rows))
        passages += lows
        return passages

    def _lows(self, rows: Sequence[int]) -> NDArray[np.uint16]:
        starts, low = self._starts, self._low
        return np.concatenate([low[starts[row] : starts[row + 1]] for row in rows])

    def _sizes(self, rows: Sequence[int]) -> Ints:
        """How many postings of each row each block has, first of those that repeat its term."""
        sizes: Ints = np.concatenate([self._sizes_of(row) for row in rows])
        return sizes

    def _sizes_of(self, row: int) -> NDArray[Any]:
        start, end, repeats = self._starts[row], self._starts[row + 1], self._repeats[row + 1] - self._repeats[row]
        if self._blocks is None or self._high is None:
            return np.array((repeats, end - start - repeats))
        if start < self._common_end:
            sizes: NDArray[Any] = self._blocks[row]
            return sizes
        blocks = self._high[start - self._common_end : end - self._common_end].astype(np.int64)
        blocks[repeats:] += len(self._offsets) // 2
        return np.bincount(blocks, minlength=len(self._offsets))

    def holding(self, rows: Sequence[int], starts: Ints, ends: Ints) -> Ints:
        """How many passages from each of some positions to behind another hold the term of each of some rows.

        There is at least one row; shape (rows, starts). The lists of several rows are searched at once.
        """
        counts: list[Ints] = []
        behind = zip(rows, accumulate(self.sizes(rows)), strict=True)
        for _, some in groupby(behind, key=lambda row: row[1] // AT_ONCE):
            lists, keys = self._keys([row for row, _ in some])
            counts.append((keys.searchsorted(lists + ends) - keys.searchsorted(lists + starts)).sum(axis=1))
        return np.concatenate(counts)

    def look_up(self, rows: Sequence[int]) -> Callable[[Ints], Steps]:
        """What tells what the terms of some rows, at least one, weigh in passages: shape (rows, passages).

        0 in those that do not hold the term. It searches all lists at once.
        """
        lists, keys = self._keys(rows)
        starts = np.cumsum([0, *self.sizes(rows[:-1])])
        to_own = (np.array([self._repeats[row] for row in rows]) - starts)[:, None]  # from a key to its own weight

        def weights(passages: Ints) -> Steps:
            if not len(keys):
                return np.zeros((len(rows), len(passages)), np.uint8)
            wanted = lists + passages
            at = np.minimum(keys.searchsorted(wanted.ravel()), len(keys) - 1)
            is_held = (keys.take(at) == wanted.ravel()).reshape(wanted.shape)
            is_repeated = is_held[:, 0]
            found: Steps = self._once.take(passages) * is_held[:, 1]
            found[is_repeated] = self._weights.take((at.reshape(wanted.shape)[:, 0] + to_own)[is_repeated])
            return found

        return weights

    def _keys(self, rows: Sequence[int]) -> tuple[Ints, Ints]:
        """By how much the passages of each list are moved so that no two lists have the same, and all of these.

        A row has two lists; the shape of the former is (rows, 2, 1).
        """
        lists = np.arange(2 * len(rows)).reshape(len(rows), 2, 1) * APART
        offsets = lists + self._offsets.reshape(2, -1)
        return lists, offsets.ravel().repeat(self._sizes(rows)) + self._lows(rows)
