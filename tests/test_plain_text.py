"""Plain text as people paste it: its headings, lists and tables are found, and no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.document import ListItem, Paragraph, Section, TableRow, is_disclaimer
from corpus.formats import read_text
from corpus.passage import Source
from corpus.plain_text import read_plain_text

LINES = st.sampled_from(
    [
        "",
        "",
        "What it is",
        "It is rest.",
        "- one item",
        "1. First",
        "a\tb",
        "1\t2",
        "Disclaimer: none",
        "Note:",
        "A | B",
        "How is it?",
        "## A head",
        "ALL OF IT",
        "Red",
        "goes on in small letters",
    ]
)


def read(*lines: str) -> tuple[str, tuple[Section, ...]]:
    return read_plain_text("\n".join(lines))


def words(sections: tuple[Section, ...]) -> list[str]:
    """All words of the sections in order, headings once each."""
    found: list[str] = []
    for section in sections:
        found += " ".join(section.headings).split()
        for block in section.blocks:
            if isinstance(block, TableRow):
                headers = [header for header, _ in block.cells] if block.first else []
                found += " ".join([*headers, *(cell for _, cell in block.cells)]).split()
            else:
                found += block.text.split()
    return found


def test_title_and_bare_headings() -> None:
    """A short line without a stop between blank lines is a heading; the first is the title."""
    title, sections = read("Sleep", "", "What it is", "", "Sleep is rest.", "", "Why sleep?", "", "To rest.")
    assert title == "Sleep"
    assert [(section.headings, section.line) for section in sections] == [(("What it is",), 3), (("Why sleep?",), 7)]


def test_headings_without_blank_lines() -> None:
    """A line that was not wrapped, with prose on both sides, is a heading as well."""
    prose = "Sleep is a state of rest in which the body repairs itself."
    title, sections = read("Sleep", "What it is", prose, "How much", prose)
    assert title == "Sleep"
    assert [section.headings for section in sections] == [("What it is",), ("How much",)]


def test_numbered_headings() -> None:
    """A number before a heading does not make it a list; two in a row do."""
    _, sections = read("All", "", "1. Why", "", "Nobody knows.", "", "2. How", "", "Like this.")
    assert [section.headings for section in sections] == [("1. Why",), ("2. How",)]
    _, sections = read("All", "", "So it goes.", "", "1. Why", "", "2. How", "", "Like this.")
    assert [type(block) for block in sections[0].blocks] == [Paragraph, ListItem, ListItem, Paragraph]


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines broken by hand belong together; white space is folded."""
    _, sections = read("It is", "  a\u00a0long", "way.")
    assert sections[0].blocks == (Paragraph(text="It is a long way.", lines=(1, 3)),)


def test_items_go_on_in_the_next_line() -> None:
    """An item ends where the next begins."""
    _, sections = read("- one", "  more", "\u2022 two", "(3) three")
    assert [(block.text, block.lines) for block in sections[0].blocks if isinstance(block, ListItem)] == [
        ("one more", (1, 2)),
        ("two", (3, 3)),
        ("three", (4, 4)),
    ]


def test_disclaimer_in_line() -> None:
    """ "Disclaimer:" with text behind it in the line is a heading too."""
    _, sections = read("Go to sleep.", "", "Disclaimer: No advice.")
    assert sections[-1].headings == ("Disclaimer",)
    assert sections[-1].blocks == (Paragraph(text="No advice.", lines=(3, 3)),)


def test_tables_know_their_lines() -> None:
    """Each row of a pasted table points at its own line."""
    _, sections = read("Doses.", "", "Drug\tDose", "A\t1", "B\t2")
    rows = [block for block in sections[0].blocks if isinstance(block, TableRow)]
    assert [(row.cells[0][1], row.lines, row.first) for row in rows] == [("A", (4, 4), True), ("B", (5, 5), False)]


def outline(*lines: str) -> list[str]:
    """The sections of a pasted text, each as "heading: kind kind ..."."""
    _, sections = read(*lines)
    kinds = {Paragraph: "text", ListItem: "item", TableRow: "row"}
    return [
        f"{' > '.join(section.headings)}: {' '.join(kinds[type(block)] for block in section.blocks)}"
        for section in sections
    ]


PROSE = "Sleep is a state of rest in which the body repairs itself. It comes each night."


@pytest.mark.parametrize(
    "heading",
    ["How it works", "HOW IT WORKS", "How it works:", "1. How it works", "## How it works", "**How it works**", "How?"],
)
def test_headings_of_all_kinds(heading: str) -> None:
    """Each is a heading between paragraphs, with a blank line above it or without."""
    for lines in (["Sleep", PROSE, heading, PROSE], ["Sleep", "", PROSE, "", heading, "", PROSE]):
        assert [kinds.rpartition(": ")[2] for kinds in outline(*lines)] == ["text", "text"]


