"""The journal: which updates were taken and which are answered, so that a crash loses none and repeats none.

An update is written here before Telegram is told that we have it. Its text stays only until it is answered; after that
a row of numbers stays for two days, to recognise a repeated delivery and to find the answer that an edit belongs to.
SQLite with a write-ahead log: a killed process loses nothing, and a commit costs no wait for the disk.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.telegram_updates import RawUpdate, chat_of, message_of

KEEP_SECONDS = 48 * 3600.0
"""Telegram keeps an update for 24 hours, and lets people edit a message for 48."""

STALE_SECONDS = 24 * 3600.0
"""What could not be answered for so long is given up, and its text forgotten: Telegram would not keep it longer."""

MOST_TRIES = 3
"""An update that was open at this many ends of the process is given up: it may be what ends it."""

MOST_KNOWN = 1000
"""Kept values of which we know without looking that they are kept."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS updates (
    id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, message INTEGER, payload TEXT, taken REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, replies TEXT
);
CREATE INDEX IF NOT EXISTS open_updates ON updates (id) WHERE payload IS NOT NULL;
CREATE INDEX IF NOT EXISTS answered ON updates (chat, message) WHERE replies IS NOT NULL;
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Journal:
    """One bot's journal. Used from one thread."""

    def __init__(self, path: Path) -> None:
        """Open the journal at `path`, or make it.

        Raises:
            sqlite3.Error: If the file cannot be used.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "busy_timeout=5000"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(_SCHEMA)
        self._open: set[int] = set()
        self._kept: dict[str, str] = {}

    def __enter__(self) -> Self:
        """The journal itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.tidy()
        self._db.close()

    def take(self, updates: Iterable[RawUpdate]) -> list[RawUpdate]:
        """Write down those of `updates` that are not known yet, all or none of them; returns these, in order."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            new = [update for update in updates if self._is_new(update)]
            self._db.execute("COMMIT")
            self._open.update(int(update["update_id"]) for update in new)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        return new

    def _is_new(self, update: RawUpdate) -> bool:
        row = (update["update_id"], chat_of(update), message_of(update), json.dumps(update), time.time())
        with contextlib.suppress(OverflowError):  # an id of more than 64 bits is none of Telegram's
            added = self._db.execute(
                "INSERT OR IGNORE INTO updates (id, chat, message, payload, taken) VALUES (?, ?, ?, ?, ?)", row
            )
            return bool(added.rowcount)
        return False

    def done(self, update: int, replies: Sequence[int] = ()) -> None:
        """Note that an update is answered, by the messages `replies`, and forget its text; the first word counts."""
        if update not in self._open:
            return
        self._open.discard(update)
        self._db.execute(
            "UPDATE updates SET payload = NULL, replies = ? WHERE id = ?",
            (",".join(map(str, replies)) or None, update),
        )

    def unfinished(self) -> list[RawUpdate]:
        """The updates that were taken and never answered, oldest first, but for those given up."""
        self._give_up_stale()
        self._db.execute("UPDATE updates SET tries = tries + 1 WHERE payload IS NOT NULL")
        self._db.execute("UPDATE updates SET payload = NULL WHERE tries > ?", (MOST_TRIES,))
        rows = self._db.execute("SELECT payload FROM updates WHERE payload IS NOT NULL ORDER BY id")
        unfinished = [json.loads(payload) for (payload,) in rows]
        self._open.update(int(update["update_id"]) for update in unfinished)
        return unfinished

    def replies(self, chat: int, message: int) -> list[int]:
        """The messages that answered a message, oldest first; none where that is not known any more."""
        row = self._db.execute(
            "SELECT replies FROM updates WHERE chat = ? AND message = ? AND replies IS NOT NULL ORDER BY id DESC",
            (chat, message),
        ).fetchone()
        return [int(number) for number in row[0].split(",")] if row else []

    def keep(self, name: str, value: str) -> None:
        """Keep a value under a name; "" removes it. What is kept already is not written again."""
        if self._kept.get(name) == value:
            return
        if len(self._kept) >= MOST_KNOWN:
            self._kept.clear()
        self._kept[name] = value
        if value:
            self._db.execute("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", (name, value))
        else:
            self._db.execute("DELETE FROM kept WHERE name = ?", (name,))

    def kept(self, prefix: str = "") -> dict[str, str]:
        """The values kept under names that start with `prefix`."""
        rows = self._db.execute("SELECT name, value FROM kept WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))
        return dict(rows)

    def forget(self, chat: int) -> None:
        """Remove what stands here of a chat's answered messages."""
        self._db.execute("UPDATE updates SET chat = 0, message = NULL, replies = NULL WHERE chat = ?", (chat,))

    def tidy(self) -> None:
        """Remove what is too old, and empty the write-ahead log, where texts could linger."""
        self._give_up_stale()
        self._db.execute("DELETE FROM updates WHERE payload IS NULL AND taken < ?", (time.time() - KEEP_SECONDS,))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _give_up_stale(self) -> None:
        stale = time.time() - STALE_SECONDS
        self._db.execute("UPDATE updates SET payload = NULL WHERE payload IS NOT NULL AND taken < ?", (stale,))
