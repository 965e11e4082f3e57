"""Greetings, thanks, goodbyes and questions about the bot itself: short replies, never a passage by accident.

Pleasantries are peeled off a message before anything else looks at it, so a thank-you in front of a question does not
hide the question. Only when nothing is left is the message small talk. The phrases are in `data/smalltalk.txt`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from bot import wording

Intent = Literal["greeting", "thanks", "goodbye", "who", "help", "injection", "empty"]

REPLIES: dict[Intent, str] = {
    "greeting": wording.GREETING,
    "thanks": wording.THANKS,
    "goodbye": wording.GOODBYE,
    "who": wording.WHO,
    "help": wording.HELP,
    "injection": wording.INJECTION,
    "empty": wording.EMPTY,
}
_PLEASANTRIES: tuple[Intent, ...] = ("greeting", "thanks", "goodbye", "help")
_LEAD_IN = r"^(?:(?:so|and|but|wait|hey|ok|okay|well|just|by the way|btw|tell me|one more thing)\W+)*"
_TRAILING = re.compile(
    r"[\s,.!?;-]+(?:please|pls|plz|thanks?(?: you)?(?: (?:so|very) much)?(?: in advance)?|thx|cheers|ta|ty)\W*$", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    """The phrase file, compiled: a pattern per pleasantry to peel, one for the bot itself, one for injections."""

    peel: tuple[tuple[Intent, re.Pattern[str]], ...]
    who: re.Pattern[str]
    injection: re.Pattern[str]


def peel(message: str) -> tuple[str, Intent | None]:
    """The message without the pleasantries around it, and the first of them; "" where nothing else was said."""
    rest, found = _peel(message.strip(), eager=True)
    if found and _says_something(rest):
        rest, found = _peel(message.strip(), eager=False)
    return _TRAILING.sub("", rest), found


def _peel(rest: str, *, eager: bool) -> tuple[str, Intent | None]:
    """Peel while there is a pleasantry in front; unless `eager`, only one that is a thing said by itself."""
    found: Intent | None = None
    while rest:
        for intent, pattern in _phrases().peel:
            matched = pattern.match(rest)
            if matched and (eager or _stands_alone(intent, rest[: matched.end()])):
                found = found or intent
                rest = rest[matched.end() :]
                break
        else:
            break
    return rest, found


def small_talk(message: str, peeled: tuple[str, Intent | None] | None = None) -> Intent | None:
    """What kind of small talk the whole message is, or None where something else is said in it.

    `peeled` is what `peel` makes of it, where that is known.
    """
    if not _says_something(message):
        return "empty"
    if _phrases().injection.search(message):
        return "injection"
    rest, intent = peeled or peel(message)
    if _phrases().who.match(message.strip()) or _phrases().who.match(rest):
        return "who"
    return None if _says_something(rest) else intent


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _stands_alone(intent: Intent, peeled: str) -> bool:
    """Whether a peeled phrase is said by itself, and is not the first words of a question ("great risk of ...")."""
    if intent == "help":
        return False
    return peeled.rstrip()[-1] in ".,!?;:\n-\u2014" or (intent == "greeting" and len(peeled.split()) <= 3)


@cache
def _phrases() -> _Phrases:
    sections: dict[str, list[str]] = {}
    text = (Path(__file__).parent / "data" / "smalltalk.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(line)
    either = {name: "(?:" + "|".join(lines) + ")" for name, lines in sections.items()}
    filler, whole = either["filler"], r"(?!['’]?\w)"  # "you" is no part of "you're"
    return _Phrases(
        peel=tuple(
            (intent, re.compile(rf"^\W*(?:{filler}\W+)*{either[intent]}(?:[ ,]+{filler}{whole})*{whole}\W*", re.I))
            for intent in _PLEASANTRIES
        ),
        who=re.compile(rf"{_LEAD_IN}{either['who']}\W*$", re.I),
        injection=re.compile(either["injection"], re.I),
    )
