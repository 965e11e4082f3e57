"""A folder of documents read again: only files that were edited since are read and split."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.passage import Passage, Source
from corpus.reading import LARGEST_FILE, UnreadableDocument, document_paths, read_document, with_own_id
from corpus.splitting import split

Progress = Callable[[str, int, int], None]

SETTLED = 2_000_000_000  # nanoseconds after which another edit of a file must show in its times


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document as it was read.

    Attributes:
        id: Its id.
        path: Its path below the folder, with "/" between folders.
        stat: The size and the times of its file, () where an edit right behind might not show in them.
        digest: Of the file's bytes.
        said: A digest of its passages.
        passages: How many there are.
    """

    id: str
    path: str
    stat: tuple[int, ...]
    digest: str
    said: str
    passages: int

    @classmethod
    def from_json(cls, record: Sequence[Any]) -> Known:
        """What `as_json` gave."""
        identity, path, stat, digest, said, passages = record
        return cls(id=identity, path=path, stat=tuple(stat), digest=digest, said=said, passages=passages)

    def as_json(self) -> tuple[object, ...]:
        """For the next reading."""
        return self.id, self.path, self.stat, self.digest, self.said, self.passages


class Rereading:
    """One reading of a folder.

    Attributes:
        documents: The documents read so far, in the order of their paths.
        problems: Those that could not be read.
        count: How many passages there are so far.
    """

    def __init__(self, folder: Path, known: Iterable[Known] = (), progress: Progress | None = None) -> None:
        """Read `folder`, of which an earlier reading found `known`, in this order, and tell `progress` of it.

        Raises:
            NotADirectoryError: If there is no such folder.
        """
        if not folder.is_dir():
            raise NotADirectoryError(f"{folder}: there is no such folder of documents")
        self.documents: list[Known] = []
        self.problems: list[UnreadableDocument] = []
        self.count = 0
        self._folder = folder
        self._progress = progress
        self._known: dict[str, tuple[Known, int]] = {}
        first = 0
        for document in known:
            self._known[document.path] = (document, first)
            first += document.passages

    @property
    def said(self) -> dict[str, str]:
        """A digest of each document's passages, by its id."""
        return {document.id: document.said for document in self.documents}

    def passages(self) -> Iterator[Passage | range]:
        """All passages, in order; a range stands for passages that are as the earlier reading numbered them."""
        taken: set[str] = set()
        below = len((self._folder / "_").as_posix()) - 1
        same = range(0)
        paths = list(document_paths(self._folder, self.problems))
        for number, path in enumerate(paths):
            if self._progress:
                self._progress("Reading documents", number, len(paths))
            try:
                found = self._passages_of(path, path.as_posix()[below:], taken)
            except UnreadableDocument as problem:
                self.problems.append(problem)
                continue
            if isinstance(found, range) and found.start == same.stop:
                same = range(same.start, found.stop)
                continue
            if same:
                yield same
            same = found if isinstance(found, range) else range(0)
            if not isinstance(found, range):
                yield from found
        if same:
            yield same
        if self._progress:
            self._progress("Reading documents", len(paths), len(paths))

    def _passages_of(self, path: Path, name: str, taken: set[str]) -> list[Passage] | range:
        known, first = self._known.get(name, (None, 0))
        stat, digest = _stat(path), ""
        if known and known.id == _identity(name, path, taken):
            if stat and stat == known.stat:
                return self._unchanged(known, first, stat, taken)
            digest = _digest(path)
            if digest and digest == known.digest:
                return self._unchanged(known, first, stat, taken)
        # Before the file is read: if it is edited in between, the digest is not that of what was read, and shows it.
        digest = digest or _digest(path)
        document = with_own_id(read_document(path, self._folder), taken)
        source, found = document.source, split(document)
        taken.add(source.id)
        said = _said(source, found)
        self._append(Known(id=source.id, path=name, stat=stat, digest=digest, said=said, passages=len(found)))
        return found

    def _unchanged(self, known: Known, first: int, stat: tuple[int, ...], taken: set[str]) -> range:
        taken.add(known.id)
        self._append(known if stat == known.stat else replace(known, stat=stat))
        return range(first, first + known.passages)

    def _append(self, document: Known) -> None:
        self.documents.append(document)
        self.count += document.passages


def _identity(name: str, path: Path, taken: set[str]) -> str:
    """The id that a document goes by."""
    short = name[: -len(path.suffix)]
    return name if short in taken else short


def _stat(path: Path) -> tuple[int, ...]:
    try:
        now, stat = time.time_ns(), path.stat()
    except OSError:
        return ()
    settled = now - max(stat.st_mtime_ns, stat.st_ctime_ns) > SETTLED
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) if settled else ()


def _digest(path: Path) -> str:
    """Of the bytes of a file, "" where it is none that could be a document."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return ""
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def _said(source: Source, passages: Iterable[Passage]) -> str:
    digest = hashlib.sha256(repr(source).encode())
    for passage in passages:
        digest.update(f"{passage.id}\0{passage.text}\0{passage.lines}\0{passage.also_asked}\n".encode())
    return digest.hexdigest()
