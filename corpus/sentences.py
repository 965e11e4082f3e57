"""A paragraph -> its sentences, without breaking at "e.g.", "Dr.", "5.5 mg" or initials."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?\u2026]+[\"'\u201c\u201d\u2019\u00bb)\]]*(?=\s)")
_ABBREVIATIONS = frozenset(
    "e.g i.e etc vs cf dr mr mrs ms prof st no nos fig figs al approx ca dept est min max resp vol ed eds inc ltd jr "
    "sr u.s u.k a.m p.m z.b d.h u.a bzw ggf usw vgl nr evtl sog abs tgl sra srta ud uds p.ej pág núm dra ee uu".split()
)
_MONTHS = tuple(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
)  # German writes "am 3. Mai"
_OPENERS = "\"'\u201c\u2018([\u00bf\u00a1\u00ab\u201e"


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph whose white space is folded; joined by single spaces they are the paragraph."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(paragraph):
        if _breaks(paragraph[start : end.end()], paragraph[end.end() :].lstrip()):
            found.append(paragraph[start : end.end()].strip())
            start = end.end()
    rest = paragraph[start:].strip()
    return [*found, rest] if rest else found


def _breaks(before: str, behind: str) -> bool:
    """Whether a new sentence begins behind a stop."""
    opener = behind.lstrip(_OPENERS)[:1]
    if opener.islower():
        return False
    if not before.endswith("."):
        return True
    *earlier, word = before.rstrip(".").rsplit(maxsplit=2) or [""]
    word = word.lstrip(_OPENERS)
    if word.lower() in _ABBREVIATIONS:
        return False
    if word.isdecimal():
        return bool(earlier) and not (len(word) < 3 and behind.startswith(_MONTHS))
    return not (len(word) == 1 and word.isalpha() and _is_initial(word, earlier))


def _is_initial(letter: str, earlier: list[str]) -> bool:
    """Whether a single letter stands for a word: "J. Smith", "z. B."; not in "hepatitis B." or "you and I."."""
    if letter.islower() or not earlier:
        return True
    return earlier[-1].endswith(".") or earlier[-1][0].isupper()
