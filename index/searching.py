"""A question -> hits, from an index mapped into memory. Numpy only: neither scikit-learn nor nltk is imported."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage, Source
from index import analyzer
from index.hit import Hit, Query, QueryTerm, SearchResult

K1 = 1.2  # saturation: how fast repetitions of a term stop counting (Robertson and Zaragoza 2009, section 3.5)
B = 0.75  # how far a passage's length counts against it (the same)


class Passages(Sequence[Passage]):
    """The passages of an index, each read when it is asked for."""

    def __init__(self, folder: Path, starts: NDArray[np.int64]) -> None:
        """Read from the files in `folder`; `starts` are the passages' offsets in bytes."""
        self._starts = starts
        self._bytes = np.memmap(folder / "passages.txt", mode="r") if starts[-1] else np.zeros(0, np.uint8)
        self._folder = folder

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, position: int) -> Passage: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Passage]: ...

    def __getitem__(self, position: int | slice) -> Passage | Sequence[Passage]:
        """The passage at a position, counted from 0."""
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(len(self)))]
        if not -len(self) <= position < len(self):
            raise IndexError(position)
        position %= len(self)
        record = bytes(self._bytes[self._starts[position] : self._starts[position + 1]])
        identifier, text, headings, kind, cells, document, lines, also_asked = json.loads(record)
        return Passage(
            id=identifier,
            text=text,
            headings=tuple(headings),
            kind=kind,
            cells=tuple((header, cell) for header, cell in cells),
            document=self.sources[document],
            lines=(lines[0], lines[1]),
            also_asked=tuple(also_asked),
        )

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The documents, by id."""
        records = json.loads((self._folder / "sources.txt").read_text(encoding="utf-8"))
        return {key: _source(record) for key, record in records.items()}


class Index:
    """An index as published; answers questions. Safe to use from several threads."""

    def __init__(self, *, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], folder: Path) -> None:
        """Take what storage has opened."""
        self.fingerprint = str(header["fingerprint"])
        self.passages = Passages(folder, arrays["passage_starts"])
        self._arrays = arrays
        self._folder = folder
        lengths = arrays["lengths"].astype(np.float32)
        self._norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0)) if len(lengths) else lengths

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.passages)

    def search(self, question: str, *, top_k: int = 10) -> SearchResult:
        """The best passages for a question, at most `top_k`, best first; equal scores stand in passage order."""
        query = self.analyse(question)
        scores = np.zeros(len(self), np.float32)
        for term in query.terms:
            self._add(term, scores)
        best = np.argsort(-scores, kind="stable")[:top_k]
        hits = tuple(
            self._hit(int(position), float(scores[position]), query) for position in best if scores[position] > 0
        )
        return SearchResult(query=query, hits=hits)

    def search_ids(self, question: str, *, top_k: int = 10) -> list[str]:
        """The ids of the best passages: the same search without the reasons."""
        return [hit.passage.id for hit in self.search(question, top_k=top_k).hits]

    def analyse(self, question: str) -> Query:
        """A question as the index understands it."""
        found: list[QueryTerm] = []
        for token in analyzer.tokens(question):
            if token in analyzer.STOP_WORDS:
                continue
            term = self.term_of(token)
            row = self.rows.get(term)
            weight = float(self._arrays["idf"][row]) if row is not None else self._unseen_idf
            found.append(QueryTerm(surface=token, term=term, weight=weight, known=row is not None))
        return Query(text=question, terms=tuple(found))

    def passage_terms(self, position: int) -> list[str]:
        """The terms of a passage in order: its text's, then its headings', then its phrasings'."""
        starts = self._arrays["forward_starts"]
        return [self.vocabulary[row] for row in self._arrays["forward"][starts[position] : starts[position + 1]]]

    @cached_property
    def vocabulary(self) -> list[str]:
        """All terms, sorted."""
        return (self._folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each term in the vocabulary."""
        return {term: row for row, term in enumerate(self.vocabulary)}

    @cached_property
    def words(self) -> dict[str, str]:
        """The term of each word seen when the index was built."""
        lines = (self._folder / "words.txt").read_text(encoding="utf-8").split("\n")
        return {word: term for word, _, term in (line.partition("\t") for line in lines)}

    def term_of(self, token: str) -> str:
        """The term that a token of a question stands for."""
        return analyzer.table_lookup(self.words)(token)

    def position(self, passage_id: str) -> int | None:
        """The position of a passage by its id, or None."""
        return self._positions.get(passage_id)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {passage.id: position for position, passage in enumerate(self.passages)}

    @property
    def _unseen_idf(self) -> float:
        return float(np.log(1 + len(self)) + 1)

    def _postings(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        starts = self._arrays["posting_starts"]
        here = slice(int(starts[row]), int(starts[row + 1]))
        passages = self._arrays["posting_passages"][here]
        counts = self._arrays["posting_counts"][here].astype(np.float32)
        return passages, counts * (K1 + 1) / (counts + self._norm[passages])

    def _add(self, term: QueryTerm, scores: NDArray[np.float32]) -> None:
        row = self.rows.get(term.term)
        if row is not None:
            passages, weights = self._postings(row)
            scores[passages] += term.weight * weights

    def _hit(self, position: int, score: float, query: Query) -> Hit:
        held = set(self.passage_terms(position))
        matches = {term.term: term.weight for term in query.terms if term.term in held}
        return Hit(passage=self.passages[position], score=score, signals={"tf-idf": score}, matches=matches)


def _source(record: Mapping[str, Any]) -> Source:
    dates = {name: date.fromisoformat(record[name]) if record[name] else None for name in ("reviewed", "next_review")}
    return Source(**{**record, **dates})
