"""Tables in pasted text are rebuilt where their columns can be told, and kept line by line where they cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import rebuild

WORDS = st.text(alphabet="abcDE ,.|\t", max_size=30)


@pytest.mark.parametrize("divider", ["\t", " | ", "    "])
def test_divided_columns(divider: str) -> None:
    """Tabs, bars and runs of spaces divide cells."""
    assert rebuild([divider.join(cells) for cells in (("Drug", "Dose"), ("Aspirin", "5 mg"), ("Beta", "6 mg"))]) == [
        (("Drug", "Aspirin"), ("Dose", "5 mg")),
        (("Drug", "Beta"), ("Dose", "6 mg")),
    ]


def test_the_rule_under_a_header_is_no_row() -> None:
    """A line of hyphens and bars holds nothing."""
    assert rebuild(["| A | B |", "|---|---|", "| 1 | 2 |"]) == [(("A", "1"), ("B", "2"))]


def test_empty_cells_stay_in_their_column() -> None:
    """Two tabs in a row are an empty cell; a short row is filled up."""
    assert rebuild(["A\tB\tC", "1\t\t3", "4"]) is None  # a line without any divider makes it no table
    assert rebuild(["A\tB\tC", "1\t\t3", "4\t"]) == [
        (("A", "1"), ("B", ""), ("C", "3")),
        (("A", "4"), ("B", ""), ("C", "")),
    ]


def test_squashed_columns() -> None:
    """Where the dividers are lost, capitals and the common last word of the first column tell the cells apart."""
    assert rebuild(
        [
            "Light TypeColour Main Use",
            "Warm Light Glows yellow Living rooms, halls",
            "Cold Light Looks blue Kitchens, offices",
        ]
    ) == [
        (("Light Type", "Warm Light"), ("Colour", "Glows yellow"), ("Main Use", "Living rooms, halls")),
        (("Light Type", "Cold Light"), ("Colour", "Looks blue"), ("Main Use", "Kitchens, offices")),
    ]


def test_doubtful_rows_are_kept_whole() -> None:
    """A row with too many beginnings of cells is not cut: its line stands under the whole header line."""
    rows = rebuild(["Bread TypeFlour", "White Bread From Wheat Mill Street", "Dark Bread Rye"])
    assert rows == [
        (("Bread Type Flour", "White Bread From Wheat Mill Street"),),
        (("Bread Type Flour", "Dark Bread Rye"),),
    ]


def test_prose_is_no_table() -> None:
    """Sentences stay sentences."""
    assert rebuild(["Sleep is rest.", "It helps us.", "We need it."]) is None


@given(st.lists(WORDS.filter(lambda line: line.strip(" |\t")), min_size=1, max_size=5))
def test_no_word_is_lost(lines: list[str]) -> None:
    """Whatever is pasted: every word behind the first line stands in exactly one row."""
    rows = rebuild(lines)
    if rows:
        told = " ".join(cell for row in rows for _, cell in row)
        letters = [c for c in "".join(lines[1:]) if c.isalpha()]
        assert [c for c in told if c.isalpha()] == letters
