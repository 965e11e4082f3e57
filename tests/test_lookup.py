"""One message -> findings: its questions apart, in the way that is answered best."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot import lookup
from bot.confidence import THRESHOLD
from bot.finding import Finding, findings
from bot.library import reindex
from bot.lookup import close_call, look_up, shown, ways, with_alternative
from bot.memory import Memory
from bot.message import read_message
from index.searching import Index
from index.storage import open_index


def headings(message: str, index: Index) -> list[str]:
    """The headings or rows that a message is answered with."""
    found = shown(look_up(read_message(message), Memory(), index))
    return [f.hits[0].passage.cells[0][1] if f.hits[0].passage.cells else f.hits[0].passage.heading for f in found]


def test_the_ways_to_take_a_message_apart() -> None:
    """Two questions one by one, or all as one."""
    assert ways(read_message("What is tea? Where does it grow?")) == [
        ("What is tea?", "Where does it grow?"),
        ("What is tea? Where does it grow?",),
    ]


def test_each_question_has_its_own_answer(tea: Index) -> None:
    """In the order asked; a question without an answer is left out."""
    assert headings("How is green tea brewed? And how long do leaves keep?", tea) == ["Brewing", "Storing"]
    assert headings("How is green tea brewed? Who won the match on Sunday?", tea) == ["Brewing"]


def test_a_name_in_another_sentence_is_the_subject(tea: Index) -> None:
    """The question itself does not say which tea."""
    assert headings("I was given a tin of rooibos for my birthday. Where does it come from?", tea) == ["Rooibos"]


def test_a_long_message_brings_its_own_subject(tea: Index) -> None:
    """What was talked about before does not answer for what it tells of itself."""
    told = "My sister gave me a tin of rooibos for my birthday because she is fond of it and has been there herself, "
    message = f"{told} and we sat in the garden all afternoon with cake. Where does it come from?"
    black = Memory(subject=("black",), named=True, subject_label="Black tea", shown=("tea#kinds-of-tea/black-tea",))
    (found,) = shown(look_up(read_message(message), black, tea))
    assert found.hits[0].passage.id == "tea#kinds-of-tea/rooibos"


def test_one_that_is_described_is_asked_of_as_if_it_were_talked_about(tea: Index) -> None:
    """ "The deep red one" has the answer of "it" in a talk about rooibos, and says whom it takes that for."""
    found = look_up(read_message("where does the deep red one come from?"), Memory(), tea)[0]
    assert (found.hits[0].passage.id, found.reading.question) == (
        "tea#kinds-of-tea/rooibos",
        "where does it come from?",
    )
    assert found.reading.assumed == "Rooibos"


def test_what_the_talk_does_not_answer_may_stand_alone(tea: Index) -> None:
    """A question with a word of its own that points nowhere is looked up as if nothing had been said, too."""
    talk = Memory(subject=("store",), subject_label="Storing", aspect="Storing", shown=("tea#storing.1",))
    for question in ("rooibos colour?", "How is tea brewed?"):
        alone, later = (look_up(read_message(question), memory, tea)[0] for memory in (Memory(), talk))
        assert later.hits == alone.hits


def test_what_names_enough_is_not_about_the_talk_where_it_is_answered_alone(
    tea: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the talk would have it mean what was last shown with more confidence."""
    talk = Memory(subject=("store",), subject_label="Storing", aspect="Storing", shown=("tea#storing.1",))
    message = read_message("green tea in eighty degrees")

    def surer_of_the_talk(*_: object) -> list[Finding]:
        found = findings("green tea in eighty degrees", tea, talk)
        return [replace(one, confidence=0.9 if one.reading.takes else 0.8) for one in found if one.hits]

    monkeypatch.setattr(lookup, "considered", surer_of_the_talk)
    assert look_up(message, talk, tea)[0].reading.takes == ""


def test_a_lost_leaflet_is_not_what_a_message_is_about(tea: Index) -> None:
    """The rest of a message lends a question its subject, but not the words for the document itself."""
    message = "I was given a tin of rooibos, but the leaflet and the book are lost. Where does it come from?"
    assert headings(message, tea) == ["Rooibos"]


def test_what_is_said_of_an_unheard_of_thing_is_not_answered(tea: Index) -> None:
    """Where the documents do not know mate, "it" is not another tea; where they know the tea, it is."""
    assert headings("What is yerba mate and where does it come from?", tea) == []
    assert headings("What does rooibos cost and where does it come from?", tea) == ["Rooibos"]


def rows_shown(question: str, table: str, tmp_path: Path, *, title: str = "Kinds") -> list[str]:
    """The names of the rows that a question about a table, in a document of that title, is answered with."""
    documents = tmp_path / "documents"
    documents.mkdir()
    text = f"---\ntitle: {title}\n---\n\n# {title}\n\n## All kinds\n\n{table}\n"
    (documents / "a.md").write_text(text, encoding="utf-8")
    reindex(documents, tmp_path / "index")
    found = look_up(read_message(question), Memory(), open_index(tmp_path / "index"))
    return [hit.passage.cells[0][1] for finding in found for hit in finding.hits]


