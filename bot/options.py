"""All that could be shown for one question, side by side: passages, and which of them would be shown together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.hit import Hit
from index.searching import Index

Column = NDArray[np.float64]
"""A number for each option."""


class Options:
    """What could be shown.

    Attributes:
        hits: The hits of each option, at least one.
        passages: Every hit among them, once.
        studies: The study of each of `passages`.
        first: The number, in `passages`, of each option's first hit.
    """

    def __init__(self, hits: Sequence[tuple[Hit, ...]], index: Index) -> None:
        """Take at least one option, found in `index`.

        Raises:
            ValueError: If there is an option without hits, or none at all.
        """
        if not hits or not all(hits):
            raise ValueError("evidence is about at least one hit")
        self.hits = hits
        found = {hit.position: hit for option in hits for hit in option}
        number = {position: at for at, position in enumerate(found)}
        self.passages = list(found.values())
        self.studies = index.studies.of_all(list(found))
        self._members = np.array([number[hit.position] for option in hits for hit in option], np.intp)
        lengths = np.array([len(option) for option in hits])
        self._starts = np.cumsum(lengths) - lengths
        self.first = self._members[self._starts]

    def __len__(self) -> int:
        """How many options there are."""
        return len(self.hits)

    def joined(self, of_passages: NDArray[Any], how: np.ufunc = np.maximum) -> NDArray[Any]:
        """What is known of each passage, put together for each option: shape (passages, ...) to (options, ...)."""
        if len(self._members) == len(self):  # each passage by itself
            return of_passages
        joined: NDArray[Any] = how.reduceat(of_passages[self._members], self._starts, axis=0)
        return joined

    @cached_property
    def texts(self) -> list[str]:
        """The text of each option."""
        return [" ".join([hit.passage.text for hit in option]) for option in self.hits]
