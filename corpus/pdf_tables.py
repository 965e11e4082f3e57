"""Tables of a PDF that have no lines around their cells, told by where the segments of print stand on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

Rows = tuple[tuple[str, ...], ...]

_FEWEST_ROWS = 3  # its headers among them
_MOST_APART = 3.0  # times the size of a line: the next row stands no lower
_NEAR = 3.0  # points; what stands as near as that to an edge stands on it
_TRIMMED = 2  # lines at either end that may be none of the table's


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line of print, or a whole table.

    Attributes:
        text: Its words; "" where it is a table.
        size: Of its letters, in points; of a table its height.
        bold: Whether all of its letters are.
        top: From the top of the page, in points.
        gap: To the line above, in points; 0 at the top of a page or column.
        left: From the left edge of the page, in points.
        right: Its other end.
        rows: The cells of a table, headers first.
        is_drawn: Whether the table has lines around its cells.
    """

    text: str
    size: float
    bold: bool = False
    top: float = 0.0
    gap: float = 0.0
    left: float = 0.0
    right: float = 0.0
    rows: Rows = ()
    is_drawn: bool = False


def with_set_tables(segments: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """The lines of a column of print, several that stand in columns put together to a table."""
    lines = _lines(segments)
    at = 0
    while at < len(lines):
        end = _end_of_run(lines, at)
        table = next(_tables(lines, at, end), None)
        if table:
            taken, line = table
            yield line
            at += taken
        else:
            yield _whole(lines[at])
            at += 1


def _lines(segments: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Segments by the line that they stand on."""
    lines: list[list[PrintedLine]] = []
    for one in segments:
        if lines and not one.rows and not lines[-1][0].rows and abs(one.top - lines[-1][0].top) < one.size / 2:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def _end_of_run(lines: Sequence[list[PrintedLine]], start: int) -> int:
    """The line behind those that could be one table: rows of several cells, and what goes on with one of these."""
    edges = [one.left for one in lines[start][1:]]
    end = start
    while end < len(lines):
        line = lines[end]
        apart = line[0].top - lines[end - 1][0].top if end > start else 0.0
        goes_on = len(line) == 1 and any(abs(line[0].left - edge) < _NEAR for edge in edges)
        if line[0].rows or apart > _MOST_APART * line[0].size or (len(line) == 1 and not goes_on):
            break
        end += 1
    return end


def _tables(lines: Sequence[list[PrintedLine]], start: int, end: int) -> Iterator[tuple[int, PrintedLine]]:
    """The tables that a run could be, the whole of it first; each with how many lines it takes."""
    for last in range(end, end - _TRIMMED - 1, -1):
        inside = lines[start:last]
        if sum(len(line) > 1 for line in inside) >= _FEWEST_ROWS and (table := _set_table(inside)):
            yield last - start, table


def _set_table(lines: Sequence[list[PrintedLine]]) -> PrintedLine | None:
    """A table; None where the segments do not stand in columns, each in one of its own."""
    spans = _spans([one for line in lines for one in line])
    if len(spans) != len(lines[0]):
        return None
    rows: list[list[str]] = []
    for line in lines:
        places = [next(at for at, (left, right) in enumerate(spans) if left <= one.left <= right) for one in line]
        if len(set(places)) < len(places):
            return None
        cells = [""] * len(spans)
        for place, one in zip(places, line, strict=True):
            cells[place] = one.text
        if cells[0] or not rows:
            rows.append(cells)
        else:  # the cells of the row above go on
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], cells, strict=True)]
    if len(rows) < _FEWEST_ROWS:
        return None
    first, last = lines[0][0], lines[-1][0]
    height = last.top + last.size - first.top
    return PrintedLine(
        text="", size=height, top=first.top, left=first.left, right=spans[-1][1], rows=tuple(map(tuple, rows))
    )


def _spans(segments: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    """The stretches from left to right that segments cover, those that overlap put together."""
    spans: list[tuple[float, float]] = []
    for one in sorted(segments, key=lambda one: one.left):
        if spans and one.left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], one.right))
        else:
            spans.append((one.left, one.right))
    return spans


def _whole(line: Sequence[PrintedLine]) -> PrintedLine:
    text = " ".join(one.text for one in line)
    return replace(line[0], text=text, bold=all(one.bold for one in line), right=line[-1].right)
