"""What is in doubt is read again, together with the question."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.close_reading import HOPELESS, MOST, SURE, asked_text, encoder, judged_alone, read_closely, says, weighed
from bot.encoder import LONGEST, read_together
from bot.finding import Finding, findings
from bot.lookup import considered
from bot.memory import Memory
from bot.message import read_message
from index.searching import Index
from tests.conftest import index_of
from training.encoder_file import in_steps

MEETING = "Every case is discussed at a weekly meeting of doctors, specialist nurses and pharmacists."
PARKING = "The car park behind the hospital is free for patients on the day of their treatment."


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("who sits round the table when they decide about me", MEETING, PARKING),
        ("do I have to pay to leave my car there", PARKING, MEETING),
        (
            "how soon can I go back to work",
            "Most people return to their job two weeks after the operation.",
            "The work of the surgeons goes on around the clock, and they go back and forth between two rooms.",
        ),
    ],
)
def test_the_passage_that_answers_is_preferred(question: str, better: str, worse: str) -> None:
    """Also where the other one has more of the words."""
    assert says(question, better) > says(question, worse)


def test_the_same_pair_says_the_same() -> None:
    """To the last bit."""
    assert encoder().says("who decides?", MEETING).tobytes() == encoder().says("who decides?", MEETING).tobytes()


def test_texts_of_any_length_are_read() -> None:
    """What is too long is cut off, the passage first; nothing is read as nothing."""
    vocabulary = encoder().vocabulary
    for question, passage in (("tea " * 500, "pot " * 500), ("tea", "pot " * 500), ("tea " * 500, "pot"), ("", "")):
        numbers, second = read_together((question, passage), vocabulary)
        assert len(numbers) == len(second) <= LONGEST
        assert np.isfinite(says(question, passage))
    assert says("tea?", "pot " * 200) == says("tea?", "pot " * 300)


@pytest.mark.parametrize(
    ("likely", "read"),
    [
        ([], []),
        ([0.05, HOPELESS], []),
        ([0.5, SURE], []),
        ([0.2, 0.05, 0.6], [2, 0]),
        ([0.5, 0.4, 0.3, 0.2, 0.6], [4, 0, 1]),
    ],
)
def test_the_likeliest_are_read_where_the_best_is_in_doubt(likely: list[float], read: list[int]) -> None:
    """None where the best is sure or nothing is likely; never more than MOST."""
    seen: list[int] = []

    def half(at: int, before: float) -> float:
        seen.append(at)
        return before / 2

    after = read_closely(likely, half)
    assert seen == read
    assert len(seen) <= MOST
    assert after == [each / 2 if at in read else each for at, each in enumerate(likely)]


def test_what_reading_makes_sure_of_ends_it() -> None:
    """The less likely ones are not read any more."""
    assert read_closely([0.3, 0.5, 0.4], lambda at, before: 0.9 if at == 2 else before / 5) == [0.3, 0.1, 0.9]


def test_both_opinions_count() -> None:
    """The surer either is, the surer both are together."""
    assert weighed(0.5, 2.0) > weighed(0.5, 0.0) > weighed(0.5, -2.0)
    assert weighed(0.7, 0.0) > weighed(0.3, 0.0)


def _best(question: str, index: Index) -> Finding:
    return max(findings(question, index, Memory()), key=lambda finding: finding.confidence)


def test_a_question_in_doubt_is_read(tmp_path: Path) -> None:
    """Its evidence says what was thought before, and what was read; judged alone it has neither."""
    index = index_of(f"# The day unit\n\n## Decisions\n\n{MEETING}\n\n## Arriving\n\n{PARKING}\n", tmp_path)
    question = "who sits round the table and discusses each patient"
    with judged_alone():
        alone = _best(question, index)
    read = _best(question, index)
    assert "read" not in alone.evidence
    assert read.hits[0].passage.text == MEETING
    assert read.evidence["judged"] == alone.confidence != read.confidence


@pytest.mark.parametrize(
    ("message", "read_with"),
    [
        ("My aunt has been given a white tea. How long does it brew?", "My aunt has been given a white tea."),
        ("How long does it brew? My aunt has a white tea.", "My aunt has a white tea."),
        (f"{'Tea again today. ' * 20}How hot is it?", " ".join(("Tea again today. " * 10).split())),
    ],
)
def test_a_question_is_read_with_the_sentences_beside_it(message: str, read_with: str, tea: Index) -> None:
    """In their own words, where the question takes its subject from them: those before it, or those behind it."""
    taken_apart = read_message(message)
    found = considered(taken_apart.questions[0], taken_apart, Memory(), tea)
    read = {asked_text(one.reading, one.query) for one in found if one.reading.takes == "message"}
    assert [text.partition("(")[2] for text in read] == [f"{read_with})"]


def test_another_language_is_not_read(tmp_path: Path) -> None:
    """The encoder has learned English alone."""
    german = "---\nlanguage: de\n---\n\n# Der Tag\n\n## Ankommen\n\nDer Parkplatz hinter dem Haus ist kostenlos.\n"
    found = findings("was kostet es, wenn ich dort parke", index_of(german, tmp_path), Memory())
    assert any(one.hits for one in found)
    assert not any("read" in one.evidence for one in found)


def test_a_matrix_in_steps() -> None:
    """Each column has a step of its own, and no number is off by more than half of it."""
    matrix = np.array([[1.0, -200.0], [0.25, 100.0], [-0.5, 0.0]], np.float32)
    steps, length = in_steps(matrix)
    assert steps.dtype == np.int8
    assert np.abs(steps).max(axis=0).tolist() == [127, 127]
    assert np.all(np.abs(steps * length.astype(np.float32) - matrix) <= 0.51 * length.astype(np.float32))