def test_two_headings_in_a_row() -> None:
    """The first stands above the second, and 2 stands above 2.1."""
    assert outline("Sleep", "", PROSE, "Care", "Warmth comes first", PROSE) == [
        ": text",
        "Care > Warmth comes first: text",
    ]
    numbered = ["Sleep", "", "2. Care", "", PROSE, "", "2.1 Warmth", "", PROSE, "", "3. End", "", PROSE]
    assert outline(*numbered) == ["2. Care: text", "2. Care > 2.1 Warmth: text", "3. End: text"]


@pytest.mark.parametrize(
    "bullet", ["-", "*", "\u2022", "\u25aa", "\u2713", "\u27a4", "\u2013", "\u00b7\t", "a)", "(1)", "ii.", "o  "]
)
def test_bullets_of_all_kinds(bullet: str) -> None:
    """What begins with one is an item without it."""
    _, sections = read("You need:", f"{bullet} a bed", f"{bullet} a dark room")
    assert [block.text for block in sections[0].blocks if isinstance(block, ListItem)] == ["a bed", "a dark room"]


def test_lists_that_lost_their_bullets() -> None:
    """Short lines behind a colon, or many in a row, are items; the last of them may be a heading."""
    assert outline("All", "", "You may have:", "Red eyes", "A cough", "What to do", PROSE) == [
        ": text item item",
        "What to do: text",
    ]
    assert outline("All", "", "Facts", "", "It is old", "It is rare", "It is mild") == ["Facts: item item item"]


def test_questions_and_answers() -> None:
    """ "Q:" and "A:" go; the question is the heading."""
    _, sections = read("Sleep", "", "Q: Why?", "A: To rest.", "Q: How long?", "A: Eight hours.")
    assert [(s.headings, s.blocks[0].text) for s in sections if isinstance(s.blocks[0], Paragraph)] == [
        (("Why?",), "To rest."),
        (("How long?",), "Eight hours."),
    ]


def test_pages_of_a_print() -> None:
    """Page numbers and what stands beside each of them are left out; a sentence goes on over the end of a page."""
    _, sections = read(
        *("Sleep", "", "Sleep comes to all who are", "tired and", "", "Page 1 of 2", "Sleep leaflet 7", ""),
        *("who lie down.", "", "Page 2 of 2", "Sleep leaflet 7"),
    )
    assert [block.text for block in sections[0].blocks if isinstance(block, Paragraph)] == [
        "Sleep comes to all who are tired and who lie down."
    ]


def test_words_divided_at_a_lines_end() -> None:
    """They are put together; a hyphen that stands elsewhere too, or behind "well", is kept."""
    _, sections = read("Take the med-", "icine in a well-", "known way, one by-", "pass or by-pass.")
    assert sections[0].blocks[0] == Paragraph(
        text="Take the medicine in a well-known way, one by-pass or by-pass.", lines=(1, 4)
    )


@pytest.mark.parametrize(
    "line",
    ["Disclaimer: No advice.", "DISCLAIMER - No advice.", "Medical Disclaimer. No advice.", "*Disclaimer*: No advice."],
)
def test_disclaimers_in_line(line: str) -> None:
    """They are announced in many ways."""
    document = read_text(f"Sleep\n\n{PROSE}\n\n{line}", Source(id="a", path="a.txt", title="a"))
    assert document.source.disclaimer == "No advice."
    assert is_disclaimer(document.sections[-1].headings[-1])


def test_a_disclaimer_that_nothing_announces() -> None:
    """A last paragraph that says that the page is no advice is the disclaimer; prose on tests is not."""
    said = "The content of this page is not a substitute for professional advice."
    source = Source(id="a", path="a.txt", title="a")
    assert read_text(f"Sleep\n\n{PROSE}\n\n{said}", source).source.disclaimer == said
    assert read_text(f"Sleep\n\n{PROSE}\n\nA home test is no substitute for a visit.", source).source.disclaimer == ""


@given(st.lists(LINES, max_size=12))
@example(["1\t2", "1. First", "1\t2", "Note:", "1. First", "What it is", "It is rest."])
def test_no_word_is_lost_or_doubled(lines: list[str]) -> None:
    """Title, headings and blocks together are the words of the text in order, without bullets, numbers and bars."""
    title, sections = read(*lines)
    marks = {"-", "|", "##"}
    expected = [word.strip(":") for line in lines for word in line.split() if word not in marks]
    found = [word.strip(":") for word in [*title.split(), *words(sections)] if word not in marks]
    assert [word for word in found if word != "1."] == [word for word in expected if word != "1."]


def test_headings_in_a_row_stand_under_one_another_as_deep_as_markdown_goes() -> None:
    """Seven marked lines and a sentence: the title, a paragraph, and the last five above the sentence."""
    lines = [f"# Part {word}" for word in ("one", "two", "three", "four", "five", "six", "seven")]
    _, sections = read_plain_text("\n\n".join([*lines, "This is a sentence of the text."]))
    assert words(sections[:1]) == ["Part", "two"]
    assert sections[1].headings == ("Part three", "Part four", "Part five", "Part six", "Part seven")
