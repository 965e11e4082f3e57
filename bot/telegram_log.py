"""Logging without secrets: whatever a library or a traceback says, the token is not in it."""

from __future__ import annotations

import logging
import sqlite3
import sys
import traceback
from typing import Any
from urllib.parse import quote

from telegram.error import TelegramError

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Redacting(logging.Formatter):
    """Formats a record, traceback included, and then takes the token out of the result."""

    def __init__(self, token: str) -> None:
        """Redact `token`, also as it stands in URLs; an empty one redacts nothing."""
        super().__init__(FORMAT)
        self._secrets = tuple(dict.fromkeys(form for form in (token, quote(token, safe="")) if form))

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines of one record."""
        return self.redact(super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """The ways that errors took, and their kinds; only of those that quote nobody the words as well."""
        ways, error = [], ei[1]
        while error is not None:
            words = f": {error}" if isinstance(error, OSError | sqlite3.Error | TelegramError) else ""
            ways.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__ + words)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter\n".join(ways)

    def redact(self, text: str) -> str:
        """`text` with the token replaced."""
        for secret in self._secrets:
            text = text.replace(secret, "<token>")
        return text


def log_to_stderr(token: str, *, level: int = logging.INFO) -> None:
    """Send all logging to standard error through `Redacting`; chatty libraries speak from WARNING up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "telegram", "tornado.access", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
