"""Nearness in meaning of two terms."""

from __future__ import annotations

from index.similarity import is_known, similarities


def test_a_physician_is_nearer_to_a_doctor_than_to_a_kitchen() -> None:
    """The terms are stems, as the analyzer makes them."""
    doctor, kitchen = similarities(["physician"], ["doctor", "kitchen"])[0]
    assert doctor > 0.5 > kitchen


def test_a_term_is_as_near_as_can_be_to_itself_even_where_the_table_lacks_it() -> None:
    """Equal terms have 1, and an unknown term has nothing in common with any other."""
    assert not is_known("xq17")
    assert similarities(["xq17"], ["xq17", "doctor"]).tolist() == [[1.0, 0.0]]
