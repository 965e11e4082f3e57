"""An index on disk: one folder a version, and a `current` file that names the one to read.

A version is written aside, flushed, and only then named in `current` by an atomic rename. A reader therefore sees the
old index or the new one and never half a one, whenever the writer dies. Nothing is pickled.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index import analyzer
from index.building import FORMAT, BuiltIndex
from index.searching import Index

KEPT_VERSIONS = 3


class UnusableIndex(Exception):
    """There is no index, or not one that can be read; its text is one line."""


class BusyIndex(Exception):
    """Another builder is publishing into the same folder; its text is one line."""


def publish(built: BuiltIndex, directory: Path) -> None:
    """Make `built` the current version in `directory`.

    Raises:
        BusyIndex: If another process is publishing there.
        OSError: If it cannot be written; the version published before is still current then.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with _exclusive(directory):
        name = f"{_next_number(directory):06d}-{built.header['fingerprint']}"
        aside = Path(tempfile.mkdtemp(prefix="building-", dir=directory))
        try:
            _write(built, aside)
            aside.rename(directory / name)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        _switch(directory, name)
        _collect(directory, keep=name)


def open_index(directory: Path) -> Index:
    """The current version in `directory`.

    Raises:
        UnusableIndex: If there is none, it is of another format, or a file of it is missing or broken.
    """
    try:
        version = directory / (directory / "current").read_text(encoding="ascii").strip()
        header = json.loads((version / "header.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableIndex(f"{directory}: there is no index here; `pullquote index` makes one") from error
    if header.get("format") != FORMAT or header.get("analyzer") != analyzer.VERSION:
        raise UnusableIndex(f"{version}: made by another version of pullquote; `pullquote index` makes it anew")
    try:
        arrays = {
            path.stem: np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
            for path in sorted(version.glob("*.npy"))
        }
        for name, size in header["files"].items():
            if (version / name).stat().st_size != size:
                raise UnusableIndex(f"{version / name}: has not the size it was written with")
        return Index(header=header, arrays=arrays, folder=version)
    except (OSError, ValueError, KeyError) as error:
        raise UnusableIndex(f"{version}: cannot be read ({error})") from error


def version_name(directory: Path) -> str:
    """The name of the current version, "" where there is none."""
    try:
        return (directory / "current").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _write(built: BuiltIndex, folder: Path) -> None:
    for name, array in built.arrays.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            _flush(file)
    for name, text in built.texts.items():
        with (folder / f"{name}.txt").open("wb") as file:
            file.write(text.encode())
            _flush(file)
    files = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    with (folder / "header.json").open("w", encoding="utf-8") as file:
        json.dump({**built.header, "files": files}, file, indent=1)
        _flush(file)


def _flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _switch(directory: Path, name: str) -> None:
    aside = directory / "current.new"
    with aside.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        _flush(file)
    aside.replace(directory / "current")


def _versions(directory: Path) -> list[Path]:
    return sorted(path for path in directory.iterdir() if path.is_dir() and path.name[:6].isdigit())


def _next_number(directory: Path) -> int:
    versions = _versions(directory)
    return int(versions[-1].name[:6]) + 1 if versions else 1


def _collect(directory: Path, *, keep: str) -> None:
    """Remove what dead builders left and all but the newest versions."""
    for path in directory.glob("building-*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in [path for path in _versions(directory) if path.name != keep][: -(KEPT_VERSIONS - 1)]:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _exclusive(directory: Path) -> Iterator[None]:
    import fcntl  # not on every system: without it two builders are not kept apart, and the last one wins

    with (directory / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyIndex(f"{directory}: another `pullquote index` is at work here") from None
        yield
