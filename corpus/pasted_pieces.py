"""The lines of a pasted text put together to pieces: paragraphs, items, tables, and short lines by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.document import TableRow
from corpus.pasted_lines import SENTENCE_END, Line
from corpus.tables import find_table, is_rule

_LONGEST_HEADING = 90  # characters
_LONGEST_WRAPPED_LINE = 120  # characters; a longer line was not wrapped by hand
_SHORTEST_WRAPPED_LINE = 40
_RAGGED = 0.6  # of the width: a line that ends before was not wrapped, whatever stands behind it
_FEWEST_WORDS_OVER_A_PAGE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Lines that belong together.

    Attributes:
        text: Their words, white space folded; "" for a table.
        lines: The lines.
        rows: Its rows, where it is a table.
    """

    text: str
    lines: tuple[Line, ...]
    rows: tuple[TableRow, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """Its first and last line, counted from 1."""
        return self.lines[0].number, self.lines[-1].number

    @property
    def is_apart(self) -> bool:
        """Whether a blank line stands above it."""
        return self.lines[0].apart

    @property
    def is_marked(self) -> bool:
        """Whether it is marked as a heading, or all in capitals as few things but headings are."""
        words = [word for word in self.text.split() if word.isalpha()]
        shouts = self.text.isupper() and len(words) > 1 and not SENTENCE_END.search(self.text.rstrip("?"))
        return len(self.lines) == 1 and (self.lines[0].marked or (shouts and len(self.text) <= _LONGEST_HEADING))

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet or a number."""
        return self.lines[0].is_item and not self.rows

    @property
    def is_short(self) -> bool:
        """Whether it could be a heading: a short line without a stop that begins with a capital or a number."""
        return self.is_marked or (
            len(self.lines) == 1 and not self.rows and not self.is_item and could_be_heading(self.text)
        )

    @property
    def ends(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(self.rows or SENTENCE_END.search(self.text))

    def with_text(self, text: str) -> Piece:
        """The same piece with other words."""
        return replace(self, text=text)


def could_be_heading(text: str) -> bool:
    """Whether a line is short, ends without a stop or with a question, and begins with a capital or a number."""
    ends_well = not SENTENCE_END.search(text) or text.endswith("?")
    return len(text) <= _LONGEST_HEADING and ends_well and text[-1] not in ",;:" and not text[0].islower()


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The pieces of a text in order."""
    width = _width(lines)
    return [piece for group in _groups(lines) for piece in _pieces(group, width)]


def _width(lines: Sequence[Line]) -> int:
    """The characters at which lines were wrapped: the longest line that goes on in small letters; 0 without any."""
    wrapped = [
        line.length
        for line, behind in pairwise(lines)
        if _SHORTEST_WRAPPED_LINE <= line.length <= _LONGEST_WRAPPED_LINE
        and behind.text[0].islower()
        and not behind.apart
        and not behind.is_item
    ]
    return max(wrapped) if len(wrapped) > 1 else 0


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines between blank ones; a paragraph that a page's end divided is one group."""
    group: list[Line] = []
    for line in lines:
        if group and line.apart and not _goes_over_a_page(group, line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_over_a_page(group: Sequence[Line], line: Line) -> bool:
    """Whether a sentence goes on behind a blank line."""
    before = group[-1]
    if not line.text[0].islower() or line.is_item or before.ends_sentence or before.marked or "\t" in line.text:
        return False
    words = sum(len(line.text.split()) for line in group[-2:])
    return before.text[-1] not in ":;" and words >= _FEWEST_WORDS_OVER_A_PAGE


def _pieces(group: Sequence[Line], width: int) -> Iterator[Piece]:
    """The pieces of a group: its table, if it has one, and what stands above and below that."""
    found = find_table([" " * line.indent + line.text for line in group]) if len(group) > 1 else None
    if found is None:
        yield from _paragraphs(group, width)
        return
    start, end, cells = found
    yield from _paragraphs(group[:start], width)
    body = [line for line in group[start:end] if not is_rule(line.text)][1:]
    rows = tuple(
        TableRow(cells=row, lines=(line.number, line.number), first=index == 0)
        for index, (row, line) in enumerate(zip(cells, body, strict=True))
    )
    yield Piece(text="", lines=tuple(group[start:end]), rows=rows)
    yield from _pieces(group[end:], width)


def _paragraphs(group: Sequence[Line], width: int) -> Iterator[Piece]:
    run: list[Line] = []
    for line in group:
        if run and not _goes_on(run, line, width):
            yield _joined(run)
            run = []
        run.append(line)
    if run:
        yield _joined(run)


def _goes_on(run: Sequence[Line], line: Line, width: int) -> bool:
    """Whether a line goes on with the paragraph or item of the lines before it."""
    before = run[-1]
    if line.is_item or line.marked or before.marked:
        return False
    if line.apart:
        return True  # over the end of a page
    if run[0].is_item and line.indent > run[0].indent:
        return True
    full = width > 0 and before.length + 1 + len(line.text.split()[0]) > width
    if line.text[0].islower() and not before.ends_sentence:
        return full or before.length >= _RAGGED * width or not width
    return full and before.length <= _LONGEST_WRAPPED_LINE


def _joined(lines: Sequence[Line]) -> Piece:
    return Piece(text=" ".join(" ".join(line.text for line in lines).split()), lines=tuple(lines))
