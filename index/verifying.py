"""Whether the files of a version are what was written: cheaply when it is opened, byte for byte on demand.

The header lists each file with its size and digest, and ends with a digest of itself. Files up to `CHECKED_WHOLE` bytes
are read and compared at every opening, which is all of a small index; of larger ones the size, and of arrays the type
and shape. `verify` compares everything. The digests tell damage, not malice: who can write the files can write these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.loading import mapped_array
from index.versions import UnusableIndex, flush, version_name

CHECKED_WHOLE = 1 << 20  # bytes of a file that is compared at every opening
HEADER = "header.json"


def write(
    folder: Path,
    header: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    texts: Mapping[str, Iterable[bytes | memoryview]],
    digests: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write arrays and texts, each in a file of its own, and the header that lists them; all reach the disk.

    Args:
        folder: Where to.
        header: What else the header says.
        arrays: The arrays, by name.
        texts: The texts, by name, each in parts.
        digests: Those of texts that are known already; they need not be read back for it.

    Raises:
        OSError: If they cannot be written.
    """
    for name, array in arrays.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            flush(file)
    for name, text in texts.items():
        with (folder / f"{name}.txt").open("wb") as file:
            file.writelines(text)
            flush(file)
    shapes = {name: (array.dtype.str, array.shape) for name, array in arrays.items()}
    with (folder / HEADER).open("w", encoding="utf-8") as file:
        known = {f"{name}.txt": digest for name, digest in digests.items()}
        json.dump(_described(folder, {**header, "arrays": shapes}, known), file, indent=1)
        flush(file)


def _described(folder: Path, header: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """The header to be written beside the files in `folder`: `header` with their sizes and digests, and its own."""
    files = {
        path.name: {"bytes": path.stat().st_size, "digest": known.get(path.name) or _digest_of(path)}
        for path in sorted(folder.iterdir())
        if path.name != HEADER
    }
    described = {**header, "files": files}
    return {**described, "digest": _digest_of_header(described)}


def read_header(folder: Path) -> dict[str, Any]:
    """The header of the version in `folder`.

    Raises:
        UnusableIndex: If there is none, or it is not as it was written.
    """
    try:
        header = json.loads((folder / HEADER).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableIndex(f"{folder}: there is no index here; `pullquote index` makes one") from error
    if not isinstance(header, dict) or "format" not in header:
        raise UnusableIndex(f"{folder / HEADER}: is not the header of an index; `pullquote index` makes one")
    return header


def check(folder: Path, header: Mapping[str, Any]) -> None:
    """Compare the header with its digest, and the files with it: their sizes, and the small ones whole.

    Raises:
        UnusableIndex: On the first one that is not as it was written.
    """
    if header.get("digest") != _digest_of_header({key: value for key, value in header.items() if key != "digest"}):
        raise UnusableIndex(f"{folder / HEADER}: is damaged; `pullquote index` makes a new index")
    for name, written in header["files"].items():
        _check_file(folder / name, written, whole=written["bytes"] <= CHECKED_WHOLE)


def verify(directory: Path) -> tuple[str, int, int]:
    """Compare every byte of the current version in `directory`: its name, how many files and how many bytes.

    Raises:
        UnusableIndex: If there is no version, or on the first file that is not as it was written.
    """
    name = version_name(directory)
    if not name:
        raise UnusableIndex(f"{directory}: there is no index here; `pullquote index` makes one")
    header = read_header(directory / name)
    check(directory / name, header)
    for file, written in header["files"].items():
        _check_file(directory / name / file, written, whole=True)
    return name, len(header["files"]), sum(written["bytes"] for written in header["files"].values())


def mapped(path: Path) -> NDArray[Any]:
    """The array in a file, mapped into memory and read-only.

    Raises:
        UnusableIndex: If the file does not hold one.
    """
    try:
        return mapped_array(path)
    except (OSError, ValueError, TypeError, SyntaxError, EOFError) as error:
        raise UnusableIndex(f"{path}: cannot be read ({' '.join(str(error).split())})") from error


def _check_file(path: Path, written: Mapping[str, Any], *, whole: bool) -> None:
    try:
        if path.stat().st_size != written["bytes"]:
            raise UnusableIndex(f"{path}: has not the size it was written with; `pullquote index` makes a new index")
        if whole and _digest_of(path) != written["digest"]:
            raise UnusableIndex(f"{path}: is damaged; `pullquote index` makes a new index")
    except OSError as error:
        raise UnusableIndex(f"{path}: cannot be read ({error.strerror})") from error


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, hashlib.sha256).hexdigest()


def _digest_of_header(header: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(header, sort_keys=True).encode()).hexdigest()
