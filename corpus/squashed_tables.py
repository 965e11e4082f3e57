"""Tables whose columns ran together in a paste: lines -> rows of (header, cell) pairs.

    Therapy TypeMechanism Primary Applications
    Laser therapy Heats tissue Skin, eye
    Light therapy Wakes cells Skin

Each gap between two words speaks for or against an end of a cell there: by its case, by words that stand in several
rows, by numbers, by words that cannot end a cell. A column speaks as well: its cells begin, end and look alike. The
rows are cut into the same number of cells so that all of this together is greatest (Viterbi's dynamic programming for
each row, the others held, until nothing changes); the header line is cut into as many. A cut that has a rival nearly as
good, in any line, is not made: those columns stay together, in the utmost case the row as a whole under all headers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.cell_evidence import RowEvidence, head_gaps, header_length
from corpus.cuts import Cut, best_cut
from corpus.pasted_words import Word, words_of

Cells = tuple[tuple[str, str], ...]

_MOST_COLUMNS = 7
_LONGEST_HEADER_LINE = 18  # words
_FEWEST_ROWS = 2
_MOST_ROWS = 60  # the work grows with their square
_LONGEST_ROW = 80  # words; and with the square of these
_ROUNDS = 6  # of fitting the rows to each other; they settle in two or three
_DASH = re.compile(r"\s[-\u2013\u2014]\s")
_CERTAIN = 1.0  # by how much a cut must be better than the best without it
_CERTAIN_A_ROW = 0.3  # added for each row where it is about the number of columns
_USUAL_LIKENESS = 1.3  # of a cell to its column
_WEAKEST = -0.6  # of what the gaps of a column say, in the mean


def rebuild_squashed(lines: Sequence[str]) -> list[Cells] | None:
    """The rows of a table whose columns ran together, or None where the lines are none; the first line is its head."""
    head, rows = words_of(lines[0]), _rows(lines[1:])
    if not _FEWEST_ROWS <= len(rows) <= _MOST_ROWS or max(map(len, rows)) > _LONGEST_ROW:
        return None
    if not _may_be_head(lines[0], head) or not _may_be_rows(lines[1:], head):
        return None
    fits = sorted(_fits(head, rows), key=lambda fit: -fit.score)
    glued = any(word.glued for word in head)
    if not fits or not (glued or any(fit.is_plausible for fit in fits) or _names_columns(head, rows)):
        return None
    fitted = fits[0]
    enough = _CERTAIN + _CERTAIN_A_ROW * len(rows)
    has_rival = any(fitted.score - fit.score < enough for fit in fits[1:])
    is_certain = fitted.is_complete and not has_rival and (glued or fitted.is_plausible)
    ends = fitted.certain_columns() if is_certain else []
    headers = _cells([replace(word, glued=False) for word in head], fitted.head.ends, ends)
    return [tuple(zip(headers, _cells(row, cut.ends, ends), strict=True)) for row, cut in fitted.rows]


def _rows(lines: Sequence[str]) -> list[list[Word]]:
    """The words of each row; where cells were glued together they were in every row: OxyContin in one is a name."""
    rows = [words_of(line) for line in lines]
    if all(any(word.glued for word in row) for row in rows):
        return rows
    return [[Word(text=text) for text in line.split()] for line in lines]


def _may_be_head(line: str, head: Sequence[Word]) -> bool:
    """A short line that is no sentence, each of whose words is a name but for small ones."""
    if not 2 <= len(head) <= _LONGEST_HEADER_LINE or not (line[-1].isalnum() or line[-1] in ")%") or "," in line:
        return False
    return head[0].shape != "lower" and not re.match(r"\W", line)


def _names_columns(head: Sequence[Word], rows: Sequence[Sequence[Word]]) -> bool:
    """Whether a line is a row of headers by its looks: four capitals or more and no small word; titles have some."""
    return len(head) > 3 and all(word.shape != "lower" for word in head) and all(len(row) > 2 for row in rows)


def _may_be_rows(lines: Sequence[str], head: Sequence[Word]) -> bool:
    if sum(bool(_DASH.search(line)) for line in lines) * 2 >= len(lines):
        return False  # words and their explanations
    if any(word.glued for word in head):
        return all(len(line.split()) > 1 for line in lines)
    return all(line[-1] not in ".!?:;," and len(line.split()) > 1 and not re.match(r"\W", line) for line in lines)


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """A head and rows cut into the same number of cells."""

    head: Cut
    rows: tuple[tuple[list[Word], Cut], ...]
    gains: tuple[tuple[float, ...], ...]
    is_complete: bool  # no line shows an end of a cell where none is

    @cached_property
    def score(self) -> float:
        """The gains of the rows and how alike their cells are, and twice the head's."""
        likeness = sum(cut.score - sum(gains) for (_, cut), gains in zip(self.rows, self.gains, strict=True))
        cells = len(self.rows) * (len(self.head.ends) + 1)
        return sum(map(sum, self.gains)) + 0.4 * (likeness - _USUAL_LIKENESS * cells) + 2 * self.head.score

    @property
    def is_plausible(self) -> bool:
        """Whether nearly each row by itself shows as many cells."""
        return sum(sum(gain) > 0 for gain in self.gains) >= 0.8 * len(self.gains)

    def certain_columns(self) -> list[int]:
        """The numbers of the columns behind which the lines show a cell's end, and every line one without a rival."""
        cuts = [self.head, *(cut for _, cut in self.rows)]
        gains = [sum(column) for column in zip(*self.gains, strict=True)]
        return [
            column
            for column, gain in enumerate(gains)
            if gain > _WEAKEST * len(self.gains) and all(cut.margins[column] >= _CERTAIN for cut in cuts)
        ]


