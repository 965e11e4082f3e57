"""Arrays out of files, one thread at a time.

numpy reads the header of an array by `ast.literal_eval`. Before CPython 3.11.8 two threads that do so at the same
moment can disturb each other: "AST constructor recursion depth mismatch" (python/cpython#106905).
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ONE_AT_A_TIME = threading.Lock()


def mapped_array(path: Path) -> NDArray[Any]:
    """The array in a file, mapped into memory and read-only; errors are those of `np.load`."""
    with _ONE_AT_A_TIME:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return array


def arrays_in(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays in a file that holds several, by their names; errors are those of `np.load`."""
    with _ONE_AT_A_TIME, np.load(path, allow_pickle=False) as held:
        return dict(held)
