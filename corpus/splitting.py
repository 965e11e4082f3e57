"""Document -> passages: pieces that can stand as an answer, never across a heading, always whole sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.document import Block, Document, ListItem, Paragraph, Section, TableRow
from corpus.passage import Passage, PassageKind
from corpus.sentences import sentences

LONGEST_PASSAGE = 120  # words: what a phone shows without much scrolling; a longer paragraph is split evenly

_DISCLAIMER = ("disclaimer", "medical disclaimer", "haftungsausschluss", "aviso legal")


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
                    also_asked=section.also_asked if kind != "row" else (),
                )
            )
    return passages


def row_text(cells: Sequence[tuple[str, str]]) -> str:
    """A table row as text that names its headers."""
    return "; ".join(f"{header}: {cell}" if header else cell for header, cell in cells if cell)


_Piece = tuple[PassageKind, str, tuple[tuple[str, str], ...], tuple[int, int], str]


def _pieces(section: Section) -> Iterator[_Piece]:
    kind: PassageKind = "text"
    if section.headings and section.headings[-1].strip(" :").lower() in _DISCLAIMER:
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
    return isinstance(behind[0], TableRow) or paragraph.text.endswith(":")


def _paragraph(paragraph: Paragraph, kind: PassageKind) -> Iterator[_Piece]:
    for text in _even_pieces(sentences(paragraph.text)):
        yield kind, text, (), paragraph.lines, ""


def _even_pieces(parts: Sequence[str]) -> Iterator[str]:
    """Whole sentences in pieces of about the same length, none over LONGEST_PASSAGE words unless one sentence is."""
    total = sum(len(part.split()) for part in parts)
    count = -(-total // LONGEST_PASSAGE)
    piece: list[str] = []
    length = done = 0
    for part in parts:
        size = len(part.split())
        if piece and (
            length + size > LONGEST_PASSAGE or done + length >= total * _finished(done, total, count) / count
        ):
            yield " ".join(piece)
            done, piece, length = done + length, [], 0
        piece.append(part)
        length += size
    if piece:
        yield " ".join(piece)


def _finished(done: int, total: int, count: int) -> int:
    """How many of `count` equal pieces are to be finished with the one that begins after `done` words."""
    return done * count // max(total, 1) + 1


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
