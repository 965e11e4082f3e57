"""Which state of the documents folder was last looked at, so that an edit is noticed and looked at once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

_SEEN = "documents.json"  # beside the versions of the index


def is_stale(documents: Path, directory: Path) -> bool:
    """Whether a file of `documents` was added, removed or touched since they were last looked at for `directory`."""
    return not is_seen(directory, listing(documents))


def leave_as_it_is(documents: Path, directory: Path) -> None:
    """Answer from the current version until the documents are edited again, although it may be of other documents."""
    note_seen(directory, listing(documents))


def is_seen(directory: Path, now: str) -> bool:
    """Whether `now` is the state of the documents that was last looked at."""
    try:
        seen = json.loads((directory / _SEEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(seen, dict) and seen.get("listing") == now


def note_seen(directory: Path, seen: str) -> None:
    """Note the state of the documents that was looked at; an index need not have come of it."""
    (directory / _SEEN).write_text(json.dumps({"listing": seen}, indent=1), encoding="utf-8")


def listing(documents: Path) -> str:
    """A digest of the names, sizes and times of all files under `documents`.

    Raises:
        NotADirectoryError: If there is no such folder.
    """
    if not documents.is_dir():
        raise NotADirectoryError(f"{documents}: there is no such folder of documents")
    digest = hashlib.sha256()
    for name, stat in sorted(_files(str(documents), "")):
        digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(folder: str, prefix: str) -> Iterator[tuple[str, os.stat_result]]:
    """The files below a folder by their paths there; links to folders are not followed. Quicker than Path.rglob."""
    with contextlib.suppress(PermissionError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file():
                yield prefix + entry.name, entry.stat()
