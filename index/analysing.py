"""Passages taken apart, one way for new ones and for those that a build before has taken apart already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage, Source
from index import records, tables
from index.groups import Groups
from index.languages import stop_words
from index.postings import narrowed
from index.spilling import Spill
from index.stemming import Stems
from index.tokenizing import Tokenizer
from index.word_list import Heard

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What is worked out of passages, in their order.

    Attributes:
        record_sizes: Bytes of each one's record, shape (passages,).
        hashes: Of each one's id, shape (passages,); see tables.py.
        sources: The number of each one's document, shape (passages,).
        sizes: Words without stop words of each one: in all, in its text, in its headings, shape (passages, 3).
        forms: The numbers of these words, those of all passages one after another, in as many arrays as they came in.
    """

    record_sizes: NDArray[Any]
    hashes: NDArray[np.uint32]
    sources: NDArray[np.int32]
    sizes: NDArray[Any]
    forms: Sequence[NDArray[Any]]

    @classmethod
    def joined(cls, parts: Sequence[Columns]) -> Columns:
        """Several one after another."""
        none = cls(
            record_sizes=np.zeros(0, np.uint8),
            hashes=np.zeros(0, np.uint32),
            sources=np.zeros(0, np.int32),
            sizes=np.zeros((0, 3), np.uint8),
            forms=(),
        )
        names = [field.name for field in fields(cls) if field.name != "forms"]
        joined = {name: np.concatenate([getattr(part, name) for part in (none, *parts)]) for name in names}
        return cls(**joined, forms=[forms for part in parts for forms in part.forms])


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """A document: its record, a line of JSON, and its language."""

    id: str
    record: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a build before has worked out. Good for one build, which goes on with its tokenizer and stems.

    Attributes:
        columns: Of its passages; their forms in one array.
        records: Its passages' records, one after another.
        sources: Its documents, in order.
        tokenizer: The words that it met.
        stems: And their stems.
        heard: And how they sound.
        groups: Its thesauri.
    """

    columns: Columns
    records: memoryview
    sources: Sequence[KnownSource]
    tokenizer: Tokenizer
    stems: Stems
    heard: Heard
    groups: Groups


class Analysis:
    """What is worked out of passages so far."""

    def __init__(self, kept: Kept | None = None) -> None:
        """Begin without a passage; those of `kept` can be taken over."""
        self.count = 0
        self.is_edit = kept is not None
        self.sources: dict[str, KnownSource] = {}
        self.records = Spill()
        self.tokenizer = kept.tokenizer if kept else Tokenizer()
        self.stems = kept.stems if kept else Stems({})
        self.heard = kept.heard if kept else Heard()
        self.groups = kept.groups if kept else None
        self._numbers: dict[str, int] = {}
        self._parts: list[Columns] = []
        self._kept = kept
        if kept:
            self._record_ends = np.concatenate([[0], np.cumsum(kept.columns.record_sizes, dtype=np.int64)])
            self._form_ends = np.concatenate([[0], np.cumsum(kept.columns.sizes[:, 0], dtype=np.int64)])
            self._left = np.ones(len(kept.columns.sources), bool)  # which of its passages were not taken over

    def add(self, batch: Sequence[Passage]) -> None:
        """Take passages of one language apart."""
        lines = [records.encode(passage) for passage in batch]
        self.records.append(b"".join(lines))
        texts = [field_texts(passage) for passage in batch]
        held = np.fromiter(map(len, texts), np.int64, len(texts))
        first = np.cumsum(held) - held
        shown = np.zeros(int(held.sum()), bool)
        shown[first] = True
        stops = stop_words(batch[0].document.language)
        forms, sizes = self.tokenizer.tokens([text for several in texts for text in several], shown, stops)
        self._append(
            Columns(
                record_sizes=narrowed(np.fromiter(map(len, lines), np.int64, len(lines))),
                hashes=tables.hashes([passage.id.encode() for passage in batch]),
                sources=np.fromiter((self._number(p.document) for p in batch), np.int32, len(batch)),
                sizes=narrowed(np.stack([np.add.reduceat(sizes, first), sizes[first], sizes[first + 1]], axis=1)),
                forms=(forms,),
            )
        )

    def take_over(self, passages: range) -> None:
        """Take passages as they were worked out before, by their positions there."""
        assert self._kept is not None  # what was kept tells the positions
        first, behind = passages.start, passages.stop
        held = self._kept.columns
        self.records.refer_to(self._kept.records[self._record_ends[first] : self._record_ends[behind]])
        self._left[first:behind] = False
        old, number = np.unique(held.sources[first:behind], return_inverse=True)
        new = [self._number_of(self._kept.sources[source]) for source in old]
        self._append(
            Columns(
                record_sizes=held.record_sizes[first:behind],
                hashes=held.hashes[first:behind],
                sources=np.array(new, np.int32)[number],
                sizes=held.sizes[first:behind],
                forms=(held.forms[0][self._form_ends[first] : self._form_ends[behind]],),
            )
        )

    def columns(self) -> Columns:
        """The columns of all passages; once, when all are there."""
        if self._kept:
            gone = np.flatnonzero(self._left)
            starts, ends = self._record_ends[gone].tolist(), self._record_ends[gone + 1].tolist()
            lines = (bytes(self._kept.records[start:end]) for start, end in zip(starts, ends, strict=True))
            self.tokenizer.forget([records.text_of(line) for line in lines])
        joined = Columns.joined(self._parts)
        self._parts.clear()
        return joined

    def _append(self, part: Columns) -> None:
        self._parts.append(part)
        self.count += len(part.sources)

    def _number(self, source: Source) -> int:
        number = self._numbers.get(source.id)
        if number is None:
            known = KnownSource(id=source.id, record=records.encode_source(source), language=source.language)
            number = self._number_of(known)
        return number

    def _number_of(self, source: KnownSource) -> int:
        number = self._numbers.setdefault(source.id, len(self._numbers))
        self.sources.setdefault(source.id, source)
        return number


def field_texts(passage: Passage) -> tuple[str, ...]:
    """The fields of a passage in which terms are counted: text, headings, and the editor's phrasings."""
    title = passage.document.title
    above = passage.headings if title in passage.headings else (*passage.headings, title)
    return (passage.text, " ".join(above), *passage.also_asked)
