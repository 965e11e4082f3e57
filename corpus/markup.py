"""Checks of Markdown itself: tables that fall apart, and headings with nothing under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from corpus.document import TableRow
from corpus.finding import Checked, Finding
from corpus.formats import front_matter

_CELL = re.compile(r"(?<!\\)\|")
_HTML_TABLE = re.compile(r"<table\b", re.I)
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")


def broken_tables(checked: Checked) -> Iterator[Finding]:
    """Rows of no table, rows with too many or too few cells, columns without a header, tables of HTML."""
    rows = [block for section in checked.document.sections for block in section.blocks if isinstance(block, TableRow)]
    yield from _headless(checked, rows)
    if not checked.is_markdown:
        return
    read = {line for row in rows for line in range(row.lines[0], row.lines[1] + 1)}
    widths = {row.lines[0]: len(row.cells) for row in rows}
    lines = _without_code(checked.text.split("\n"))
    named = 0  # the last line that was named as a row of no table; those right below it go with it
    for number, line in enumerate(lines, start=1):
        if number in widths:
            count = _width(line)
            if count != widths[number]:
                message = f"this row has {count} cells, and its table {widths[number]} columns"
                yield checked.finding(number, "error", "broken-table", message)
        elif _HTML_TABLE.search(line):
            message = "a table of HTML is read as running text; make it one with | and |---|"
            yield checked.finding(number, "error", "broken-table", message)
        elif _may_be_row(lines, number) and not _belongs(lines, number, read):
            if named != number - 1:
                yield checked.finding(number, "error", "broken-table", _why_not_read(lines, number))
            named = number


def _headless(checked: Checked, rows: list[TableRow]) -> Iterator[Finding]:
    for row in rows:
        empty = [index for index, (header, _) in enumerate(row.cells, start=1) if not header]
        if row.first and empty == [1]:
            message = "the first column of this table has no header; say what its rows are"
            yield checked.finding(row.lines[0], "warning", "missing-header", message)
        elif row.first and empty:
            message = f"column {', '.join(map(str, empty))} of this table has no header"
            yield checked.finding(row.lines[0], "error", "missing-header", message)


def _without_code(lines: Sequence[str]) -> list[str]:
    """The lines, those of fenced code empty."""
    fenced = False
    kept = []
    for line in lines:
        is_fence = line.lstrip().startswith(("```", "~~~"))
        kept.append("" if fenced or is_fence else line)
        fenced ^= is_fence
    return kept


def _may_be_row(lines: Sequence[str], number: int) -> bool:
    """Whether a line looks like a row: it begins with a bar, or stands beside another with as many bars."""
    line = lines[number - 1]
    if line.lstrip().startswith("|"):
        return True
    bars = len(_CELL.findall(line))
    beside = [lines[at - 1] for at in (number - 1, number + 1) if 1 <= at <= len(lines)]
    return (
        bars > 0
        and not line.lstrip().startswith(("#", "<", ">", "-", "*"))
        and any((_RULE.match(other) and "|" in other) or len(_CELL.findall(other)) == bars for other in beside)
        and _stands_alone(lines, number)
    )


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    """Whether a line is no part of a comment."""
    before = "\n".join(lines[: number - 1])
    return before.count("<!--") <= before.count("-->")


def _why_not_read(lines: Sequence[str], number: int) -> str:
    rule = lines[number] if number < len(lines) else ""
    if _RULE.match(rule) and "|" in rule:
        heads, ruled = _width(lines[number - 1]), _width(rule)
        if heads != ruled:
            return f"this table is not read: it has {heads} headers, and the |---| line below them {ruled} parts"
    return "looks like a row, but is read as no table's; is the |---| line missing below the headers?"


def _belongs(lines: Sequence[str], number: int, read: set[int]) -> bool:
    """Whether a line was read, or is the header or the rule above rows that were."""
    if number in read:
        return True
    if _RULE.match(lines[number - 1]):
        return number + 1 in read or _is_head(lines, number - 1)
    return _is_head(lines, number)


def _is_head(lines: Sequence[str], number: int) -> bool:
    """Whether a line and the rule below it have as many cells."""
    if not 1 <= number < len(lines) or not _RULE.match(lines[number]):
        return False
    return _width(lines[number - 1]) == _width(lines[number])


def _width(line: str) -> int:
    """How many cells a line has."""
    return len(_CELL.split(line.strip().removeprefix("|").removesuffix("|")))


def empty_sections(checked: Checked) -> Iterator[Finding]:
    """Headings under which nothing stands, not even another heading."""
    if not checked.is_markdown:
        return
    headings = list(headings_of(checked))
    blocks = [block.lines[0] for section in checked.document.sections for block in section.blocks]
    for index, (level, line, text) in enumerate(headings):
        next_level, until, _ = headings[index + 1] if index + 1 < len(headings) else (0, 10**9, "")
        if next_level <= level and not any(line < block < until for block in blocks):
            yield checked.finding(line, "warning", "empty-section", f'nothing stands under "{text}"')


def markdown_tokens(checked: Checked) -> tuple[list[Any], int]:
    """The tokens of its body, and how many lines stand before that."""
    from markdown_it import MarkdownIt

    _, body, skipped = front_matter(checked.text)
    return MarkdownIt("commonmark").enable("table").parse(body), skipped


def headings_of(checked: Checked) -> Iterator[tuple[int, int, str]]:
    """Level, line and text of each heading."""
    tokens, skipped = markdown_tokens(checked)
    for token, behind in pairwise(tokens):
        if token.type == "heading_open":
            text = "".join(child.content for child in behind.children if child.type in ("text", "code_inline"))
            yield int(token.tag[1]), token.map[0] + skipped + 1, text
