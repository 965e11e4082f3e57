"""A program that publishes one edition after another and dies, for the tests of what a crash leaves behind.

    python -m tests.dying_builder DOCUMENTS INDEX

For each line on standard input, "LIFE BUILDERS", so many builders are started at once, each of which publishes editions
until it is killed, after LIFE times as long as publishing one takes; then "dead" is printed. Builders are forked, since
importing what they need takes longer than many of them live.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from bot.library import reindex
from index.versions import BusyIndex

PARAGRAPHS = 40


def write_edition(documents: Path, number: int) -> None:
    """Put another edition of the book into place, as a careful editor's program does: in one step."""
    aside = documents / f".book-{os.getpid()}"
    paragraphs = [f"## Part {part}\n\nPart {part} of the book is in edition {number}.\n" for part in range(PARAGRAPHS)]
    aside.write_text("\n".join(paragraphs), encoding="utf-8")
    aside.replace(documents / "book.md")


def publish_for_ever(documents: Path, directory: Path) -> None:
    """One edition after another, numbered on from the time; a builder whose parent is gone ends as well."""
    parent = os.getppid()
    while os.getppid() == parent:
        write_edition(documents, time.time_ns())
        try:
            reindex(documents, directory)
        except BusyIndex:
            time.sleep(0.001 * random.random())


def main(documents: Path, directory: Path) -> None:
    """Start builders and kill them."""
    write_edition(documents, 0)
    reindex(documents, directory)  # all that is needed is imported now
    started = time.monotonic()
    for number in (1, 2, 3):
        write_edition(documents, number)
        reindex(documents, directory)
    takes = (time.monotonic() - started) / 3
    print("ready", flush=True)
    for line in sys.stdin:
        life, builders = line.split()
        children = []
        for _ in range(int(builders)):
            child = os.fork()
            if not child:
                publish_for_ever(documents, directory)
                os._exit(0)
            children.append(child)
        time.sleep(float(life) * takes)
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
