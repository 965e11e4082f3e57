"""Markdown as editors write it: front matter, headings, lists, tables, phrasings; nothing of it is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, ListItem, Paragraph, TableRow
from corpus.formats import BrokenFormat, read_markdown, read_text
from corpus.passage import Source

LINES = st.sampled_from(
    [
        "# One",
        "## Two",
        "plain words",
        "**bold** words",
        "- item",
        "  - nested",
        "1. first",
        "> quoted",
        "    in",
        "",
        "~~~",
    ]
)


def read(*lines: str) -> Document:
    return read_markdown("\n".join(lines), Source(id="d", path="d.md", title="d"))


def texts(document: Document) -> list[str]:
    return [b.text for section in document.sections for b in section.blocks if not isinstance(b, TableRow)]


def test_front_matter() -> None:
    """Every key that we know is taken; the lines below still count from the top of the file."""
    document = read("---", "title: T", "url: http://t", "reviewed: 2026-01-02", "language: de", "---", "Text.")
    source = document.source
    assert (source.title, source.url, source.reviewed, source.language) == ("T", "http://t", date(2026, 1, 2), "de")
    assert document.sections[0].blocks == (Paragraph(text="Text.", lines=(7, 7)),)


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (("---", "title: T"), 1),
        (("---", "title: T", "x: [", "---"), 4),
        (("---", "- a", "---"), 2),
        (("---", "title: T", "reviewed: soon", "---"), 3),
        (("---", "title: [a, b]", "---"), 2),
        (("---", "x: " + "[" * 5000, "---"), 2),
    ],
)
def test_broken_front_matter_names_its_line(lines: tuple[str, ...], line: int) -> None:
    """Never closed, not YAML, no keys, no date, a list for a text, nested without end."""
    with pytest.raises(BrokenFormat) as error:
        read(*lines)
    assert error.value.line == line


def test_headings_nest() -> None:
    """The first heading of level one is the title and stands above no section; an underlined line is a heading."""
    document = read("# T", "", "A", "---", "one", "### B", "two", "## C", "three")
    assert document.source.title == "T"
    assert [section.headings for section in document.sections] == [("A",), ("A", "B"), ("C",)]


def test_lists_and_their_lines() -> None:
    """Nested items are items; an item of two paragraphs is one."""
    document = read("- one", "  - inner", "- two", "", "  more")
    assert [(block.text, block.lines) for block in document.sections[0].blocks if isinstance(block, ListItem)] == [
        ("one", (1, 1)),
        ("inner", (2, 2)),
        ("two more", (3, 5)),
    ]


def test_table_rows_know_their_headers() -> None:
    """A row with too few cells has empty ones."""
    document = read("| A | B |", "|---|---|", "| 1 | **2** |", "| 3 |")
    assert document.sections[0].blocks == (
        TableRow(cells=(("A", "1"), ("B", "2")), lines=(3, 3), first=True),
        TableRow(cells=(("A", "3"), ("B", "")), lines=(4, 4)),
    )


def test_order_is_kept_in_lists() -> None:
    """Code inside an item stands behind the item's words."""
    assert texts(read("- one", "  ```", "  two", "  ```", "- three")) == ["one", "two", "three"]


def test_raw_html_keeps_its_words() -> None:
    """Tags and comments go, words stay."""
    assert texts(read("<div><!-- not this -->", "Rest &amp; <b>sleep</b>", "</div>")) == ["Rest & sleep"]


def test_people_also_ask() -> None:
    """A comment's phrasings belong to what follows it, up to the next heading."""
    document = read("# A", "one", "", "<!-- people also ask: why? | who? -->", "", "two", "# B", "three")
    assert [section.also_asked for section in document.sections] == [(), ("why?", "who?"), ()]


def test_people_also_ask_of_a_row() -> None:
    """A comment may name a row of the section's table, and takes nothing away from what follows it."""
    asked = (
        "<!-- people also ask: which? -->",
        "",
        "<!-- people also ask of Green  tea: is it pale? | is it mild? -->",
        "",
    )
    document = read("# A", *asked, "| Kind | Colour |", "| --- | --- |", "| Green tea | Pale |")
    (section,) = document.sections
    assert (section.also_asked, section.asked_of_rows) == (("which?",), {"Green tea": ("is it pale?", "is it mild?")})


@pytest.mark.parametrize(
    "lines",
    [
        ("---", "disclaimer: Not advice.", "---", "Text."),
        ("Text.", "## DISCLAIMER:", "Not advice."),
        ("Text.", "", "**Disclaimer:** Not advice."),
    ],
)
def test_disclaimer(lines: tuple[str, ...]) -> None:
    """In the front matter, under a heading, or behind a label."""
    assert read(*lines).source.disclaimer == "Not advice."


@pytest.mark.parametrize(
    "title",
    ["Gout: tests and diet", "[New] Gout", "@home with gout", '"Gout" explained', "Gout: what's new", "100%: gout"],
)
def test_a_title_as_editors_type_it(title: str) -> None:
    """YAML would have it in quotation marks; what stands in them beside it stays as it is."""
    source = read("---", f"title: {title}", 'disclaimer: "Not: advice."', "reviewed: 2026-03-31", "---", "Text.").source
    assert (source.title, source.disclaimer, source.reviewed) == (title, "Not: advice.", date(2026, 3, 31))


def test_text_has_the_same_title_and_disclaimer() -> None:
    """Plain text becomes the same record."""
    document = read_text("Sleep\n\nWe sleep.\n\nDisclaimer:\nNot advice.\n", Source(id="d", path="d.txt", title="d"))
    assert (document.source.title, document.source.disclaimer) == ("Sleep", "Not advice.")


@given(st.lists(LINES, max_size=10))
def test_no_word_is_lost(lines: list[str]) -> None:
    """Every line that is no heading stands in a block that points at it."""
    document = read("# Title", *lines)
    blocks = [block for section in document.sections for block in section.blocks]
    for number, line in enumerate(lines, start=2):
        if line.strip("#~ ") and not line.startswith("#"):
            held = [b for b in blocks if b.lines[0] <= number <= b.lines[1] and not isinstance(b, TableRow)]
            assert any(line.split()[-1] in block.text for block in held), (line, blocks)
