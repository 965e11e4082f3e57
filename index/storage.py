"""An index on disk: one folder a version, and a `current` file that names the one to read.

A version is written aside, flushed, and only then named in `current` by an atomic rename. A reader therefore sees the
old index or the new one and never half a one, whenever the writer dies. What is read back is checked (see
verifying.py); nothing is pickled.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from index import analyzer
from index.building import FORMAT, BuiltIndex
from index.searching import Index
from index.verifying import check, mapped, read_header, write
from index.versions import (
    UnusableIndex,
    exclusive,
    is_withdrawn,
    switch,
    version_folders,
    version_name,
    write_record,
)

KEPT_VERSIONS = 3


class Staged:
    """A version that is written and can be read, but that nobody is given yet."""

    def __init__(self, directory: Path, folder: Path, fingerprint: str) -> None:
        """Name the folder of all versions, and this version's own until it is published."""
        self._directory = directory
        self._fingerprint = fingerprint
        self.folder = folder
        self.is_published = False

    def open(self) -> Index:
        """The version as an index, to be looked over before it is published; not to be used after that."""
        return _open_version(self.folder)

    def publish(self, record: Mapping[str, object] = MappingProxyType({})) -> None:
        """Make it the current version; `record` is kept beside it (see versions.py)."""
        write_record(self.folder, record)
        name = f"{_next_number(self._directory):06d}-{self._fingerprint}"
        self.folder = self.folder.rename(self._directory / name)
        switch(self._directory, name)
        self.is_published = True
        _collect(self._directory, keep=name)


@contextmanager
def staged(built: BuiltIndex, directory: Path) -> Iterator[Staged]:
    """Write `built` aside in `directory`; it is thrown away again unless it is published inside the `with`.

    Raises:
        BusyIndex: If another process is publishing there.
        OSError: If it cannot be written; the version published before is still current then.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with exclusive(directory):
        aside = Path(tempfile.mkdtemp(prefix="building-", dir=directory))
        version = Staged(directory, aside, built.header["fingerprint"])
        try:
            write(aside, built.header, built.arrays, built.texts, built.digests)
            yield version
        finally:
            if not version.is_published:
                shutil.rmtree(version.folder, ignore_errors=True)


def publish(built: BuiltIndex, directory: Path) -> None:
    """Make `built` the current version in `directory`.

    Raises:
        BusyIndex: If another process is publishing there.
        OSError: If it cannot be written; the version published before is still current then.
    """
    with staged(built, directory) as version:
        version.publish()


def open_index(directory: Path) -> Index:
    """The current version in `directory`.

    Raises:
        UnusableIndex: If there is none, it is of another format, or a file of it is missing or broken.
    """
    while True:
        name = version_name(directory)
        if not name:
            raise UnusableIndex(f"{directory}: there is no index here; `pullquote index` makes one")
        try:
            return _open_version(directory / name)
        except UnusableIndex:
            if version_name(directory) == name:
                raise  # otherwise it was replaced and removed meanwhile


def _open_version(version: Path) -> Index:
    header = read_header(version)
    if header["format"] != FORMAT or header.get("analyzer") != analyzer.VERSION:
        raise UnusableIndex(f"{version}: made by another version of pullquote; `pullquote index` makes it anew")
    check(version, header)
    arrays = {Path(name).stem: mapped(version / name) for name in header["files"] if name.endswith(".npy")}
    for name, (dtype, shape) in header["arrays"].items():
        if (arrays[name].dtype.str, list(arrays[name].shape)) != (dtype, shape):
            raise UnusableIndex(f"{version / name}.npy: is damaged; `pullquote index` makes a new index")
    return Index(header=header, arrays=arrays, folder=version)


def _next_number(directory: Path) -> int:
    held = version_folders(directory)
    return int(held[-1].name[:6]) + 1 if held else 1


def _collect(directory: Path, *, keep: str) -> None:
    """Remove what dead builders left, the versions that were taken back, and all but the newest of the others."""
    for path in directory.glob("building-*"):
        shutil.rmtree(path, ignore_errors=True)
    others = [path for path in version_folders(directory) if path.name != keep]
    good = [path for path in others if not is_withdrawn(path)][-(KEPT_VERSIONS - 1) :]
    for path in others:
        if path not in good:
            shutil.rmtree(path, ignore_errors=True)
