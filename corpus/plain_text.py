"""Plain text as people paste it: bare headings, wrapped lines, bullets, and tables that lost their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import Block, ListItem, Paragraph, Section, TableRow
from corpus.tables import rebuild

_BULLET = re.compile(r"^\s*(?:[-*+\u2022\u25cf\u25e6\u2023\u00b7\u2013]|\(?\d{1,2}[.)]|[a-z][.)])\s+(?=\S)")
_UNDERLINE = re.compile(r"^\s*([=\-_*~])\1{2,}\s*$")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*$")
_LONGEST_HEADING = 90  # characters
_LONGEST_WRAPPED_LINE = 100  # characters; a longer line was not wrapped by hand
_LABEL = re.compile(r"^[A-Z][\w' -]{2,40}:$")

Line = tuple[int, str]


def read_plain_text(text: str) -> tuple[str, tuple[Section, ...]]:
    """The title ("" where the first line is none) and the sections of a pasted text."""
    groups = list(_groups(text))
    title = ""
    if groups and len(groups[0]) == 1 and len(groups) > 1 and _is_heading(groups[0][0][1]):
        title = groups.pop(0)[0][1]
    sections: list[Section] = []
    headings: tuple[str, ...] = ()
    line = 1
    blocks: list[Block] = []
    for group, following in zip(groups, [*groups[1:], []], strict=True):
        heading, rest = _heading(group, following)
        if heading:
            _finish(sections, headings, line, blocks)
            headings, line, blocks = (heading,), group[0][0], []
        blocks.extend(_blocks(rest))
    _finish(sections, headings, line, blocks)
    return title, tuple(sections)


def _finish(sections: list[Section], headings: tuple[str, ...], line: int, blocks: Sequence[Block]) -> None:
    if blocks:
        sections.append(Section(headings=headings, line=line, blocks=tuple(blocks)))


def _groups(text: str) -> Iterator[list[Line]]:
    """Runs of lines between blank ones, each line with its number."""
    group: list[Line] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.replace("\u00a0", " ").rstrip()
        if line.strip() and not _UNDERLINE.match(line):
            group.append((number, line))
        elif group and not line.strip():
            yield group
            group = []
    if group:
        yield group


def _heading(group: list[Line], following: list[Line]) -> tuple[str, list[Line]]:
    """The heading that a group is or begins with, and the rest of the group."""
    first = group[0][1].strip()
    if _LABEL.match(first) and (len(group) > 1 or following) and not (len(group) > 1 and _BULLET.match(group[1][1])):
        return first.rstrip(":"), group[1:]
    if len(group) == 1 and following and _is_heading(first) and not _BULLET.match(first):
        return first, []
    return "", group


def _is_heading(line: str) -> bool:
    """A short line without a full stop that begins with a capital or a number; a question may be a heading too."""
    line = line.strip()
    ends_well = not _SENTENCE_END.search(line) or line.endswith("?")
    return len(line) <= _LONGEST_HEADING and ends_well and line[-1] not in ",;:" and not line[0].islower()


def _blocks(lines: list[Line]) -> Iterator[Block]:
    if not lines:
        return
    table = rebuild([line for _, line in lines])
    if table:
        numbers = [number for number, _ in lines][-len(table) :]
        for index, (cells, number) in enumerate(zip(table, numbers, strict=True)):
            yield TableRow(cells=cells, lines=(number, number), first=index == 0)
        return
    for kind, run in _runs(lines):
        text = " ".join(" ".join(line for _, line in run).split())
        span = (run[0][0], run[-1][0])
        yield ListItem(text=_BULLET.sub("", text), lines=span) if kind == "item" else Paragraph(text=text, lines=span)


def _runs(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Lines that belong together: an item with its continuation, a wrapped paragraph, or one long line."""
    wrapped = max(len(line) for _, line in lines) <= _LONGEST_WRAPPED_LINE
    run: list[Line] = []
    kind = "paragraph"
    for number, line in lines:
        bullet = bool(_BULLET.match(line))
        if run and (bullet or not wrapped):
            yield kind, run
            run, kind = [], "paragraph"
        kind = "item" if bullet else kind
        run.append((number, line))
    yield kind, run
