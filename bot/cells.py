"""Which cell of a table's row a question asks for: "how is A given" the one under "How it is given", in A's row.

The row's name and the header of that cell say between them what the question says; and where that cell is empty, the
table does not answer it, whatever else stands in the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.asked_aspects import told_words
from bot.calling import Calling
from bot.options import Column, Options
from bot.question_words import Bools, Wanted
from bot.tables import names_of_rows
from index.hit import Hit, Query
from index.searching import Index

# What is under "watch out for" or "expected effect" is often another drawback or benefit than the one asked for.
_LOOSE = frozenset({"benefit", "drawback"})
_INTERROGATIVE = re.compile(r"(?:who|where|when|how (?:long|often|many|much))\b", re.I)


class AskedCells:
    """Looks for the cell that a question asks for."""

    def __init__(
        self,
        query: Query,
        asking: Mapping[str, frozenset[str]],
        words: Sequence[Wanted],
        calling: Calling,
        index: Index,
    ) -> None:
        """Take a question, the words by which it asks for aspects, its words, and which of them call a row.

        What it takes over may name a row, too.
        """
        self._question, self._words, self._calling, self._index = query.spelled, words, calling, index
        self._taken = {term.term for term in query.terms if term.origin == "context"}
        self._asking, self._firm = asking, {name: by for name, by in asking.items() if name not in _LOOSE}

    def evidence(self, shares: NDArray[np.float64], options: Options) -> dict[str, Column]:
        """How much of the question the name of an option's row and one of its headers say, each a number per option.

        `cell_told` is of headers over cells that say something, `cell_empty` what the header of an empty cell says more
        than these. Where the whole name and a header say all of the question outright, `cell_named` is 1, or if the
        cell is empty, `cell_open`. All are 0 for what is no single row, and for a row that neither the question nor
        what it takes over calls by its name.

        Args:
            shares: The share of each word in the question's squared weight, shape (words,).
            options: What could be shown.
        """
        told, empty, named, left_open = (np.zeros(len(options)) for _ in range(4))
        for number, hits in enumerate(options.hits):
            if len(hits) == 1 and hits[0].passage.kind == "row":
                told[number], empty[number], named[number], left_open[number] = self._of_row(hits[0], shares)
        empty = np.maximum(empty - told, 0.0)
        return {"cell_told": told, "cell_empty": empty, "cell_named": named, "cell_open": left_open * (empty > 0)}

    def _of_row(self, hit: Hit, shares: NDArray[np.float64]) -> tuple[float, float, bool, bool]:
        study = self._index.studies.of(hit.position)
        calls = self._calling.of(hit.position)
        told, empty, named, left_open = 0.0, 0.0, False, False
        names = names_of_rows(hit.position, self._index)[hit.position]
        taken = bool(self._taken) and self._taken.issuperset(names)
        if not taken and not calls.any():
            return told, empty, named, left_open
        whole = taken or self._calling.is_whole(hit.position)
        for (header, cell), terms in zip(hit.passage.cells[1:], study.each_header, strict=True):
            asking, firm = told_words(self._asking, header), told_words(self._firm, header)
            meant = self._each(wanted.surface in asking or wanted.held_by(terms) for wanted in self._words)
            if not ((meant > calls).any() or self._begins_alike(header)):
                continue
            share = float((calls | meant) @ shares)
            outright = self._each(wanted.surface in firm or wanted.calls(terms) for wanted in self._words)
            is_all = bool(whole and (calls | outright).all())
            if cell.strip():
                told, named = max(told, share), named or is_all
            else:
                empty, left_open = max(empty, share), left_open or is_all
        return told, empty, named, left_open

    def _each(self, values: Iterable[bool]) -> Bools:
        return np.fromiter(values, bool, len(self._words))

    def _begins_alike(self, header: str) -> bool:
        """Whether a header begins as a question that the question asks: "Who it affects", "who gets A?"."""
        begins = _INTERROGATIVE.match(header)
        return begins is not None and re.search(rf"\b{begins[0]}\b", self._question, re.I) is not None
