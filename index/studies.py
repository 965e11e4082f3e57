"""What is worked out of a passage for answering, kept for the passages that come up again and again.

Terms are told by their rows in the vocabulary. They stand in the index in reading order; only where sentences end has
to be found out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from corpus.sentences import sentences
from index import senses
from index.analyzer import tokens
from index.languages import stop_words
from index.similarity import mean_vectors

if TYPE_CHECKING:
    from index.searching import Index

LONG_DOCUMENT = 200  # passages; of a longer document only those are counted that are
CLOSE_BY = 25  # before or behind one
REMEMBERED = 1000  # passages of which this is kept, those that came up last
NONE = -1  # in place of a row where a text has no terms

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


class Study:
    """One passage taken apart; each part when it is first asked for."""

    def __init__(self, index: Index, position: int) -> None:
        """Study the passage at `position`."""
        self._index, self._position = index, position

    @property
    def passage(self) -> Passage:
        """The passage."""
        return self._index.passages[self._position]

    @cached_property
    def rows(self) -> Ints:
        """The terms in order: its text's, then its headings' and the title's, then its phrasings'; NONE for none."""
        return _some(self._index.passage_rows(self._position))

    @cached_property
    def held(self) -> frozenset[str]:
        """The terms themselves, each once."""
        return self._terms(self.rows)

    def _terms(self, rows: Ints) -> frozenset[str]:
        return frozenset(self._index.vocabulary[row] for row in {*rows.tolist()} if row != NONE)

    @cached_property
    def size(self) -> int:
        """How many different terms it has."""
        return len(set(self.rows.tolist()) - {NONE})

    @cached_property
    def below_headings(self) -> frozenset[str]:
        """The terms of its text and of its phrasings, each once."""
        rows, starts = self.parts
        return self._terms(rows[: starts[-1]])

    @cached_property
    def parts(self) -> tuple[Ints, Ints]:
        """The terms of each part, each once, part by part and NONE for none; and where each part begins.

        Parts are its sentences (a row's text is one), its phrasings, and last all headings above it.
        """
        rows, (text, heading) = iter(self.rows.tolist()), self._index.field_lengths(self._position)
        said = [list(islice(rows, length)) for length in self._sentence_lengths(text)]
        headings = list(islice(rows, heading))
        asked = [list(islice(rows, self._length(phrasing))) for phrasing in self.passage.also_asked]
        above = headings[: sum(map(self._length, self.passage.headings))]
        parts = [tuple(dict.fromkeys(part)) or (NONE,) for part in (*said, *asked, above)]
        lengths = [len(part) for part in parts]
        return np.array([row for part in parts for row in part], np.int32), np.cumsum(
            [0, *lengths[:-1]], dtype=np.int32
        )

    def _sentence_lengths(self, left: int) -> Iterator[int]:
        """How many of the terms of the text each of its sentences has; the text has `left` of them."""
        for sentence in [] if self.passage.kind == "row" else sentences(self.passage.text)[:-1]:
            length = min(self._length(sentence), left)
            yield length
            left -= length
        yield left

    def _length(self, text: str) -> int:
        stops = stop_words(self.passage.document.language)
        return sum(token not in stops for token in tokens(text))

    @property
    def phrasings(self) -> int:
        """How many phrasings there are; they stand before the last of the parts."""
        return len(self.passage.also_asked)

    @cached_property
    def heading(self) -> Ints:
        """The terms of the heading right above it, each once; NONE for none."""
        first, length = self._index.field_lengths(self._position)
        rows = self.rows[first : first + length]
        if self.passage.headings:
            behind = sum(map(self._length, self.passage.headings))
            rows = rows[behind - self._length(self.passage.heading) : behind]
        return _some(np.unique(rows))

    @cached_property
    def called(self) -> frozenset[str]:
        """The terms of a row's first cell."""
        return frozenset(self._index.analyse_text(self.passage.cells[0][1]))

    @cached_property
    def headers(self) -> frozenset[str]:
        """The terms of the headers over a row's cells."""
        return frozenset(self._index.analyse_text(" ".join(header for header, _ in self.passage.cells)))

    @cached_property
    def vector_rows(self) -> Ints:
        """The rows of the terms of `parts` in the table of word vectors, -1 for a term that it lacks."""
        return self._index.lexicon.vector_rows(self.parts[0])

    @cached_property
    def sense_numbers(self) -> Ints:
        """What the words mean, as `senses.numbers_of` has it."""
        return senses.numbers_of(self._index.lexicon.vector_rows(np.unique(self.rows)))

    @cached_property
    def vector(self) -> Floats:
        """The mean of its terms' vectors, weighed by idf."""
        lexicon = self._index.lexicon
        vector: Floats = mean_vectors(lexicon.vector_rows(self.rows), lexicon.idf(self.rows), np.zeros(1, np.int32))[0]
        return vector

    @cached_property
    def part_vectors(self) -> Floats:
        """The same for each of `parts` but the headings, shape (parts - 1, dimensions)."""
        rows, starts = self.parts
        return mean_vectors(self.vector_rows, self._index.lexicon.idf(rows), starts)[:-1]


def _some(rows: Ints) -> Ints:
    return rows if len(rows) else np.array([NONE], np.int32)


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
        self._study = lru_cache(REMEMBERED)(partial(Study, index))
        self._table_at = lru_cache(REMEMBERED)(lambda position: Table(index, dict(self._table(position))))
        self._document_at = lru_cache(REMEMBERED)(self._document)

    def of(self, position: int) -> Study:
        """The study of the passage at a position."""
        return self._study(position)

    def table(self, position: int) -> Table:
        """The table that stands around a position."""
        return self._table_at(position)

    def around(self, position: int) -> range:
        """The passages of the document around a position; of a long document only those close by."""
        return self._document_at(position)

    def _table(self, position: int) -> Iterator[tuple[int, Passage]]:
        passages = self._index.passages
        here, first = passages[position], position
        while first > 0 and _same_table(passages[first - 1], here):
            first -= 1
        while first < len(passages) and _same_table(passage := passages[first], here):
            yield first, passage
            first += 1

    def _document(self, position: int) -> range:
        passages = self._index.passages
        prefix = f"{passages[position].document.id}#"  # with which the ids of all its passages begin
        low, high = max(position - LONG_DOCUMENT, 0), min(position + LONG_DOCUMENT, len(passages))
        before, after = range(low, position), range(position + 1, high)
        first = low + bisect_left(before, True, key=lambda at: passages.id(at).startswith(prefix))
        behind = position + 1 + bisect_left(after, True, key=lambda at: not passages.id(at).startswith(prefix))
        if behind - first > LONG_DOCUMENT:
            return range(max(first, position - CLOSE_BY), min(behind, position + CLOSE_BY))
        return range(first, behind)


def _same_table(passage: Passage, other: Passage) -> bool:
    return passage.kind in ("row", "table") and passage.section == other.section
