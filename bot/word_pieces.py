"""Text -> the numbers of its word pieces, as an encoder reads it.

Words are lower-cased, without accents, punctuation apart; a word that is not in the vocabulary is taken apart, longest
piece first (WordPiece: Wu and others, "Google's neural machine translation system", 2016, as in BERT).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

LONGEST_WORD = 60  # letters; more is no word
CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
INSIDE = "##"  # begins a piece that continues a word
_WORDS = re.compile(r"[^\W_]+|[^\w\s]|_")


def pieces(text: str, vocabulary: Mapping[str, int]) -> list[int]:
    """The numbers of the pieces of a text."""
    found: list[int] = []
    for word in _WORDS.findall(_plain(text)):
        found += _apart(word, vocabulary) if len(word) <= LONGEST_WORD else [vocabulary[UNKNOWN]]
    return found


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return decomposed if decomposed.isascii() else "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def _apart(word: str, vocabulary: Mapping[str, int]) -> Iterator[int]:
    """The longest pieces from the left; one that is unknown stands for the letter that begins none."""
    start = 0
    while start < len(word):
        inside = INSIDE if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if inside + word[start:end] in vocabulary), None)
        yield vocabulary[UNKNOWN if end is None else inside + word[start:end]]
        start = end or start + 1
