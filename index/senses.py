"""What English words mean beside each other: same, narrower, wider, a sibling or the opposite.

Word vectors cannot tell these apart: surgery is as near to therapy as drug is to medicine. The relations come from
Princeton WordNet 3.1 (Miller, CACM 1995; Fellbaum, "WordNet: an electronic lexical database", MIT Press 1998) by
`training/similarity/senses.py`. A sense is the number of a WordNet synset; rare senses of a word are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.similarity import row_of

_DATA = Path(__file__).parent / "data"
REMEMBERED = 4000  # words of questions whose senses are kept
Relation = Literal["same", "related", "narrower", "wider", "opposite", "sibling", "none"]
RELATIONS: tuple[Relation, ...] = (
    "same",
    "related",
    "narrower",
    "wider",
    "opposite",
    "sibling",
    "none",
)  # closest first
PartOfSpeech = Literal["noun", "verb", "modifier", "unknown"]
Ints = NDArray[np.int32]
PARTS_OF_SPEECH: tuple[PartOfSpeech, ...] = ("noun", "verb", "modifier", "unknown")


KINDS = ("own", "related", "parents", "above", "opposite")  # of a sense, beside a word; up to two steps above
PART_OF_SPEECH = len(KINDS)  # the kind of the first number of each word: which of PARTS_OF_SPEECH it mostly is
# A number of the table is a sense times 8 plus its kind's number.
_OWN, _RELATED, _PARENT, _ABOVE, _OPPOSITE = range(len(KINDS))
# Two words have a relation where a number of the first kind of one is one of the second kind of the other.
_BY_KINDS: tuple[tuple[int, int], ...] = (
    (_OWN, _OWN),
    (_RELATED, _OWN),
    (_OWN, _ABOVE),
    (_ABOVE, _OWN),
    (_OPPOSITE, _OWN),
    (_PARENT, _PARENT),
)


_LOWER_BITS = 0xFFFF


def relations(words: Sequence[str], others: NDArray[Any]) -> NDArray[np.uint8]:
    """The closest relation that other words have to each of `words`, as its place in RELATIONS.

    Args:
        words: Stems.
        others: Words as rows of the table of word vectors, -1 for one that it lacks; shape (others,).

    Returns:
        Shape (others, words); a word is "narrower" if it is a kind of what the other is.
    """
    none = RELATIONS.index("none")
    closest = np.full((len(others), len(words)), none, np.uint8)
    related = [numbers_related(word) for word in words]
    if not any(len(numbers) for numbers, _ in related):
        return closest
    keys, place = np.unique(np.concatenate([numbers for numbers, _ in related]), return_inverse=True)
    relation = np.full((len(keys), len(words)), none, np.uint8)
    column = np.repeat(np.arange(len(words)), [len(numbers) for numbers, _ in related])
    np.minimum.at(relation, (place, column), np.concatenate([relations for _, relations in related]))
    # Nearly all numbers of the others are none of the keys, and most of these are told by their lower bits.
    likely = np.zeros(_LOWER_BITS + 1, bool)
    likely[keys & _LOWER_BITS] = True
    numbers, sizes = numbers_of(others)
    at = np.flatnonzero(likely[numbers & _LOWER_BITS])
    found = np.minimum(np.searchsorted(keys, numbers[at]), len(keys) - 1)
    is_key = keys[found] == numbers[at]
    other = np.searchsorted(np.cumsum(sizes), at[is_key], "right")
    first = np.flatnonzero(np.diff(other, prepend=-1))
    if len(first):
        closest[other[first]] = np.minimum.reduceat(relation[found[is_key]], first, axis=0)
    return closest


@lru_cache(REMEMBERED)
def numbers_related(word: str) -> tuple[Ints, NDArray[np.uint8]]:
    """The numbers by which another word has a relation to this one, and the place of each relation in RELATIONS."""
    numbers, _ = numbers_of(np.array([row_of(word)]))
    keys = [(numbers[numbers & 7 == kind] & ~7) | other for kind, other in _BY_KINDS]
    return np.concatenate(keys), np.repeat(np.arange(len(keys), dtype=np.uint8), [len(some) for some in keys])


@lru_cache(REMEMBERED)
def part_of_speech(term: str) -> PartOfSpeech:
    """What a stem mostly is."""
    numbers, _ = numbers_of(np.array([row_of(term)]))
    return PARTS_OF_SPEECH[int(numbers[0]) >> 3] if len(numbers) else "unknown"


def numbers_of(rows: NDArray[Any]) -> tuple[Ints, NDArray[Any]]:
    """What the table says of words, each by its row in the table of word vectors; nothing of one with row -1.

    Returns:
        The numbers of all words, one word after another, and how many each word has.
    """
    starts, numbers = _table()
    begins = starts.take(rows)
    sizes = np.where(rows < 0, 0, starts.take(rows + 1) - begins)
    behind = np.cumsum(sizes)
    return numbers.take(np.arange(sizes.sum()) + np.repeat(begins - (behind - sizes), sizes)), sizes


@cache
def _table() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where the numbers of each row of the table of word vectors begin, and the numbers."""
    held: NDArray[np.int32] = np.load(_DATA / "word-senses.npy", mmap_mode="r").view(np.ndarray)
    rows = int(held[0])
    return held[1 : rows + 2], held[rows + 2 :]
