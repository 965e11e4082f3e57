"""Words -> their stems, many at once: nltk's stems, and nltk only where it must be asked.

The table of common English words holds their stems; and a word that ends in no suffix that Snowball knows, and is not
spelled in the British way, is its own stem. What is left goes to nltk, each word once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from index import analyzer, background
from index.word_forms import regular

# How a word ends that the English Snowball stemmer may change (http://snowball.tartarus.org/algorithms/english).
_SUFFIX = re.compile(r"(?:[seyi]|ed|ing|er|ator|al|ful|ll|ion|ism|ic|[ae]nt)$")


class Stems:
    """The stem of each word of each language, asked for once however many builds ask."""

    def __init__(self, known: Mapping[str, dict[str, str]]) -> None:
        """Begin with what is known: by language, the stem of each word."""
        self.known = dict(known)

    def of(self, words: Sequence[str], language: str) -> list[str]:
        """The stem of each of the words."""
        known = self.known.setdefault(language, {})
        new = [word for word in words if word not in known]
        known.update(zip(new, stems(new, language), strict=True))
        return [known[word] for word in words]


def stems(words: Sequence[str], language: str) -> list[str]:
    """The stem of each of the words, as `analyzer.stemmer` gives it."""
    if language != "en":
        return list(map(analyzer.stemmer(language), words))
    common = _common()
    asked = [word for word in words if word not in common and may_change(word)]
    found = dict(zip(asked, map(analyzer.stemmer(language), asked), strict=True)) if asked else {}
    return [common.get(word) or found.get(word, word) for word in words]


def may_change(word: str) -> bool:
    """Whether an English word can have another stem than itself."""
    return _SUFFIX.search(word) is not None or regular(word) != word


@cache
def _common() -> dict[str, str]:
    lines = background.table_path("en").read_text(encoding="utf-8").splitlines()[1:]
    return {word: stem for word, _, stem in (line.split("\t") for line in lines)}
