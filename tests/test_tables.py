"""Tables in pasted text are rebuilt where their columns can be told, and kept line by line where they cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.stacked_tables import rebuild_stacked
from corpus.tables import find_table, rebuild

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
    """A row that could be cut in several ways is not: its line stands under the whole header line."""
    rows = rebuild(["Medicine Brand Name Way", "Adalimumab Humira Injection", "Tofacitinib Xeljanz Tablet"])
    assert rows == [
        (("Medicine Brand Name Way", "Adalimumab Humira Injection"),),
        (("Medicine Brand Name Way", "Tofacitinib Xeljanz Tablet"),),
    ]


def test_cells_divided_by_dashes() -> None:
    """As many dashes in each line under a head of names are columns; a word and its explanation are not."""
    assert rebuild(["Level - Upper - Lower", "Normal - 120 - 80", "High - 140 - 90"]) == [
        (("Level", "Normal"), ("Upper", "120"), ("Lower", "80")),
        (("Level", "High"), ("Upper", "140"), ("Lower", "90")),
    ]
    assert rebuild(["Level - Upper", "Normal - 120", "High - 140"]) is None


def test_a_table_among_other_lines() -> None:
    """A caption may stand above a table, and a note below."""
    lines = ["Table 1. Doses", "Drug\tDose", "A\t1 mg", "B\t2 mg", "All doses are daily."]
    assert find_table(lines) == (
        1,
        4,
        [(("Drug", "A"), ("Dose", "1 mg")), (("Drug", "B"), ("Dose", "2 mg"))],
    )
    assert find_table(["It helps.", "We use it.", "It is cheap."]) is None


def test_a_cell_a_line() -> None:
    """Cells of a column look alike: numbers under numbers, the same last words."""
    cells = "Tea|Time|Colour|Green tea|3 minutes|Pale yellow|Black tea|5 minutes|Brown|White tea|2 minutes|Nearly none"
    rows = rebuild_stacked(cells.split("|"))
    assert rows is not None
    assert rows[1] == (("Tea", "Black tea"), ("Time", "5 minutes"), ("Colour", "Brown"))
    assert rebuild_stacked("Bread|Butter|Jam|Honey|Milk|Coffee".split("|")) is None


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
