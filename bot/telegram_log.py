"""Logging without secrets: whatever a library or a traceback says, the token is not in it."""

from __future__ import annotations

import logging
import sys
from urllib.parse import quote

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
