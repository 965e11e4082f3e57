"""Passages that say almost the same: doubles, and worse, contradictions.

Two passages are near duplicates where the Jaccard coefficient of their shingles (runs of SHINGLE words) is at least
ALIKE: A. Broder, On the resemblance and containment of documents, 1997. Where such passages differ in a number or in a
word of negation, they may contradict each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corpus.contradictions import WORD, is_telling
from corpus.finding import Finding
from corpus.passage import Passage

SHINGLE = 3  # words
ALIKE = 0.5  # one word changed in the middle of a sentence of 13 words leaves 8 of 14 shingles in common
SHORTEST = 8  # words; shorter passages are alike by chance
MOST_TELLING = 4  # words; passages that differ in more are about different things
_MOST_COMMON = 50  # passages; a shingle that stands in more of them is a turn of phrase


def near_duplicates(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Findings at the later of each two passages that are alike; of several alike, the nearest only."""
    words = [_words(passage) for passage in passages]
    shingles = [_shingles(those) for those in words]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, mine in enumerate(shingles):
        telling = (shingle for shingle in mine if len(holders[shingle]) <= _MOST_COMMON)
        common = Counter(other for shingle in telling for other in holders[shingle])
        for shingle in mine:
            holders[shingle].append(number)
        alike = [(shared / (len(mine) + len(shingles[other]) - shared), other) for other, shared in common.items()]
        likeness, other = max(alike, default=(0.0, 0))
        if likeness >= ALIKE:
            yield _finding(passages[number], passages[other], words[number], words[other])


def _words(passage: Passage) -> list[str]:
    if passage.kind not in ("text", "list"):
        return []  # rows of a table are alike by nature, and documents share their disclaimer
    return [word.lower().replace("’", "'") for word in WORD.findall(passage.text)]


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    if len(words) < SHORTEST:
        return set()
    return {tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}


def _finding(later: Passage, earlier: Passage, mine: Sequence[str], others: Sequence[str]) -> Finding:
    where = f"{earlier.document.path}:{earlier.lines[0]}"
    differing = (Counter(mine) - Counter(others)) + (Counter(others) - Counter(mine))
    telling = sorted(filter(is_telling, differing))
    message = f"is {'' if mine == others else 'almost '}the same as {where}"
    if 0 < len(telling) <= MOST_TELLING:
        message += f", but for {', '.join(telling)}: do they contradict each other?"
    return Finding(
        path=later.document.path,
        line=later.lines[0],
        severity="warning",
        code="contradiction" if 0 < len(telling) <= MOST_TELLING else "duplicate",
        message=message,
    )
