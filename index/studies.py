"""What is worked out of a passage for answering, kept for the passages that come up again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from corpus.sentences import sentences
from index.senses import Senses, together
from index.similarity import mean_vector, rows_of

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
    def below_headings(self) -> frozenset[str]:
        """The terms of its text and of its phrasings, each once."""
        return frozenset[str]().union(*self.sentences)

    @cached_property
    def senses(self) -> Senses:
        """The senses of all its terms."""
        return together(sorted(self.held))

    @cached_property
    def vector_rows(self) -> NDArray[np.int32]:
        """The rows of its terms in the table of word vectors, each once, of those that the table holds."""
        rows = rows_of(sorted(self.held))
        return rows[rows >= 0]

    @cached_property
    def sentences(self) -> tuple[frozenset[str], ...]:
        """The terms of each sentence, of a row as a whole, and of each phrasing that readers use for it."""
        passage = self._index.passages[self._position]
        parts = [passage.text] if passage.kind == "row" else sentences(passage.text)
        return tuple(frozenset(self._index.analyse_text(part)) for part in (*parts, *passage.also_asked))

    @cached_property
    def phrasings(self) -> tuple[frozenset[str], ...]:
        """The terms of each phrasing that readers use for it."""
        return self.sentences[len(self.sentences) - len(self._index.passages[self._position].also_asked) :]

    @cached_property
    def parts(self) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
        """The rows in the table of word vectors of each sentence's terms, sentence by sentence, and where each begins.

        The terms of the headings are a last part of their own. A term that the table lacks has row -1, and so has a
        part without terms.
        """
        parts = [
            rows_of(sorted(part)) if part else np.array([-1], np.int32) for part in (*self.sentences, self.headings)
        ]
        lengths = [len(part) for part in parts]
        return np.concatenate(parts), np.cumsum([0, *lengths[:-1]])

    @cached_property
    def places(self) -> Mapping[str, frozenset[int]]:
        """The parts, as `parts` counts them, that hold each term."""
        found: dict[str, set[int]] = {}
        for number, part in enumerate((*self.sentences, self.headings)):
            for term in part:
                found.setdefault(term, set()).add(number)
        return {term: frozenset(numbers) for term, numbers in found.items()}

    @cached_property
    def called(self) -> frozenset[str]:
        """The terms of a row's first cell."""
        return frozenset(self._index.analyse_text(self._index.passages[self._position].cells[0][1]))

    @cached_property
    def headers(self) -> frozenset[str]:
        """The terms of the headers over a row's cells."""
        cells = self._index.passages[self._position].cells
        return frozenset(self._index.analyse_text(" ".join(header for header, _ in cells)))

    @cached_property
    def sentence_vectors(self) -> NDArray[np.float32]:
        """The mean of each sentence's vectors, weighed by idf, shape (sentences, dimensions)."""
        idf = self._index.understanding.idf
        return np.stack([mean_vector(sorted(held), [idf(term) for term in sorted(held)]) for held in self.sentences])

    @cached_property
    def headings(self) -> frozenset[str]:
        """The terms of all headings above it."""
        return frozenset(self._index.analyse_text(" ".join(self._index.passages[self._position].headings)))

    @cached_property
    def heading(self) -> frozenset[str]:
        """The terms of the heading right above it."""
        return frozenset(self._index.analyse_text(self._index.passages[self._position].heading))

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        """The mean of its terms' vectors, weighed by idf."""
        idf = self._index.understanding.idf
        return mean_vector(self.terms, [idf(term) for term in self.terms])


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
    def names(self) -> Mapping[int, tuple[str, ...]]:
        """The terms that tell each row apart in the first column, by position; the column's header tells none apart.

        A row whose words all stand in longer names, "HDL" above "Non-HDL", is called by all of them.
        """
        firsts = {at: self._index.analyse_text(self.passages[at].cells[0][1]) for at in self.rows}
        rows_with = Counter(term for terms in firsts.values() for term in set(terms))
        rows_with.update(term for at in self.rows for term in self._index.analyse_text(self.passages[at].cells[0][0]))
        return {
            at: tuple(term for term in terms if rows_with[term] == 1) or tuple(terms) for at, terms in firsts.items()
        }


class Studies:
    """The studies of an index's passages, tables and documents. Safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        """Study the passages of `index`."""
        self._index = index
        self._passages: dict[int, Study] = {}
        self._tables: dict[int, Table] = {}
        self._documents: dict[str, dict[str, float]] = {}

    def of(self, position: int) -> Study:
        """The study of the passage at a position."""
        return _kept(self._passages, position, lambda: Study(self._index, position))

    def table(self, position: int) -> Table:
        """The table that stands around a position."""
        return _kept(self._tables, position, lambda: Table(self._index, dict(self._table(position))))

    def _table(self, position: int) -> Iterator[tuple[int, Passage]]:
        passages = self._index.passages
        here, first = passages[position], position
        while first > 0 and _same_table(passages[first - 1], here):
            first -= 1
        while first < len(passages) and _same_table(passage := passages[first], here):
            yield first, passage
            first += 1

    def document_shares(self, position: int) -> Mapping[str, float]:
        """The share of the passages of the document around a position that hold each of its terms."""
        document = self._index.passages[position].document.id
        return _kept(self._documents, document, lambda: self._shares(position, document))

    def _shares(self, position: int, document: str) -> dict[str, float]:
        passages = self._index.passages
        counted: Counter[str] = Counter()
        first, number = position, 0
        while first > 0 and position - first < LONG_DOCUMENT and passages[first - 1].document.id == document:
            first -= 1
        for here in range(first, min(len(passages), first + LONG_DOCUMENT)):
            if passages[here].document.id != document:
                break
            counted.update(self.of(here).held)
            number += 1
        return {term: count / number for term, count in counted.items()}


def _same_table(passage: Passage, other: Passage) -> bool:
    return passage.kind in ("row", "table") and (passage.document.id, passage.headings) == (
        other.document.id,
        other.headings,
    )


def _kept(kept: dict[Key, Value], key: Key, make: Callable[[], Value]) -> Value:
    found = kept.get(key)
    if found is None:
        found = make()
        if len(kept) < REMEMBERED:
            kept[key] = found
    return found