def _fits(head: Sequence[Word], rows: Sequence[list[Word]]) -> list[_Fit]:
    most = min(_MOST_COLUMNS, len(head), *map(len, rows))
    evidence = [RowEvidence(rows, index) for index in range(len(rows))]
    gaps = head_gaps(head)
    return [_fit(head, gaps, rows, evidence, count) for count in range(2, most + 1)]


def _fit(
    head: Sequence[Word], gaps_of_head: list[float], rows: Sequence[list[Word]], evidence: list[RowEvidence], count: int
) -> _Fit:
    gaps = [one.gaps() for one in evidence]
    cuts = [best_cut(gap, count, lambda *_: 0.0) for gap in gaps]
    for _ in range(_ROUNDS):
        before = [cut.ends for cut in cuts]
        for index, row in enumerate(rows):
            others = [_cells_of(rows[other], cuts[other].ends) for other in range(len(rows)) if other != index]
            cuts[index] = best_cut(gaps[index], count, _Likeness(row, others))
        if before == [cut.ends for cut in cuts]:
            break
    head_cut = best_cut(gaps_of_head, count, lambda _, start, end: header_length(head[start:end]))
    gains = tuple(tuple(gap[end] for end in cut.ends) for gap, cut in zip(gaps, cuts, strict=True))
    return _Fit(
        head=head_cut,
        rows=tuple(zip(rows, cuts, strict=True)),
        gains=gains,
        is_complete=all({*one.shown()} <= {*cut.ends} for one, cut in zip(evidence, cuts, strict=True)),
    )


class _Likeness:
    """How alike a cell is to the cells of its column in the other rows."""

    def __init__(self, row: Sequence[Word], others: Sequence[list[list[Word]]]) -> None:
        self._row = row
        self._columns = [_Column(cells) for cells in zip(*others, strict=True)]

    def __call__(self, column: int, start: int, end: int) -> float:
        return self._columns[column].likeness(self._row[start:end])


class _Column:
    """The cells of a column, counted."""

    def __init__(self, cells: Sequence[list[Word]]) -> None:
        self._firsts = [cell[0].folded for cell in cells]
        self._lasts = [cell[-1].folded for cell in cells]
        self._first_shapes = [cell[0].shape for cell in cells]
        self._last_shapes = [cell[-1].shape for cell in cells]
        self._count = len(cells)
        self._length = sum(map(len, cells)) / len(cells)

    def likeness(self, cell: Sequence[Word]) -> float:
        alike = 1.2 * (self._firsts.count(cell[0].folded) + self._lasts.count(cell[-1].folded))
        alike += 0.8 * self._first_shapes.count(cell[0].shape) + 0.3 * self._last_shapes.count(cell[-1].shape)
        return alike / self._count - 0.15 * abs(len(cell) - self._length)


def _cells_of(words: Sequence[Word], ends: Sequence[int]) -> list[list[Word]]:
    return [list(words[start:end]) for start, end in zip([0, *ends], [*ends, len(words)], strict=True)]


def _cells(words: Sequence[Word], ends: Sequence[int], columns: Sequence[int]) -> list[str]:
    """The texts of the cells that end behind the named columns."""
    return [_joined(cell) for cell in _cells_of(words, [ends[column] for column in columns])]


def _joined(words: Sequence[Word]) -> str:
    first, *rest = words
    return first.text + "".join(word.text if word.glued else f" {word.text}" for word in rest)
