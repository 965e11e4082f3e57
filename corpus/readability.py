"""How many years of school a text asks for: SMOG.

G. H. McLaughlin, SMOG grading: a new readability formula, Journal of Reading 12 (1969): the grade is
1.0430 * sqrt(polysyllables * 30 / sentences) + 3.1291, where a polysyllable is a word of three syllables or more. The
formula was made for thirty sentences; it is not given for fewer than FEWEST_SENTENCES. English only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

HARDEST_GRADE = 14  # a college education; health texts are advised to stay well below
FEWEST_SENTENCES = 10

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?", re.I)
_VOWELS = re.compile(r"[aeiouy]+")
_PARTING = re.compile(r"i(?=[ao](?!us|n\b|ns\b|l\b|lly\b))|(?<=[^q])u(?=a)|e(?=o[^pu]|a\b)|(?<=[aeo])ing\b")
_SILENT = re.compile(
    r"(?<=[^aeiouyl])e\b|(?<=[aeiouy])le\b|(?<=[^aeiouytd])ed\b|(?<=[^aeiouyszxcg])es\b|"
    r"(?<=[^aeiouy])e(?=(?:ly|ment|ful|less)\b)"
)


def smog_grade(sentences: Sequence[str]) -> float | None:
    """The SMOG grade of a text's sentences, or None where they are too few."""
    if len(sentences) < FEWEST_SENTENCES:
        return None
    return 1.0430 * math.sqrt(polysyllables(sentences) * 30 / len(sentences)) + 3.1291


def polysyllables(sentences: Sequence[str]) -> int:
    """How many words of three syllables or more there are."""
    return sum(syllables(word) >= 3 for sentence in sentences for word in _WORD.findall(sentence))


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less silent e, plus vowels that part."""
    word = word.lower()
    groups = len(_VOWELS.findall(word)) + len(_PARTING.findall(word)) - len(_SILENT.findall(word))
    return max(groups, 1)
