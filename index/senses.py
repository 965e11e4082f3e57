"""What English words mean beside each other: same, narrower, wider, a sibling or the opposite.

Word vectors cannot tell these apart: surgery is as near to therapy as drug is to medicine. The relations come from
Princeton WordNet 3.1 (Miller, CACM 1995; Fellbaum, "WordNet: an electronic lexical database", MIT Press 1998) by
`training/similarity/senses.py`. A sense is the number of a WordNet synset; rare senses of a word are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.loading import mapped_array
from index.similarity import row_of

_DATA = Path(__file__).parent / "data"
REMEMBERED = 1000  # words of questions whose senses are kept
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
FOUND_BY = frozenset(second for _, second in _BY_KINDS)
"""The kinds of numbers of which the table tells which words have them."""


def relations(words: Sequence[str], others: NDArray[Any]) -> NDArray[np.uint8]:
    """The closest relation that other words have to each of `words`, as its place in RELATIONS.

    Args:
        words: Stems.
        others: Words as rows of the table of word vectors, -1 for one that it lacks; shape (others,).

    Returns:
        Shape (others, words); a word is "narrower" if it is a kind of what the other is.
    """
    closest = np.empty((len(words), len(others)), np.uint8)
    for of_word, word in zip(closest, words, strict=True):
        rows, places = related(word)
        every = np.full(len(_table().starts), RELATIONS.index("none"), np.uint8)  # the last is that of row -1
        every[rows] = places
        every.take(others, out=of_word, mode="wrap")
    return closest.T


@lru_cache(REMEMBERED)
def related(word: str) -> tuple[Ints, NDArray[np.uint8]]:
    """The rows of the words that have a relation to one, and its place in RELATIONS; of several the closest is last."""
    table, numbers = _table(), numbers_of(word).tolist()
    wanted, places = [], []
    for place, (kind, other) in reversed([*enumerate(_BY_KINDS)]):
        senses = [number - kind + other for number in numbers if number & 7 == kind]
        wanted += senses
        places += [place] * len(senses)
    at = np.minimum(np.searchsorted(table.held, np.array(wanted, np.int32)), len(table.held) - 1)
    is_held = table.held[at] == wanted
    # What no word has ends where it starts.
    starts, ends = table.holder_starts[at].tolist(), table.holder_starts[at + is_held].tolist()
    found = [table.holders[start:end] for start, end in zip(starts, ends, strict=True)]
    return np.concatenate([table.holders[:0], *found]), np.repeat(np.array(places, np.uint8), list(map(len, found)))


@lru_cache(REMEMBERED)
def part_of_speech(term: str) -> PartOfSpeech:
    """What a stem mostly is."""
    numbers = numbers_of(term)
    return PARTS_OF_SPEECH[int(numbers[0]) >> 3] if len(numbers) else "unknown"


def numbers_of(term: str) -> Ints:
    """What the table says of a stem, nothing of one that it lacks."""
    row, table = row_of(term), _table()
    return table.numbers[table.starts[row] : table.starts[row + 1]] if row >= 0 else table.numbers[:0]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The table of senses, as `training/similarity/senses.py` writes it.

    Attributes:
        starts: Where the numbers of each row of the table of word vectors begin, and where the last end.
        numbers: The numbers of all rows.
        held: The numbers of kinds in FOUND_BY that any row has, ascending.
        holder_starts: Where the rows that have each of these begin, and where the last end.
        holders: These rows.
    """

    starts: Ints
    numbers: Ints
    held: Ints
    holder_starts: Ints
    holders: Ints


@cache
def _table() -> _Table:
    whole: Ints = mapped_array(_DATA / "word-senses.npy")
    starts, rest = whole[1 : whole[0] + 2], whole[whole[0] + 2 :]
    numbers, rest = rest[: starts[-1]], rest[starts[-1] :]
    held, rest = rest[1 : rest[0] + 1], rest[rest[0] + 1 :]
    return _Table(
        starts=starts,
        numbers=numbers,
        held=held,
        holder_starts=rest[: len(held) + 1],
        holders=rest[len(held) + 1 :],
    )
