"""Which messages and replies wait for nothing: emergencies, and words of somebody who may harm themselves."""

from __future__ import annotations

from bot.answer import AnswerKind
from bot.safety_phrases import assess

READ_AT_ONCE = 1000
"""How much of a message is read as one, in characters."""

OVERLAP = 200
LONGEST = 4096
"""As much as Telegram lets anybody write, in characters."""

URGENT: frozenset[AnswerKind] = frozenset({"emergency", "selfharm"})


def is_urgent(message: str) -> bool:
    """Whether the reply to `message` must wait for nothing, told from its text in about a millisecond."""
    return urgent_part(message) is not None


def told_by_command(text: str) -> str:
    """What somebody in trouble wrote as a command or behind one, such as "/help he is not breathing"; else ""."""
    command, _, rest = text.removeprefix("/").replace("\n", " ").partition(" ")
    name = command.partition("@")[0]
    link = name.lower() == "start" and " " not in rest.strip()  # what stands there is the name of a passage
    told = f"{name.replace('_', ' ')} {rest}"
    return told if text.startswith("/") and not link and is_urgent(told) else ""


def urgent_part(message: str) -> str | None:
    """The part of a message that must wait for nothing, None where there is none: of a long one it may be the end."""
    for start in range(0, min(len(message), LONGEST), READ_AT_ONCE - OVERLAP):
        part = message[start : start + READ_AT_ONCE]
        if part.strip() and assess(part).kind in URGENT:
            return part
        if start + READ_AT_ONCE >= len(message):
            break
    return None
