"""What English words mean beside each other: same, narrower, wider, a sibling or the opposite.

Word vectors cannot tell these apart: surgery is as near to therapy as drug is to medicine. The relations come from
Princeton WordNet 3.1 (Miller, CACM 1995; Fellbaum, "WordNet: an electronic lexical database", MIT Press 1998) by
`training/similarity/senses.py`. A sense is the number of a WordNet synset; rare senses of a word are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.similarity import rows_of

_DATA = Path(__file__).parent / "data"
REMEMBERED = 20_000  # words whose senses are kept
Relation = Literal["same", "related", "narrower", "wider", "opposite", "sibling", "none"]
PartOfSpeech = Literal["noun", "verb", "modifier", "unknown"]
PARTS_OF_SPEECH: tuple[PartOfSpeech, ...] = ("noun", "verb", "modifier", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Senses:
    """The senses of one word, or of all words of a text together.

    Attributes:
        own: The senses.
        related: Senses derived from them, similar to them or belonging to them ("renal", "kidney").
        parents: The next wider senses.
        above: The wider senses up to two steps.
        opposite: The opposites.
    """

    own: frozenset[int] = frozenset()
    related: frozenset[int] = frozenset()
    parents: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()
    opposite: frozenset[int] = frozenset()

    def relation(self, text: Senses) -> Relation:
        """The closest relation that a word of the text has to this word: "narrower" if it is a kind of what this is."""
        if not self.own.isdisjoint(text.own):
            return "same"
        if not self.related.isdisjoint(text.own):
            return "related"
        if not self.own.isdisjoint(text.above):
            return "narrower"
        if not self.above.isdisjoint(text.own):
            return "wider"
        if not self.opposite.isdisjoint(text.own):
            return "opposite"
        return "none" if self.parents.isdisjoint(text.parents) else "sibling"


KINDS = tuple(field.name for field in fields(Senses))  # a number of the table is a sense times 8 plus its kind's number
PART_OF_SPEECH = len(KINDS)  # the kind of the first number of each word: which of PARTS_OF_SPEECH it mostly is


@lru_cache(REMEMBERED)
def senses_of(term: str) -> Senses:
    """The senses of a stem; none for one that the table lacks."""
    numbers = _numbers(term)
    values, kinds = (numbers >> 3).tolist(), (numbers & 7).tolist()
    return Senses(
        **{
            name: frozenset(value for value, kind in zip(values, kinds, strict=True) if kind == number)
            for number, name in enumerate(KINDS)
        }
    )


def together(terms: Iterable[str]) -> Senses:
    """The senses of all words of a text."""
    each = [senses_of(term) for term in terms]
    return Senses(**{name: frozenset[int]().union(*(getattr(one, name) for one in each)) for name in KINDS})


@lru_cache(REMEMBERED)
def part_of_speech(term: str) -> PartOfSpeech:
    """What a stem mostly is."""
    numbers = _numbers(term)
    return PARTS_OF_SPEECH[int(numbers[0]) >> 3] if len(numbers) else "unknown"


def _numbers(term: str) -> NDArray[np.int32]:
    row = int(rows_of([term])[0])
    starts, numbers = _table()
    return numbers[starts[row] : starts[row + 1]] if row >= 0 else numbers[:0]


@cache
def _table() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where the numbers of each row of the table of word vectors begin, and the numbers."""
    held: NDArray[np.int32] = np.load(_DATA / "word-senses.npy", mmap_mode="r").view(np.ndarray)
    rows = int(held[0])
    return held[1 : rows + 2], held[rows + 2 :]
