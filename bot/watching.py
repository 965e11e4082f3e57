"""`pullquote index --watch`: notice each save.

The folder is looked at once a second, a stat for each file, by the same look that the bot itself has. That costs
nothing worth a dependency, and unlike notices of the file system it works on network drives and in containers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.freshness import listing

LOOK_EVERY = 1.0  # seconds


def edits(documents: Path, *, pause: Callable[[], None] = lambda: time.sleep(LOOK_EVERY)) -> Iterator[str]:
    """A value at once, and one after each edit, as soon as the folder is the same on two looks.

    An editor's program may save a file in several steps; while the folder is missing there is no edit.
    """
    before = given = ""
    while True:
        try:
            now = listing(documents)
        except OSError:
            now = before
        if now and now == before and now != given:
            given = now
            yield now
        if before:
            pause()
        before = now
