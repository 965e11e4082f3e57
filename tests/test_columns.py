"""Evidence as columns, and as seen by one option."""

from __future__ import annotations

import numpy as np

from bot.columns import columns_of, joined, tabled

ROWS = [{"b": 1.0, "a": 2.0}, {"b": 3.0, "a": 4.0}]


def test_columns_are_seen_option_by_option() -> None:
    """One number stands for all options."""
    table = tabled({**columns_of(ROWS), "c": 5.0, "d": np.array([6.0, 7.0])}, 2)
    assert table.rows() == [{**ROWS[0], "c": 5.0, "d": 6.0}, {**ROWS[1], "c": 5.0, "d": 7.0}]


def test_columns_are_put_in_the_order_of_a_model() -> None:
    """What a model knows and the evidence lacks is 0; what it does not know is left out."""
    assert tabled(columns_of(ROWS), 2).of(("a", "unheard")).tolist() == [[2.0, 0.0], [4.0, 0.0]]


def test_the_options_of_several_readings_are_judged_together() -> None:
    """In order."""
    one, other = tabled(columns_of(ROWS), 2), tabled(columns_of(ROWS[:1]), 1)
    assert joined([one, other]).rows() == [*ROWS, ROWS[0]]
    assert joined([one]) is one
