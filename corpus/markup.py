"""Checks of Markdown itself: tables that fall apart, headings with nothing under them, links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from corpus.document import TableRow
from corpus.finding import Checked, Finding
from corpus.formats import front_matter

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")


def broken_tables(checked: Checked) -> Iterator[Finding]:
    """Rows that are no part of a table, rows with too many or too few cells, and columns without a header."""
    rows = [block for section in checked.document.sections for block in section.blocks if isinstance(block, TableRow)]
    yield from _headless(checked, rows)
    if not checked.is_markdown:
        return
    read = {line for row in rows for line in range(row.lines[0], row.lines[1] + 1)}
    widths = {row.lines[0]: len(row.cells) for row in rows}
    lines = checked.text.split("\n")
    for number, line in enumerate(lines, start=1):
        if number in widths:
            count = len(_CELL.split(line.strip().removeprefix("|").removesuffix("|")))
            if count != widths[number]:
                message = f"this row has {count} cells, and its table {widths[number]} columns"
                yield checked.finding(number, "error", "broken-table", message)
        elif line.lstrip().startswith("|") and not _belongs(lines, number, read):
            message = "looks like a row, but is read as no table's; is the |---| line missing below the headers?"
            yield checked.finding(number, "error", "broken-table", message)


def _headless(checked: Checked, rows: list[TableRow]) -> Iterator[Finding]:
    for row in rows:
        empty = [index for index, (header, _) in enumerate(row.cells, start=1) if not header]
        if row.first and empty:
            message = f"column {', '.join(map(str, empty))} of this table has no header"
            yield checked.finding(row.lines[0], "error", "missing-header", message)


def _belongs(lines: list[str], number: int, read: set[int]) -> bool:
    """Whether a line is the header or the rule above rows that were read."""
    return (
        bool(_RULE.match(lines[number - 1]))
        or (number < len(lines) and bool(_RULE.match(lines[number])))
        or number in read
    )


def empty_sections(checked: Checked) -> Iterator[Finding]:
    """Headings under which nothing stands, not even another heading."""
    if not checked.is_markdown:
        return
    headings = list(_headings(checked))
    blocks = [block.lines[0] for section in checked.document.sections for block in section.blocks]
    for index, (level, line, text) in enumerate(headings):
        next_level, until, _ = headings[index + 1] if index + 1 < len(headings) else (0, 10**9, "")
        if next_level <= level and not any(line < block < until for block in blocks):
            yield checked.finding(line, "warning", "empty-section", f'nothing stands under "{text}"')


def dead_links(checked: Checked) -> Iterator[Finding]:
    """Links to headings that the document does not have, and to files that are not there."""
    if not checked.is_markdown:
        return
    anchors = {anchor(text) for _, _, text in _headings(checked)}
    here = (checked.folder / checked.document.source.path).parent
    for target, line in _links(checked):
        path, _, fragment = target.partition("#")
        if not path and fragment and unquote(fragment).lower() not in anchors:
            yield checked.finding(line, "error", "dead-anchor", f"no heading here makes the anchor #{fragment}")
        elif path and not re.match(r"[a-z][a-z0-9+.-]*:|/", path, re.I) and not (here / unquote(path)).exists():
            yield checked.finding(line, "error", "dead-link", f"there is no file {path}")


def anchor(heading: str) -> str:
    """The anchor of a heading as web sites make it: small letters, hyphens for spaces, no other marks."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


def _tokens(checked: Checked) -> tuple[list[Any], int]:
    from markdown_it import MarkdownIt

    _, body, skipped = front_matter(checked.text)
    return MarkdownIt("commonmark").enable("table").parse(body), skipped


def _headings(checked: Checked) -> Iterator[tuple[int, int, str]]:
    """Level, line and text of each heading."""
    tokens, skipped = _tokens(checked)
    for token, behind in pairwise(tokens):
        if token.type == "heading_open":
            text = "".join(child.content for child in behind.children if child.type in ("text", "code_inline"))
            yield int(token.tag[1]), token.map[0] + skipped + 1, text


def _links(checked: Checked) -> Iterator[tuple[str, int]]:
    """Target and line of each link."""
    tokens, skipped = _tokens(checked)
    for token in tokens:
        line = (token.map[0] if token.map else 0) + skipped + 1
        for child in token.children or ():
            if child.type == "softbreak":
                line += 1
            elif child.type == "link_open":
                yield str(child.attrGet("href")), line
