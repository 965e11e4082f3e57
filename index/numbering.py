"""Numbers for distinct 64-bit keys, by arrays of keys at once: a hash table in numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_SLICE = 1 << 16  # keys looked up at once: what is new in one slice is known in the next, and all stays in the cache
_FULL = 0.4  # share of the slots in use from which the table is doubled


class Numbers:
    """Gives each distinct key a number, counted from 0 in the order of first appearance.

    Open addressing with linear probing (Knuth, TAOCP 3, section 6.4); a slot that holds 0 is free, so no key may be 0.
    """

    def __init__(self) -> None:
        """Know no key yet."""
        self._bits = 12
        self._count = 0
        self._keys = np.zeros(1 << self._bits, np.uint64)
        self._numbers = np.zeros(1 << self._bits, np.int32)

    def of(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The number of each key, and where in `keys` each new one stands first, in the order of the numbers."""
        found = [self._of(keys[at : at + _SLICE]) for at in range(0, len(keys), _SLICE)]
        if not found:
            return np.zeros(0, np.int32), np.zeros(0, np.int64)
        new = [at * _SLICE + first for at, (_, first) in enumerate(found)]
        return np.concatenate([numbers for numbers, _ in found]), np.concatenate(new)

    def _of(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        numbers = self._find(keys)
        unknown = np.flatnonzero(numbers < 0)
        if not len(unknown):
            return numbers, unknown
        _, first, inverse = np.unique(keys[unknown], return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        numbers[unknown] = self._count + rank[inverse]
        new = unknown[first[order]]
        self._add(keys[new], numbers[new])
        return numbers, new

    def _find(self, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The number of each key, -1 where it has none."""
        slots = self._home(keys)
        held = self._keys[slots]
        numbers = np.where(held == keys, self._numbers[slots], np.int32(-1))
        open_ends = np.flatnonzero((held != keys) & (held != 0))
        while len(open_ends):
            slots[open_ends] = (slots[open_ends] + 1) & (len(self._keys) - 1)
            at = slots[open_ends]
            held, wanted = self._keys[at], keys[open_ends]
            numbers[open_ends] = np.where(held == wanted, self._numbers[at], np.int32(-1))
            open_ends = open_ends[(held != wanted) & (held != 0)]
        return numbers

    def _add(self, keys: NDArray[np.uint64], numbers: NDArray[np.int32]) -> None:
        self._count += len(keys)
        if self._count > _FULL * len(self._keys):
            held = self._keys != 0
            keys = np.concatenate([self._keys[held], keys])
            numbers = np.concatenate([self._numbers[held], numbers])
            while self._count > _FULL * (1 << self._bits) / 2:
                self._bits += 1
            self._keys = np.zeros(1 << self._bits, np.uint64)
            self._numbers = np.zeros(1 << self._bits, np.int32)
        slots = self._home(keys)
        while len(keys):
            free = np.flatnonzero(self._keys[slots] == 0)
            self._keys[slots[free]] = keys[free]  # of several that want a slot, one is in it now
            self._numbers[slots[free]] = numbers[free]
            left = np.flatnonzero(self._keys[slots] != keys)
            keys, numbers, slots = keys[left], numbers[left], (slots[left] + 1) & (len(self._keys) - 1)

    def _home(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        return ((keys * _SPREAD) >> np.uint64(64 - self._bits)).astype(np.int64)
