"""How often each passage answered, and what was asked in vain: counts by day, never by person.

Nothing here can be led back to somebody: no ids of chats, users or messages, no time finer than a day, and rows that
stand in the order of their words. Unanswered questions are kept only where the publisher has switched that on; they
are scrubbed first (see scrubbing.py) and erased after a month, or as soon as it is switched off again.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import sqlite3

logger = logging.getLogger(__name__)

KEPT_DAYS = 30  # that an unanswered question is kept
FLUSH_EVERY = 60.0  # seconds; a bot that is killed loses the counts since
MOST_WAITING = 1000  # counts held in memory before they are written

Kind = Literal["answered", "abstained", "rejected"]

# Without row ids: these would tell in which order people asked.
_TABLES = """
CREATE TABLE IF NOT EXISTS counts (day TEXT, kind TEXT, passage TEXT, number INTEGER,
    PRIMARY KEY (day, kind, passage)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unanswered (day TEXT, question TEXT, number INTEGER,
    PRIMARY KEY (day, question)) WITHOUT ROWID;
"""
_ADD = {
    "counts": "INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
    "unanswered": "INSERT INTO unanswered VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
}
_EXPIRED = "DELETE FROM unanswered WHERE day < ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An unanswered question, scrubbed, and how often it was asked."""

    question: str
    number: int


class Usage:
    """Counts in memory, written to a file now and then. Safe to use from several threads."""

    def __init__(self, path: Path, *, keep_unanswered: bool, today: Callable[[], date] = date.today) -> None:
        """Count into the file `path`; with `keep_unanswered` keep unanswered questions as well."""
        self._path = path
        self._today = today
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._unanswered: Counter[tuple[str, ...]] = Counter()
        self._flushed = time.monotonic()
        self._failed = False
        self.keeps_unanswered = keep_unanswered

    def count(self, kind: Kind, passage_ids: Iterable[str]) -> None:
        """Count one for each passage; an abstention counts for the nearest passage, "" where there is none."""
        day = self._today().isoformat()
        with self._lock:
            self._counts.update((day, kind, passage_id) for passage_id in passage_ids)
        self._flush_if_due()

    def keep(self, question: str) -> None:
        """Keep an unanswered question, scrubbed already, if that is switched on."""
        if self.keeps_unanswered and question:
            with self._lock:
                self._unanswered[self._today().isoformat(), question] += 1
            self._flush_if_due()

    def flush(self) -> None:
        """Write what was counted; where that fails, say so once and go on."""
        import sqlite3

        with self._lock:
            counts, unanswered = self._counts, self._unanswered
            self._counts, self._unanswered, self._flushed = Counter(), Counter(), time.monotonic()
        try:
            with opened(self._path) as database:
                database.executemany(_ADD["counts"], ((*key, number) for key, number in counts.items()))
                database.executemany(_ADD["unanswered"], ((*key, number) for key, number in unanswered.items()))
                self._erase(database)
        except (OSError, sqlite3.Error) as error:
            if not self._failed:
                self._failed = True
                logger.error("%s: counts are not kept: %s", self._path, error)

    def _erase(self, database: sqlite3.Connection) -> None:
        oldest = self._today() - timedelta(days=KEPT_DAYS)
        if self.keeps_unanswered:
            database.execute(_EXPIRED, (oldest.isoformat(),))
        else:
            database.execute("DELETE FROM unanswered")

    def _flush_if_due(self) -> None:
        waiting = len(self._counts) + len(self._unanswered)
        if waiting >= MOST_WAITING or time.monotonic() - self._flushed >= FLUSH_EVERY:
            self.flush()


def usage_path(state: Path, documents: Path) -> Path:
    """The file of counts for a folder of documents."""
    digest = hashlib.sha256(str(documents.resolve()).encode()).hexdigest()[:12]
    return state / f"usage-{digest}.db"


def counts_by_passage(path: Path) -> dict[str, dict[str, int]]:
    """How often each passage answered, was nearest to an abstention, or was not what was asked; by passage and kind."""
    found: dict[str, dict[str, int]] = {}
    if path.is_file():
        with opened(path) as database:
            query = "SELECT passage, kind, SUM(number) FROM counts GROUP BY passage, kind"
            for passage, kind, number in database.execute(query):
                found.setdefault(passage, {})[kind] = number
    return found


def unanswered(path: Path, *, today: date) -> list[Asked]:
    """The unanswered questions of the last month, those asked most often first; older ones are erased."""
    if not path.is_file():
        return []
    query = (
        "SELECT question, SUM(number) AS n FROM unanswered WHERE day >= ? GROUP BY question ORDER BY n DESC, question"
    )
    oldest = ((today - timedelta(days=KEPT_DAYS)).isoformat(),)
    with opened(path) as database:
        database.execute(_EXPIRED, oldest)
        rows = database.execute(query, oldest)
        return [Asked(question=question, number=number) for question, number in rows]


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database at `path`, made if need be; committed at the end. Erased rows are overwritten with zeros."""
    import sqlite3

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = sqlite3.connect(path, timeout=5.0)
    try:
        with database:
            database.execute("PRAGMA secure_delete = ON")
            database.executescript(_TABLES)
            yield database
    finally:
        database.close()
