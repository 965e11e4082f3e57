"""What a question wants to know of its subject, how it works, what it is for, what speaks against it, and who says it.

"Any downsides?" shares no word with "Typical drawback". An aspect has the words in which people ask for it, the headers
under which a table's cells tell it, and the words by which running text shows that it does; `data/aspects.toml` lists
them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.columns import Columns, columns_of
from bot.number_words import NUMBER_WORDS
from index.hit import Hit

REMEMBERED = 4000  # headers and texts, each beside an aspect
_WORD = re.compile(r"[a-z']+")
_NONE_ASKED = dict.fromkeys(("aspect", "aspect_header", "aspect_told", "aspect_untold"), 0.0)
_ASPECTS = Path(__file__).parent / "data" / "aspects.toml"
_PLACEHOLDERS = {
    "<count>": rf"(?:\d+|an?|one|{NUMBER_WORDS}|couple of|few|several|half an?)",
    "<unit>": r"(?:second|minute|hour|day|night|week|fortnight|month|year)s?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAspect:
    """Something that people ask of any subject.

    Attributes:
        name: What it is called in the file.
        asks: Matches a question that asks for it; its groups hold what stands in between, such as the subject.
        headers: Matches the header of a table's column, or a heading, that tells it.
        signs: Matches running text, or a cell, that tells it.

    All match small letters, which takes half the time.
    """

    name: str
    asks: re.Pattern[str]
    headers: re.Pattern[str]
    signs: re.Pattern[str]


@cache
def every_aspect() -> tuple[AskedAspect, ...]:
    """The aspects of the file, in its order."""
    return tuple(
        AskedAspect(name=name, **{part: pattern_of(words) for part, words in parts.items()})
        for name, parts in _file().items()
    )


@cache
def _file() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(_ASPECTS.read_text(encoding="utf-8"))


@cache
def _any_asks() -> re.Pattern[str]:
    """Matches a question that asks for one of the aspects: for most questions this tells that they ask for none."""
    return pattern_of([words for parts in _file().values() for words in parts["asks"]])


def pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Matches any of some regular expressions from the start of a word to the end of one."""
    pattern = "|".join(words)
    for placeholder, meant in _PLACEHOLDERS.items():
        pattern = pattern.replace(placeholder, meant)
    return re.compile(rf"\b(?:{pattern})\w*")  # to the end of the word: "dangerous" asks, not only its "danger"


def asked_aspects(question: str) -> list[AskedAspect]:
    """The aspects that a question asks for, often none."""
    question = question.lower()
    return [one for one in every_aspect() if one.asks.search(question)] if _any_asks().search(question) else []


def asking(question: str, aspects: Sequence[AskedAspect]) -> Mapping[str, frozenset[str]]:
    """The words by which a question asks for each of its aspects, in lower case, by the aspect's name."""
    small = question.lower()
    matches = ((aspect.name, aspect.asks.finditer(small)) for aspect in aspects)
    return {name: frozenset(word for match in found for word in _asking(match)) for name, found in matches}


def told_words(asked: Mapping[str, frozenset[str]], headers: str) -> frozenset[str]:
    """Those of the words that ask, as `asking` has them, whose aspects the headers over a text tell."""
    return frozenset[str]().union(*(words for name, words in asked.items() if _is_told(name, headers)))


@lru_cache(REMEMBERED)
def _is_told(name: str, headers: str) -> bool:
    """Whether headers tell the aspect of that name; the same headers come up again and again."""
    return bool(_aspect(name).headers.search(headers.lower()))


@lru_cache(REMEMBERED)
def _has_signs(name: str, text: str) -> bool:
    """Whether a text tells the aspect of that name; so do the same passages."""
    return bool(_aspect(name).signs.search(text.lower()))


def _aspect(name: str) -> AskedAspect:
    return next(aspect for aspect in every_aspect() if aspect.name == name)


def own_words(question: str) -> str:
    """A question without the words that only say which aspect it asks for; in small letters where it asks for one."""
    for aspect in asked_aspects(question):
        question = aspect.asks.sub(lambda match: f" {' '.join(filter(None, match.groups()))} ", question.lower())
    return question


def asking_words(question: str) -> frozenset[str]:
    """The words of a question, in lower case, that only say which aspect it asks for."""
    return frozenset[str]().union(*asking(question, asked_aspects(question)).values())


def _asking(match: re.Match[str]) -> set[str]:
    """The words of a match that ask; what its groups hold in between is asked about."""
    between = " ".join(filter(None, match.groups()))
    return {*_WORD.findall(match.group())}.difference(_WORD.findall(between))


def over(hits: Sequence[Hit]) -> str:
    """The headers and headings over `hits`."""
    headers = (header for hit in hits for header, _ in hit.passage.cells)
    return "\n".join([*headers, *(hit.passage.heading for hit in hits)])


def aspect_evidence(asked: Sequence[AskedAspect], options: Sequence[Sequence[Hit]]) -> Columns:
    """Whether aspects are asked for, and whether each option tells them in a cell or heading, or in running text."""
    return columns_of(_of_option(asked, hits) for hits in options) if asked else _NONE_ASKED


def _of_option(asked: Sequence[AskedAspect], hits: Sequence[Hit]) -> Mapping[str, float]:
    text, headers = "\n".join([hit.passage.text for hit in hits]), over(hits)
    under_header = [aspect for aspect in asked if _is_told(aspect.name, headers)]
    told = [aspect for aspect in asked if aspect in under_header or _has_signs(aspect.name, text)]
    found = (1.0, len(under_header) / len(asked), len(told) / len(asked), float(not told))
    return dict(zip(_NONE_ASKED, found, strict=True))
