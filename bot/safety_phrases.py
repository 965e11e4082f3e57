"""The gate for German and Spanish: named dangers, from a list, where the learned gate of safety.py reads English only.

A list misses what nobody put there, more than the learned gate does. It errs towards a card.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot import safety
from bot.safety import Verdict
from bot.smalltalk import small_talk
from index.languages import in_english, language_of

_PHRASES = Path(__file__).parent / "data" / "gate-phrases.toml"
_NONE = Verdict(kind="normal")
_PLEASANT = ("greeting", "thanks")  # "it's only me" is no despair; a goodbye may be


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    """One language's patterns, for text without accents in small letters."""

    selfharm: re.Pattern[str]
    emergency: re.Pattern[str]
    today: re.Pattern[str]
    during: re.Pattern[str]
    info: re.Pattern[str]
    own: re.Pattern[str]


def assess(message: str, *, strictness: float = 1.0) -> Verdict:
    """What a message is, in English, German or Spanish; `strictness` as in `safety.assess`."""
    named = _named(message)
    if named.kind != "normal":
        return named
    language = language_of(message)
    doubt = 1.0 if language == "en" else safety.UNREAD
    verdict = safety.assess(in_english(message, language), strictness=strictness * doubt)
    return _NONE if verdict.kind != "normal" and small_talk(message) in _PLEASANT else verdict


def card_language(verdict: Verdict, message: str) -> str:
    """The language of the card for a verdict: the one in which the danger was named, else the message's."""
    named = verdict.reasons[:1] == ("named",)
    return verdict.reasons[1] if named else language_of(message)


def _named(message: str) -> Verdict:
    """The danger that a message names in German or Spanish, the gravest one; "normal" where it names none."""
    text = _folded(message)
    for code, phrases in _languages().items():
        told = bool(phrases.own.search(text)) or not phrases.info.search(text)
        if phrases.selfharm.search(text):
            return Verdict(kind="selfharm", reasons=("named", code))
        if phrases.emergency.search(text):
            return Verdict(kind="emergency", tier="now", informational=not told, reasons=("named", code))
        if told and phrases.today.search(text) and phrases.during.search(text):
            return Verdict(kind="emergency", tier="today", reasons=("named", code))
    return _NONE


def _folded(message: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", message.lower()) if not unicodedata.combining(c))
    typed = bare.replace("ß", "ss").replace("ploetz", "plotz").replace("moecht", "mocht").replace("ueber", "uber")
    return " ".join(typed.split())


@cache
def _languages() -> dict[str, _Phrases]:
    data = tomllib.loads(_PHRASES.read_text(encoding="utf-8"))
    return {code: _compiled(held) for code, held in data.items()}


def _compiled(held: dict[str, str | list[str]]) -> _Phrases:
    alternatives = {name: value if isinstance(value, str) else "|".join(value) for name, value in held.items()}
    return _Phrases(**{name: re.compile(rf"\b(?:{value})\b") for name, value in alternatives.items()})
