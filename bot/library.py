"""The library: documents and their index kept in step, so that nobody is shown a stale answer in silence."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.passage import Passage, Source
from corpus.reading import UnreadableDocument, read_folder
from index.searching import Index
from index.storage import UnusableIndex, open_index, publish
from index.thesaurus import read_groups

CHECK_EVERY = 1.0  # seconds between two looks at the documents folder; a look costs a stat for each file
_RECORD = "documents.json"  # beside the index: what it was made from

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What a rebuild did.

    Attributes:
        sources: The documents read, in order.
        passages: How many passages they were split into.
        problems: The documents that could not be read.
        added: Ids of documents that the index did not hold before.
        changed: Ids of documents whose passages differ from before.
        removed: Ids of documents that are gone.
        seconds: How long it took.
    """

    sources: tuple[Source, ...]
    passages: int
    problems: tuple[UnreadableDocument, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    seconds: float


def reindex(documents: Path, directory: Path, *, progress: Progress | None = None) -> IndexReport:
    """Read the folder `documents` and publish its index in `directory`.

    Raises:
        NotADirectoryError: If there is no such folder.
        OSError: If the index cannot be written.
    """
    from index.building import build  # scikit-learn and nltk come with it: only a rebuild pays for them

    started = time.perf_counter()
    seen = listing(documents)
    reading = read_folder(documents)
    before, now = _record(directory).get("documents", {}), _digests(reading.passages)
    publish(build(reading.passages, progress=progress, synonyms=_synonyms(documents)), directory)
    record = {"listing": seen, "documents": now}
    (directory / _RECORD).write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
    return IndexReport(
        sources=reading.sources,
        passages=len(reading.passages),
        problems=reading.problems,
        added=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(sorted(key for key in now.keys() & before.keys() if now[key] != before[key])),
        removed=tuple(sorted(before.keys() - now.keys())),
        seconds=time.perf_counter() - started,
    )


def _synonyms(documents: Path) -> list[list[str]]:
    """The groups of the publisher's own thesaurus, if there is one beside the documents."""
    own = documents / "thesaurus.txt"
    return read_groups(own) if own.is_file() else []


def is_stale(documents: Path, directory: Path) -> bool:
    """Whether a file of `documents` was added, removed or touched since the index in `directory` was made."""
    return bool(_record(directory).get("listing") != listing(documents))


def listing(documents: Path) -> str:
    """A digest of the names, sizes and times of all files under `documents`.

    Raises:
        NotADirectoryError: If there is no such folder.
    """
    if not documents.is_dir():
        raise NotADirectoryError(f"{documents}: there is no such folder of documents")
    digest = hashlib.sha256()
    for path in sorted(path for path in documents.rglob("*") if path.is_file()):
        stat = path.stat()
        digest.update(f"{path.relative_to(documents).as_posix()}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Library:
    """Hands out the index that fits the documents as they are now. Safe to call from several threads."""

    def __init__(
        self,
        documents: Path,
        directory: Path,
        *,
        rebuild: Callable[[], object] | None,
        progress: Progress | None = None,
    ) -> None:
        """Keep `directory` in step with `documents`.

        Args:
            documents: The folder of documents.
            directory: The folder of the index.
            rebuild: What to do when they are out of step, such as a call of `reindex`; None leaves the index as it is,
                and `stale` says so.
            progress: Told about the opening rebuild.
        """
        self._documents = documents
        self._directory = directory
        self._rebuild = rebuild
        self._lock = threading.Lock()
        self._checked = float("-inf")
        self._index: Index | None = None
        self.stale = False

    def current(self) -> Index:
        """The index to answer from.

        Raises:
            UnusableIndex: If there is none, and none can be made.
            NotADirectoryError: If there is no folder of documents.
        """
        with self._lock:
            if self._index is None or time.monotonic() - self._checked >= CHECK_EVERY:
                self._look()
                self._checked = time.monotonic()
            assert self._index is not None  # _look opens one or raises
            return self._index

    def _look(self) -> None:
        self.stale = is_stale(self._documents, self._directory)
        if self.stale and self._rebuild:
            self._rebuild()
            self._index, self.stale = open_index(self._directory), False
        elif self._index is None:
            self._index = self._open_or_build()

    def _open_or_build(self) -> Index:
        try:
            return open_index(self._directory)
        except UnusableIndex:
            if self._rebuild is None:
                raise
            self._rebuild()
            return open_index(self._directory)


def _record(directory: Path) -> dict[str, Any]:
    try:
        record = json.loads((directory / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _digests(passages: Iterable[Passage]) -> dict[str, str]:
    found: dict[str, hashlib._Hash] = {}
    for passage in passages:
        digest = found.setdefault(passage.document.id, hashlib.sha256(repr(passage.document).encode()))
        digest.update(f"{passage.id}\0{passage.text}\0{passage.lines}\0{passage.also_asked}\n".encode())
    return {key: digest.hexdigest() for key, digest in found.items()}
