"""Follow-ups: the ways in which a message can be understood, and what speaks for each."""

from __future__ import annotations

import pytest

from bot.conversation import Reading, asks_for_others, continuity, readings
from bot.finding import Finding, findings
from bot.memory import Memory
from bot.subject import note
from index.searching import Index

BLACK = Memory(subject=("black",), subject_label="Black tea", aspect="Colour", shown=("tea#kinds-of-tea/black-tea",))


def takes(question: str, concepts: int, memory: Memory, *, names_a_row: bool = False) -> list[str]:
    """What the readings of a question take over."""
    return [reading.takes for reading in readings(question, concepts, names_a_row, memory)]


def test_nothing_was_said_before() -> None:
    """A first message can only stand alone."""
    assert takes("and its colour?", 1, Memory()) == [""]


def test_a_pronoun_or_a_cue_may_take_the_subject_over() -> None:
    """So may a question that is too short to name what it is about; a long one stands alone."""
    assert takes("where does it come from", 1, BLACK) == ["", "subject"]
    assert takes("and the price of a whole large tin", 5, BLACK) == ["", "subject"]
    assert takes("where in the house do large tins keep dry leaves", 6, BLACK) == [""]


def test_another_row_may_take_the_aspect_over() -> None:
    """ "What about rooibos?" after a question about a colour may ask for its colour."""
    (alone, aspect) = readings("what about rooibos?", 1, True, BLACK)
    assert (alone.question, alone.takes) == ("rooibos?", "")
    assert (aspect.question, aspect.takes, aspect.assumed) == ("rooibos? Colour", "aspect", "Colour")


def test_the_rest_of_a_message_may_be_taken_over() -> None:
    """The terms of its other sentences."""
    assert readings("how hot?", 1, False, Memory(), ["green"])[-1].context == ("green",)


@pytest.mark.parametrize(
    ("message", "others"), [("and the other two?", True), ("the others", True), ("is there any other tea", False)]
)
def test_asking_for_the_others(message: str, others: bool) -> None:
    """Only at the start does "the others" ask for the rows not shown."""
    assert asks_for_others(message) is others


def best(question: str, index: Index, memory: Memory) -> Finding:
    """The most confident finding."""
    return max(findings(question, index, memory), key=lambda finding: finding.confidence)


def test_continuity_is_silent_without_a_conversation(tea: Index) -> None:
    """All of its numbers are 0 for a first message."""
    finding = best("Where does black tea come from?", tea, Memory())
    numbers = continuity(Reading(question="x"), finding.hits, 1.0, Memory(), tea)
    assert set(numbers.values()) == {0.0}


def test_continuity_says_that_an_answer_stays(tea: Index) -> None:
    """The row that was shown is the place that was talked about; what it is called is held."""
    memory = Memory()
    finding = best("What colour is black tea?", tea, memory)
    note(finding, memory, tea)
    assert (memory.subject, memory.subject_label, memory.aspect) == (("black",), "Black tea", "Colour")
    follow_up = best("and where does it come from?", tea, memory)
    assert follow_up.evidence["stays"] == follow_up.evidence["again"] == 1.0
    assert follow_up.evidence["refers"] == 2.0
