"""Which messages and replies wait for nothing: emergencies, and words of somebody who may harm themselves."""

from __future__ import annotations

from bot.answer import AnswerKind
from bot.safety_phrases import assess

ASSESSED = 4096
"""How much of a message is looked at, in characters: as much as Telegram lets anybody write."""

URGENT: frozenset[AnswerKind] = frozenset({"emergency", "selfharm"})


def is_urgent(message: str) -> bool:
    """Whether the reply to `message` must wait for nothing, told from its text in about a millisecond."""
    return bool(message.strip()) and assess(message[:ASSESSED]).kind in URGENT
