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
from index import analyzer, signals
from index.candidates import gather
from index.hit import Hit, Query, QueryTerm, SearchResult
from index.languages import languages
from index.spelling import Speller
from index.studies import REMEMBERED, Studies
from index.thesaurus import Thesaurus
from index.understanding import Understanding

FIRST_STAGE = 200  # candidates that the signals put in order; more bring nothing (see CONTRIBUTING)
OF_STOP_WORDS = 1e9  # their count for the speller: of two words as near, the one that every text is full of is meant


class Passages(Sequence[Passage]):
    """The passages of an index, each read when it is asked for."""

    def __init__(self, folder: Path, starts: NDArray[np.int64]) -> None:
        """Read from the files in `folder`; `starts` are the passages' offsets in bytes."""
        self._starts = starts
        self._bytes = np.memmap(folder / "passages.txt", mode="r") if starts[-1] else np.zeros(0, np.uint8)
        self._folder = folder
        self._read: dict[int, Passage] = {}

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
        found = self._read.get(position)
        if found is None:
            found = self._decode(position)
            if len(self._read) < REMEMBERED:
                self._read[position] = found
        return found

    def _decode(self, position: int) -> Passage:
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
        self.languages = languages(tuple(header["languages"]))
        self.passages = Passages(folder, arrays["passage_starts"])
        self._arrays = arrays
        self._folder = folder
        lengths = arrays["lengths"].astype(np.float32)
        self._average = float(lengths.mean()) if len(lengths) else 1.0
        self._norm = signals.K1 * (1 - signals.B + signals.B * lengths / max(self._average, 1.0))

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.passages)

    def search(self, question: str, *, top_k: int = 10, context: Sequence[str] = ()) -> SearchResult:
        """The best passages for a question, at most `top_k`, best first; equal scores stand in passage order.

        `context` are terms that the question takes over from the conversation.
        """
        query = self.understanding.query(question, context)
        positions, added = self._ranked(query, top_k)
        totals = _total(added)
        best = np.argsort(-totals, kind="stable")[:top_k]
        by_signal = {name: values[best].tolist() for name, values in added.items()}
        words = [(term, frozenset(term.term.split(" "))) for term in query.terms]
        hits = (
            self._hit(position, score, {name: values[rank] for name, values in by_signal.items()}, words)
            for rank, (position, score) in enumerate(zip(positions[best].tolist(), totals[best].tolist(), strict=True))
        )
        return SearchResult(query=query, hits=tuple(hits))

    def search_ids(self, question: str, *, top_k: int = 10) -> list[str]:
        """The ids of the best passages: the same search without the reasons."""
        positions, added = self._ranked(self.understanding.query(question), top_k)
        totals = _total(added)
        return [self.ids[int(positions[row])] for row in np.argsort(-totals, kind="stable")[:top_k]]

    @cached_property
    def understanding(self) -> Understanding:
        """Analyses questions."""
        groups = (line.split(",") for line in self._lines("thesaurus"))
        return Understanding(self, Thesaurus(groups), lambda: self._speller)

    def analyse_text(self, text: str) -> list[str]:
        """The terms of any text of the documents."""
        return analyzer.terms(text, self.understanding.term_of, self.languages.stop_words)

    def passage_terms(self, position: int) -> list[str]:
        """The terms of a passage in order: its text's, then its headings', then its phrasings'."""
        starts = self._arrays["forward_starts"]
        return [self.vocabulary[row] for row in self._arrays["forward"][starts[position] : starts[position + 1]]]

    @cached_property
    def studies(self) -> Studies:
        """What is worked out of passages for answering."""
        return Studies(self)

    @cached_property
    def vocabulary(self) -> list[str]:
        """All terms, sorted."""
        return self._lines("vocabulary")

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each term in the vocabulary."""
        return {term: row for row, term in enumerate(self.vocabulary)}

    @cached_property
    def words(self) -> dict[str, str]:
        """The term of each word seen when the index was built."""
        return {word: term for word, _, term in (line.partition("\t") for line in self._lines("words"))}

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that stand in capitals wherever they stand."""
        return frozenset(self._lines("names"))

    def share(self, term: str) -> tuple[int, int]:
        """How many passages hold the term, and how many there are."""
        row = self.rows.get(term)
        starts = self._arrays["posting_starts"]
        return (0 if row is None else int(starts[row + 1] - starts[row])), len(self)

    def position(self, passage_id: str) -> int | None:
        """The position of a passage by its id, or None."""
        return self._positions.get(passage_id)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {key: position for position, key in enumerate(self.ids)}

    @cached_property
    def ids(self) -> list[str]:
        """The ids of all passages, in order."""
        return self._lines("ids")

    @cached_property
    def _speller(self) -> Speller:
        counts = {word: self.share(term)[0] for word, term in self.words.items()}
        listed = sorted({*counts, *analyzer.STOP_WORDS, *self._lines("slips")})
        return Speller(
            listed, lambda word: OF_STOP_WORDS if word in analyzer.STOP_WORDS else counts.get(word, 0), self.names
        )

    def _lines(self, name: str) -> list[str]:
        text = (self._folder / f"{name}.txt").read_text(encoding="utf-8")
        return text.split("\n") if text else []

    def _ranked(self, query: Query, top_k: int) -> tuple[NDArray[np.int64], dict[str, signals.Floats]]:
        """The positions of the candidates in passage order, and what each signal adds to each."""
        first = self._first_stage(query)
        depth = max(FIRST_STAGE, top_k)
        small = len(self) <= depth and bool(query.terms)
        positions = np.arange(len(self)) if small else np.flatnonzero(first > 0)
        if len(positions) > depth:
            # The lowest score that is in, all above it, and of those that have it the first ones.
            lowest = np.partition(first[positions], -depth)[-depth]
            above, level = positions[first[positions] > lowest], positions[first[positions] == lowest]
            positions = np.sort(np.concatenate([above, level[: depth - len(above)]]))
        if not len(positions):
            return positions, {}
        return positions, signals.scores(
            gather(self._arrays, self.rows, query.terms, positions, first[positions], self._average)
        )

    def _first_stage(self, query: Query) -> NDArray[np.float32]:
        """The weight of the terms that each passage holds, shape (passages,)."""
        found = np.zeros(len(self), np.float32)
        starts = self._arrays["posting_starts"]
        for term in query.terms:
            for word in term.term.split(" "):
                row = self.rows.get(word)
                if row is not None:
                    here = slice(int(starts[row]), int(starts[row + 1]))
                    passages = self._arrays["posting_passages"][here]
                    counts = self._arrays["posting_counts"][here].astype(np.float32)
                    found[passages] += term.weight * counts * (signals.K1 + 1) / (counts + self._norm[passages])
        return found

    def _hit(
        self, position: int, score: float, added: Mapping[str, float], words: Sequence[tuple[QueryTerm, frozenset[str]]]
    ) -> Hit:
        held = self.studies.of(position).held
        matches = {term.term: term.weight for term, wanted in words if wanted <= held}
        return Hit(passage=self.passages[position], score=score, signals=added, matches=matches, position=position)


def _total(added: Mapping[str, signals.Floats]) -> signals.Floats:
    return np.sum(list(added.values()), axis=0, dtype=np.float32) if added else np.zeros(0, np.float32)


def _source(record: Mapping[str, Any]) -> Source:
    dates = {name: date.fromisoformat(record[name]) if record[name] else None for name in ("reviewed", "next_review")}
    return Source(**{**record, **dates})
