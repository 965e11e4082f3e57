"""Follow-ups: the ways in which a message can be understood, and what speaks for each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.continuity import Continuity
from bot.conversation import Reading, readings
from bot.finding import Finding, findings
from bot.memory import Memory
from bot.subject import note
from index.searching import Index

BLACK = Memory(subject=("black",), subject_label="Black tea", aspect="Colour", shown=("tea#kinds-of-tea/black-tea",))


def takes(question: str, memory: Memory, index: Index) -> list[str]:
    """What the readings of a question take over."""
    first = index.understanding.query(question)
    return [reading.takes for reading in readings(question, first, (), memory, index)]


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
        ("large tins in the house, do they keep dry", [""]),
        ("any good websites?", [""]),
        ("77?", [""]),
    ],
)
def test_a_pronoun_or_a_cue_may_take_the_subject_over(question: str, taken: list[str], tea: Index) -> None:
    """So may a question that is too short to name what it is about; "this article" and "there are" point nowhere."""
    assert takes(question, BLACK, tea) == taken


def test_another_row_may_take_the_aspect_over(tea: Index) -> None:
    """ "What about rooibos?" after a question about a colour asks for its colour; without a cue it may ask anything."""
    first, named = tea.understanding.query("rooibos"), tea.analyse_text("rooibos")
    (aspect,) = readings("what about rooibos?", first, named, BLACK, tea)
    assert (aspect.question, aspect.takes, aspect.assumed) == ("rooibos? Colour", "aspect", "Colour")
    (alone, aspect) = readings("rooibos?", first, named, BLACK, tea)
    assert (alone.question, alone.takes) == ("rooibos?", "")
    assert (aspect.question, aspect.takes, aspect.assumed) == ("rooibos? Colour", "aspect", "Colour")


def test_a_question_with_an_aspect_of_its_own_takes_none_over(tea: Index) -> None:
    """ "Rooibos and milk" does not ask for the colour; "the rooibos kind" still may."""
    for question, taken in (("rooibos and milk", [""]), ("the rooibos kind", ["", "aspect"])):
        found = readings(question, tea.understanding.query(question), tea.analyse_text("rooibos"), BLACK, tea)
        assert [reading.takes for reading in found] == taken


def test_it_is_the_document_where_that_was_talked_about(tea: Index) -> None:
    """After "what is the article about" somebody asks for whom it is."""
    memory = Memory(subject=("brew",), subject_label="A short book of tea", about_document=True)
    (reading,) = readings("and who is it for?", tea.understanding.query("and who is it for?"), (), memory, tea)
    assert (reading.question, reading.assumed) == ("who is the article for?", "A short book of tea")


def test_what_stands_alone_is_found_as_if_nothing_had_been_said(tea: Index) -> None:
    """A question that names enough and points nowhere has the evidence of a first message."""
    question = "Where does rooibos come from?"
    said_before, first = (best(question, tea, memory) for memory in (BLACK, Memory()))
    assert (said_before.evidence, said_before.hits) == (first.evidence, first.hits)


def test_another_row_does_not_answer_for_the_one_talked_about(tea: Index) -> None:
    """Of black tea neither the green row nor rooibos says anything."""
    black = replace(BLACK, named=True)
    found = findings("and what is its price in Japan?", tea, black)
    rows = {hit.passage.id for one in found if one.reading.takes == "subject" for hit in one.hits if hit.passage.cells}
    assert rows <= {"tea#kinds-of-tea/black-tea"}


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("and its side effects?", "tea#kinds-of-tea/black-tea"),
        ("and its side effects?", "tea#disclaimer.1"),
        ("and its side effects?", "tea#storing.1"),
    ],
)
def test_what_says_nothing_of_it_is_not_shown(question: str, shown: str, tea: Index) -> None:
    """A row without such a column, a disclaimer that nobody was shown, and what does not name it."""
    found = findings(question, tea, replace(BLACK, named=True, shown=(*BLACK.shown, "tea#storing.1")))
    goes_on = [one for one in found if one.reading.takes == "subject" and one.hits]
    assert all(one.confidence == 0.0 for one in goes_on if one.hits[0].passage.id == shown)


def test_the_last_question_goes_along_with_one_that_has_no_words(tea: Index) -> None:
    """ "Why?" looks for what the question before asked by."""
    memory = Memory(subject=("brew",), topic=("bitter",), shown=("tea#brewing.1",))
    first = tea.understanding.query("why?")
    assert readings("why?", first, (), memory, tea)[1].context == ("brew", "bitter")
    held = {one.hits[0].passage.id: one.evidence["topic_held"] for one in findings("why?", tea, memory) if one.hits}
    assert held["tea#brewing.1"] == 1.0


def test_the_rest_of_a_message_may_be_taken_over(tea: Index) -> None:
    """The terms of its other sentences."""
    first = tea.understanding.query("how hot?")
    assert readings("how hot?", first, (), Memory(), tea, tea.understanding.query("green").terms)[-1].context == (
        "green",
    )


def best(question: str, index: Index, memory: Memory) -> Finding:
    """The most confident finding."""
    return max(findings(question, index, memory), key=lambda finding: finding.confidence)


def test_continuity_is_silent_without_a_conversation(tea: Index) -> None:
    """All of its numbers are 0 for a first message."""
    finding = best("Where does black tea come from?", tea, Memory())
    numbers = Continuity(Reading(question="x"), finding.result, Memory(), tea).evidence([finding.hits], [1.0])
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
    found = readings("and green tea?", first, tea.analyse_text("green tea"), memory, tea)
    (aspect,) = [reading for reading in found if reading.takes == "aspect"]
    assert (aspect.question, aspect.assumed) == ("green tea? Brewing", "Brewing")
    memory.topic = ("rooibo", "minut")
    found = readings("and green tea?", first, tea.analyse_text("green tea"), memory, tea)
    (topic,) = [reading for reading in found if reading.takes == "aspect"]
    assert (topic.question, topic.context, topic.assumed) == ("green tea?", ("minut",), "")


def test_a_name_that_the_documents_lack_takes_no_aspect_over(tea: Index) -> None:
    """Whatever is asked of it, they do not say it."""
    first = tea.understanding.query("and XK-27?")
    named = {terms[0].term for terms in first.concepts.values()}
    assert [reading.takes for reading in readings("and XK-27?", first, named, BLACK, tea)] == [""]
