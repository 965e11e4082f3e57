"""Rows of a table that a follow-up points to without naming them."""

from __future__ import annotations

import pytest

from bot.listed import described, pointed, side_by_side
from bot.memory import Memory
from index.searching import Index

GREEN, BLACK, ROOIBOS = (f"tea#kinds-of-tea/{name}" for name in ("green-tea", "black-tea", "rooibos"))
COMPARED = Memory(listed=(GREEN, BLACK), shown=(GREEN, BLACK))
ONE_BY_ONE = Memory(listed=(GREEN, BLACK), apart=(GREEN, BLACK), shown=(BLACK,))
THEN_BLACK = Memory(listed=(GREEN, BLACK), shown=(BLACK,))


@pytest.mark.parametrize(
    ("question", "memory", "meant"),
    [
        ("what colour is the first one", COMPARED, [GREEN]),
        ("the last one?", COMPARED, [BLACK]),
        ("the third one?", COMPARED, []),
        ("what happens in the second week", COMPARED, []),
        ("and the others", COMPARED, [ROOIBOS]),
        ("the other one, its colour?", THEN_BLACK, [GREEN]),
        ("and the other one", ONE_BY_ONE, [ROOIBOS]),
        ("why choose one over the other", THEN_BLACK, []),
        ("the other two", THEN_BLACK, [GREEN, ROOIBOS]),
        ("what about the other tea", THEN_BLACK, [GREEN]),
        ("what about the other pot", THEN_BLACK, []),
        ("which of them is red", COMPARED, [GREEN, BLACK]),
        ("is there any other tea", COMPARED, []),
        ("the rest of the night", COMPARED, []),
        ("the first one", Memory(), []),
    ],
)
def test_what_is_pointed_to(question: str, memory: Memory, meant: list[str], tea: Index) -> None:
    """An ordinal counts what was listed; "the other" is what was listed beside what was shown, or the rest."""
    found = pointed(question, memory, tea)
    assert [tea.passages[at].id for at in (found.rows if found else ())] == meant


@pytest.mark.parametrize(
    ("question", "how"), [("which of them is red", "one"), ("which of them is stronger", "either"), ("both?", "all")]
)
def test_how_many_of_them_are_meant(question: str, how: str, tea: Index) -> None:
    """One that has something, one beside the others when they are compared, or all."""
    found = pointed(question, COMPARED, tea)
    assert found
    assert found.how == how


def test_what_is_asked_of_the_rows_is_left(tea: Index) -> None:
    """The words that point are not looked up."""
    found = pointed("where does the second one come from", COMPARED, tea)
    assert found
    assert found.question == "where does it come from"


def test_several_rows_shown_may_be_asked_of_again(tea: Index) -> None:
    """Together or each by itself; one row alone is the subject, and no side-by-side."""
    found = side_by_side("their origin", COMPARED, tea)
    assert found
    assert [tea.passages[at].id for at in found.rows] == [GREEN, BLACK]
    assert (found.how, found.sure) == ("either", False)
    assert side_by_side("its origin", THEN_BLACK, tea) is None


@pytest.mark.parametrize(
    ("question", "asked", "meant"),
    [
        ("where does the deep red one come from", "where does it come from", ROOIBOS),
        ("is the Japanese one bitter", "", ""),
        ("is the red one bitter", "", ""),
        ("is the right one from India", "", ""),
        ("which one is from India", "", ""),
    ],
)
def test_the_only_row_that_holds_what_one_is_called_by(question: str, asked: str, meant: str, tea: Index) -> None:
    """ "The deep red one" is rooibos; two rows are red, and none is Japanese in this table."""
    found = described(question, tea)
    assert (found.question if found else "") == asked
    assert [tea.passages[at].id for at in (found.rows if found else ())] == ([meant] if meant else [])
