"""The library: documents and their index kept in step, so that nobody is shown a stale answer in silence."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.freshness import is_seen, listing, note_seen
from corpus.reading import UnreadableDocument
from corpus.rereading import Known, Rereading
from index.searching import Index
from index.storage import open_index, staged
from index.thesaurus import read_groups
from index.versions import BusyIndex, UnusableIndex, current_record, exclusive, version_name

if TYPE_CHECKING:
    from index.building import BuiltIndex

logger = logging.getLogger(__name__)

CHECK_EVERY = 1.0  # seconds between two looks at the documents folder; a look costs a stat for each file

Progress = Callable[[str, int, int], None]
Outcome = Literal["published", "unchanged", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What a rebuild did.

    Attributes:
        outcome: Whether the new index was "published", is "unchanged" from the one before, or was "refused" by a gate.
        documents: How many documents there are.
        passages: How many passages they were split into.
        problems: The documents that could not be read.
        added: Ids of documents that the index did not hold before.
        changed: Ids of documents whose passages differ from before.
        removed: Ids of documents that are gone.
        seconds: How long it took.
    """

    outcome: Outcome
    documents: int
    passages: int
    problems: tuple[UnreadableDocument, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A new index, before anybody is given it.

    Attributes:
        old: The index that is published, None where there is none that can be read.
        new: The index that would be.
        edited: Ids of the documents that were added or changed.
        removed: Ids of the documents that are gone or could not be read.
        problems: The documents that could not be read.
    """

    old: Index | None
    new: Index
    edited: frozenset[str]
    removed: frozenset[str]
    problems: tuple[UnreadableDocument, ...]


Gate = Callable[[Candidate], Mapping[str, object] | None]
"""Looks a new index over: what is to be noted about the version, or None where it must not be published."""


def reindex(
    documents: Path, directory: Path, *, progress: Progress | None = None, gate: Gate | None = None
) -> IndexReport:
    """Read the folder `documents` and publish its index in `directory`, if it differs and `gate` lets it pass.

    Raises:
        NotADirectoryError: If there is no such folder.
        OSError: If the index cannot be written.
        BusyIndex: If another process is publishing there.
    """
    from index.building import build  # only a rebuild pays for its imports
    from index.kept import open_kept

    started = time.perf_counter()
    seen = listing(documents)
    kept, note = open_kept(directory)
    reading = Rereading(documents, map(Known.from_json, note or ()), progress)
    built = build(reading.passages(), progress=progress, synonyms=_synonyms(documents), kept=kept)
    outcome: Outcome
    old, edits = _published(directory), _edits(directory, reading)
    if old is None or old.fingerprint != built.header["fingerprint"]:
        outcome = _publish(built, directory, reading, edits, old, gate)
    else:
        outcome = "unchanged"
        if kept is None:  # another release of the program, or a broken file
            with contextlib.suppress(OSError, BusyIndex), exclusive(directory):
                _keep(built, directory / version_name(directory), reading)
    note_seen(directory, seen)
    return IndexReport(
        outcome=outcome,
        documents=len(reading.documents),
        passages=reading.count,
        problems=tuple(reading.problems),
        added=tuple(sorted(edits.added)),
        changed=tuple(sorted(edits.changed)),
        removed=tuple(sorted(edits.removed)),
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edits:
    """The ids of the documents that differ from those of the published version."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]


def _edits(directory: Path, reading: Rereading) -> _Edits:
    before, now = current_record(directory).get("documents", {}), reading.said
    return _Edits(
        added=frozenset(now.keys() - before.keys()),
        changed=frozenset(key for key in now.keys() & before.keys() if now[key] != before[key]),
        removed=frozenset(before.keys() - now.keys()),
    )


def _publish(
    built: BuiltIndex, directory: Path, reading: Rereading, edits: _Edits, old: Index | None, gate: Gate | None
) -> Outcome:
    with staged(built, directory) as version:
        candidate = Candidate(
            old=old,
            new=version.open(),
            edited=edits.added | edits.changed,
            removed=edits.removed,
            problems=tuple(reading.problems),
        )
        note = gate(candidate) if gate else {}
        if note is None:
            return "refused"
        version.publish({"documents": reading.said, "passages": reading.count, **note})
        _keep(built, version.folder, reading)
    return "published"


def _keep(built: BuiltIndex, folder: Path, reading: Rereading) -> None:
    """Spare the next build what this one did; without that it takes longer and comes to the same."""
    from index.kept import keep

    try:
        keep(built, folder, [document.as_json() for document in reading.documents])
    except OSError as error:
        logger.warning("the next rebuild reads every document again: %s", error)


def _published(directory: Path) -> Index | None:
    try:
        return open_index(directory)
    except UnusableIndex:
        return None


def _synonyms(documents: Path) -> list[list[str]]:
    """The groups of the publisher's own thesaurus, if there is one beside the documents."""
    own = documents / "thesaurus.txt"
    return read_groups(own) if own.is_file() else []


class Library:
    """Hands out the index that fits the documents as they are now. Safe to call from several threads."""

    def __init__(
        self,
        documents: Path,
        directory: Path,
        *,
        rebuild: Callable[[], object] | None,
    ) -> None:
        """Keep `directory` in step with `documents`.

        Args:
            documents: The folder of documents.
            directory: The folder of the index.
            rebuild: What to do when they are out of step, such as a call of `reindex`; None leaves the index as it is,
                and `stale` says so.
        """
        self._documents = documents
        self._directory = directory
        self._rebuild = rebuild
        self._lock = threading.Lock()
        self._checked = float("-inf")
        self._index: Index | None = None
        self._version = ""
        self._gave_up = ""  # the state of the documents that no index could be made of
        self._complaint = ""
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
        first = self._index is None
        self._open()
        try:
            seen = listing(self._documents)
        except OSError as error:
            if first:
                raise
            self._complain(error)
            return
        self.stale = not is_seen(self._directory, seen)
        if self._rebuild and (self._index is None or (self.stale and seen != self._gave_up)):
            self._rebuild_or_keep(seen)
            self._open()
        if self._index is None:
            self._index = open_index(self._directory)  # raises, and says what is wrong

    def _open(self) -> None:
        """Take the version that is current now, whoever published it; keep the one there is if it cannot be read."""
        name = version_name(self._directory)
        if name and name != self._version:
            try:
                self._index, self._version = open_index(self._directory), name
            except UnusableIndex as error:
                logger.debug("%s", error)

    def _rebuild_or_keep(self, seen: str) -> None:
        """Rebuild; where that fails, go on answering from the index there is until the documents are edited again."""
        assert self._rebuild is not None  # the callers have looked
        try:
            self._rebuild()
            self.stale = False
        except BusyIndex:
            if self._index is None:
                raise
        except (OSError, ValueError) as error:
            if self._index is None:
                raise
            self._gave_up = seen
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        """Say once that the index there is stays, and why."""
        if self._complaint != str(error):
            self._complaint = str(error)
            logger.error("the index is not rebuilt: %s", error)
