"""What a question wants to know of its subject, and what tells it."""

from __future__ import annotations

import pytest

from bot.asked_aspects import asked_aspects, asking, aspect_evidence, own_words, told_words
from index.hit import Hit
from index.searching import Index


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("any downsides?", ["drawback"]),
        ("how does the kettle work", ["working"]),
        ("how often is it given", ["way of giving", "how often"]),
        ("what is the upside", ["benefit"]),
        ("used for what", ["use"]),
        ("tell me about green tea", []),
    ],
)
def test_what_is_asked_for(question: str, names: list[str]) -> None:
    """By lay words, and by several at once; a question may ask for nothing in particular."""
    assert [aspect.name for aspect in asked_aspects(question)] == names


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("and the drawbacks?", ["and", "the", "?"]),
        ("how does the kettle work", ["the", "kettle"]),
        ("what is dangerous about tea", ["what", "is", "about", "tea"]),
        ("green tea", ["green", "tea"]),
    ],
)
def test_a_question_without_the_words_that_ask(question: str, own: list[str]) -> None:
    """The subject stays, also where it stands between the words that ask."""
    assert own_words(question).split() == own


def test_a_header_tells_what_is_asked_in_other_words() -> None:
    """ "Downsides" are told under "Drawback", and not under "Colour"; the subject is no word that asks."""
    asked = asking("any downsides?", asked_aspects("any downsides?"))
    assert told_words(asked, "Drawback") == {"downsides"}
    assert told_words(asked, "Colour") == frozenset()
    question = "how does the kettle work"
    assert told_words(asking(question, asked_aspects(question)), "How it works") == {"how", "does", "work"}


def test_a_cell_or_running_text_tells_an_aspect(tea: Index) -> None:
    """The row has a column for colours; the text on brewing says how long, in minutes, and says nothing of a price."""
    row, brewing = (
        (Hit(passage=tea.passages[at], score=1.0, position=at),)
        for at in (tea.position("tea#kinds-of-tea/rooibos"), tea.position("tea#brewing.1"))
        if at is not None
    )
    options = [row, brewing]
    assert aspect_evidence(asked_aspects("what colour?"), options)["aspect_header"] == [1.0, 0.0]
    assert aspect_evidence(asked_aspects("for how long?"), options)["aspect_told"] == [0.0, 1.0]
    assert aspect_evidence(asked_aspects("what is the price?"), options)["aspect_untold"] == [1.0, 1.0]
    assert aspect_evidence(asked_aspects("and green tea?"), options)["aspect"] == 0.0
