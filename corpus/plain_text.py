"""Plain text as people paste it: bare headings, wrapped lines, bullets, and tables that lost their lines.

The lines are first put together to pieces: a paragraph, an item, a table, or one short line that could be a heading.
Which of the short lines are headings is told by what stands around them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.document import HEADING_LEVELS, Block, ListItem, Paragraph, Section, is_disclaimer
from corpus.pasted_lines import BULLET, lines_of
from corpus.pasted_pieces import Piece, could_be_heading, pieces_of
from corpus.short_lines import short_lines

_INLINE_LABEL = re.compile(r"^\W*([A-Z][\w ]{2,40}?)\W*?(?:[:.\u2013\u2014]|\s-)\W*(?<=\s)(?=\w)", re.I)
_LABEL = re.compile(r"^[A-Z0-9][\w' ,()/&-]{2,50}:$")
_LEADS_IN = re.compile(
    r"\b(includ(e|es|ing)|are|is|if|as|to|with|when|for|of|by|that|from|in|on|following|have|has|do|can|may|should|"
    r"must|like|and|or):$",
    re.I,
)
_QUESTION = re.compile(r"^Q(?:uestion)?\s?\d*\s?[:.)]\s+(?=\S)")
_REPLY = re.compile(r"^A(?:nswer)?\s?\d*\s?[:.)]\s+(?=\S)")
_NUMBER = re.compile(r"\d{1,2}[.)]\s+\D")
_NUMBERED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.?\s")
_LONGEST_LABEL_OF_A_LIST = 3  # words; a longer one leads in

Part = Piece | list[Block]  # a heading, or blocks


def read_plain_text(text: str) -> tuple[str, tuple[Section, ...]]:
    """The title ("" where the first line is none) and the sections of a pasted text."""
    pieces = pieces_of(lines_of(text))
    title = ""
    if len(pieces) > 1 and pieces[0].is_short and (pieces[1].is_apart or not pieces[1].is_item):
        title = pieces[0].text
        pieces = pieces[1:]
    sections: list[Section] = []
    headings: tuple[str, ...] = ()
    line = 1
    blocks: list[Block] = []
    empty: list[Piece] = []  # the headings since the last text
    for part in _parts(pieces):
        if isinstance(part, Piece):
            _finish(sections, headings, line, blocks)
            headings, line, blocks = _path(headings, part.text, bool(blocks)), part.lines[0].number, []
            empty.append(part)
        else:
            if part and not blocks:
                _finish(sections, (), line, _left_out(empty, headings))
                empty = []
            blocks.extend(part)
    _finish(sections, headings, line, blocks)
    return title, tuple(sections)


def _left_out(empty: Sequence[Piece], path: tuple[str, ...]) -> list[Block]:
    """The headings above a text that found no place in its path, as paragraphs: no word is lost."""
    surplus = Counter(piece.text for piece in empty) - Counter(path)
    left: list[Block] = []
    for piece in empty:
        if surplus[piece.text] > 0:
            surplus[piece.text] -= 1
            left.append(Paragraph(text=piece.text, lines=piece.span))
    return left


def _path(before: tuple[str, ...], heading: str, had_text: bool) -> tuple[str, ...]:
    """The headings down to a new one: one with nothing under it stands above the next, and 2 stands above 2.1.

    Of more in a row than there are levels the last ones count; the others become paragraphs.
    """
    numbered = _NUMBERED.match(heading)
    if numbered and before and re.match(rf"{numbered[1]}[.)]?\s", before[0]):
        return (before[0], heading)
    return (heading,) if had_text else (*before, heading)[-HEADING_LEVELS:]


def _finish(sections: list[Section], headings: tuple[str, ...], line: int, blocks: Sequence[Block]) -> None:
    if blocks:
        sections.append(Section(headings=headings, line=line, blocks=tuple(blocks)))


def _parts(pieces: Sequence[Piece]) -> Iterator[Part]:
    """Headings, as pieces, and the blocks between them."""
    is_dialogue = all(any(mark.match(piece.text) for piece in pieces) for mark in (_QUESTION, _REPLY))
    index = 0
    while index < len(pieces):
        piece, behind = pieces[index], pieces[index + 1 : index + 2]
        taken = 1
        if is_dialogue and (_QUESTION.match(piece.text) or _REPLY.match(piece.text)):
            yield _spoken(piece)
        elif label := _disclaimer_label(piece):
            yield piece.with_text(label[1])
            yield list(_blocks(piece.with_text(piece.text[label.end() :])))
        elif _is_numbered_heading(pieces, index):
            yield piece
        elif piece.is_short:
            taken, found = short_lines(pieces, index)
            yield from found
        elif behind and _is_label(piece) and not _leads_in(piece, behind[0]):
            yield piece.with_text(piece.text.rstrip(":"))
        else:
            yield list(_blocks(piece))
        index += taken


def _is_numbered_heading(pieces: Sequence[Piece], index: int) -> bool:
    """Whether "2. What it is" is a heading and not an item: a short line, and no item stands before or behind it."""
    piece = pieces[index]
    if len(piece.lines) > 1 or not _NUMBER.match(piece.text) or not could_be_heading(piece.text):
        return False
    around = [pieces[other] for other in (index - 1, index + 1) if 0 <= other < len(pieces)]
    return index + 1 < len(pieces) and not any(other.is_item for other in around) and not around[-1].text[:1].islower()


def _spoken(piece: Piece) -> Part:
    """A line of questions and answers: "Q: What is it?" is a heading."""
    if _QUESTION.match(piece.text):
        return piece.with_text(_QUESTION.sub("", piece.text))
    return list(_blocks(piece.with_text(_REPLY.sub("", piece.text))))


def _disclaimer_label(piece: Piece) -> re.Match[str] | None:
    """How a paragraph begins that says "Disclaimer: ..." in one of many ways; None for any other."""
    label = None if piece.rows or piece.is_item else _INLINE_LABEL.match(piece.text)
    return label if label and is_disclaimer(label[1]) else None


def _is_label(piece: Piece) -> bool:
    return len(piece.lines) == 1 and not piece.is_item and bool(_LABEL.match(piece.text))


def _leads_in(piece: Piece, behind: Piece) -> bool:
    """Whether "Call if:" is the beginning of what follows rather than its heading."""
    listed = behind.is_item or behind.is_short
    return bool(_LEADS_IN.search(piece.text)) or (listed and len(piece.text.split()) > _LONGEST_LABEL_OF_A_LIST)


def _blocks(piece: Piece) -> Iterator[Block]:
    if piece.rows:
        yield from piece.rows
    elif piece.is_item:
        yield ListItem(text=BULLET.sub("", piece.text), lines=piece.span)
    else:
        yield Paragraph(text=piece.text, lines=piece.span)
