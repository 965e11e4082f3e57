"""Twenty documents behave as well as one: the right one answers, with its own disclaimer and its own link."""

from __future__ import annotations

import pytest

from bot.answering import Responder
from bot.library import reindex
from bot.rendering import plain_text
from bot.settings import Settings
from index.storage import open_index

PLANTS = (
    "aloe begonia cactus dahlia fuchsia geranium hyacinth iris jasmine lavender magnolia narcissus orchid peony "
    "primrose rosemary snowdrop tulip violet wisteria"
).split()
DAYS = "two three four five six seven eight nine ten eleven".split()
PESTS = ("greenfly", "whitefly", "red spider mites", "scale insects", "vine weevils")


def leaflet(number: int, plant: str) -> str:
    """A leaflet whose sentences differ from the others' in what they say of the plant only."""
    return f"""---
title: Growing {plant}
url: https://example.org/{plant}
publisher: The {plant.title()} Society
---

## Watering

{plant.title()} is watered every {DAYS[number % 10]} days in summer, and half as often in winter.

## Pests

The worst pest of {plant} is {PESTS[number % 5]}. Wash them off with soapy water.

## Feeding

| Season | Food |
| --- | --- |
| Spring | {number + 1} spoons of {plant} food |
| Autumn | None |

## Disclaimer

The {plant.title()} Society is not liable for lost {plant} plants.
"""


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Responder:
    """A responder over twenty leaflets."""
    folder = tmp_path_factory.mktemp("garden")
    (folder / "documents").mkdir()
    for number, plant in enumerate(PLANTS):
        (folder / "documents" / f"{plant}.md").write_text(leaflet(number, plant), encoding="utf-8")
    reindex(folder / "documents", folder / "index")
    index = open_index(folder / "index")
    return Responder(lambda: index, Settings(documents=folder, index=folder, state=folder))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("How often is {plant} watered in summer?", "is watered every"),
        ("Which pest is the worst for {plant}?", "The worst pest of"),
    ],
)
def test_the_right_document_answers_with_its_own_disclaimer_and_link(
    garden: Responder, question: str, says: str
) -> None:
    """All twenty, each by the name of its plant alone."""
    for plant in PLANTS:
        answer = garden.reply(question.format(plant=plant))
        (shown,) = answer.passages
        assert shown.passage.document.id == plant
        assert says in shown.passage.text
        assert answer.disclaimer == f"The {plant.title()} Society is not liable for lost {plant} plants."
        assert f"https://example.org/{plant}" in plain_text(answer)


def test_a_row_of_the_right_table_answers(garden: Responder) -> None:
    """Twenty tables have a row of spring; one cell alone names the plant."""
    answer = garden.reply("How many spoons of violet food in spring?")
    assert {hit.passage.document.id for hit in answer.passages} == {"violet"}


def test_the_disclaimer_of_one_document_is_asked_for(garden: Responder) -> None:
    """Twenty documents have one; the named one's is shown."""
    answer = garden.reply("Is the Tulip Society liable for lost plants?")
    assert {hit.passage.document.id for hit in answer.passages} == {"tulip"}


def test_a_plant_that_no_document_is_about_is_not_answered(garden: Responder) -> None:
    """The words of twenty leaflets do not make up for the one word that counts."""
    for plant in ("bamboo", "mistletoe", "sunflower"):
        assert garden.reply(f"How often is {plant} watered in summer?").kind == "abstain"
