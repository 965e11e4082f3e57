"""The index of a process that runs for years: newer versions are taken up between two questions, broken ones refused.

Documents are looked at as well: when they were edited, and have been left alone for a moment, the index is rebuilt by a
process of its own. Answers under way finish on the version they began with.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from bot.freshness import is_stale, listing
from index.searching import Index
from index.storage import open_index
from index.versions import UnusableIndex, version_name

logger = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks; documents must be the same at two looks before they are indexed."""

REBUILD_SECONDS = 3600.0
_PROGRAM = Path(__file__).with_name("__main__.py")


class LiveIndex:
    """Hands out the newest index that can be read. Safe to call from several threads."""

    def __init__(self, documents: Path, directory: Path) -> None:
        """Open the index in `directory`; make it anew where there is none or `documents` were edited since.

        Raises:
            NotADirectoryError: If there is no folder of documents.
            UnusableIndex: If there is no index and none can be made.
        """
        self._documents, self._directory = documents, directory
        self._looking = threading.Lock()
        self._listing = self._given_up = ""
        self._problems: dict[str, str] = {}
        if is_stale(documents, directory) and not self._rebuild():
            self._given_up = listing(documents)
        self._name = version_name(directory)
        try:
            self._index = open_index(directory)
        except UnusableIndex as error:
            if not self._rebuild():
                raise UnusableIndex(f"{error}. {self.problem}") from None
            self._name = version_name(directory)
            self._index = open_index(directory)

    def current(self) -> Index:
        """The index to answer from."""
        return self._index

    @property
    def version(self) -> str:
        """The fingerprint of the index in use."""
        return self._index.fingerprint

    @property
    def problem(self) -> str:
        """Why the newest documents or the newest index are not in use, "" where they are."""
        return " ".join(self._problems.values())

    def reload(self) -> None:
        """Look for a newer index and for edited documents now, and give what failed another chance."""
        self._given_up = ""
        self.look()

    def look(self) -> None:
        """Take up a newer index if there is one, and rebuild it if documents were edited; one look at a time."""
        with self._looking:
            self._take_up()
            try:
                now = listing(self._documents)
                stale = is_stale(self._documents, self._directory)
            except OSError as error:
                self._problems["documents"] = str(error)
                return
            self._problems.pop("documents", None)
            settled, self._listing = now == self._listing, now
            if stale and settled and now != self._given_up:
                self._given_up = "" if self._rebuild() else now
                self._take_up()

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Look every few seconds, in a thread of its own, while the body runs."""
        stop = threading.Event()

        def watch() -> None:
            while not stop.wait(LOOK_EVERY):
                try:
                    self.look()
                except Exception as error:  # a look that fails must not be the last
                    logger.warning("looking for a newer index failed (%s)", type(error).__name__)

        thread = threading.Thread(target=watch, name="index", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()

    def _take_up(self) -> None:
        name = version_name(self._directory)
        if name == self._name:
            return
        self._name = name
        try:
            self._index = open_index(self._directory)
        except UnusableIndex as error:
            self._problems["index"] = f"The newest index cannot be used, the one before serves on: {error}"
            logger.error("%s", self._problems["index"])
        else:
            self._problems.pop("index", None)
            logger.info("answering from index %s", self._index.fingerprint)

    def _rebuild(self) -> bool:
        command = [sys.executable, str(_PROGRAM), "index"]
        folders = ["--documents", str(self._documents), "--index", str(self._directory)]
        environment = {name: value for name, value in os.environ.items() if name != "PULLQUOTE_TELEGRAM_TOKEN"}
        # Where nothing can be answered from, even documents that fail their question file are better.
        force = [] if version_name(self._directory) else ["--force"]
        done = subprocess.run(
            [*command, *folders, *force],
            capture_output=True,
            text=True,
            check=False,
            timeout=REBUILD_SECONDS,
            env=environment,
        )
        unread = [line for line in done.stdout.splitlines() if line.startswith("not read:")]
        last = (done.stderr.strip().splitlines() or ["the indexing process died"])[-1]
        problem = f"The documents are not indexed: {last}" if done.returncode else "; ".join(unread)
        if problem:
            self._problems["rebuild"] = problem
            logger.error("%s", problem)
        else:
            self._problems.pop("rebuild", None)
        return done.returncode == 0
