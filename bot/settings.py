"""Settings: everything that can be chosen from outside, read once at start."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

SHIPPED_DOCUMENTS = Path(__file__).resolve().parent.parent / "corpus" / "documents"


class InvalidSetting(ValueError):
    """A setting that cannot be used; its text is one line for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be chosen from outside.

    Attributes:
        documents: The folder of documents.
        index: The folder of the index.
        state: The folder of the Telegram journal.
        telegram_token: The bot's token, "" where there is none. Never printed: see `__repr__`.
        telegram_url: The Bot API server, without "/bot".
        webhook_listen: (host, port) to listen on for webhooks, or None for polling.
        webhook_url: The public address of the webhook.
        flood_limit: Messages a minute from one user; 0 is no limit.
        telegram_admin: The chat or person that alerts and counts go to, or None.
        health_listen: (host, port) for the health endpoint and the metrics, or None for neither.
        region: An ISO 3166 country code for emergency numbers, or "" where it is unknown.
        keep_unanswered: Whether unanswered questions are kept, scrubbed, for a month.
    """

    documents: Path
    index: Path
    state: Path
    telegram_token: str = ""
    telegram_url: str = "https://api.telegram.org"
    webhook_listen: tuple[str, int] | None = None
    webhook_url: str = ""
    flood_limit: int = 20
    telegram_admin: int | None = None
    health_listen: tuple[str, int] | None = None
    region: str = ""
    keep_unanswered: bool = False

    def __repr__(self) -> str:
        """Name the folders only: a settings object in a traceback must not show the token."""
        return f"Settings(documents={str(self.documents)!r}, index={str(self.index)!r})"


def read_settings(
    environment: Mapping[str, str] = os.environ, *, documents: Path | None = None, index: Path | None = None
) -> Settings:
    """Read the settings from the environment; folders named on the command line win.

    Raises:
        InvalidSetting: If a value cannot be used.
    """
    documents = documents or Path(environment.get("PULLQUOTE_DOCUMENTS") or SHIPPED_DOCUMENTS)
    chosen_index = index or (Path(environment["PULLQUOTE_INDEX"]) if environment.get("PULLQUOTE_INDEX") else None)
    state = environment.get("PULLQUOTE_STATE")
    return Settings(
        documents=documents,
        index=chosen_index or default_index(documents),
        state=Path(state) if state else user_state_path("pullquote"),
        telegram_token=environment.get("PULLQUOTE_TELEGRAM_TOKEN", "").strip(),
        telegram_url=environment.get("PULLQUOTE_TELEGRAM_URL", "").rstrip("/") or "https://api.telegram.org",
        webhook_listen=_host_and_port(environment, "PULLQUOTE_WEBHOOK_LISTEN"),
        webhook_url=environment.get("PULLQUOTE_WEBHOOK_URL", ""),
        flood_limit=_whole_number("PULLQUOTE_FLOOD_LIMIT", environment.get("PULLQUOTE_FLOOD_LIMIT") or "20"),
        telegram_admin=_chat(environment.get("PULLQUOTE_TELEGRAM_ADMIN", "").strip()),
        health_listen=_host_and_port(environment, "PULLQUOTE_HEALTH_LISTEN"),
        region=environment.get("PULLQUOTE_REGION", "").strip().upper(),
        keep_unanswered=_switch("PULLQUOTE_KEEP_UNANSWERED", environment.get("PULLQUOTE_KEEP_UNANSWERED", "")),
    )


def default_index(documents: Path) -> Path:
    """A folder of its own for each documents folder, so that two corpora never overwrite each other's index."""
    digest = hashlib.sha256(str(documents.resolve()).encode()).hexdigest()[:12]
    return user_cache_path("pullquote") / f"index-{digest}"


def _chat(value: str) -> int | None:
    if value and not value.removeprefix("-").isdigit():
        raise InvalidSetting(f"PULLQUOTE_TELEGRAM_ADMIN must be the number of a chat or a person, not {value!r}")
    return int(value) if value else None


def _host_and_port(environment: Mapping[str, str], name: str) -> tuple[str, int] | None:
    value = environment.get(name, "")
    if not value:
        return None
    host, colon, port = value.rpartition(":")
    if not colon or not host or not port.isdigit() or int(port) > 65535:
        raise InvalidSetting(f"{name} must be host:port, such as 127.0.0.1:8443, not {value!r}")
    return host.strip("[]"), int(port)


def _whole_number(name: str, value: str) -> int:
    if not value.isdigit():
        raise InvalidSetting(f"{name} must be a whole number, not {value!r}")
    return int(value)


def _switch(name: str, value: str) -> bool:
    if value.strip().lower() not in ("", "0", "1"):
        raise InvalidSetting(f"{name} must be 1 or 0, not {value!r}")
    return value.strip() == "1"
