"""What is worked out of a passage for answering, kept for the passages that come up again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import sentences
from index.similarity import mean_vector

if TYPE_CHECKING:
    from index.searching import Index

LONG_DOCUMENT = 200  # passages; of a longer document only so many are counted
REMEMBERED = 2000  # passages and documents of which this is kept; others are worked out anew


Key = TypeVar("Key")
Value = TypeVar("Value")


class Study:
    """One passage taken apart; each part when it is first asked for."""

    def __init__(self, index: Index, position: int) -> None:
        """Study the passage at `position`."""
        self._index, self._position = index, position

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms in order: its text's, then its headings', then its phrasings'."""
        return tuple(self._index.passage_terms(self._position))

    @cached_property
    def held(self) -> frozenset[str]:
        """The terms, each once."""
        return frozenset(self.terms)

    @cached_property
    def sentences(self) -> tuple[frozenset[str], ...]:
        """The terms of each sentence, of a row as a whole, and of each phrasing that readers use for it."""
        passage = self._index.passages[self._position]
        parts = [passage.text] if passage.kind == "row" else sentences(passage.text)
        return tuple(frozenset(self._index.analyse_text(part)) for part in (*parts, *passage.also_asked))

    @cached_property
    def heading(self) -> frozenset[str]:
        """The terms of the heading right above it."""
        return frozenset(self._index.analyse_text(self._index.passages[self._position].heading))

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        """The mean of its terms' vectors, weighed by idf."""
        idf = self._index.understanding.idf
        return mean_vector(self.terms, [idf(term) for term in self.terms])


class Studies:
    """The studies of an index's passages and documents. Safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        """Study the passages of `index`."""
        self._index = index
        self._passages: dict[int, Study] = {}
        self._documents: dict[str, Counter[str]] = {}

    def of(self, position: int) -> Study:
        """The study of the passage at a position."""
        return _kept(self._passages, position, lambda: Study(self._index, position))

    def document_share(self, position: int, term: str) -> float:
        """The share of the passages of the document around a position that hold a term."""
        document = self._index.passages[position].document.id
        counted = _kept(self._documents, document, lambda: self._count(position, document))
        return counted[term] / counted[""]

    def _count(self, position: int, document: str) -> Counter[str]:
        """In how many passages of a document each term stands; how many there are is under the empty term."""
        passages = self._index.passages
        counted: Counter[str] = Counter()
        first = position
        while first > 0 and position - first < LONG_DOCUMENT and passages[first - 1].document.id == document:
            first -= 1
        for here in range(first, min(len(passages), first + LONG_DOCUMENT)):
            if passages[here].document.id != document:
                break
            counted.update({"", *self.of(here).held})
        return counted


def _kept(kept: dict[Key, Value], key: Key, make: Callable[[], Value]) -> Value:
    found = kept.get(key)
    if found is None:
        found = make()
        if len(kept) < REMEMBERED:
            kept[key] = found
    return found
