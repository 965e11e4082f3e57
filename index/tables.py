"""Tables of strings that are looked up in the mapped file, so that opening them costs nothing however long they are.

The strings stand one after another in a text file; three arrays say where each ends, and in which of some buckets (by
CRC-32 of the UTF-8) it is found.
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from index.postings import narrowed

REMEMBERED = 50_000  # strings looked up that are kept
_PER_BUCKET = 2


def encode(name: str, strings: Sequence[str]) -> tuple[dict[str, NDArray[Any]], bytes]:
    """The arrays of a table, and its text."""
    encoded = [string.encode() for string in strings]
    ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)))
    return {f"{name}_ends": narrowed(ends), **buckets(name, hashes(encoded))}, b"".join(encoded)


def hashes(encoded: Sequence[bytes]) -> NDArray[np.uint32]:
    """By what strings are put into buckets, shape (strings,)."""
    return np.fromiter(map(zlib.crc32, encoded), np.uint32, len(encoded))


def buckets(name: str, hashed: NDArray[np.uint32]) -> dict[str, NDArray[Any]]:
    """The arrays by which strings are found, each by its place; `hashed` are their `hashes`."""
    count = max(1, len(hashed) // _PER_BUCKET)
    bucket = hashed.astype(np.int64) % count
    order = np.argsort(bucket, kind="stable")
    return {
        f"{name}_found": narrowed(order),
        f"{name}_buckets": narrowed(np.searchsorted(bucket[order], np.arange(count + 1))),
    }


def mapped_text(path: Path) -> bytes | mmap.mmap:
    """The bytes of a file, mapped into memory."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


class Buckets:
    """Finds the place of a string among those given to `buckets`."""

    def __init__(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Read the arrays of the table called `name`."""
        self._found, self._buckets = arrays[f"{name}_found"].data, arrays[f"{name}_buckets"].data

    def places(self, encoded: bytes) -> list[int]:
        """The places where a string can be."""
        bucket = zlib.crc32(encoded) % (len(self._buckets) - 1)
        return self._found[self._buckets[bucket] : self._buckets[bucket + 1]].tolist()


class Strings(Sequence[str]):
    """The strings of a table, by place and back."""

    def __init__(self, name: str, arrays: Mapping[str, NDArray[Any]], folder: Path) -> None:
        """Open the table called `name` in `folder`."""
        self._ends = arrays[f"{name}_ends"].data
        self._buckets = Buckets(name, arrays)
        self._text = mapped_text(folder / f"{name}.txt")
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        """How many strings there are."""
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        """The string at a place."""
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return self._bytes(place).decode()

    def _bytes(self, place: int) -> bytes:
        return self._text[self._ends[place - 1] if place else 0 : self._ends[place]]

    def place(self, string: str) -> int:
        """Where a string stands, -1 where it does not."""
        place = self._places.get(string)
        if place is None:
            place = self.find(string)
            if len(self._places) < REMEMBERED:
                self._places[string] = place
        return place

    def find(self, string: str) -> int:
        """The same, not kept: for a string that is hardly asked for again."""
        encoded = string.encode("utf-8", "replace")
        return next((at for at in self._buckets.places(encoded) if self._bytes(at) == encoded), -1)

    def all(self) -> list[str]:
        """Every string, at once."""
        ends = self._ends.tolist()
        text = bytes(self._text)
        return [text[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]


class Rows(Mapping[str, int]):
    """The row of each term."""

    def __init__(self, terms: Strings) -> None:
        """Look up in the vocabulary."""
        self._terms = terms

    def __getitem__(self, term: str) -> int:
        """The row of a term."""
        row = self._terms.place(term)
        if row < 0:
            raise KeyError(term)
        return row

    def get(self, term: str, default: Any = None) -> Any:
        """The row of a term, or `default`."""
        row = self._terms.place(term)
        return default if row < 0 else row

    def __contains__(self, term: object) -> bool:
        """Whether the index holds a term."""
        return isinstance(term, str) and self._terms.place(term) >= 0

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self._terms)

    def __iter__(self) -> Iterator[str]:
        """The terms in the order of their rows."""
        return iter(self._terms.all())


class Words(Mapping[str, str]):
    """The term of each word seen when the index was built."""

    def __init__(self, words: Strings, rows: NDArray[np.int32], terms: Strings) -> None:
        """Look up in `words`, whose terms are at `rows` of `terms`."""
        self._words, self._rows, self._terms = words, rows.data, terms

    def __getitem__(self, word: str) -> str:
        """The term of a word."""
        place = self._words.place(word)
        if place < 0:
            raise KeyError(word)
        return self._terms[self._rows[place]]

    def row(self, word: str) -> int:
        """The row of a word's term, -1 for a word that was not seen."""
        place = self._words.place(word)
        return -1 if place < 0 else self._rows[place]

    def get(self, word: str, default: Any = None) -> Any:
        """The term of a word, or `default`."""
        place = self._words.place(word)
        return default if place < 0 else self._terms[self._rows[place]]

    def __contains__(self, word: object) -> bool:
        """Whether a word was seen."""
        return isinstance(word, str) and self._words.place(word) >= 0

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._words)

    def __iter__(self) -> Iterator[str]:
        """The words in the order of their lengths, and of the alphabet."""
        return iter(self._words.all())
