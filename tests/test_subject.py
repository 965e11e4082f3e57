"""What an answer leaves to talk on about."""

from __future__ import annotations

import pytest

from bot.finding import findings
from bot.memory import Memory
from bot.subject import as_written, note, note_more, note_unanswered
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


def subject_after(question: str, passage_id: str, memory: Memory, index: Index) -> str:
    """What is talked about once a passage was shown for a question."""
    shown = next(f for f in findings(question, index, memory) if f.hits and f.hits[0].passage.id == passage_id)
    note(shown, memory, index)
    return memory.subject_label


def test_the_subject_follows_the_talk(tea: Index) -> None:
    """Into another section, and from a row into what says nothing of it; a name goes along to where it is held."""
    memory = Memory()
    assert subject_after("how long do leaves keep", "tea#storing.1", memory, tea) == "Storing"
    assert subject_after("how hot should the water be", "tea#brewing.1", memory, tea) == "Brewing"
    assert subject_after("and rooibos?", "tea#kinds-of-tea/rooibos", memory, tea) == "Rooibos"
    assert subject_after("who has good books", "tea#where-to-learn-more.1", memory, tea) == "Where to learn more"
    assert subject_after("green tea colour", "tea#kinds-of-tea/green-tea", memory, tea) == "Green tea"
    assert subject_after("how long is it brewed", "tea#brewing.1", memory, tea) == "Green tea"


def test_a_row_named_in_full_is_the_subject_whatever_answers(tea: Index) -> None:
    """The text tells how green tea is brewed, and yet the talk is about the row called "Green tea"."""
    assert subject_after("how is green tea brewed", "tea#brewing.1", Memory(), tea) == "Green tea"
    assert subject_after("how is it brewed", "tea#brewing.1", Memory(), tea) == "Brewing"


def test_what_a_question_shares_with_its_answer_is_the_topic(tea: Index) -> None:
    """Not what the answer lacks; what stands alone ends the topic before it, what goes on keeps it."""
    memory = Memory()
    subject_after("why is green tea bitter on Sundays", "tea#brewing.1", memory, tea)
    assert set(memory.topic) == {"green", "tea", "bitter"}
    subject_after("and for how many minutes is it brewed", "tea#brewing.1", memory, tea)
    assert {"brew", "bitter"} <= {*memory.topic}
    subject_after("where do leaves keep dry", "tea#storing.1", memory, tea)
    assert "bitter" not in memory.topic


def test_rows_shown_alone_are_told_from_rows_side_by_side(tea: Index) -> None:
    """One after the other they are remembered as such."""
    memory = Memory()
    for name in ("green-tea", "black-tea"):
        subject_after(f"what colour is {name.replace('-', ' ')}", f"tea#kinds-of-tea/{name}", memory, tea)
    assert memory.apart == memory.listed == ("tea#kinds-of-tea/green-tea", "tea#kinds-of-tea/black-tea")


def test_what_more_shows_is_talked_about(tea: Index) -> None:
    """A row by its name; a section by its heading, but where it holds the name of what was talked about."""
    memory = Memory(subject=("green", "tea"), named=True, subject_label="Green tea", shown=("tea#storing.1",))
    for passage_id, subject in (
        ("tea#brewing.1", "Green tea"),
        ("tea#storing.1", "Storing"),
        ("tea#kinds-of-tea/rooibos", "Rooibos"),
    ):
        position = tea.position(passage_id) or 0
        note_more(Hit(passage=tea.passages[position], score=1.0, position=position), memory, tea)
        assert (memory.subject_label, memory.shown) == (subject, (passage_id,))


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("how much caffeine has rooibos", "Rooibos"),
        ("which fridge for storing", "Storing"),
        ("is it healthier than rooibos", "Black tea"),
        ("who won the cup", "Black tea"),
    ],
)
def test_what_a_question_names_is_talked_about_also_unanswered(question: str, subject: str, tea: Index) -> None:
    """A row or a section; but not where it goes on about something else, or names nothing that the documents know."""
    memory = Memory(subject=("black",), named=True, subject_label="Black tea", shown=("tea#kinds-of-tea/black-tea",))
    found = max((f for f in findings(question, tea, memory) if f.hits), key=lambda finding: finding.confidence)
    note_unanswered(found, memory, tea)
    assert memory.subject_label == subject


def test_memory_keeps_no_text_of_the_message() -> None:
    """Only terms of the documents, labels, ids and the region."""
    assert Memory.__slots__ == (
        "subject",
        "named",
        "subject_label",
        "aspect",
        "topic",
        "listed",
        "apart",
        "about_document",
        "shown",
        "waiting",
        "region",
        "_touched",
    )
