"""Document -> passages: pieces that can stand as an answer, never across a heading, always whole sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from corpus.document import Block, Document, ListItem, Paragraph, Section, TableRow, is_disclaimer
from corpus.passage import Passage, PassageKind, Source
from corpus.roles import phrasings
from corpus.sentences import sentences

LONGEST_PASSAGE = 120  # words: what a phone shows without much scrolling; a longer paragraph is split evenly
DISCLAIMER = "disclaimer.front-matter"  # in the id of a passage; no heading makes one with an inner mark and a word
LONGEST_LEAD = 40  # words: a longer paragraph above a table says more than what the table is about


def split(document: Document) -> list[Passage]:
    """The passages of a document, in its order."""
    names = _Names(document.source.id)
    passages: list[Passage] = []
    for section in document.sections:
        for kind, text, cells, lines, name in _pieces(section):
            passages.append(
                Passage(
                    id=names.unique(section, name),
                    text=text,
                    headings=section.headings,
                    kind=kind,
                    cells=cells,
                    document=document.source,
                    lines=lines,
                    also_asked=_also_asked(section, kind, text, name, document.source.language),
                )
            )
    if document.source.disclaimer and not _is_held(document.source.disclaimer, passages):
        passages.append(_of_front_matter(document.source))
    return passages


def _is_held(text: str, passages: Sequence[Passage]) -> bool:
    """Whether passages hold a text among them, however it is split."""
    words = " ".join(text.split())
    return words in " ".join(" ".join(passage.text.split()) for passage in passages)


def _of_front_matter(source: Source) -> Passage:
    """A disclaimer that stands above the text alone: it, too, answers "can this page replace my doctor?"."""
    return Passage(
        id=f"{source.id}#{DISCLAIMER}",
        text=source.disclaimer,
        headings=(),
        kind="disclaimer",
        document=source,
        lines=(1, 1),
        also_asked=phrasings("disclaimer", (), source.disclaimer, source.language),
    )


def _also_asked(section: Section, kind: PassageKind, text: str, name: str, language: str) -> tuple[str, ...]:
    """The editor's phrasings, of a row those that name it; else those of every passage that plays this part."""
    if kind == "row":
        return section.asked_of_rows.get(name, ())
    return section.also_asked or phrasings(kind, section.headings, text, language)


def row_text(cells: Sequence[tuple[str, str]]) -> str:
    """A table row as text that names its headers."""
    return "; ".join(f"{header}: {cell}" if header else cell for header, cell in cells if cell)


_Piece = tuple[PassageKind, str, tuple[tuple[str, str], ...], tuple[int, int], str]


def _pieces(section: Section) -> Iterator[_Piece]:
    kind: PassageKind = "text"
    if section.headings and is_disclaimer(section.headings[-1]):
        kind = "disclaimer"
    lead: Paragraph | None = None
    for block_type, group in groupby(section.blocks, key=type):
        blocks: list[Block] = list(group)
        if block_type is TableRow:
            yield from _table([block for block in blocks if isinstance(block, TableRow)], lead)
        elif block_type is ListItem:
            yield from _list([block for block in blocks if isinstance(block, ListItem)], lead)
        else:
            paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
            lead = paragraphs[-1] if _leads_in(paragraphs[-1], section.blocks) else None
            for paragraph in paragraphs:
                if paragraph is not lead:
                    yield from _paragraph(paragraph, kind)
            continue
        lead = None


def _leads_in(paragraph: Paragraph, blocks: Sequence[Block]) -> bool:
    """Whether a paragraph introduces the list or table right behind it."""
    behind = blocks[blocks.index(paragraph) + 1 :]
    if not behind or isinstance(behind[0], Paragraph):
        return False
    if len(paragraph.text.split()) > LONGEST_LEAD:
        return False
    if isinstance(behind[0], TableRow) and paragraph.text.endswith("."):
        return True
    return paragraph.text[-1] not in ".!?\u2026"  # "Call us if", with a colon or without


def _paragraph(paragraph: Paragraph, kind: PassageKind) -> Iterator[_Piece]:
    for text in _even_pieces(sentences(paragraph.text)):
        yield kind, text, (), paragraph.lines, ""


def _even_pieces(parts: Sequence[str]) -> list[str]:
    """Whole sentences in pieces of about the same length, none over LONGEST_PASSAGE words unless one sentence is."""
    sizes = [len(part.split()) for part in parts]
    count = -(-sum(sizes) // LONGEST_PASSAGE)
    while True:
        pieces = _cut(parts, sizes, count)
        if count >= len(parts) or all(len(piece.split()) <= LONGEST_PASSAGE for piece in pieces):
            return pieces
        count += 1 + count // 10  # in growing steps: a text of a thousand pages may be one paragraph


def _cut(parts: Sequence[str], sizes: Sequence[int], count: int) -> list[str]:
    """Each sentence goes to the one of `count` equal stretches of words that its middle lies in."""
    total = sum(sizes)
    middles = (behind - size / 2 for behind, size in zip(accumulate(sizes), sizes, strict=True))
    numbered = zip((int(middle * count / total) for middle in middles), parts, strict=True)
    return [" ".join(part for _, part in group) for _, group in groupby(numbered, key=lambda pair: pair[0])]


def _list(items: Sequence[ListItem], lead: Paragraph | None) -> Iterator[_Piece]:
    """A list with its lead-in; a long one in groups of whole items, the lead-in with the first."""
    group: list[str] = [lead.text] if lead else []
    first = lead.lines[0] if lead else items[0].lines[0]
    last = first
    for item in items:
        if group and len(" ".join([*group, item.text]).split()) > LONGEST_PASSAGE:
            yield "list", "\n".join(group), (), (first, last), ""
            group, first = [], item.lines[0]
        group.append(f"- {item.text}")
        last = item.lines[1]
    yield "list", "\n".join(group), (), (first, last), ""


def _table(rows: Sequence[TableRow], lead: Paragraph | None) -> Iterator[_Piece]:
    """The whole table with its lead sentence, then each of its rows."""
    for _, table in groupby(_numbered(rows), key=lambda pair: pair[0]):
        members = [row for _, row in table]
        text = "\n".join([*([lead.text] if lead else []), *(row_text(row.cells) for row in members)])
        first = lead.lines[0] if lead else members[0].lines[0]
        yield "table", text, (), (first, members[-1].lines[1]), "table"
        for row in members:
            yield "row", row_text(row.cells), row.cells, row.lines, row.cells[0][1]
        lead = None


def _numbered(rows: Sequence[TableRow]) -> Iterator[tuple[int, TableRow]]:
    number = 0
    for row in rows:
        number += row.first
        yield number, row


class _Names:
    """Makes ids: unique in the document, and the same as long as the section around them is."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._used: dict[str, int] = {}

    def unique(self, section: Section, name: str) -> str:
        heading = slug(section.headings[-1]) if section.headings else "top"
        stem = f"{self._document}#{heading}" + (f"/{slug(name)}" if name else "")
        self._used[stem] = self._used.get(stem, 0) + 1
        number = self._used[stem]
        return f"{stem}.{number}" if not name or number > 1 else stem


def slug(text: str) -> str:
    """A text as part of an id: small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "section"
