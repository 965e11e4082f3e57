"""Nearness in meaning of two terms."""

from __future__ import annotations

from pathlib import Path

from index.similarity import is_known, rows_of, similarities

DATA = Path(__file__).parent.parent / "index" / "data"


def test_a_physician_is_nearer_to_a_doctor_than_to_a_kitchen() -> None:
    """The terms are stems, as the analyzer makes them."""
    doctor, kitchen = similarities(["physician"], ["doctor", "kitchen"])[0]
    assert doctor > 0.5 > kitchen


def test_a_term_is_as_near_as_can_be_to_itself_even_where_the_table_lacks_it() -> None:
    """Equal terms have 1, and an unknown term has nothing in common with any other."""
    assert not is_known("xq17")
    assert similarities(["xq17"], ["xq17", "doctor"]).tolist() == [[1.0, 0.0]]


def test_the_stems_are_sorted() -> None:
    """They are searched for in halves."""
    stems = (DATA / "word-vectors.txt").read_text(encoding="ascii").split()
    assert stems == sorted(stems)
    assert rows_of(["physician", "", "\ud800", *stems[-2:]]).tolist()[1:] == [-1, -1, len(stems) - 2, len(stems) - 1]
