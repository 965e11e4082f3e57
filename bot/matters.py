"""Matters of everyday life that a question may be about, driving or alcohol, and whether a passage speaks of them.

One word of many in "can I drive home after the infusion?" decides whether a passage about infusions answers it.
`data/matters.toml` lists the matters, with the words by which questions and passages speak of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.asked_aspects import pattern_of
from bot.columns import Columns
from index.hit import Hit

REMEMBERED = 1000  # texts, each beside a matter
_MATTERS = Path(__file__).parent / "data" / "matters.toml"
_NONE_ASKED = dict.fromkeys(("matter", "matter_untold"), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matter:
    """Something of everyday life.

    Attributes:
        asks: Matches a question that is about it.
        signs: Matches a text that speaks of it.

    Both match small letters, which takes half the time.
    """

    asks: re.Pattern[str]
    signs: re.Pattern[str]


@cache
def _file() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(_MATTERS.read_text(encoding="utf-8"))


@cache
def _matters() -> tuple[Matter, ...]:
    return tuple(
        Matter(asks=pattern_of(of["asks"]), signs=pattern_of([*of["asks"], *of["signs"]])) for of in _file().values()
    )


@cache
def _any_asks() -> re.Pattern[str]:
    """Matches a question that is about one of the matters: for most questions this tells that they are about none."""
    return pattern_of([words for of in _file().values() for words in of["asks"]])


def asked_matters(question: str) -> list[Matter]:
    """The matters that a question is about, often none."""
    question = question.lower()
    return [one for one in _matters() if one.asks.search(question)] if _any_asks().search(question) else []


@lru_cache(REMEMBERED)
def _speaks(matter: Matter, text: str) -> bool:
    """Whether a text speaks of a matter; the same passages come up again and again."""
    return matter.signs.search(text.lower()) is not None


def matter_evidence(asked: Sequence[Matter], options: Sequence[Sequence[Hit]]) -> Columns:
    """Whether a question is about such matters, and which share of them each option does not speak of."""
    if not asked:
        return _NONE_ASKED
    texts = ["\n".join(f"{hit.passage.heading}\n{hit.passage.text}" for hit in hits) for hits in options]
    untold = [sum(not _speaks(one, text) for one in asked) / len(asked) for text in texts]
    return {"matter": 1.0, "matter_untold": untold}
