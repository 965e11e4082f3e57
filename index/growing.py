"""Arrays that grow at their end, without being copied each time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_LEAST = 1024


class Growing:
    """Numbers in a row; room for as many again is made when it is full."""

    def __init__(self, values: NDArray[Any] | None = None, *, dtype: DTypeLike) -> None:
        """Begin with `values`, as numbers of a type."""
        self._held = np.zeros(_LEAST, dtype)
        self._size = 0
        if values is not None:
            self.extend(values)

    def __len__(self) -> int:
        """How many there are."""
        return self._size

    @property
    def values(self) -> NDArray[Any]:
        """All of them; to be written to, and good until the next are added."""
        return self._held[: self._size]

    def extend(self, values: NDArray[Any]) -> None:
        """Add numbers behind."""
        size = self._size + len(values)
        if size > len(self._held):
            held = np.zeros(2 * size, self._held.dtype)
            held[: self._size] = self.values
            self._held = held
        self._held[self._size : size] = values
        self._size = size
