"""Which words of a question point back."""

from __future__ import annotations

import pytest

from bot.pointing import asks_elsewhere, asks_what_is, named_first, on_new_topic, points_back, without_cue


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("and what about rooibos?", "rooibos?"),
        ("back to the article: why is it red", "why is it red"),
        ("back to rooibos, is it red", "rooibos, is it red"),
        ("a different question: is it red", "is it red"),
        ("how come?", "why?"),
        ("sorry, meant rooibos", "rooibos"),
    ],
)
def test_a_cue_is_no_part_of_the_question(question: str, rest: str) -> None:
    """Words that only say that it goes on, or turns to something else, are not looked up."""
    assert without_cue(question) == rest


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("the water boiled over, is that bad", "the water boiled over"),
        ("rooibos what kind is it", "rooibos"),
        ("rooibos - does it keep", "rooibos"),
        ("what colour is it", ""),
        ("does it keep", ""),
        ("and rooibos, does it keep", ""),
        ("can I drink milk with it", ""),
    ],
)
def test_what_is_named_first_is_what_a_pronoun_stands_for(question: str, named: str) -> None:
    """A pronoun at the head of a clause stands for what the same sentence names before it."""
    assert named_first(question) == named


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [
        ("where can I read more about this", True),
        ("any good websites?", True),
        ("what can I read besides this page", True),
        ("where does it come from", False),
        ("which of them is good", False),
    ],
)
def test_who_wants_more_to_read_points_to_nothing_before(question: str, elsewhere: bool) -> None:
    """ "More about this" is told in one place, whatever was talked about."""
    assert asks_elsewhere(question) is elsewhere
    assert not (elsewhere and points_back(question))


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What is rooibos?", True),
        ("what does rooibos mean", True),
        ("what is the price", False),
        ("what is its price", False),
        ("what happens then", False),
    ],
)
def test_what_is_it_names_what_it_is_about(question: str, named: bool) -> None:
    """ "What is the price" does not."""
    assert asks_what_is(question) is named


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("different thing: how is it stored?", "how is it stored?"),
        ("ok, another topic. what is rooibos", "what is rooibos"),
        ("changing the subject, is tea bitter?", "is tea bitter?"),
        ("right, on a different note - who sells it", "who sells it"),
        ("different teas: which are there", ""),
        ("what is different about rooibos", ""),
        ("another question about green tea", ""),
    ],
)
def test_another_topic_is_announced(message: str, question: str) -> None:
    """Nothing said before counts then; a question that has such words is none."""
    assert on_new_topic(message) == question
