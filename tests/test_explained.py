"""A sentence that explains a word is told from one that only says it."""

from __future__ import annotations

import pytest

from bot.finding import findings
from bot.lookup import look_up, shown
from bot.memory import Memory
from bot.message import read_message
from index.searching import Index
from tests.conftest import index_of

BOOK = """# The book of soap

## Making soap

Lye is a strong base that turns fat into soap. Lye must be weighed, and gloves are worn with lye. Stir it\nwell.

## Keeping soap

Store lye and fat apart. The rack, on which soap rests, is kept dry. Bars go on a rack where air can move. Soap is
inspected under the SAP (saponification assay protocol), which the guild wrote.

## Selling soap

Under the SAP a maker has to label each bar. Makers who sell lye need a licence. The price of glycerine is fixed, and a
bar is a commodity. The dearest fat is tallow.
"""


@pytest.fixture(scope="module")
def soap(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of the book."""
    return index_of(BOOK, tmp_path_factory.mktemp("soap"))


def evidence(question: str, heading: str, index: Index) -> dict[str, float]:
    """The evidence for the passage under a heading, where a question stands alone."""
    found = (one for one in findings(question, index, Memory()) if one.hits and not one.reading.takes)
    return next(one.evidence for one in found if one.hits[0].passage.heading == heading)


@pytest.mark.parametrize("question", ["What is lye?", "lye", "what does lye mean", "ok, tell me about lye"])
def test_the_subject_of_a_sentence_is_what_it_explains(question: str, soap: Index) -> None:
    """ "Lye is a strong base" tells what it is; that makers sell it does not."""
    assert evidence(question, "Making soap", soap)["defines"] == 1.0
    assert evidence(question, "Selling soap", soap)["defines"] == 0.0


def test_what_is_explained_in_passing_is_explained_less(soap: Index) -> None:
    """The SAP stands last in its sentence, with its name in brackets."""
    assert 0.0 < evidence("What is the SAP?", "Keeping soap", soap)["defines"] < 1.0


def test_what_is_said_by_the_way_explains_nothing(soap: Index) -> None:
    """That the price of glycerine is fixed says nothing of glycerine, nor that a bar is a commodity of commodities."""
    assert evidence("what is glycerine", "Selling soap", soap)["defines"] == 0.0
    assert evidence("what is a commodity", "Selling soap", soap)["defines"] == 0.0
    assert evidence("what is tallow", "Selling soap", soap)["defines"] > 0.5


@pytest.mark.parametrize("question", ["What does SAP stand for?", "sap short for?", "full form of SAP"])
def test_an_abbreviation_is_spelt_out_beside_its_words(question: str, soap: Index) -> None:
    """Words in brackets with its initials spell it out; a passage that only uses it does not."""
    assert evidence(question, "Keeping soap", soap)["spells_out"] > 0.5
    assert evidence(question, "Selling soap", soap)["spells_out"] == 0.0
    (found,) = look_up(read_message(question), Memory(), soap)
    assert found.hits[0].passage.heading == "Keeping soap"
    assert shown([found])


def test_a_question_that_wants_more_than_an_explanation(soap: Index) -> None:
    """Nothing is counted where no word is to be explained."""
    seen = evidence("Is lye weighed?", "Making soap", soap)
    assert (seen["defines_asked"], seen["defines"], seen["spells_out"]) == (0.0, 0.0, 0.0)
