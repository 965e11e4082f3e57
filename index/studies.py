"""What is worked out of a passage for answering, kept for the passages that come up again and again.

Terms are told by their rows in the vocabulary. They stand in the index in reading order; only where sentences end has
to be found out. The passages that a question finds are studied together: it is a handful of operations on arrays,
whatever their number.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, chain, islice, pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from corpus.sentences import sentences
from index.analyzer import tokens
from index.languages import stop_words
from index.similarity import mean_vectors
from index.table_study import Table

if TYPE_CHECKING:
    from index.searching import Index

LONG_DOCUMENT = 200  # passages; of a longer document only those are counted that are
CLOSE_BY = 25  # before or behind one
LOOKED_AHEAD = (1, 8, 64)  # passages, to find out about how long a document is
REMEMBERED = 1000  # passages of which this is kept, those that came up last
NONE = -1  # in place of a row where a text has no terms

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Study:
    """One passage taken apart.

    Its parts are its sentences (a row's text is one), its phrasings, and last all headings above it.

    Attributes:
        index: Where it stands.
        passage: The passage.
        texts: The terms of each part, and behind them of the heading right above it, one text after another; each term
            once in its text, NONE for none.
        sizes: How many terms each of these texts has, shape (parts + 1,).
        whole: The terms of all of it and of the title, in reading order; NONE for none.
        vector_rows: The row of each term of `whole` in the table of word vectors, -1 for one that it lacks.
        vectors: The mean of the vectors of each part, weighed by idf, and in place of the headings' that of `whole`;
            each of length 1, shape (parts, dimensions).
    """

    index: Index = field(repr=False)
    passage: Passage
    texts: Ints
    sizes: NDArray[np.intp]
    whole: Ints
    vector_rows: Ints
    vectors: Floats

    @cached_property
    def said(self) -> Sequence[tuple[str, frozenset[int]]]:
        """Its sentences, which are its first parts, each with the rows of its terms; a row's text is one."""
        texts = [self.passage.text] if self.passage.kind == "row" else sentences(self.passage.text)
        ends = accumulate(self.sizes.tolist())
        terms = (self.texts[end - size : end] for end, size in zip(ends, self.sizes.tolist(), strict=True))
        return tuple((text, frozenset(some.tolist())) for text, some in zip(texts, terms, strict=False))

    @cached_property
    def rows(self) -> frozenset[int]:
        """The rows of its different terms."""
        return frozenset(self.whole.tolist()) - {NONE}

    @cached_property
    def held(self) -> frozenset[str]:
        """The terms themselves."""
        return self._terms(self.whole)

    @cached_property
    def below_headings(self) -> frozenset[str]:
        """The terms of its text and of its phrasings."""
        return self._terms(self.texts[: -self.sizes[-2:].sum()])

    @cached_property
    def heading(self) -> frozenset[str]:
        """The terms of the heading right above it."""
        return self._terms(self.texts[-self.sizes[-1] :])

    def _terms(self, rows: Ints) -> frozenset[str]:
        return frozenset(self.index.vocabulary[row] for row in {*rows.tolist()} - {NONE})

    @property
    def phrasings(self) -> int:
        """How many phrasings there are; they are the parts before the last one."""
        return len(self.passage.also_asked)

    @cached_property
    def called(self) -> frozenset[str]:
        """The terms of a row's first cell."""
        return frozenset(self.index.analyse_text(self.passage.cells[0][1]))

    @cached_property
    def headers(self) -> frozenset[str]:
        """The terms of the headers over a row's cells."""
        return frozenset(self.index.analyse_text(" ".join(header for header, _ in self.passage.cells)))

    @cached_property
    def each_header(self) -> Sequence[frozenset[str]]:
        """The terms of the header over each cell but a row's first."""
        return tuple(frozenset(self.index.analyse_text(header)) for header, _ in self.passage.cells[1:])


def studied(index: Index, positions: Sequence[int]) -> list[Study]:
    """Study the passages at some positions, at least one."""
    passages = [index.passages[position] for position in positions]
    texts = [_texts(passage, *of) for passage, of in zip(passages, index.terms_of(positions), strict=True)]
    every = [*chain.from_iterable(texts)]
    sizes = list(map(len, every))
    terms = np.fromiter(chain.from_iterable(every), np.int32)
    rows = index.lexicon.vector_rows(terms)
    vectors, lengths = mean_vectors(rows, index.lexicon.idf(terms), sizes), np.array(sizes)
    ends, studies, last = [*accumulate(sizes, initial=0)], [], 0
    for passage, of in zip(passages, texts, strict=True):
        first, last = last, last + len(of)
        start, whole, end = (ends[at] for at in (first, last - 1, last))
        studies.append(
            Study(
                index=index,
                passage=passage,
                texts=terms[start:whole],
                sizes=lengths[first : last - 1],
                whole=terms[whole:end],
                vector_rows=rows[whole:end],
                vectors=vectors[[*range(first, last - 3), last - 1]],
            )
        )
    return studies


def _texts(passage: Passage, rows: Sequence[int], text: int, heading: int) -> list[Sequence[int]]:
    """The parts of a passage, the heading right above it, and all of it.

    `rows` are those of all its terms: so many of the text, then of the headings and the title, then of the phrasings.
    """
    stops = stop_words(passage.document.language)

    def cut(some: Sequence[int], texts: Sequence[str]) -> list[Sequence[int]]:
        """The rows of each of `texts` in turn, and what is left."""
        lengths = (len([token for token in tokens(text) if token not in stops]) for text in texts)
        bounds = pairwise([*accumulate(lengths, initial=0), len(some)])
        return [some[start:end] for start, end in bounds]

    said = cut(rows[:text], [] if passage.kind == "row" else sentences(passage.text)[:-1])
    *headings, title = cut(rows[text : text + heading], passage.headings)
    asked = cut(rows[text + heading :], passage.also_asked)[:-1]
    parts = [*said, *asked, [*chain.from_iterable(headings)], headings[-1] if headings else title]
    return [*([*dict.fromkeys(part)] or [NONE] for part in parts), rows or [NONE]]


class Studies:
    """The studies of an index's passages, tables and documents. Safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        """Study the passages of `index`."""
        self._index = index
        self._lock = threading.Lock()
        self._kept: dict[int, Study] = {}
        self._table_start = lru_cache(REMEMBERED)(self._first_of_table)
        self._table_from = lru_cache(REMEMBERED)(self._table)
        self._document_at = lru_cache(REMEMBERED)(self._document)

    def of(self, position: int) -> Study:
        """The study of the passage at a position."""
        return self._kept.get(position) or self.of_all([position])[0]

    def held(self, terms: Iterable[str], positions: Iterable[int]) -> frozenset[str]:
        """Those of some terms that one of the passages at these positions holds."""
        rows = frozenset[int]().union(*(self.of(position).rows for position in positions))
        return frozenset(term for term in terms if self._index.row(term) in rows)

    def of_all(self, positions: Sequence[int]) -> list[Study]:
        """The studies of the passages at some positions."""
        known = {at: study for at in positions if (study := self._kept.get(at))}
        if new := [at for at in dict.fromkeys(positions) if at not in known]:
            made = dict(zip(new, studied(self._index, new), strict=True))
            known |= made
            with self._lock:
                self._kept |= made
                for at in [*islice(self._kept, max(len(self._kept) - REMEMBERED, 0))]:
                    del self._kept[at]
        return [known[at] for at in positions]

    def table(self, position: int) -> Table:
        """The table that stands around a position, the same for each of its rows."""
        return self._table_from(self._table_start(position))

    def around(self, position: int) -> range:
        """The passages of the document around a position; of a long document only those close by."""
        return self._document_at(position)

    def _table(self, first: int) -> Table:
        passages = self._index.passages
        behind = first
        while behind < len(passages) and _same_table(passages[behind], passages[first]):
            behind += 1
        return Table(self._index, {at: passages[at] for at in range(first, behind)})

    def _first_of_table(self, position: int) -> int:
        passages, first = self._index.passages, position
        while first > 0 and _same_table(passages[first - 1], passages[position]):
            first -= 1
        return first

    def _document(self, position: int) -> range:
        prefix = f"{self._index.passages[position].document.id}#"  # with which the ids of all its passages begin
        first = position - self._reach(position, -1, LONG_DOCUMENT, prefix)
        behind = position + self._reach(position, 1, LONG_DOCUMENT - 1, prefix) + 1
        if behind - first > LONG_DOCUMENT:
            return range(max(first, position - CLOSE_BY), min(behind, position + CLOSE_BY))
        return range(first, behind)

    def _reach(self, position: int, step: int, most: int, prefix: str) -> int:
        """How many passages behind one, or before it, have ids with the same prefix; no more than `most`."""
        passages = self._index.passages

        def is_other(steps: int) -> bool:
            at = position + step * steps
            return not (0 <= at < len(passages) and passages.id(at).startswith(prefix))

        near = 0
        for far in (*LOOKED_AHEAD, most):
            if is_other(far):
                return near + bisect_left(range(near + 1, far), True, key=is_other)
            near = far
        return near


def _same_table(passage: Passage, other: Passage) -> bool:
    return passage.kind in ("row", "table") and passage.section == other.section
