"""Plain text as people paste it: its headings, lists and tables are found, and no word is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import ListItem, Paragraph, Section, TableRow
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


@given(st.lists(LINES, max_size=12))
def test_no_word_is_lost_or_doubled(lines: list[str]) -> None:
    """Title, headings and blocks together are the words of the text in order, without bullets, numbers and bars."""
    title, sections = read(*lines)
    marks = {"-", "|"}
    expected = [word.strip(":") for line in lines for word in line.split() if word not in marks]
    found = [word.strip(":") for word in [*title.split(), *words(sections)] if word not in marks]
    assert [word for word in found if word != "1."] == [word for word in expected if word != "1."]
