"""Follow-ups: the ways in which a message can be understood, and what speaks for each."""

from __future__ import annotations

import pytest

from bot.conversation import Continuity, Reading, readings
from bot.finding import Finding, findings
from bot.memory import Memory
from bot.subject import note
from index.searching import Index

BLACK = Memory(subject=("black",), subject_label="Black tea", aspect="Colour", shown=("tea#kinds-of-tea/black-tea",))


def takes(question: str, memory: Memory, index: Index, *, names_a_row: bool = False) -> list[str]:
    """What the readings of a question take over."""
    first = index.understanding.query(question)
    return [reading.takes for reading in readings(question, first, names_a_row, memory, index)]


def test_nothing_was_said_before(tea: Index) -> None:
    """A first message can only stand alone."""
    assert takes("and its colour?", Memory(), tea) == [""]


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("where does it come from", ["", "subject"]),
        ("and the price of a whole large tin", ["", "subject"]),
        ("where in the house do large tins keep dry leaves", [""]),
        ("do these tins keep dry leaves in the house", ["", "subject"]),
        ("are there large tins in the house for dry leaves", [""]),
        ("do these pages say where large tins keep dry leaves", [""]),
        ("and what is the article for", [""]),
        ("for the large tins in the dry house", ["", "subject"]),
        ("for which large tins in the dry house", [""]),
        ("then what does the article say of its colour", ["", "subject"]),
        ("which one in the house keeps large tins dry", [""]),
    ],
)
def test_a_pronoun_or_a_cue_may_take_the_subject_over(question: str, taken: list[str], tea: Index) -> None:
    """So may a question that is too short to name what it is about; "this article" and "there are" point nowhere."""
    assert takes(question, BLACK, tea) == taken


def test_another_row_may_take_the_aspect_over(tea: Index) -> None:
    """ "What about rooibos?" after a question about a colour may ask for its colour."""
    question = "what about rooibos?"
    (alone, aspect) = readings(question, tea.understanding.query(question), True, BLACK, tea)
    assert (alone.question, alone.takes) == ("rooibos?", "")
    assert (aspect.question, aspect.takes, aspect.assumed) == ("rooibos? Colour", "aspect", "Colour")


def test_the_rest_of_a_message_may_be_taken_over(tea: Index) -> None:
    """The terms of its other sentences."""
    first = tea.understanding.query("how hot?")
    assert readings("how hot?", first, False, Memory(), tea, tea.understanding.query("green").terms)[-1].context == (
        "green",
    )


def best(question: str, index: Index, memory: Memory) -> Finding:
    """The most confident finding."""
    return max(findings(question, index, memory), key=lambda finding: finding.confidence)


def test_continuity_is_silent_without_a_conversation(tea: Index) -> None:
    """All of its numbers are 0 for a first message."""
    finding = best("Where does black tea come from?", tea, Memory())
    numbers = Continuity(Reading(question="x"), finding.result, Memory(), tea).evidence(finding.hits, 1.0)
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


def test_a_question_that_names_another_section_turns_to_it(tea: Index) -> None:
    """After storing the word brewing speaks for the section called so, and against staying where one is."""
    storing = Memory(subject=("store",), subject_label="Storing", aspect="Storing", shown=("tea#storing.1",))
    found = {one.hits[0].passage.id: one.evidence for one in findings("and brewing?", tea, storing) if one.hits}
    there, here = found["tea#brewing.1"], found["tea#storing.1"]
    assert (there["turns_to"] > 0, there["passes_by"]) == (True, 0.0)
    assert (here["turns_to"], here["passes_by"] > 0) == (0.0, True)


def test_a_heading_is_asked_of_something_else(tea: Index) -> None:
    """Without the name of what it told of before."""
    memory = Memory(subject=tuple(tea.analyse_text("rooibos")), named=True, aspect="Brewing Rooibos")
    first = tea.understanding.query("and green tea?")
    (aspect,) = [r for r in readings("and green tea?", first, True, memory, tea) if r.takes == "aspect"]
    assert (aspect.question, aspect.assumed) == ("green tea? Brewing", "Brewing")
