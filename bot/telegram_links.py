"""Names of passages that fit into links and buttons: Telegram allows 64 characters of A-Z, a-z, 0-9, "_" and "-"."""

from __future__ import annotations

import base64
import binascii
import hashlib

from bot.telegram_journal import Journal

LONGEST = 59
"""In characters: before the key of a button stands what the button does."""

_LONG = "--"  # no passage id in base64url starts so: it would not be UTF-8


def key_of(passage_id: str, journal: Journal) -> str:
    """A key for a passage: its id in base64url, or where that is too long a digest, kept in the journal."""
    key = base64.urlsafe_b64encode(passage_id.encode()).decode().rstrip("=")
    if len(key) <= LONGEST:
        return key
    key = _LONG + hashlib.sha256(passage_id.encode()).hexdigest()[:24]
    journal.keep(f"passage:{key}", passage_id)
    return key


def passage_of(key: str, journal: Journal) -> str:
    """The passage id that `key` stands for; a key that is none is taken for an id itself."""
    if key.startswith(_LONG):
        return journal.kept(f"passage:{key}").get(f"passage:{key}", key)
    try:
        return base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return key


def deep_link(bot: str, passage_id: str, journal: Journal) -> str:
    """An address that opens a chat with the bot and shows a passage."""
    return f"https://t.me/{bot}?start={key_of(passage_id, journal)}"
