"""Plain text as people paste it: bare headings, wrapped lines, bullets, and tables that lost their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import Block, ListItem, Paragraph, Section, TableRow
from corpus.tables import rebuild

BULLET = re.compile(r"^\s*(?:[-*+\u2022\u25cf\u25e6\u2023\u00b7\u2013]|\(?\d{1,2}[.)]|[a-z][.)])\s+(?=\S)")
_UNDERLINE = re.compile(r"^\s*([=\-_*~])\1{2,}\s*$")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*$")
_LONGEST_HEADING = 90  # characters
_LONGEST_WRAPPED_LINE = 100  # characters; a longer line was not wrapped by hand
_LONGEST_INNER_HEADING = 10  # words
_DISCLAIMER = re.compile(r"^\**((?:[A-Z]\w+ )?disclaimer)\s*:\**\s+(\S.*)$", re.I)
_LABEL = re.compile(r"^[A-Z][\w' -]{2,40}:$")

Line = tuple[int, str]


def read_plain_text(text: str) -> tuple[str, tuple[Section, ...]]:
    """The title ("" where the first line is none) and the sections of a pasted text."""
    groups = [part for group in _groups(text) for part in _apart(group)]
    title = ""
    if groups and len(groups[0]) == 1 and len(groups) > 1 and _is_heading(groups[0][0][1]):
        title = groups.pop(0)[0][1]
    sections: list[Section] = []
    headings: tuple[str, ...] = ()
    line = 1
    blocks: list[Block] = []
    for before, group, following in zip([[], *groups], groups, [*groups[1:], []], strict=False):
        heading, rest = _heading(before, group, following)
        if heading:
            _finish(sections, headings, line, blocks)
            above = () if blocks else headings  # a heading with nothing under it stands above the next
            headings, line, blocks = (*above, heading), group[0][0], []
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
        line = line.replace("\u00a0", " ").rstrip(" ")
        if line.strip() and not _UNDERLINE.match(line):
            group.append((number, line))
        elif group and not line.strip():
            yield group
            group = []
    if group:
        yield group


def _apart(group: list[Line]) -> Iterator[list[Line]]:
    """A group cut before and behind each heading in it: texts are pasted without blank lines as well."""
    width = max(len(line) for _, line in group)
    start = 0
    for index in range(len(group) - 1):
        if _stands_out([line.strip() for _, line in group], index, width):
            yield from filter(None, (group[start:index], group[index : index + 1]))
            start = index + 1
    yield group[start:]


def _stands_out(lines: list[str], index: int, width: int) -> bool:
    """Whether a line among others is a heading: it was not wrapped, and prose stands on both sides of it."""
    line, behind = lines[index], lines[index + 1]
    first = index == 0 or (index == 1 and _is_heading(lines[0]) and not BULLET.match(lines[0]))
    if not (first or _SENTENCE_END.search(lines[index - 1])) or not _is_heading(line) or BULLET.match(line):
        return False
    not_wrapped = len(line) + len(behind.split()[0]) < width and len(line.split()) <= _LONGEST_INNER_HEADING
    prose = any(_SENTENCE_END.search(rest) for rest in lines[index + 1 :]) and len(behind) > len(line)
    return not_wrapped and prose and behind[0].isupper() and not BULLET.match(behind) and "\t" not in line + behind


def _heading(before: list[Line], group: list[Line], following: list[Line]) -> tuple[str, list[Line]]:
    """The heading that a group is or begins with, and the rest of the group."""
    first = group[0][1].strip()
    inline = _DISCLAIMER.match(first)
    if inline:
        return inline[1].strip(" *"), [(group[0][0], inline[2]), *group[1:]]
    if _LABEL.match(first) and (len(group) > 1 or following) and not (len(group) > 1 and BULLET.match(group[1][1])):
        return first.rstrip(":"), group[1:]
    if len(group) == 1 and following and _is_heading(first) and not BULLET.match(first):
        return first, []
    if len(group) == 1 and _is_numbered_heading(before, first, following):
        return first, []
    return "", group


def _is_numbered_heading(before: list[Line], line: str, following: list[Line]) -> bool:
    """Whether "2. What it is" is a heading, and not an item: no item stands before or behind it."""
    if not re.match(r"\d{1,2}[.)]\s+\D", line) or not _is_heading(line) or not following:
        return False
    return not any(BULLET.match(group[0][1]) for group in (before, following) if group)


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
        yield ListItem(text=BULLET.sub("", text), lines=span) if kind == "item" else Paragraph(text=text, lines=span)


def _runs(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Lines that belong together: an item with its continuation, a wrapped paragraph, or one long line."""
    wrapped = max(len(line) for _, line in lines) <= _LONGEST_WRAPPED_LINE
    run: list[Line] = []
    kind = "paragraph"
    for number, line in lines:
        bullet = bool(BULLET.match(line))
        if run and (bullet or not wrapped):
            yield kind, run
            run, kind = [], "paragraph"
        kind = "item" if bullet else kind
        run.append((number, line))
    yield kind, run
