"""Common words, how frequent each is in general and what its stem is; from small shipped tables, one a language.

A small corpus cannot say which words are common: in sixteen passages "pregnancy" and "whereabouts" are equally unknown.
The table can. It is sorted and searched as one text, so that opening it costs no more than a read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"
PASSAGE_LENGTH = 60  # words of a typical passage, for turning a word's frequency into a share of passages
MANY = 4000  # words from which it pays to look them up together


class Common(NamedTuple):
    """A common word: its Zipf frequency (log10 of occurrences in a billion words) and its stem."""

    zipf: float
    stem: str


@lru_cache(maxsize=4096)
def common(word: str, language: str = "en") -> Common | None:
    """What the table says of a word in lower case, or None where it is not among the 40,000 to 57,000 commonest."""
    text = _table(language)
    at = text.find(f"\n{word}\t", *_lines_of(word[:3], language))
    if at < 0:
        return None
    zipf, stem = text[at + len(word) + 2 : text.index("\n", at + 1)].split("\t")
    return Common(int(zipf) / 10, stem)


@lru_cache(maxsize=1024)
def _lines_of(letters: str, language: str) -> tuple[int, int]:
    """From where to where the table has the words that begin with these letters, the line end before them included."""
    return _place(letters, language) - 1, _place(f"{letters}\U0010ffff", language)


def _place(word: str, language: str) -> int:
    """Where the table's first line begins whose word does not come before `word`."""
    text = _table(language)
    low, high = text.find("\n") + 1, len(text)  # the first line is the header
    while low < high:
        start = text.rfind("\n", 0, (low + high) // 2) + 1
        if text[start : text.index("\t", start)] < word:
            low = text.index("\n", start) + 1
        else:
            high = start
    return low


def words(letter: str, zipf: float, language: str = "en") -> list[str]:
    """The words that begin with a letter from a to z and have at least that Zipf frequency, in alphabetical order."""
    text = _table(language)
    start, end = (text.find(f"\n{first}") for first in (letter, chr(ord(letter) + 1)))
    rows = (line.split("\t") for line in text[start + 1 : end if end > start else len(text)].splitlines())
    return [word for word, here, _ in rows if int(here) >= 10 * zipf and word.startswith(letter) and word.isalpha()]


def passage_share(word: str, language: str = "en") -> float:
    """The share of passages of general text that hold a word, 0 for a word that the table lacks."""
    found = common(word, language)
    return _share_of(found.zipf) if found else 0.0


def passage_shares(words: Sequence[str], language: str = "en") -> list[float]:
    """The same of each of some words, which may be many."""
    if len(words) < MANY:
        return [passage_share(word, language) for word in words]
    tenths = dict(line.split("\t", 2)[:2] for line in _table(language).splitlines()[1:])
    shares = {held: _share_of(int(held) / 10) for held in {*tenths.values()}}
    return [shares.get(tenths.get(word, ""), 0.0) for word in words]


def _share_of(zipf: float) -> float:
    return 1.0 - math.exp(-PASSAGE_LENGTH * 10.0 ** (zipf - 9))


def table_path(language: str) -> Path:
    """Where the table of a language (ISO 639-1) is, if it has one."""
    return _DATA / ("background.txt" if language == "en" else f"background.{language}.txt")


@cache
def _table(language: str) -> str:
    path = table_path(language)
    return path.read_text(encoding="utf-8") if path.is_file() else ""
