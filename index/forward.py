"""The forward index: the terms of each passage in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def occurrences(
    arrays: Mapping[str, NDArray[Any]], positions: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The terms of the passages at `positions`: three arrays with one entry an occurrence, in reading order.

    Returns:
        The passage's number in `positions`, the place in the passage counted in terms, and the term's row.
    """
    starts = arrays["forward_starts"][positions]
    lengths = arrays["forward_starts"][positions + 1] - starts
    number = np.repeat(np.arange(len(positions)), lengths)
    place = np.arange(len(number)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return number, place, arrays["forward"][np.repeat(starts, lengths) + place].astype(np.int64)
