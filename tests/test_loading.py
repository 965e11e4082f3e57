"""Arrays come out of files whole, whoever else loads some at the moment."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.loading import arrays_in, mapped_array


@pytest.fixture
def collecting() -> Iterator[None]:
    """Look for cycles after every few objects, and let other threads run meanwhile."""

    def pause(*_: object) -> None:
        time.sleep(0)

    before = gc.get_threshold()
    gc.callbacks.append(pause)
    gc.set_threshold(3, 2, 2)
    yield
    gc.set_threshold(*before)
    gc.callbacks.remove(pause)


@pytest.mark.usefixtures("collecting")
def test_several_threads_load_at_once(tmp_path: Path) -> None:
    """Before CPython 3.11.8 two that read the header of an array can disturb each other (cpython#106905)."""
    array, single, several = np.arange(12).reshape(3, 4), tmp_path / "one.npy", tmp_path / "two.npz"
    np.save(single, array)
    np.savez(several, first=array, second=array)

    def load(_: int) -> bool:
        found = [mapped_array(single), *arrays_in(several).values()]
        return all(np.array_equal(one, array) for one in found) and len(found) == 3

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(load, range(200)))
