"""A line of words cut into a given number of cells so that a score is greatest, and how sure each cut is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

CellScore = Callable[[int, int, int], float]  # (number of the cell, its first word, the word behind it) -> score

_IMPOSSIBLE = float("-inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a line is cut.

    Attributes:
        ends: The number of the word behind each cell but the last.
        score: The score of all cells and gaps.
        margins: For each of `ends`, by how much the best line with that end elsewhere is worse.
    """

    ends: tuple[int, ...]
    score: float
    margins: tuple[float, ...]


def best_cut(gaps: Sequence[float], count: int, cell_score: CellScore) -> Cut:
    """The best way of cutting as many words as there are `gaps` into `count` cells (Viterbi, forward and backward).

    Args:
        gaps: For each word, what speaks for a cut before it; the first is not looked at.
        count: At most the number of words.
        cell_score: What speaks for a cell.
    """
    size = len(gaps)
    forward = _table(size, count)
    forward[0][0] = 0.0
    backward = _table(size, count)
    backward[count][size] = 0.0
    scores = {
        (cell, start, end): cell_score(cell, start, end) + (gaps[end] if end < size else 0.0)
        for cell in range(count)
        for start in range(cell, size)
        for end in range(start + 1, size - (count - cell - 1) + 1)
    }
    for (cell, start, end), score in sorted(scores.items(), key=lambda item: item[0]):
        forward[cell + 1][end] = max(forward[cell + 1][end], forward[cell][start] + score)
    for (cell, start, end), score in sorted(scores.items(), key=lambda item: item[0], reverse=True):
        backward[cell][start] = max(backward[cell][start], backward[cell + 1][end] + score)
    ends: list[int] = []
    margins: list[float] = []
    start = 0
    for cell in range(1, count):
        reachable = range(start + 1, size - (count - cell) + 1)
        end = max(reachable, key=lambda end: scores[cell - 1, start, end] + backward[cell][end])
        through = [forward[cell][other] + backward[cell][other] for other in range(size + 1) if other != end]
        ends.append(end)
        margins.append(forward[count][size] - max(through))
        start = end
    return Cut(ends=tuple(ends), score=forward[count][size], margins=tuple(margins))


def _table(size: int, count: int) -> list[list[float]]:
    return [[_IMPOSSIBLE] * (size + 1) for _ in range(count + 1)]
