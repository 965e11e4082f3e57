"""Tables that were pasted with each cell on a line of its own: lines -> rows of (header, cell) pairs.

The lines are dealt out to two columns, three and so on; the right number is the one in which the cells of a column
look alike, and the cells of different columns do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from statistics import fmean

from corpus.pasted_words import Word, words_of

Cells = tuple[tuple[str, str], ...]

_MOST_COLUMNS = 7
_FEWEST_ROWS = 2
_LONGEST_CELL = 14  # words
_ALIKE = 0.55  # by how much cells of one column must be more alike than cells of two
_RIVAL = 0.2  # and by how much more than for another number of columns
_MOST_LINES = 300


def rebuild_stacked(lines: Sequence[str]) -> list[Cells] | None:
    """The rows of the table whose cells the lines are, or None where that cannot be told; the first row is its head."""
    cells = [words_of(line) for line in lines]
    if len(lines) > _MOST_LINES or any(not 0 < len(cell) <= _LONGEST_CELL for cell in cells):
        return None
    counts = [count for count in range(2, _MOST_COLUMNS + 1) if _fits(cells, count)]
    ranked = sorted(((_likeness(cells[count:], count), count) for count in counts), reverse=True)
    if not ranked or ranked[0][0] < _ALIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _RIVAL):
        return None
    count = ranked[0][1]
    headers, *rows = [lines[start : start + count] for start in range(0, len(lines), count)]
    return [tuple(zip(headers, row, strict=True)) for row in rows]


def _fits(cells: Sequence[Sequence[Word]], count: int) -> bool:
    """Whether so many columns have whole rows, and headers that are no numbers."""
    rows, left = divmod(len(cells), count)
    return left == 0 and rows > _FEWEST_ROWS and all(_shape(cell) != "number" for cell in cells[:count])


def _likeness(body: Sequence[Sequence[Word]], count: int) -> float:
    """How much more alike the cells of a column are than those of two columns."""
    columns = [body[column::count] for column in range(count)]
    within = fmean(_alike(one, other) for column in columns for one, other in combinations(column, 2))
    pairs = combinations(columns, 2)
    return within - fmean(_alike(one, other) for left, right in pairs for one, other in product(left, right))


def _alike(one: Sequence[Word], other: Sequence[Word]) -> float:
    same = (one[0].folded == other[0].folded) + (one[-1].folded == other[-1].folded)
    numbers = _shape(one) == _shape(other)
    return 1.5 * numbers + same - 0.15 * min(abs(len(one) - len(other)), 6)


def _shape(cell: Sequence[Word]) -> str:
    return "number" if any(word.shape == "number" for word in cell) else "words"
