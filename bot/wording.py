"""Every sentence that the bot itself says, apart from the cards for emergencies (see regions.py)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ABSTAIN = "The documents do not answer this."
ABSTAIN_NEAREST = "The documents do not answer this. The nearest sections are listed below."
GREETING = "Hello. Ask me a question about these documents, and I will show you the passage that answers it."
THANKS = "You are welcome. Ask again whenever you like."
GOODBYE = "Goodbye. Take care."
WHO = (
    "I am an automated program, not a person, and nobody reads along. I show passages from the documents, word for "
    "word; I do not write answers of my own and I cannot give medical advice."
)
HELP = (
    "Ask a question in your own words, such as “How does it work?”. I answer with the passage of the documents "
    "that answers it, word for word, with its source, or say that the documents do not answer it. "
    "I am automated: nobody reads along, and I am not for emergencies."
)
SOURCES = "These are the documents I answer from:"
EMPTY = "Please type a question."
MORE_NONE = "There is no further passage on this."
FORGOTTEN = "I have forgotten what we talked about."
INJECTION = "I can only show passages from the documents. Ask me something about them."
OUT_OF_DATE = "The documents have changed since the index was made; this passage may be out of date."
EMPTY_INDEX = "There are no documents to answer from yet."
REGION_SET = "Emergency numbers are now those of {region}."
REGION_UNKNOWN = "I do not know that region. Use a two-letter country code, such as GB, US or DE."
PARTLY = "The documents answer only a part of this."
EITHER = "Either of these may be what you mean:"
UNSURE = "I am not sure what you mean: {first}, or {second}?"
LEFT_OPEN = "The documents leave this open: nothing is stated under “{header}” for {row}."
INSTEAD = "If that is not what you mean:"

ASSUMING = "About {subject}:"

# Around a passage.
DISCLAIMER = "Disclaimer"
SOURCE = "Source"
REVIEWED = "reviewed {day}"
NEXT_REVIEW = "next review {day}"
NOT_STATED = "not stated"
CORRECTED = "Showing results for {words}."
TYPED = "\u201c{meant}\u201d (typed: {typed})"
DAY = "{day} {month} {year}"
MONTHS = "January February March April May June July August September October November December"

_MORE = re.compile(
    r"^\W*(?:(?:tell me )?more(?: (?:about|on) (?:it|that|this|them))?|go on|continue|next"
    r"|anything else|what else|mehr|weiter|mehr dazu|m[aá]s|siguiente)\W*$",
    re.I,
)


def asks_for_more(message: str) -> bool:
    """Whether a message asks for nothing but the next passage."""
    return bool(_MORE.match(message))


def assuming(subject: str, language: str = "en") -> str:
    """What is shown above an answer that took its subject over from the conversation."""
    return say("ASSUMING", ASSUMING, language).format(subject=subject)


def say(name: str, english: str, language: str) -> str:
    """The sentence of that name in a language (ISO 639-1); the English one where there is no translation."""
    return _sentences(language).get(name, english)


def in_language(sentence: str, language: str) -> str:
    """A sentence of this module in another language, any other text as it is."""
    name = _names().get(sentence)
    return say(name, sentence, language) if name else sentence


@cache
def _names() -> Mapping[str, str]:
    return {value: name for name, value in globals().items() if name.isupper() and isinstance(value, str)}


@cache
def _sentences(language: str) -> Mapping[str, str]:
    path = Path(__file__).parent / "data" / f"wording.{language}.toml"
    if not (language.isascii() and language.isalpha()) or not path.is_file():
        return {}
    return {name: text.strip() for name, text in tomllib.loads(path.read_text(encoding="utf-8")).items()}
