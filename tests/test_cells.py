"""Which cell of a row a question asks for, and what follows where it is empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import Responder
from bot.finding import CELL_NAMED, findings
from bot.memory import Memory
from bot.settings import Settings
from index.searching import Index
from tests.conftest import index_of

TRAINS = """---
title: Trains of the valley
---

Trains have run through the valley for a hundred years, and tickets are sold at every stop.

| Train | Where it runs to | How often it runs | Who drives it |
| --- | --- | --- | --- |
| Chemotherapy express | To the hospital | Every hour | Two drivers |
| Night goods | To the quarry | | Nobody |
"""


@pytest.fixture(scope="module")
def trains(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of a page with one table, one of whose cells is empty."""
    return index_of(TRAINS, tmp_path_factory.mktemp("trains"))


def of_row(question: str, name: str, index: Index) -> tuple[float, float, float]:
    """What is seen of the cell that a question asks for in the row of a name: told, empty, named."""
    rows = [one for one in findings(question, index, Memory()) if one.hits and one.hits[0].passage.cells]
    seen = next(one.evidence for one in rows if one.hits[0].passage.cells[0][1] == name)
    return seen["cell_told"], seen["cell_empty"], seen["cell_named"]


@pytest.mark.parametrize(
    ("question", "name", "told", "named"),
    [
        ("where does the night goods run", "Night goods", 1, 1),
        ("how often does the chemotherapy express run", "Chemotherapy express", 1, 1),
        ("how often does the chemo express run", "Chemotherapy express", 1, 1),  # no passage says chemo
        ("where does the express run", "Chemotherapy express", 1, 0),  # half of its name
        ("night goods", "Night goods", 0, 0),  # no header
    ],
)
def test_a_name_and_a_header_are_the_whole_question(
    question: str, name: str, told: float, named: float, trains: Index
) -> None:
    """Both in the words of the table, or in others for these."""
    assert of_row(question, name, trains) == (pytest.approx(told), 0, named)


def test_what_is_asked_so_is_answered_by_the_row(trains: Index) -> None:
    """However many other passages hold the words."""
    best = max(findings("where does the night goods run", trains, Memory()), key=lambda one: one.confidence)
    assert best.hits[0].passage.cells[0][1] == "Night goods"
    assert best.confidence >= CELL_NAMED


def test_an_empty_cell_answers_nothing(trains: Index) -> None:
    """The row has all of the words, and not the cell; in a follow-up, too."""
    _, empty, named = of_row("how often does the night goods run", "Night goods", trains)
    assert empty > 0
    assert named == 0
    responder = Responder(lambda: trains, Settings(documents=Path(), index=Path(), state=Path()))
    asked = ("how often does the chemotherapy express run", "and the night goods?", "who drives the night goods")
    assert [responder.reply(question, chat="a").kind for question in asked] == ["answer", "abstain", "answer"]


def test_the_row_talked_about_is_asked_by_a_header_alone(trains: Index) -> None:
    """Its name is taken over; a cell left empty is answered by no other row."""
    responder = Responder(lambda: trains, Settings(documents=Path(), index=Path(), state=Path()))
    asked = ("who drives the chemotherapy express", "and where does it run to?")
    first, second = (responder.reply(question, chat="a") for question in asked)
    assert [hit.passage.cells[0][1] for hit in (*first.passages, *second.passages)] == ["Chemotherapy express"] * 2
    responder.reply("who drives the night goods", chat="b")
    assert responder.reply("how often does it run", chat="b").kind == "abstain"
