"""What is kept of a question that somebody asked in vain: its ordinary words, and nothing that points to a person.

A word is kept where the documents have it, or where it is common English and does not look like the name of a person or
a place. Everything else becomes an ellipsis: numbers, names, handles, addresses, links, rare words, and capitals in the
middle of a sentence. How much a word looks like a name is its mean nearness to the nearest of some names (see
index/similarity.py), so that a name that nobody thought of is caught as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

import numpy as np

from index.analyzer import STOP_WORDS
from index.background import common
from index.languages import LISTED, stop_words
from index.similarity import similarities

GAP = "\u2026"
NAME_LIKENESS = 0.2  # from it on a word is taken for a name; the test says how many names and other words are
NEAREST = 6  # names that the mean is taken over
LONGEST = 20  # words; a longer question is a story, and a story tells who tells it

_NAMES = (
    "john mary david sarah michael anna peter susan thomas maria smith jones miller garcia johnson ahmed ali kumar "
    "wang kim nguyen london paris berlin madrid chicago germany france spain india china"
).split()
# Near to names in every text, and needed to understand a question.
_KEPT = frozenset(
    "wife husband mother father mum dad son daughter child children baby pregnant woman man aunt uncle grandmother "
    "grandfather marriage name names doctor doctors nurse nurses breast breasts effect effects".split()
)
_ADDRESS = re.compile(r"\S*(?:@|://|www\.|\.(?:com|org|net|de|uk|es|fr)\b)\S*|\+?\d[\d\s()./-]{3,}\d", re.I)
_INTRODUCED = re.compile(
    r"\b(?:my name is|name's|called|named|dr|doctor|mr|mrs|ms|miss|prof|professor|herr|frau|se\u00f1ora?)\b\.?"
    r"\s+(?!the\b|a\b|an\b|for\b|about\b|if\b|in\b|on\b|to\b|and\b|when\b|is\b)(\w+(?:\s+(?-i:[A-Z])\w+)*)",
    re.I,
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


def scrub(question: str, known: Collection[str]) -> str:
    """The question without anything that could point to a person, "" where too little is left or it is too long.

    Args:
        question: As typed.
        known: Words in lower case that are kept whatever they look like, since the documents have them.
    """
    words = _WORD.findall(question)
    if len(words) > LONGEST:
        return ""
    text = _ADDRESS.sub(f" {GAP} ", question)
    text = _INTRODUCED.sub(lambda found: found[0].replace(found[1], GAP), text)
    first = _WORD.search(text)
    kept = _WORD.sub(lambda found: found[0] if _stays(found, first, known) else GAP, text)
    return _tidy(kept) if any(word.lower() not in _little_words() for word in _WORD.findall(kept)) else ""


def _stays(found: re.Match[str], first: re.Match[str] | None, known: Collection[str]) -> bool:
    word = found[0].replace("\u2019", "'").removesuffix("'s")
    if word.lower() in known or word.lower() in STOP_WORDS or word.lower() in _KEPT:
        return True
    begins = first is not None and found.span() == first.span()
    if word.istitle() and not begins:
        return False
    return all(part in known or _is_ordinary(part) for part in re.split("['-]", word.lower()) if part)


@lru_cache(maxsize=4096)
def _is_ordinary(word: str) -> bool:
    """Whether a word in lower case is common English and not like a name."""
    found = common(word)
    if found is None or not word.isalpha():
        return False
    nearness = np.sort(similarities([found.stem], _name_stems())[0])[-NEAREST:]
    return bool(nearness.mean() < NAME_LIKENESS)


@cache
def _name_stems() -> tuple[str, ...]:
    return tuple(found.stem if (found := common(name)) else name for name in _NAMES)


@cache
def _little_words() -> frozenset[str]:
    """Words that say nothing by themselves, in every language."""
    return STOP_WORDS.union(*(stop_words(code) for code in LISTED))


def _tidy(text: str) -> str:
    """Single spaces, no gap beside a gap, and no bracket of which the other half is gone."""
    text = re.sub(rf"{GAP}(?:[\s,.;:()/-]*{GAP})+", GAP, text)
    if text.count("(") != text.count(")"):
        text = re.sub(r"[()]", " ", text)
    return " ".join(text.split())
