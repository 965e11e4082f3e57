"""Questions about the document itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.about_document import (
    about_it,
    asked_of_its_making,
    asks_its_author,
    asks_its_date,
    asks_of_the_document,
    asks_whether_it_advises,
    lacks_author,
    lacks_date,
)
from index.hit import Hit
from index.searching import Index


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("what is the article about", True),
        ("what does this page cover", True),
        ("does the article say where rooibos comes from", False),
        ("where does rooibos come from", False),
    ],
)
def test_a_question_about_the_document_names_nothing_else(question: str, about: bool, tea: Index) -> None:
    """What an article says of something is a question about that."""
    assert asks_of_the_document(tea.understanding.query(question)) is about


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("who is it for", "who is the article for"),
        ("when was it written?", "when was the article written?"),
        ("does it have a table", "does the article have a table"),
        ("is it bitter", ""),
        ("who drinks tea", ""),
    ],
)
def test_it_is_the_article_where_a_text_is_asked_about(question: str, meant: str) -> None:
    """What is asked of no text is asked of what the text is about."""
    assert about_it(question) == meant


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("does this page replace my doctor", True),
        ("can it stand in for seeing the nurse", True),
        ("is this medical advice?", True),
        ("is it given instead of surgery, my doctor asked", False),
        ("does tea replace coffee", False),
    ],
)
def test_whether_it_stands_in_for_a_doctor(question: str, asks: bool) -> None:
    """What a disclaimer is about, in whatever words."""
    assert asks_whether_it_advises(question) is asks


def test_a_document_is_as_old_as_its_source_or_its_text_says(tea: Index) -> None:
    """The line on the source tells when it was reviewed; without it, and without a year, nothing does."""
    passage = tea.passages[0]
    dated = Hit(passage=passage, score=1.0, position=0)
    undated = replace(dated, passage=replace(passage, document=replace(passage.document, reviewed=None)))
    tells = replace(dated, passage=replace(undated.passage, text="We wrote this in 2026."))
    assert [lacks_date([hit]) for hit in (dated, undated, tells)] == [False, True, False]
    assert asks_its_date("when was the article written")
    assert not asks_its_date("when was tea written about")


def test_a_document_is_by_whom_its_source_or_its_text_says(tea: Index) -> None:
    """The line on the source tells who publishes it; without it, and without a word on who wrote it, nothing does."""
    passage = replace(tea.passages[0], text="Tea is a drink.")
    by, without = (
        replace(passage, document=replace(passage.document, publisher=name)) for name in ("The Tea House", "")
    )
    tells = replace(without, text="A tea master wrote this.")
    hits = [Hit(passage=one, score=1.0, position=0) for one in (by, without, tells)]
    assert [lacks_author([hit]) for hit in hits] == [False, True, False]
    assert asks_its_author("who wrote this page")
    assert not asks_its_author("who wrote about tea")


def test_only_how_a_document_was_made_can_be_lacking() -> None:
    """Other questions about it are judged like any."""
    assert list(asked_of_its_making("who wrote this page")) == [lacks_author]
    assert not asked_of_its_making("what does this page cover")
