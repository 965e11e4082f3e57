"""Common English words, how frequent each is in general and what its stem is; from a small shipped table.

A small corpus cannot say which words are common: in sixteen passages "pregnancy" and "whereabouts" are equally unknown.
The table can. It is searched as one text: a word costs a tenth of a millisecond, and opening it costs a read.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data" / "background.txt"
PASSAGE_LENGTH = 60  # words of a typical passage, for turning a word's frequency into a share of passages


class Common(NamedTuple):
    """A common word: its Zipf frequency (log10 of occurrences in a billion words) and its stem."""

    zipf: float
    stem: str


@lru_cache(maxsize=4096)
def common(word: str) -> Common | None:
    """What the table says of a word in lower case, or None where it is not among the 57,000 commonest."""
    text = _table()
    start = text.find(f"\n{word}\t")
    if start < 0 or not word:
        return None
    _, zipf, stem = text[start + 1 : text.index("\n", start + 1)].split("\t")
    return Common(int(zipf) / 10, stem)


def passage_share(word: str) -> float:
    """The share of passages of general English that hold a word, 0 for a word that the table lacks."""
    found = common(word)
    return 1.0 - math.exp(-PASSAGE_LENGTH * 10.0 ** (found.zipf - 9)) if found else 0.0


@cache
def _table() -> str:
    return _DATA.read_text(encoding="ascii")