def test_rows_are_told_by_their_own_names(tmp_path: Path) -> None:
    """Although all of them stand in a document that is called by the name of one."""
    table = (
        "| Kind of tea | Colour | Comes from |\n| --- | --- | --- |\n| Rooibos | Deep red | South Africa |\n"
        "| Honeybush | Amber | South Africa |\n| Sencha | Pale green | Japan |"
    )
    question = "rooibos vs sencha: what colour are they"
    assert rows_shown(question, table, tmp_path, title="Rooibos and its neighbours") == ["Rooibos", "Sencha"]


def test_a_row_that_only_mentions_another_stands_not_for_it(tmp_path: Path) -> None:
    """Both rows are asked for by their names; that one of them names the other does not make up for its row."""
    table = (
        "| Kind | Colour | Drunk |\n| --- | --- | --- |\n| Sencha | Green | At noon |\n"
        "| Rooibos | Red | Where sencha is too strong |\n| Matcha | Green | At dawn |"
    )
    assert rows_shown("sencha and rooibos: colour of each?", table, tmp_path) == ["Sencha", "Rooibos"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("matcha or iced sencha?", ["Matcha", "Iced sencha (cold drip)"]),
        ("sencha vs cold drip, which is green?", ["Sencha", "Iced sencha (cold drip)"]),
    ],
)
def test_a_name_inside_a_longer_name_calls_no_other_row(question: str, names: list[str], tmp_path: Path) -> None:
    """ "Iced sencha" is one row, and "sencha" by itself another."""
    table = (
        "| Kind | Colour |\n| --- | --- |\n| Matcha | Green |\n| Sencha | Green |\n| Iced sencha (cold drip) | Green |"
    )
    assert rows_shown(question, table, tmp_path) == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("which kinds are drunk at dawn?", ["Sencha", "Matcha"]),
        ("which one lifts the spirits at dawn?", ["Sencha"]),
        ("which kind lifts the spirits at dawn?", ["Sencha"]),
    ],
)
def test_one_row_where_one_is_asked_for(question: str, names: list[str], tmp_path: Path) -> None:
    """A verb that ends in s, before "the" or behind "one", asks for no more than that."""
    table = (
        "| Kind | Colour | Drunk |\n| --- | --- | --- |\n| Sencha | Green | At dawn, lifts the spirits |\n"
        "| Rooibos | Red | At noon |\n| Matcha | Green | At dawn, lifts the spirits |"
    )
    assert rows_shown(question, table, tmp_path) == names


def test_rows_that_need_none_of_a_thing(tmp_path: Path) -> None:
    """Those whose cell says none under the header of what is not wanted, not one that "rarely needs" another thing."""
    table = (
        "| Kind | Sugar | Milk |\n| --- | --- | --- |\n| Sencha | Rarely needs it | A drop |\n"
        "| Rooibos | One lump | None |\n| Matcha | Two lumps | Not used |"
    )
    assert rows_shown("which kinds need no milk?", table, tmp_path) == ["Rooibos", "Matcha"]


def test_a_section_is_asked_for_by_its_title(tea: Index) -> None:
    """Its beginning is shown, although a row or another section holds the words as well."""
    assert headings("kinds of tea", tea) == ["Kinds of tea"]
    assert headings("Which kinds of tea are there?", tea) == ["Kinds of tea"]


def test_a_stub_is_no_answer(tea: Index) -> None:
    """Nothing at all is found for words that nobody knows."""
    (finding,) = look_up(read_message("qwrtz"), Memory(), tea)
    assert finding.confidence < 0.1
    assert shown([finding]) == []


def doubtful(question: str, share: float, index: Index) -> Finding:
    """The finding for a question, as sure as a share of what it takes to be shown."""
    (finding,) = look_up(read_message(question), Memory(), index)
    return replace(finding, confidence=share * THRESHOLD)


def test_a_question_that_comes_close_to_two_places_may_mean_either(tea: Index) -> None:
    """Not where one of them is unlikely, and not where both have one name."""
    brewing, storing = (doubtful(question, 0.9, tea) for question in ("how is it brewed", "how long do leaves keep"))
    both = close_call(replace(brewing, rival=storing))
    assert [hit.passage.heading for hit in both] == ["Brewing", "Storing"]
    assert close_call(replace(brewing, rival=replace(storing, confidence=0.4 * THRESHOLD))) == ()
    assert close_call(replace(brewing, rival=brewing)) == ()
    assert close_call(replace(brewing, rival=None)) == ()


def test_two_findings_that_are_as_likely_are_shown_together(tea: Index) -> None:
    """Where one of the two answers more likely than not and neither is sure: of .5 and .41, 1 - .5 * .59."""
    brewing, storing = (doubtful(question, 0, tea) for question in ("how is it brewed", "how long do leaves keep"))

    def both(first: float, second: float) -> Finding:
        return with_alternative(replace(brewing, confidence=first, rival=replace(storing, confidence=second)))

    together = both(0.5, 0.41)
    assert [hit.passage.heading for hit in (*together.hits, *together.alternative)] == ["Brewing", "Storing"]
    assert together.confidence == pytest.approx(0.705)
    assert shown([both(0.35, 0.34)]) != []
    for alone in (both(0.5, 0.39), both(0.28, 0.27), both(0.81, 0.8), with_alternative(brewing)):
        assert alone.alternative == ()


def test_the_rival_shows_something_else(tea: Index) -> None:
    """No passage of it is shown with the best finding."""
    (finding,) = look_up(read_message("how is green tea brewed"), Memory(), tea)
    assert finding.rival is not None
    assert finding.rival.hits[0].passage.id != finding.hits[0].passage.id
