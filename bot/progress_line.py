"""How far a long command has come, and how long it will still take, in one line on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

SHOWN_EVERY = 0.2  # seconds
TRUSTED_AFTER = 2.0  # seconds of work from which the time left is told


class ProgressLine:
    """Shows what is being done, how much of it is done and how much there is."""

    def __init__(self, stream: TextIO = sys.stderr, now: Callable[[], float] = time.monotonic) -> None:
        """Write to `stream`."""
        self._stream, self._now = stream, now
        self._doing = ""
        self._begun = self._shown = 0.0

    def __call__(self, doing: str, done: int, whole: int) -> None:
        """Show it, unless it was shown a moment ago."""
        now = self._now()
        if doing != self._doing:
            self._doing, self._begun, self._shown = doing, now, float("-inf")
        if done < whole and now - self._shown < SHOWN_EVERY:
            return
        self._shown = now
        line = f"{doing}: {done:,} of {whole:,}{self._left(now - self._begun, done, whole)}"
        print(f"\r{line:<60}", end="" if done < whole else "\n", file=self._stream, flush=True)

    def _left(self, taken: float, done: int, whole: int) -> str:
        if taken < TRUSTED_AFTER or not 0 < done < whole:
            return ""
        seconds = taken * (whole - done) / done
        return f", {seconds / 60:.0f} min left" if seconds >= 100 else f", {seconds:.0f} s left"
