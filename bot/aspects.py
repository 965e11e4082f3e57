"""The questions that people ask of a thing, and the words by which a passage shows that it says something of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.number_words import NUMBER_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """A question that people ask of a thing.

    Attributes:
        name: Short, for a table.
        one: The question of one thing; {thing} stands for its name.
        many: The same of a name in the plural.
        signs: Matches where a passage, its headings or its phrasings have a word of this kind of question.
    """

    name: str
    one: str
    many: str
    signs: re.Pattern[str]


def _aspect(name: str, one: str, many: str, *signs: str) -> Aspect:
    return Aspect(name=name, one=one, many=many, signs=re.compile(rf"\b(?:{'|'.join(signs)})", re.I))


@cache
def aspects_in(language: str) -> tuple[Aspect, ...]:
    """ASPECTS in a language; in English where there is no file of it."""
    path = Path(__file__).parent / "data" / f"aspects.{language}.toml"
    if not path.is_file():
        return ASPECTS
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        _aspect(one.name, told[one.name]["one"], told[one.name]["many"], told[one.name]["signs"]) for one in ASPECTS
    )


_NUMBER = rf"(?:\d+|an?|one|{NUMBER_WORDS}|several|few|many|some|every|each)"

# To add a question, add it here and in the files of other languages, data/aspects.<language>.toml.
ASPECTS = (
    _aspect(
        "what",
        "What is {thing}?",
        "What are {thing}?",
        r"(?:is|are|was|were|means?) (?:an?|the|one|kinds?|types?|not)\b",
        r"called|known as|kinds? of|types? of|mechanism|what\b",
    ),
    _aspect(
        "how",
        "How does {thing} work?",
        "How do {thing} work?",
        r"works?\b|acts?\b|mechanism|mode of|blocks?\b|inhibits?\b|stops?\b|stimulat|slows?\b|through\b",
        r"by \w+ing\b|how\b|steps?\b",
    ),
    _aspect(
        "for what",
        "What is {thing} used for?",
        "What are {thing} used for?",
        r"used?\b|uses\b|for\b|against\b|treats?\b|applications?\b|purpose|helps?\b|so that|relie",
    ),
    _aspect(
        "benefits",
        "What are the benefits of {thing}?",
        "What are the benefits of {thing}?",
        r"benefit|advantage|improv|better|helps?\b|effective|success|reduc|prevent|protect|good\b|specific",
    ),
    _aspect(
        "side effects",
        "What are the side effects of {thing}?",
        "What are the side effects of {thing}?",
        r"side effect|adverse|unwanted|undesir|reactions?\b|risks?\b|harm|toxic|dangers?\b|damage|watch for",
        r"drawback|problem",
    ),
    _aspect(
        "who",
        "Who is {thing} suitable for?",
        "Who are {thing} suitable for?",
        r"people|patients?\b|persons?\b|children|adults|women|men\b|anyone|everyone|those who|who\b|suit",
        r"not for\b|pregnan|cancers?\b",
    ),
    _aspect(
        "how long",
        "How long does {thing} take?",
        "How long do {thing} take?",
        rf"{_NUMBER} (?:second|minute|hour|day|week|month|year)",
        r"how long|how often|lasts?\b|duration|lifelong|for life|until\b|keeps? for",
    ),
    _aspect(
        "difference",
        "How does {thing} differ from others?",
        "How do {thing} differ from others?",
        r"than\b|differ|compar|unlike|whereas|while others|instead of|rather\b|in contrast|versus\b",
    ),
)
