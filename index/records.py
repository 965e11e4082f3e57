"""Passages and documents on disk: one JSON value a line, each read when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage, Source
from index import compiled, tables
from index.postings import narrowed

REMEMBERED = 2000  # passages and documents that are kept, those that came up last

_CONTROL = bytes(range(ord(" ")))  # characters that a string of JSON must not hold
_encode = json.JSONEncoder(ensure_ascii=False).encode


def encode(passage: Passage) -> bytes:
    """A passage as a line. By hand, since a general encoder takes six times as long."""
    first, last = passage.lines
    return b'[%b, %b, %b, "%b", %b, %b, [%d, %d], %b]\n' % (
        quoted(passage.id),
        quoted(passage.text),
        _list(passage.headings),
        passage.kind.encode(),
        _list(passage.cells),
        quoted(passage.document.id),
        first,
        last,
        _list(passage.also_asked),
    )


def quoted(text: str) -> bytes:
    """The text as JSON has it, as `encode_basestring` gives it."""
    if compiled.builder:
        return compiled.builder.quoted(text)
    encoded = text.encode().replace(b"\\", rb"\\").replace(b'"', rb"\"").replace(b"\n", rb"\n")
    if len(encoded.translate(None, _CONTROL)) == len(encoded):
        return b'"%b"' % encoded
    return encode_basestring(text).encode()


def _list(values: Sequence[object]) -> bytes:
    return _encode(values).encode() if values else b"[]"


def text_of(line: bytes) -> str:
    """The text of a passage's line."""
    return str(json.loads(line)[1])


def encode_source(source: Source) -> str:
    """A document as a line, without its end."""
    return _encode({name: str(value) if isinstance(value, date) else value for name, value in asdict(source).items()})


def encode_sources(ids: Iterable[str], lines: Iterable[str]) -> tuple[dict[str, NDArray[Any]], bytes]:
    """The arrays by which a document is found by its id, and the documents in the order given, a line each."""
    content = "".join(f"{line}\n" for line in lines).encode()
    return {"source_ends": ends(content), **tables.buckets("source", tables.hashes([i.encode() for i in ids]))}, content


def ends(content: bytes) -> NDArray[Any]:
    """Where each line of `content` ends, its end included."""
    return narrowed(np.flatnonzero(np.frombuffer(content, np.uint8) == ord("\n")) + 1)


class Sources(Mapping[str, Source]):
    """The documents of an index, by id."""

    def __init__(self, folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Read from the files in `folder`."""
        self._ends = arrays["source_ends"].data
        self._buckets = tables.Buckets("source", arrays)
        self._text = tables.mapped_text(folder / "sources.txt")
        self._source = lru_cache(REMEMBERED)(self._find)

    def __getitem__(self, key: str) -> Source:
        """The document of an id."""
        return self._source(key)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        """The ids, in the order of the documents."""
        return (self._decode(at).id for at in range(len(self)))

    def _find(self, key: str) -> Source:
        found = next((s for at in self._buckets.places(key.encode()) if (s := self._decode(at)).id == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def _decode(self, place: int) -> Source:
        record = json.loads(self._text[self._ends[place - 1] if place else 0 : self._ends[place]])
        for name in ("reviewed", "next_review"):
            record[name] = date.fromisoformat(record[name]) if record[name] else None
        return Source(**record)


class Passages(Sequence[Passage]):
    """The passages of an index, in order."""

    def __init__(self, folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Read from the files in `folder`."""
        self.sources = Sources(folder, arrays)
        self._ends = arrays["passage_ends"].data
        self._buckets = tables.Buckets("passage", arrays)
        self._text = tables.mapped_text(folder / "passages.txt")
        self._passage = lru_cache(REMEMBERED)(self._decode)

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._ends)

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
        return self._passage(position % len(self))

    def id(self, position: int) -> str:
        """The id of the passage at a position, without reading the rest of it."""
        start = (self._ends[position - 1] if position else 0) + len('["')
        identifier = self._text[start : max(start, self._text.find(b'"', start, self._ends[position]))]
        return self[position].id if b"\\" in identifier else identifier.decode()

    def position(self, passage_id: str) -> int | None:
        """The position of a passage by its id, or None."""
        places = self._buckets.places(passage_id.encode("utf-8", "replace"))
        return next((at for at in places if self.id(at) == passage_id), None)

    def _record(self, position: int) -> bytes:
        return self._text[self._ends[position - 1] if position else 0 : self._ends[position]]

    def _decode(self, position: int) -> Passage:
        record = self._record(position)
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
