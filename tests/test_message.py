"""A message is taken apart into the questions inside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import LONGEST_MESSAGE, clean, read_message


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("What is it for and how long does it last?", ("What is it for", "how long does it last?")),
        ("Who runs it? Where is it?", ("Who runs it?", "Where is it?")),
        ("name the rooms; also, when do they close", ("name the rooms", "when do they close")),
        ("1) who runs it 2) where it stands", ("who runs it", "where it stands")),
        ("two things, does it hurt & does it bleed", ("does it hurt", "does it bleed")),
        ("Name the rooms. Then the days of rest.", ("Name the rooms.", "Then the days of rest.")),
        ("Who runs it? And my aunt sends her love.", ("Who runs it?",)),
        ("Who runs it, are dogs let in?", ("Who runs it", "are dogs let in?")),
        ("What does it cost, and is bread a part of it?", ("What does it cost", "is bread a part of it?")),
        ("How long is it open and is the lake near?", ("How long is it open", "is the lake near?")),
        ("Which rooms are cleaned, and are given out first?", ("Which rooms are cleaned, and are given out first?",)),
        ("When I bring a dog, can I stay?", ("When I bring a dog, can I stay?",)),
        ("It is far, isn't it?", ("It is far, isn't it?",)),
        ("bread and butter", ("bread and butter",)),
        ("loans, fees and fines: which of them rise?", ("loans, fees and fines: which of them rise?",)),
    ],
)
def test_two_questions_in_one_message(message: str, questions: tuple[str, ...]) -> None:
    """A joint splits only where both sides can stand as questions."""
    assert read_message(message).questions == questions


def test_the_question_inside_a_long_message() -> None:
    """Of four sentences, one asks."""
    message = "My aunt came to tea. She brought her tablets along. We could not read the leaflet. What are they for?"
    assert read_message(message).questions == ("What are they for?",)


def test_the_question_inside_a_statement() -> None:
    """What somebody wanted to know is a question as well."""
    read = read_message("We sat in the garden all day long. My aunt wanted to know which tablets are for the heart.")
    assert read.questions == ()
    assert read.embedded == ("which tablets are for the heart.",)


def test_a_question_that_asks_nothing_by_itself() -> None:
    """What it asks stands in the sentence before."""
    read = read_message("We sat by the lake. She forgot which herbs go into the pot, and I wrote none down. Any ideas?")
    assert read.questions == ("which herbs go into the pot",)
    assert read_message("It rained. I need a line on who picks the leaves. What would it be?").questions == (
        "I need a line on who picks the leaves.",
    )
    assert read_message("It rained. I ask myself how leaves are kept. What does the page say?").questions == (
        "how leaves are kept.",
    )


def test_a_question_that_leans_on_the_sentence_before_it() -> None:
    """It points back and says little itself; one that says what it asks for does not lean."""
    read = read_message("We sat by the lake. One of the herbs in the pot was bitter. Which herb is that, please?")
    assert read.leaning == "One of the herbs in the pot was bitter. Which herb is that, please?"
    assert read_message("We sat by the lake. It rained. Which bitter herbs are good for the stomach?").leaning == ""


def test_any_clause_that_begins_as_a_question_does() -> None:
    """Without a verb of asking in front of it; "which is" only tells more of what was named."""
    read = read_message("It was a long day. The bit I never got was what the bell on the door is there to do. Thanks!")
    assert read.embedded == ("what the bell on the door is there to do.",)
    assert read_message("We drove to the lake, which is far away. It rained. We sang a lot.").embedded == ()


def test_control_characters_are_dropped_and_length_is_bounded() -> None:
    """A right-to-left override cannot turn the echo of a message round."""
    assert clean("a\u202eb\x00c\n\n d ") == "a b c\nd"
    assert len(clean("x" * (LONGEST_MESSAGE + 5))) == LONGEST_MESSAGE


def test_what_somebody_else_asks_is_a_question_in_a_short_message_too() -> None:
    """The one who asks is no part of the question."""
    assert read_message("my aunt asks me what this jam is made of").embedded == ("what this jam is made of",)
    assert read_message("Dad wants to know if the jam is sweet").embedded == ("if the jam is sweet",)
    assert read_message("I wonder what this jam is made of").embedded == ()


@given(st.text())
def test_every_question_stands_in_the_message(message: str) -> None:
    """Questions are parts of the cleaned message, letter for letter."""
    read = read_message(message)
    assert all(question in read.text for question in (*read.questions, *read.embedded))
