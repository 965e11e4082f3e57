"""The versions of an index on disk: which there are, which one is current, and the way back to the one before.

Each version is a folder `000007-<fingerprint>`; the file `current` names the one to read and is replaced atomically. A
version that was taken back keeps its folder until the next publication, marked so that nobody goes back to it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

_RECORD = "record.json"
_WITHDRAWN = "withdrawn"
_NAME = re.compile(r"\d{6}-[0-9a-f]{16}")


class UnusableIndex(Exception):
    """There is no index, or not one that can be read; its text is one line."""


class BusyIndex(Exception):
    """Another builder is publishing into the same folder; its text is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A published version.

    Attributes:
        name: Its folder: six digits and the fingerprint of what it was made from.
        published: When it was made current, in UTC.
        is_current: Whether it is the one that answers.
        is_withdrawn: Whether it was taken back.
        record: What was noted about it when it was published.
    """

    name: str
    published: datetime
    is_current: bool
    is_withdrawn: bool
    record: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """A digest of the documents and the program's format that it was made from."""
        return self.name[7:]


def versions(directory: Path) -> list[Version]:
    """The versions in `directory`, newest first."""
    current = version_name(directory)
    return [_version(folder, current) for folder in reversed(version_folders(directory))]


def version_name(directory: Path) -> str:
    """The name of the current version, "" where there is none or where `current` names none."""
    try:
        name = (directory / "current").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return name if _NAME.fullmatch(name) else ""


def current_record(directory: Path) -> Mapping[str, Any]:
    """What was noted about the current version, empty where there is none."""
    name = version_name(directory)
    return _record(directory / name) if name else {}


def withdraw(directory: Path) -> Version:
    """Take the current version back: the one before it, that was not taken back itself, is current again.

    Raises:
        UnusableIndex: If there is no such version.
        BusyIndex: If another process is publishing there.
    """
    if not version_name(directory):
        raise UnusableIndex(f"{directory}: there is no index here; `pullquote index` makes one")
    with exclusive(directory):
        current = version_name(directory)
        before = [f for f in version_folders(directory) if f.name < current and not is_withdrawn(f)]
        if not before:
            raise UnusableIndex(f"{directory}: there is no version before {current}")
        switch(directory, before[-1].name)
        (directory / current / _WITHDRAWN).touch()
        return _version(before[-1], before[-1].name)


def switch(directory: Path, name: str) -> None:
    """Name another version in `current`, atomically."""
    aside = directory / "current.new"
    with aside.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        flush(file)
    aside.replace(directory / "current")


def version_folders(directory: Path) -> list[Path]:
    """The folders of the versions in `directory`, oldest first."""
    if not directory.is_dir():
        return []
    return sorted(path for path in directory.iterdir() if path.is_dir() and path.name[:6].isdigit())


def is_withdrawn(folder: Path) -> bool:
    """Whether the version in `folder` was taken back."""
    return (folder / _WITHDRAWN).exists()


def write_record(folder: Path, record: Mapping[str, object]) -> None:
    """Note `record` and the time about the version in `folder`."""
    stamped = {"published": datetime.now(UTC).isoformat(timespec="seconds"), **record}
    with (folder / _RECORD).open("w", encoding="utf-8") as file:
        json.dump(stamped, file, indent=1, sort_keys=True)
        flush(file)


def flush(file: IO[Any]) -> None:
    """Have what was written reach the disk."""
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def exclusive(directory: Path) -> Iterator[None]:
    """Hold the lock of `directory`.

    Raises:
        BusyIndex: If another process holds it.
        OSError: If it cannot be held here.
    """
    try:
        import fcntl
    except ImportError:
        raise OSError(f"{directory}: this system cannot lock files, so no index can be made on it") from None

    with (directory / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyIndex(f"{directory}: another `pullquote index` is at work here") from None
        yield


def _version(folder: Path, current: str) -> Version:
    record = _record(folder)
    try:
        published = datetime.fromisoformat(str(record["published"]))
    except (KeyError, ValueError):
        published = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    return Version(
        name=folder.name,
        published=published,
        is_current=folder.name == current,
        is_withdrawn=is_withdrawn(folder),
        record=record,
    )


def _record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
