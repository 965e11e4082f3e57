"""A question -> hits, from an index mapped into memory. Numpy only: neither scikit-learn nor nltk is imported."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage, Source
from index import analyzer, signals
from index.candidates import B, K1, gather
from index.expansion import feedback, neighbours, weighed
from index.forms import Forms
from index.hit import Hit, Query, QueryTerm, SearchResult
from index.languages import languages
from index.spelling import Speller
from index.studies import REMEMBERED, Studies
from index.thesaurus import Thesaurus
from index.understanding import Understanding
from index.wanted import Wanted, wanted

RERANKED = 50  # candidates that the signals put in order; more bring nothing (see CONTRIBUTING)
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
        self._scratch = _Scratch()
        lengths = arrays["lengths"].astype(np.float32)
        self._average = float(lengths.mean()) if len(lengths) else 1.0
        self._norm = K1 * (1 - B + B * lengths / max(self._average, 1.0))

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.passages)

    def search(self, question: str, *, top_k: int = 10, context: Sequence[str] = ()) -> SearchResult:
        """The best passages for a question, at most `top_k`, best first; equal scores stand in passage order.

        `context` are terms that the question takes over from the conversation.
        """
        query = self.understanding.query(question, context)
        ranking = self._ranked(query, top_k)
        return SearchResult(
            query=query, hits=tuple(self._hit(ranking, rank, query) for rank in range(min(top_k, len(ranking.scores))))
        )

    def search_ids(self, question: str, *, top_k: int = 10) -> list[str]:
        """The ids of the best passages: the same search without the reasons."""
        ranking = self._ranked(self.understanding.query(question), top_k)
        return [self.ids[position] for position in ranking.positions[:top_k].tolist()]

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
    def _forms(self) -> Forms:
        return Forms(self.vocabulary, self.names)

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

    def _ranked(self, query: Query, top_k: int) -> _Ranking:
        """The best passages for a query: the first of them put in order by the signals, the others as they were found.

        Where fewer hold a word of the question than are asked for, those that are near to these follow.
        """
        first = self._first_stage(query)
        small = len(self) <= RERANKED and bool(query.terms)
        found = np.arange(len(self)) if small else np.flatnonzero(first > 0)
        depth = max(RERANKED, top_k)
        if len(found) > depth:
            # The lowest score that is in, all above it, and of those that have it the first ones.
            lowest = np.partition(first[found], -depth)[-depth]
            above, level = found[first[found] > lowest], found[first[found] == lowest]
            found = np.sort(np.concatenate([above, level[: depth - len(above)]]))
        found = found[np.argsort(-first[found], kind="stable")]
        wants = wanted(query, self.rows, self._forms)
        ranking = _Ranking(positions=found, scores=first[found], added={})
        if len(found) and len(wants.alternatives):
            ranking = self._reranked(wants, ranking)
        if len(found) < depth and len(found) < len(self) and query.terms:
            ranking = self._filled(wants, ranking, depth)
        return ranking

    def _reranked(self, wants: Wanted, ranking: _Ranking) -> _Ranking:
        """The first of a ranking in the order of the signals; equal scores stand in passage order."""
        top, rest = ranking.positions[:RERANKED], ranking.positions[RERANKED:]
        top = np.sort(top)
        added = signals.scores(gather(self._arrays, wants, top, self._average, self._scratch.numbers(len(self.rows))))
        totals = np.sum(list(added.values()), axis=0, dtype=np.float32)
        order = np.argsort(-totals, kind="stable")
        others = ranking.scores[RERANKED:] * (totals[order[-1]] / max(float(ranking.scores[len(top) - 1]), 1e-9))
        return _Ranking(
            positions=np.concatenate([top[order], rest]),
            scores=np.concatenate([totals[order], others]),
            added={name: values[order] for name, values in added.items()},
        )

    def _filled(self, wants: Wanted, ranking: _Ranking, depth: int) -> _Ranking:
        """A ranking with passages behind it that are near to what was found, or to the question's words."""
        terms = (
            feedback(self._arrays, ranking.positions, ranking.scores, self._average)
            if len(ranking.positions)
            else neighbours(wants.words, wants.concept_weights, self.rows)
        )
        near = weighed(self._arrays, terms, self._norm)
        near[ranking.positions] = 0
        best = np.argsort(-near, kind="stable")[: depth - len(ranking.positions)]
        best = best[near[best] > 0]
        if not len(best):
            return ranking
        lowest = float(ranking.scores[-1]) if len(ranking.scores) else 1.0
        scores = near[best] * (lowest / 2 / float(near[best[0]]))
        return _Ranking(
            positions=np.concatenate([ranking.positions, best]),
            scores=np.concatenate([ranking.scores, scores]),
            added=ranking.added,
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
                    found[passages] += term.weight * counts * (K1 + 1) / (counts + self._norm[passages])
        return found

    def _hit(self, ranking: _Ranking, rank: int, query: Query) -> Hit:
        position = int(ranking.positions[rank])
        held = set(self.passage_terms(position))
        return Hit(
            passage=self.passages[position],
            score=float(ranking.scores[rank]),
            signals={name: float(values[rank]) for name, values in ranking.added.items() if rank < len(values)},
            matches={term.term: term.weight for term in query.terms if held.issuperset(term.term.split(" "))},
            position=position,
        )


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Positions and their scores, best first, and what each signal adds to the score of the first of them."""

    positions: NDArray[np.int64]
    scores: signals.Floats
    added: Mapping[str, signals.Floats]


class _Scratch(threading.local):
    """An array of zeros for each thread, as long as asked for."""

    def __init__(self) -> None:
        self._numbers = np.zeros(0, np.int16)

    def numbers(self, length: int) -> NDArray[np.int16]:
        if len(self._numbers) < length:
            self._numbers = np.zeros(length, np.int16)
        return self._numbers


def _source(record: Mapping[str, Any]) -> Source:
    dates = {name: date.fromisoformat(record[name]) if record[name] else None for name in ("reviewed", "next_review")}
    return Source(**{**record, **dates})
