"""Evidence as columns: each kind has a name and a number for each option.

All that could be shown for a question is judged together, so evidence is worked out, kept and judged column by column;
only what is shown, and what a decision asks by name, is looked at one option at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODELS = 16  # of which it is kept where their evidence stands
Of = NDArray[Any] | Sequence[float] | float
"""A number for each option, or one that is that of all of them."""
Columns = Mapping[str, Of]
"""Evidence by its name."""


class Row(Mapping[str, float]):
    """The evidence for one option, by name; most of it nobody asks for."""

    __slots__ = ("_numbers", "_place")

    def __init__(self, place: Mapping[str, int], numbers: Sequence[float]) -> None:
        """Take the place of each name in `numbers`."""
        self._place, self._numbers = place, numbers

    def __getitem__(self, name: str) -> float:
        """The number of that name."""
        return self._numbers[self._place[name]]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._place)

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._place)


@dataclass(frozen=True, slots=True)
class Table:
    """Evidence put together.

    Attributes:
        names: The names of the columns.
        numbers: Shape (options, names).
    """

    names: tuple[str, ...]
    numbers: NDArray[np.float64]

    def rows(self) -> list[Row]:
        """The evidence for each option, by name."""
        place = _place_of(self.names)
        return [Row(place, numbers) for numbers in self.numbers.tolist()]

    def of(self, names: tuple[str, ...]) -> NDArray[np.float64]:
        """The columns of these names, zeros for a name that there is none of; shape (options, names)."""
        padded = np.zeros((len(self.numbers), len(self.names) + 1))
        padded[:, :-1] = self.numbers
        return padded.take(_places(self.names, names), axis=1)


@lru_cache(MODELS)
def _place_of(names: tuple[str, ...]) -> Mapping[str, int]:
    return {name: at for at, name in enumerate(names)}


@lru_cache(MODELS)
def _places(names: tuple[str, ...], wanted: tuple[str, ...]) -> NDArray[np.intp]:
    """Where each of the names wanted stands among `names`, behind them where it does not."""
    place = _place_of(names)
    return np.array([place.get(name, len(names)) for name in wanted], np.intp)


def tabled(columns: Columns, options: int) -> Table:
    """The columns of so many options side by side."""
    numbers = np.empty((len(columns), options))
    for row, column in zip(numbers, columns.values(), strict=True):
        row[:] = column
    return Table(tuple(columns), numbers.T)


def joined(tables: Sequence[Table]) -> Table:
    """The options of at least one table, all with the same columns, as one."""
    return tables[0] if len(tables) == 1 else Table(tables[0].names, np.concatenate([one.numbers for one in tables]))


def columns_of(rows: Iterable[Mapping[str, float]]) -> Columns:
    """The numbers of at least one option, all with the same names, as columns."""
    every = list(rows)
    return {name: [row[name] for row in every] for name in every[0]}
