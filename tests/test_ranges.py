"""A number of a question calls the row in whose range it falls."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import Responder
from bot.ranges import rows_of_numbers
from bot.settings import Settings
from index.searching import Index
from tests.conftest import index_of

WINDS = """---
title: Winds at sea
---

Sailors give every wind a name by its force.

| Name | Force | Gusts | Advice |
| --- | --- | --- | --- |
| Calm | Below 1 | Up to 2 knots | Row |
| Breeze | 1 to 6 | 2\u201327 knots | Hoist all sails |
| Gale | 7 to 9.5 | 28 knots and more | Reef the sails |
| Storm | More than 9.5 | 28 knots and more | Stay in the harbour |
"""
FROST = """---
title: Frost
---

| Frost | Degrees | Gloves |
| --- | --- | --- |
| Light | -1 to -5 | Thin |
| Hard | under -5 | Thick |
"""


@pytest.fixture(scope="module")
def winds(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of a page with a table of ranges."""
    return index_of(WINDS, tmp_path_factory.mktemp("winds"))


@pytest.fixture(scope="module")
def frost(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of a page whose ranges lie below zero."""
    return index_of(FROST, tmp_path_factory.mktemp("frost"))


def called(question: str, index: Index) -> list[str]:
    """The names of the rows in whose ranges a number of the question falls."""
    row = next(at for at, passage in enumerate(index.passages) if passage.kind == "row")
    return [index.passages[at].cells[0][1] for at in sorted(rows_of_numbers(question, index.studies.table(row)))]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what is a wind of force 5", ["Breeze"]),
        ("what is a wind of force 7", ["Breeze", "Gale"]),  # 7 knots are a breeze
        ("what is force 9.5", ["Breeze", "Gale"]),
        ("force 40", ["Gale", "Storm"]),
        ("a wind of force 0,5", ["Calm"]),
        ("in 30 years", []),  # no column counts years
        ("what is a breeze", []),
        ("what is F16", []),
    ],
)
def test_a_row_is_called_by_what_falls_into_its_range(question: str, names: list[str], winds: Index) -> None:
    """ "Below 1" leaves 1 out, "up to 2" does not; a number inside a name is none."""
    assert called(question, winds) == names


@pytest.mark.parametrize(
    ("question", "names"),
    [("-3 degrees", ["Light"]), ("\u22125", ["Light"]), ("-5.5", ["Hard"]), ("3 degrees", []), ("minus", [])],
)
def test_numbers_below_zero_run_downwards(question: str, names: list[str], frost: Index) -> None:
    """ "-1 to -5" holds -3, and "under -5" does not hold -5."""
    assert called(question, frost) == names


@pytest.mark.parametrize(
    ("question", "text"),
    [("advice for force 8", "Reef the sails"), ("advice for force 12", "Stay in the harbour")],
)
def test_the_row_answers_what_is_asked_of_the_number(question: str, text: str, winds: Index) -> None:
    """As it would by its name: the number and a header are all of the question."""
    answer = Responder(lambda: winds, Settings(documents=Path(), index=Path(), state=Path())).reply(question)
    assert (answer.kind, text in answer.passages[0].passage.text) == ("answer", True)
