"""A follow-up that asks the same of something else: of the opposite, of another document, of another row."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import Responder
from bot.library import reindex
from bot.memory import Memory
from bot.replaced import replaced
from bot.settings import Settings
from index.searching import Index
from index.storage import open_index
from tests.conftest import index_of

KETTLES = """---
title: Kettles
---

## Cleaning

Rinse a kettle with vinegar every week.

## Signs of an overfull kettle

It boils over, and the lid rattles.

## Signs of an underfull kettle

It boils within a minute and smells of hot metal.
"""
BICYCLES = """---
title: Bicycles
---

## Cleaning

Wash a bicycle with soap once a month.

## Winter

In winter a bicycle stands indoors.
"""
WOOD = """---
title: Firewood
---

Every stove has a favourite wood.

| Wood | How long it burns | Smell |
| --- | --- | --- |
| Oak | Two hours | Mild |
| Birch | One hour | Sweet |
| Pine | | Strong |
"""


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of two documents."""
    folder = tmp_path_factory.mktemp("household")
    (folder / "documents").mkdir()
    for name, text in (("kettles", KETTLES), ("bicycles", BICYCLES)):
        (folder / "documents" / f"{name}.md").write_text(text, encoding="utf-8")
    reindex(folder / "documents", folder / "index")
    return open_index(folder / "index")


@pytest.fixture(scope="module")
def wood(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of a page with a table, one of whose cells is empty."""
    return index_of(WOOD, tmp_path_factory.mktemp("wood"))


def last_reply(talk: list[str], index: Index) -> tuple[str, str]:
    """The kind of the last reply of a talk, and the first passage that it shows, else what it says."""
    responder = Responder(lambda: index, Settings(documents=Path(), index=Path(), state=Path()))
    answer = [responder.reply(message, chat="talk") for message in talk][-1]
    return answer.kind, answer.passages[0].passage.text if answer.passages else answer.message


@pytest.mark.parametrize(
    ("talk", "text"),
    [
        (["how do I clean a kettle?", "and a bicycle?"], "Wash a bicycle with soap once a month."),
        (["how do I clean a bicycle?", "and what about a kettle?"], "Rinse a kettle with vinegar every week."),
        (["signs of an overfull kettle", "and an underfull one?"], "It boils within a minute and smells of hot metal."),
    ],
)
def test_the_same_is_asked_of_something_else(talk: list[str], text: str, household: Index) -> None:
    """Of another document or of the opposite, and not what else is said of these."""
    assert last_reply(talk, household) == ("answer", text)


def test_what_the_other_document_does_not_tell_is_declined(household: Index) -> None:
    """Nothing is said of kettles in winter, although much is said of kettles."""
    assert last_reply(["where does a bicycle stand in winter?", "and a kettle?"], household)[0] == "abstain"


@pytest.mark.parametrize(
    ("topic", "question", "terms", "alone"),
    [
        ("overful kettl", "and the underfull kind?", {"overful"}, True),
        ("overful kettl", "and the cleaning of an underfull one?", {"overful"}, False),
        ("overful kettl", "and the vinegar?", set(), False),
        ("", "and the underfull kind?", set(), False),
    ],
)
def test_what_a_question_puts_in_place_of_what(
    topic: str, question: str, terms: set[str], alone: bool, household: Index
) -> None:
    """An opposite stands in place of its opposite, and a question may ask something besides."""
    found = replaced(household.search(question), Memory(topic=tuple(topic.split())), household)
    assert (found.terms, found.alone) == (terms, alone)


@pytest.mark.parametrize(
    "talk",
    [["how long does oak burn?", "and birch?", "and pine?"], ["what is the smell of pine?", "how long does it burn?"]],
)
def test_an_empty_cell_is_named(talk: list[str], wood: Index) -> None:
    """Neither the rest of the row nor another row answers what it leaves open."""
    left_open = "The documents leave this open: nothing is stated under \u201cHow long it burns\u201d for Pine."
    assert last_reply(talk, wood) == ("abstain", left_open)


def test_another_row_is_asked_for_the_same_cell(wood: Index) -> None:
    """ "And birch?" asks of birch what was asked of oak, whatever cell that was."""
    assert "One hour" in last_reply(["how long does oak burn?", "and birch?"], wood)[1]
    assert "Strong" in last_reply(["what is the smell of oak?", "and pine?"], wood)[1]
