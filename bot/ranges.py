"""The rows of a table in whose range a number of a question falls: 20 in the row of "15 to 29"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.table_study import Table

_NUMBER = r"(?:(?<![\w.,])[-\u2212])?\d+(?:[.,]\d+)?"
_UNIT = r"\s*(?:%|(?!(?:to|and|bis)\b)[^\W\d]+(?:/[^\W\d]+)?)?\s*"
_BETWEEN = re.compile(rf"({_NUMBER}){_UNIT}(?:to|and|bis|[-\u2013\u2014])\s*({_NUMBER})", re.I)
_FROM = re.compile(
    rf"({_NUMBER}){_UNIT}(?:\+|(?:or|and)\s+(?:more|above|higher|over|older|longer|deeper|greater|later)\b)"
    rf"|(?:at least|from|\u2265)\s*({_NUMBER})",
    re.I,
)
_OVER = re.compile(rf"(?:over|above|more than|higher than|greater than|>)\s*({_NUMBER})", re.I)
_UP_TO = re.compile(
    rf"({_NUMBER}){_UNIT}(?:or|and)\s+(?:less|below|lower|under|fewer|younger|shorter)\b"
    rf"|(?:up to|at most|no more than|\u2264)\s*({_NUMBER})",
    re.I,
)
_UNDER = re.compile(rf"(?:under|below|less than|fewer than|lower than|<)\s*({_NUMBER})", re.I)
_ASKED = re.compile(rf"(?<![\w.,-])({_NUMBER})(?![\w.,]*\d)\s*([^\W\d]*)")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
# What is counted in these is not counted in anything else: "after 20 years" says nothing of a score of 20.
_COUNTED = re.compile(r"(?:year|month|week|day|hour|minute|second|people|patient|time)s?$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class InRange:
    """What falls into the ranges of a row.

    Attributes:
        digits: Of the numbers of the question, without their signs.
        headers: Over the cells that state these ranges.
    """

    digits: frozenset[str]
    headers: tuple[str, ...]


def rows_of_numbers(question: str, table: Table) -> Mapping[int, InRange]:
    """The rows of a table, by position, that state ranges into which numbers of a question fall.

    Only a column counts in which several rows state ranges and some of them do not hold the number.
    """
    if not table.rows or not any(map(str.isdigit, question)):
        return {}
    found: dict[int, list[tuple[str, str]]] = {}
    for digits, unit in _ASKED.findall(question):
        for column, (header, _) in enumerate(table.passages[table.rows[0]].cells):
            cells = {row: table.passages[row].cells[column][1] for row in table.rows}
            if _COUNTED.match(unit) and not any(unit[:3].lower() in text.lower() for text in (header, *cells.values())):
                continue
            stated = {row: ranges for row, cell in cells.items() if (ranges := list(_ranges(cell)))}
            holding = [row for row, ranges in stated.items() if any(a <= _value(digits) <= b for a, b in ranges)]
            if len(holding) < len(stated):
                for row in holding:
                    found.setdefault(row, []).append((digits.lstrip("-\u2212").replace(",", "."), header))
    return {
        row: InRange(digits=frozenset(digits for digits, _ in pairs), headers=tuple(header for _, header in pairs))
        for row, pairs in found.items()
    }


def digits_of(word: str) -> str:
    """The number that a word of a question begins with: "6" of "6mm"; "" where it begins with none."""
    found = _DIGITS.match(word)
    return found[0] if found else ""


def _ranges(cell: str) -> Iterator[tuple[float, float]]:
    """The ranges that a cell states, each from its lowest to its highest number."""
    for one, other in _BETWEEN.findall(cell):
        low, high = sorted((_value(one), _value(other)))  # "-1 to -2.5" runs downwards
        yield low, high
    for pattern, is_open in ((_FROM, False), (_OVER, True)):
        for numbers in pattern.findall(cell):
            low = _value("".join(numbers))
            yield (math.nextafter(low, math.inf) if is_open else low), math.inf
    for pattern, is_open in ((_UP_TO, False), (_UNDER, True)):
        for numbers in pattern.findall(cell):
            high = _value("".join(numbers))
            yield -math.inf, (math.nextafter(high, -math.inf) if is_open else high)


def _value(digits: str) -> float:
    return float(digits.replace("\u2212", "-").replace(",", "."))
