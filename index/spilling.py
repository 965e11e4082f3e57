"""Bytes put aside in a file while they would only crowd the memory: of a million passages, half a gigabyte."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator
from typing import IO

HELD = 1 << 26  # bytes from which they are put aside
_PIECE = 1 << 24  # bytes read back at once


class Spill:
    """Bytes in order; once they are many, in a file without a name (in TMPDIR), which is gone with the process."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._file: IO[bytes] | None = None
        self._parts: list[bytes | memoryview | range] = []  # a range of the file's bytes
        self._size = 0  # of those in memory

    def append(self, part: bytes) -> None:
        """Add bytes behind."""
        self._parts.append(part)
        self._size += len(part)
        if self._size >= HELD:
            self._put_aside()

    def refer_to(self, part: memoryview) -> None:
        """Add bytes behind that lie in a mapped file already."""
        self._parts.append(part)

    def __iter__(self) -> Iterator[bytes | memoryview]:
        """All bytes in order, in pieces."""
        for part in self._parts:
            if isinstance(part, range):
                yield from self._read(part)
            else:
                yield part

    def _put_aside(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as this does
            weakref.finalize(self, self._file.close)
        start = self._file.seek(0, 2)
        for at, part in enumerate(self._parts):
            if isinstance(part, bytes):
                self._file.write(part)
                self._parts[at] = range(start, start + len(part))
                start += len(part)
        self._size = 0

    def _read(self, part: range) -> Iterator[bytes]:
        assert self._file is not None  # a range is of it
        for start in range(part.start, part.stop, _PIECE):
            self._file.seek(start)
            yield self._file.read(min(_PIECE, part.stop - start))
