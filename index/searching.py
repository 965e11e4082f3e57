"""A question -> hits, from an index mapped into memory. Numpy only: neither scikit-learn nor nltk is imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import analyzer
from index.clippings import Clippings
from index.common_slips import MOST_PASSAGES, CommonSlips
from index.first_stage import FirstStage
from index.forward import Forward
from index.hit import UNKNOWN, Hit, Query, SearchResult
from index.languages import languages
from index.lexicon import Lexicon
from index.nearness import Nearness
from index.posting_lists import Postings
from index.ranking import Ranker, Ranking
from index.records import Passages
from index.similarity import rows_of
from index.spelling import Speller
from index.studies import Studies
from index.tables import Rows, Strings, Words, mapped_text
from index.thesaurus import Thesaurus
from index.understanding import Understanding
from index.word_list import WordList

REMEMBERED = 64  # ranges of passages of which it is kept how many hold a term
OWN_WORD = 5.0  # steps of Zipf frequency that a word gains by standing in the documents, or as a little word
UNCOMMON = 1.5  # the Zipf frequency of words that the table of general English lacks


class Index:
    """An index as published; answers questions. Safe to use from several threads."""

    def __init__(self, *, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], folder: Path) -> None:
        """Take what storage has opened."""
        self.fingerprint = str(header["fingerprint"])
        self.languages = languages(tuple(header["languages"]))
        self.passages = Passages(folder, arrays)
        self._arrays = arrays
        self._idf = arrays["idf"].data
        # Mapped now: the files of a version that others have replaced may be gone when they are asked for.
        self._texts = {name: mapped_text(folder / f"{name}.txt") for name in ("thesaurus", "slips", "names")}
        self._postings = Postings(arrays)
        self._forward = Forward(arrays)
        self._first_stage = FirstStage(self._postings, header["passages"])
        self.vocabulary = Strings("terms", arrays, folder)
        self.rows = Rows(self.vocabulary)
        average = header["tokens"] / header["passages"] if header["passages"] else 1.0
        near = (lambda *of: self.nearness.nearest(*of)) if "en" in self.languages.codes else None
        self._ranker = Ranker(arrays, self._forward, self.rows, self._first_stage, average, near)
        self._spelled = Strings("words", arrays, folder)
        # By ranges the share of their passages that hold a term, by its row: of few documents asked again and again.
        self._shares = lru_cache(REMEMBERED)(lambda ranges: {UNKNOWN: [0.0] * len(ranges)})
        self.words = Words(self._spelled, arrays["word_rows"], self.vocabulary)

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.passages)

    def search(self, question: str, *, top_k: int = 10, context: Sequence[str] = ()) -> SearchResult:
        """The best passages for a question, at most `top_k`, best first; equal scores stand in passage order.

        `context` are terms that the question takes over from the conversation.
        """
        query = self.understanding.query(question, context)
        ranking = self.ranking(query, top_k=top_k)
        looked_for = [(term.term, term.weight, frozenset(term.rows)) for term in query.terms]
        positions, scores = ranking.positions[:top_k].tolist(), ranking.scores[:top_k].tolist()
        studies, reasons = self.studies.of_all(positions), ranking.reasons(len(positions))
        hits = [
            Hit(
                passage=study.passage,
                score=score,
                signals=signals,
                matches={term: weight for term, weight, wanted in looked_for if wanted <= study.rows},
                position=position,
            )
            for position, score, study, signals in zip(positions, scores, studies, reasons, strict=True)
        ]
        return SearchResult(query=query, hits=tuple(hits))

    def search_ids(self, question: str, *, top_k: int = 10) -> list[str]:
        """The ids of the best passages: the same search without the reasons."""
        positions = self.ranking(self.understanding.query(question), top_k=top_k).positions
        return [self.passages.id(position) for position in positions[:top_k].tolist()]

    def ranking(self, query: Query, *, top_k: int = 10) -> Ranking:
        """The same as positions, with what each signal adds: at least `top_k` where there are so many."""
        return self._ranker.rank(query, top_k)

    def match_ids(self, question: str, *, top_k: int = 10) -> list[str]:
        """The ids of the best passages by TF-IDF alone: the question's words as they are, scikit-learn's idf."""
        stops = self.languages.stop_words
        rows = [self._row(token) for token in analyzer.tokens(question) if token not in stops]
        positions, scores = self._first_stage.best([(row, self._idf[row]) for row in rows if row >= 0], top_k)
        order = (-scores).argsort(kind="stable")
        return [self.passages.id(position) for position in positions.take(order).tolist()]

    def _row(self, token: str) -> int:
        """The row of a token's term, -1 where the index does not hold it."""
        row = self.words.row(token)
        return row if row >= 0 else self.rows.get(self.understanding.term_of(token), -1)

    @cached_property
    def understanding(self) -> Understanding:
        """Analyses questions."""
        groups = (line.split(",") for line in self._lines("thesaurus"))
        return Understanding(self, Thesaurus(groups))

    def analyse_text(self, text: str) -> list[str]:
        """The terms of any text of the documents."""
        return analyzer.terms(text, self.understanding.term_of, self.languages.stop_words)

    def passage_terms(self, position: int) -> list[str]:
        """The terms of a passage in order: its text's, then its headings' and the title's, then its phrasings'."""
        return [self.vocabulary[row] for row in next(self.terms_of([position]))[0]]

    def terms_of(self, positions: Sequence[int]) -> Iterator[tuple[list[int], int, int]]:
        """For each of some passages, at least one, the rows of its terms in order.

        Beside them how many of them are its text's, and how many its headings' and the title's.
        """
        at = np.array(positions)
        lengths, _, rows = self._forward.read(at)
        texts, headings = (self._arrays[name].take(at).tolist() for name in ("text_lengths", "heading_lengths"))
        every, ends = rows.tolist(), accumulate(lengths.tolist(), initial=0)
        return (
            (every[a:b], text, heading) for (a, b), text, heading in zip(pairwise(ends), texts, headings, strict=True)
        )

    def shares(self, ranges: Sequence[range], rows: Sequence[int]) -> NDArray[np.float32]:
        """The share of the passages of each range that hold the term of each of `rows`, shape (ranges, rows)."""
        known = self._shares(tuple(ranges))
        if new := [row for row in rows if row not in known]:
            starts, ends = np.array([(one.start, one.stop) for one in ranges]).T
            shares = self._postings.holding(new, starts, ends) / (ends - starts)
            known |= zip(new, shares.tolist(), strict=True)
        return np.array([known[row] for row in rows], np.float32).reshape(len(rows), len(ranges)).T

    @cached_property
    def lexicon(self) -> Lexicon:
        """What is known of the terms."""
        in_english = "en" in self.languages.codes
        # Words of other languages that English has, too, "Name" and "Test", are compared as the English ones.
        vector_rows = self._arrays["vector_rows"] if in_english else rows_of(self.vocabulary.all())
        return Lexicon(vector_rows, self._arrays["general_idf"])

    @cached_property
    def nearness(self) -> Nearness:
        """Compares words of questions with the terms in meaning."""
        return Nearness(self.lexicon.vector_rows, len(self.vocabulary))

    @cached_property
    def studies(self) -> Studies:
        """What is worked out of passages for answering."""
        return Studies(self)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that stand in capitals wherever they stand."""
        return frozenset(self._lines("names"))

    def share(self, term: str) -> tuple[int, int]:
        """How many passages hold the term, and how many there are."""
        row = self.rows.get(term)
        return (0 if row is None else self._postings.size(row)), len(self)

    def row(self, term: str) -> int:
        """The row of a term, UNKNOWN where no passage holds it."""
        row: int = self.rows.get(term, UNKNOWN)
        return row

    def position(self, passage_id: str) -> int | None:
        """The position of a passage by its id, or None."""
        return self.passages.position(passage_id)

    def positions(self, passage_ids: Iterable[str]) -> list[int]:
        """The positions of those of some passages that the index holds."""
        return [at for one in passage_ids if (at := self.position(one)) is not None]

    @cached_property
    def ids(self) -> list[str]:
        """The ids of all passages, in order."""
        return [self.passages.id(position) for position in range(len(self))]

    @cached_property
    def speller(self) -> Speller:
        """What corrects slips of this index's words and of general English."""
        general = self.languages.common_words().union(self._lines("slips"))
        words, general = (
            frozenset(word for word in some if self._spelled.find(word) < 0)
            for some in (self.languages.stop_words, general)
        )
        return Speller(
            words,
            self._zipf,
            self.names,
            general,
            by_ear="en" in self.languages.codes,
            more=WordList(self._spelled, self._arrays),
        )

    @cached_property
    def slips(self) -> CommonSlips | None:
        """What knows slips that are words; None where the documents are about too many things."""
        return CommonSlips(self.words, self.share, self.names) if len(self) <= MOST_PASSAGES else None

    @cached_property
    def clippings(self) -> Clippings | None:
        """What knows words cut short; alike."""
        return Clippings(self.words, self.share, self.names) if len(self) <= MOST_PASSAGES else None

    def _zipf(self, word: str) -> float:
        found = self.languages.common(word)
        is_own = word in self.words or word in self.languages.stop_words
        return (found.zipf if found else UNCOMMON) + (OWN_WORD if is_own else 0.0)

    def _lines(self, name: str) -> list[str]:
        text = bytes(self._texts[name]).decode()
        return text.split("\n") if text else []
