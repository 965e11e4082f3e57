"""What is worked out of a table for answering: its rows, and what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.passage import Passage

if TYPE_CHECKING:
    from index.searching import Index


class Table:
    """The passages of one table; each part when it is first asked for.

    Attributes:
        passages: The rows and the whole table, by position, in order.
    """

    def __init__(self, index: Index, passages: Mapping[int, Passage]) -> None:
        """Study the table that consists of `passages`."""
        self._index, self.passages = index, passages

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The positions of the rows."""
        return tuple(at for at, passage in self.passages.items() if passage.kind == "row")

    @cached_property
    def whole(self) -> int | None:
        """The position of the whole table as one passage, None where there is none."""
        return next((at for at, passage in self.passages.items() if passage.kind == "table"), None)

    @cached_property
    def firsts(self) -> Mapping[int, Sequence[str]]:
        """The terms of each row's first cell in order, by position."""
        return {at: self._index.analyse_text(self.passages[at].cells[0][1]) for at in self.rows}

    @cached_property
    def names(self) -> Mapping[int, tuple[str, ...]]:
        """The terms that tell each row apart in the first column, by position; the column's header tells none apart.

        A row whose words all stand in longer names, "HDL" above "Non-HDL", is called by all of them.
        """
        firsts = self.firsts
        rows_with = Counter(term for terms in firsts.values() for term in set(terms))
        rows_with.update(term for at in self.rows for term in self._index.analyse_text(self.passages[at].cells[0][0]))
        return {
            at: tuple(term for term in terms if rows_with[term] == 1) or tuple(terms) for at, terms in firsts.items()
        }

    @cached_property
    def held(self) -> Mapping[int, frozenset[str]]:
        """The terms of each row, by position, less those that only the headings hold and that rows are called by.

        In a document called "Drug A" all rows stand under that name, and yet only one is about A.
        """
        names = frozenset[str]().union(*self.names.values())
        studies = self._index.studies.of_all(self.rows)
        return {at: row.held - (names - row.below_headings) for at, row in zip(self.rows, studies, strict=True)}

    @cached_property
    def longer(self) -> Mapping[int, frozenset[tuple[str, str]]]:
        """By position of each row, neighbouring terms of other rows' first cells that are not neighbours in its own."""
        pairs = {at: frozenset(pairwise(terms)) for at, terms in self.firsts.items()}
        every = frozenset[tuple[str, str]]().union(*pairs.values())
        return {at: every - own for at, own in pairs.items()}
