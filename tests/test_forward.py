"""The forward index: what was written is read, passage by passage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import forward
from index.forward import Forward, encode, holding
from tests.conftest import examples

ROWS = st.integers(0, 3 * (1 << 14))


@pytest.mark.parametrize("small", [0, forward.SMALL])
@given(texts=st.lists(st.lists(ROWS, max_size=6), min_size=1, max_size=6), data=st.data())
@settings(max_examples=examples(50), deadline=None)
def test_passages_are_read_in_any_order(small: int, texts: list[list[int]], data: st.DataObject) -> None:
    """Whether the index is so small that it is decoded once or not; rows of one, two and three bytes."""
    lengths = np.array([len(text) for text in texts])
    arrays = encode(np.array([row for text in texts for row in text], np.int32), lengths)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forward, "SMALL", small)
        reading = Forward(arrays)
    positions = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1, max_size=6))
    found, numbers, rows = reading.read(np.array(positions))
    assert found.tolist() == [len(texts[at]) for at in positions]
    assert rows.tolist() == [row for at in positions for row in texts[at]]
    assert numbers.tolist() == [number for number, at in enumerate(positions) for _ in texts[at]]


def test_which_texts_hold_which_terms() -> None:
    """Rows below 0 stand for no term: neither -1 in a text nor -2 among those wanted is held or holds."""
    rows, starts = np.array([4, 2, 2, -1, 0, 4]), np.array([0, 3, 4])
    held = holding(rows, starts, np.array([2, -2, 4]), 5)
    assert held.tolist() == [[True, False, True], [False, False, False], [False, False, True]]
