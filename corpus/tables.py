"""Tables in pasted text: lines -> rows of (header, cell) pairs.

A table keeps its columns in a paste when they are divided by tabs, bars or runs of spaces. Often it loses them, and the
cells run together:

    Therapy TypeMechanism Primary Applications
    Laser therapy Heats tissue Skin, eye

Such a table is rebuilt from what is left: cells begin with a capital behind a word that does not, the names in the
first column end alike ("... therapy"), and a header is a noun with the adjectives before it. A row that cannot be
divided into as many cells as there are headers is kept whole, under the whole header line, rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

Cells = tuple[tuple[str, str], ...]

_DIVIDERS = (re.compile(r"\t"), re.compile(r"\s*\|\s*"), re.compile(r" {2,}"))
_CASE_JOINT = re.compile(r"(?<=[a-z0-9)])(?=[A-Z][a-z])")
_ADJECTIVES = frozenset(
    "primary key main common typical usual first second third average approximate recommended possible major minor "
    "other best total annual daily weekly monthly side adverse special important active brand generic basic full "
    "opening closing normal maximum minimum standard alternative current new old".split()
)
_LONGEST_HEADER_LINE = 12  # words


def rebuild(lines: Sequence[str]) -> list[Cells] | None:
    """The rows of the table that `lines` are, or None where they are none.

    The first line names the headers. At least one row must follow.
    """
    if len(lines) < 2:
        return None
    return _divided(lines) or _squashed([" ".join(line.split()) for line in lines])


def _divided(lines: Sequence[str]) -> list[Cells] | None:
    for divider in _DIVIDERS:
        rows = [[cell.strip() for cell in divider.split(line.strip(" ").strip("|"))] for line in lines]
        rows = [row for row in rows if not all(set(cell) <= set("-:=+ ") for cell in row)]
        if len(rows) > 1 and len(rows[0]) > 1 and all(1 < len(row) <= len(rows[0]) for row in rows):
            return [tuple(zip_longest(rows[0], row, fillvalue="")) for row in rows[1:]]
    return None


def _squashed(lines: Sequence[str]) -> list[Cells] | None:
    head, rows = lines[0], lines[1:]
    if len(rows) < 2 or not _is_header(head) or not all(_is_row(row) for row in rows):
        return None
    lead = _shared_lead([row.split() for row in rows])
    divided = [_divide_row(row.split(), lead) for row in rows]
    counts = {len(cells) for cells in divided}
    headers = _divide_header(head, counts.pop()) if len(counts) == 1 else None
    if headers is None:
        return [((_CASE_JOINT.sub(" ", head), row),) for row in rows]
    return [tuple(zip(headers, cells, strict=True)) for cells in divided]


def _is_header(line: str) -> bool:
    words = _CASE_JOINT.sub(" ", line).split()
    return 2 <= len(words) <= _LONGEST_HEADER_LINE and line[-1].isalnum() and all(word[0].isupper() for word in words)


def _is_row(line: str) -> bool:
    return line[-1] not in ".!?:" and line[0].isupper() and len(line.split()) >= 3


def _shared_lead(rows: Sequence[Sequence[str]]) -> int:
    """How many words the first column has: up to the end of the words that stand in the same place in every row."""
    shortest = min(map(len, rows))
    alike = [index for index in range(1, shortest) if len({row[index] for row in rows}) == 1]
    lead = 0
    for index in alike:
        if index <= lead + 1 or lead == 0:
            lead = index
    return lead + 1 if lead else 0


def _divide_row(words: Sequence[str], lead: int) -> list[str]:
    """Cells begin at capitals that are no acronyms and follow a word that is not one of their own phrase."""
    cells = [list(words[:lead])] if lead else [[words[0]]]
    for index in range(lead or 1, len(words)):
        starts = index == lead or (_begins_cell(words[index]) and not _runs_on(words[index - 1]))
        if starts:
            cells.append([words[index]])
        else:
            cells[-1].append(words[index])
    return [" ".join(cell) for cell in cells]


def _begins_cell(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or word[1:].islower() or ("-" in word and word[1].islower()))


def _runs_on(word: str) -> bool:
    """Whether the phrase goes on behind this word: a comma, or a name in capitals such as the A of "A Little"."""
    return word.endswith((",", "/", "&", "(")) or word.lower() in {"and", "or", "of", "the", "by", "to", "in"}


def _divide_header(line: str, count: int) -> list[str] | None:
    """The headers: divided where the case shows it, and behind each word that is no adjective, into `count`."""
    headers: list[str] = []
    for part in _CASE_JOINT.split(line):
        words: list[str] = []
        for word in part.split():
            words.append(word)
            if word.lower() not in _ADJECTIVES:
                headers.append(" ".join(words))
                words = []
        if words:
            headers.append(" ".join(words))
    first = _CASE_JOINT.split(line)[0]
    if len(headers) > count and _CASE_JOINT.search(line):
        headers = [first, *headers[len(first.split()) :]] if first.split() == headers[: len(first.split())] else headers
    return headers if len(headers) == count else None
