"""Tables in pasted text: lines -> rows of (header, cell) pairs.

A table keeps its columns in a paste where they are divided by tabs, bars, runs of spaces or dashes; often they run
together (squashed_tables.py), or each cell has a line of its own (stacked_tables.py). A row that cannot be divided
without doubt is kept whole, under the whole header line, rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from corpus.pasted_words import words_of
from corpus.squashed_tables import rebuild_squashed

Cells = tuple[tuple[str, str], ...]

_DIVIDERS = (re.compile(r"\t"), re.compile(r"\s*\|\s*"), re.compile(r" {2,}"))
_DASH = re.compile(r"\s+[-\u2013\u2014:;]\s+")
_FEWEST_DASHED = 3  # columns; two are a word and its explanation
_ENDS_ROW = re.compile(r"[.!?:;,]$")
_MOST_WINDOWS = 40  # stretches of lines that are tried for a table among others


def rebuild(lines: Sequence[str]) -> list[Cells] | None:
    """The rows of the table that `lines` are, or None where they are none.

    The first line names the headers. At least one row must follow.
    """
    if len(lines) < 2:
        return None
    return _divided(lines) or _dashed(lines) or rebuild_squashed([" ".join(line.split()) for line in lines])


def find_table(lines: Sequence[str]) -> tuple[int, int, list[Cells]] | None:
    """A table among lines: the number of its head, that of the line behind its last row, and its rows; None without.

    A caption may stand above it, and prose or a heading below.
    """
    whole = rebuild(lines)
    if whole and len(whole[0]) > 1:
        return 0, len(lines), whole
    undivided = (0, len(lines), whole) if whole else None
    for start, end in _windows(lines):
        found = rebuild(lines[start:end])
        if found and len(found[0]) > 1:
            return start, end, found
        if found and undivided is None and any(word.glued for word in words_of(lines[start])):
            undivided = (start, end, found)  # what ran together is a table, though its cells cannot be told apart
    return undivided


def _windows(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of three lines or more that could be a table, long ones first: no line in them ends as a sentence."""
    found = [
        (first, last)
        for start, end in _stretches(lines)
        for first in (start, start + 1)
        for last in (end, end - 1)
        if last - first > 2 and (first, last) != (0, len(lines))
    ]
    return sorted(found, key=lambda window: window[0] - window[1])[:_MOST_WINDOWS]


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for index, line in enumerate(lines):
        if _ENDS_ROW.search(line):
            yield start, index
            start = index + 1
    yield start, len(lines)


def is_rule(line: str) -> bool:
    """Whether a line only divides the head of a table from its rows."""
    return set(line) <= set("-:=+| \t")


def _divided(lines: Sequence[str]) -> list[Cells] | None:
    said = [line for line in lines if not is_rule(line)]
    for divider in _DIVIDERS:
        rows = [[cell.strip() for cell in divider.split(line.strip(" ").strip("|"))] for line in said]
        if len(rows) > 1 and len(rows[0]) > 1 and all(1 < len(row) <= len(rows[0]) for row in rows):
            return [tuple(zip_longest(rows[0], row, fillvalue="")) for row in rows[1:]]
    return None


def _dashed(lines: Sequence[str]) -> list[Cells] | None:
    """Cells divided by dashes, colons or semicolons between spaces, as many in each line, under a head of names."""
    head, *rows = [_DASH.split(line.strip()) for line in lines]
    if len(rows) < 2 or len(head) < _FEWEST_DASHED or any(len(row) != len(head) for row in rows):
        return None
    if any(char.isdigit() for char in lines[0]) or not all(cell[:1].isupper() for cell in head):
        return None
    return [tuple(zip(head, row, strict=True)) for row in rows]
