"""What is written as Markdown reads back as the same document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, Document, ListItem, Paragraph, Section, TableRow
from corpus.formats import read_markdown, read_text
from corpus.passage import Source
from corpus.writing import markdown_lines, write_markdown

TEXTS = (
    st.text(alphabet="ab1 .*_`[]()<>&#|\\-+=~!:;ü", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: bool(text))
)
BLOCKS = st.one_of(
    TEXTS.map(lambda text: Paragraph(text=text, lines=(0, 0))),
    TEXTS.map(lambda text: ListItem(text=text, lines=(0, 0))),
    st.tuples(TEXTS, TEXTS).map(lambda pair: TableRow(cells=(pair,), lines=(0, 0), first=True)),
)
PASTED = st.lists(st.sampled_from(["", "What it is", "It is rest.", "- one", "1. First", "a\tb", "# no", "Note:"]))


def without_lines(document: Document) -> Document:
    """The document as if all of it stood nowhere, and without what its disclaimer was read from."""

    def nowhere(block: Block) -> Block:
        return replace(block, lines=(0, 0))

    sections = (replace(s, line=0, blocks=tuple(map(nowhere, s.blocks))) for s in document.sections)
    return replace(document, sections=tuple(sections))


def again(document: Document) -> Document:
    return read_markdown(write_markdown(document), Source(id="d", path="d.md", title="d"))


def test_front_matter_comes_back() -> None:
    """Every key."""
    source = Source(
        id="d",
        path="d.md",
        title="A: b",
        url="http://a",
        publisher="P",
        reviewed=date(2026, 1, 2),
        next_review=date(2027, 1, 2),
        language="de",
        disclaimer="Not advice.",
    )
    section = Section(headings=(), line=0, blocks=(Paragraph(text="Text.", lines=(0, 0)),))
    document = Document(source=source, sections=(section,))
    assert without_lines(again(document)) == document


def test_prompts() -> None:
    """Keys that are not known stand there, empty, and read as unknown."""
    document = read_text("It helps.", Source(id="d", path="d.txt", title="D"))
    written = write_markdown(document, prompts=True)
    assert "\nreviewed:\n" in written
    assert read_markdown(written, document.source).source == document.source


def test_lines_name_their_blocks() -> None:
    """The third line behind the title is the first paragraph."""
    document = read_text("It helps.", Source(id="d", path="d.txt", title="D"))
    assert [block.text for _, block in markdown_lines(document) if isinstance(block, Paragraph)] == ["It helps."]


@given(st.lists(BLOCKS, min_size=1, max_size=5), st.lists(TEXTS, max_size=2), st.lists(BLOCKS, min_size=1, max_size=3))
def test_any_document_comes_back(first: list[Block], headings: list[str], second: list[Block]) -> None:
    """Whatever characters it holds, nothing is taken for markup."""
    sections = (
        Section(headings=(), line=0, blocks=tuple(first)),
        Section(
            headings=("In", *headings),
            line=0,
            blocks=tuple(second),
            also_asked=("why?",),
            asked_of_rows={"Green tea": ("is it pale?",)},
        ),
    )
    document = Document(source=Source(id="d", path="d.md", title="T"), sections=sections)
    assert without_lines(again(document)) == document


@given(PASTED)
def test_pasted_text_comes_back(lines: list[str]) -> None:
    """What plain text was read as is what its Markdown is read as."""
    document = read_text("\n".join(lines), Source(id="d", path="d.md", title="d"))
    assert without_lines(again(document)) == without_lines(document)
