"""Passages: bounded by sections and sentences, verbatim, with ids and lines that can be relied on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, Document, ListItem, Paragraph, Section, TableRow
from corpus.passage import Source
from corpus.splitting import LONGEST_PASSAGE, row_text, split

SENTENCES = st.lists(st.sampled_from(["It helps.", "Take 5.5 mg a day.", "Why?", "See e.g. Annex two."]), min_size=1)
BLOCKS = st.lists(
    st.one_of(
        SENTENCES.map(lambda parts: Paragraph(text=" ".join(parts * 9), lines=(1, 1))),
        SENTENCES.map(lambda parts: ListItem(text=" ".join(parts), lines=(2, 2))),
    ),
    min_size=1,
    max_size=8,
)


def document(*sections: Section) -> Document:
    return Document(source=Source(id="d", path="d.md", title="D"), sections=sections)


def section(*blocks: Block, headings: tuple[str, ...] = ("Use",), asked: tuple[str, ...] = ()) -> Section:
    return Section(headings=headings, line=1, blocks=blocks, also_asked=asked)


def paragraph(text: str, line: int = 1) -> Paragraph:
    return Paragraph(text=text, lines=(line, line))


def item(text: str, line: int) -> ListItem:
    return ListItem(text=text, lines=(line, line))


def row(line: int, *cells: tuple[str, str], first: bool = False) -> TableRow:
    return TableRow(cells=cells, lines=(line, line), first=first)


def test_a_short_paragraph_is_one_passage() -> None:
    """Its id names document, heading and number; its line is the paragraph's."""
    (passage,) = split(document(section(paragraph("It helps. It heals.", 7))))
    assert (passage.id, passage.text, passage.kind, passage.lines) == ("d#use.1", "It helps. It heals.", "text", (7, 7))


def test_a_long_paragraph_is_split_evenly_at_sentences() -> None:
    """Forty sentences of four words are 160 words: two passages of twenty sentences."""
    passages = split(document(section(paragraph("This is a sentence. " * 40))))
    assert [len(passage.text.split()) for passage in passages] == [80, 80]


def test_a_list_stands_with_its_lead() -> None:
    """Lead-in and items are one passage, over all of their lines."""
    (passage,) = split(document(section(paragraph("You need:", 3), item("rest", 4), item("water", 5))))
    assert (passage.text, passage.kind, passage.lines) == ("You need:\n- rest\n- water", "list", (3, 5))


def test_a_long_list_is_cut_between_items() -> None:
    """Three items of fifty words make two passages."""
    passages = split(document(section(*(item("word " * 49 + "end", line) for line in (1, 2, 3)))))
    assert [passage.lines for passage in passages] == [(1, 2), (3, 3)]


def test_a_table_is_a_passage_and_so_is_each_row() -> None:
    """The table has its lead sentence; a row names its headers and leaves empty cells out."""
    rows = row(3, ("Drug", "A"), ("Dose", "1"), first=True), row(4, ("Drug", "B"), ("Dose", ""))
    table, first, second = split(document(section(paragraph("Doses are:", 1), *rows)))
    assert (table.kind, table.text, table.lines) == ("table", "Doses are:\nDrug: A; Dose: 1\nDrug: B", (1, 4))
    assert (first.id, first.kind, first.text, first.cells) == ("d#use/a", "row", "Drug: A; Dose: 1", rows[0].cells)
    assert second.lines == (4, 4)


def test_a_long_paragraph_above_a_table_stands_alone() -> None:
    """A paragraph of sixty words says more than what the table is about."""
    kinds = [p.kind for p in split(document(section(paragraph("So it is now. " * 15), row(2, ("A", "1"), first=True))))]
    assert kinds == ["text", "table", "row"]


def test_two_tables_in_a_row_stay_two() -> None:
    """A row that begins a table begins a passage."""
    passages = split(document(section(row(1, ("A", "1"), first=True), row(2, ("B", "2"), first=True))))
    assert [passage.kind for passage in passages] == ["table", "row", "table", "row"]


def test_disclaimer() -> None:
    """What stands under "Disclaimer" is of that kind."""
    (passage,) = split(document(section(paragraph("No advice."), headings=("Disclaimer",))))
    assert passage.kind == "disclaimer"


def test_a_disclaimer_of_the_front_matter_is_a_passage_once() -> None:
    """It can be asked for; where the text says the same, that is the passage."""
    source = Source(id="d", path="d.md", title="D", disclaimer="This is no advice.")
    spoken = [section(paragraph("It helps.")), section(paragraph("It  heals. This is\nno advice."))]
    (_, disclaimer) = split(Document(source=source, sections=(spoken[0],)))
    assert (disclaimer.text, disclaimer.kind) == ("This is no advice.", "disclaimer")
    assert [passage.kind for passage in split(Document(source=source, sections=tuple(spoken)))] == ["text", "text"]


def test_phrasings_go_with_their_section() -> None:
    """Every passage but a row has them: a row answers only for itself."""
    passages = split(document(section(paragraph("It helps."), row(2, ("A", "1"), first=True), asked=("does it help",))))
    assert [(passage.kind, bool(passage.also_asked)) for passage in passages] == [("table", True), ("row", False)]


def test_phrasings_of_a_row_go_with_that_row() -> None:
    """With no other, nor with the table."""
    rows = (row(2, ("A", "1"), first=True), row(3, ("A", "2")))
    asked = Section(headings=("Use",), line=1, blocks=rows, asked_of_rows={"2": ("which is even",)})
    assert [passage.also_asked for passage in split(document(asked))] == [(), (), ("which is even",)]


def test_an_edit_elsewhere_leaves_ids() -> None:
    """A new section above changes the id of no other section."""
    below = section(paragraph("It helps."), headings=("Below",))
    above = section(paragraph("New."), headings=("Above",))
    assert split(document(above, below))[-1].id == split(document(below))[-1].id == "d#below.1"


def test_row_text_without_headers() -> None:
    """A cell without a header is the cell alone."""
    assert row_text((("", "A"), ("Dose", "1"))) == "A; Dose: 1"


@given(BLOCKS, BLOCKS)
def test_no_word_is_lost_or_doubled(first: list[Block], second: list[Block]) -> None:
    """The words of all passages are the words of all blocks in order, and ids are unique."""
    passages = split(document(section(*first), section(*second)))
    told = [word for passage in passages for word in passage.text.split() if word != "-"]
    assert told == [word for b in [*first, *second] if not isinstance(b, TableRow) for word in b.text.split()]
    assert len({passage.id for passage in passages}) == len(passages)


@given(SENTENCES)
def test_no_passage_is_too_long(parts: list[str]) -> None:
    """Sentences are short here, so no piece of a paragraph is over the limit, nor much shorter than its neighbours."""
    lengths = [len(p.text.split()) for p in split(document(section(paragraph(" ".join(parts * 30)))))]
    assert max(lengths) <= LONGEST_PASSAGE
    assert max(lengths) - min(lengths) <= LONGEST_PASSAGE / 2
