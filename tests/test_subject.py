"""What an answer leaves to talk on about."""

from __future__ import annotations

import pytest

from bot.memory import Memory
from bot.subject import as_written
from bot.tables import aspect_of
from index.hit import Hit
from index.searching import Index


@pytest.mark.parametrize(
    ("question", "aspect"),
    [("what colour is black tea", "Colour"), ("black tea comes from where", "Comes from"), ("black tea", "")],
)
def test_the_aspect_is_a_header_and_never_told_by_the_name_of_the_row(question: str, aspect: str, tea: Index) -> None:
    """A question that only names the row is about no column of it."""
    row = tea.passages[tea.position("tea#kinds-of-tea/black-tea") or 0]
    assert aspect_of(tea.search(question).query, row, tea) == aspect


def test_a_name_is_shown_as_the_passage_writes_it(tea: Index) -> None:
    """With its capitals; in capitals where the passage lacks it."""
    brewing = tea.position("tea#brewing.1") or 0
    hit = Hit(passage=tea.passages[brewing], score=1.0, position=brewing)
    assert as_written("green-tea", hit) == "Green tea"
    assert as_written("her2", hit) == "HER2"


def test_memory_keeps_no_text_of_the_message() -> None:
    """Only terms of the documents, labels, ids and the region."""
    assert Memory.__slots__ == (
        "subject",
        "named",
        "subject_label",
        "aspect",
        "listed",
        "shown",
        "waiting",
        "region",
        "_touched",
    )
