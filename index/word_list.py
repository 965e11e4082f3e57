"""Words in the order of their lengths, with what tells quickly which of them another may be a slip of.

Of the words of an index it is worked out when the index is built and mapped into memory: held in the memory of each
process, which the first misspelt word of a question would fill, it takes as much again as all else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import tables
from index.languages import without_accents
from index.postings import narrowed
from index.sounds import sounds

# In tenths of an edit:
OTHER_FIRST = 5  # what another first letter costs beside the edit, but for the first two swapped
SWAPPED = 7
DOUBLED = 6  # the cheapest edit
CHANGED = 7  # the cheapest that brings in a letter which the word has nowhere, or takes one out altogether
CHUNK = 2_000  # words whose traits and sounds are worked out at once, so that these stay in the processor's cache
COMPARED = 16_384  # words that are compared at once, for the same reason

_A = np.uint32(ord("a"))
_OTHER = 255  # in place of the code of a letter that takes more than a byte


def of_forms(forms: Iterable[str], row_of_form: NDArray[np.int32]) -> dict[str, int]:
    """The words of an index with the rows of their terms, -1 for a form that no passage holds and so is none.

    Those with accents are there also as they are typed without. They stand in the order of their lengths, and of the
    alphabet.
    """
    row_of = {form: row for form, row in zip(forms, row_of_form.tolist(), strict=True) if row >= 0}
    for word in sorted(form for form in row_of if not form.isascii()):
        for typed in sorted(without_accents(word)):
            row_of.setdefault(typed, row_of[word])
    words = sorted(row_of)
    words.sort(key=len)
    return dict(zip(words, map(row_of.__getitem__, words), strict=True))


class Heard:
    """What the sounds of words are found by (see tables.py), asked for once however many builds ask."""

    def __init__(self, known: Mapping[str, int] = MappingProxyType({})) -> None:
        """Begin with what is known: of each word of the build before."""
        self.known = known

    def of(self, words: Sequence[str]) -> NDArray[np.uint32]:
        """The hash of the sound of each word, shape (words,); nothing else is known then."""
        new = [word for word in words if word not in self.known]
        heard = chain.from_iterable(sounds(new[at : at + CHUNK]) for at in range(0, len(new), CHUNK))
        hashed = tables.hashes([sound.encode() for sound in heard]).tolist()
        found = {**self.known, **dict(zip(new, hashed, strict=True))}
        hashes = np.fromiter(map(found.__getitem__, words), np.uint32, len(words))
        self.known = dict(zip(words, hashes.tolist(), strict=True))
        return hashes


def encode(words: Sequence[str], heard: Heard | None) -> dict[str, NDArray[Any]]:
    """The arrays for words in the order of their lengths; with `heard` also those by which sounds are found."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    parts = [words[at : at + CHUNK] for at in range(0, max(len(words), 1), CHUNK)]
    first, letters, pairs = map(np.concatenate, zip(*map(_traits, parts), strict=True))
    arrays = {
        "spelling_lengths": narrowed(np.searchsorted(lengths, np.arange(lengths.max(initial=0) + 2))),
        "spelling_first": first,
        "spelling_letters": letters,
        "spelling_pairs": pairs,
    }
    return arrays | tables.buckets("sound", heard.of(words)) if heard else arrays


class WordList:
    """Finds the words that a word may be a slip of. Safe to use from several threads."""

    def __init__(self, words: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> None:
        """Search `words` with the arrays of `encode`."""
        self._words = words
        self._starts = arrays["spelling_lengths"].data  # where the words of each length begin, and the last ones end
        self._first = arrays["spelling_first"]
        self._letters = arrays["spelling_letters"]
        self._pairs = arrays["spelling_pairs"]
        self._by_sound = tables.Buckets("sound", arrays) if "sound_found" in arrays else None

    def near(self, word: str, allowed: int) -> list[str]:
        """The words whose length, letters and pairs of letters differ by no more than so many tenths of an edit."""
        edits = -(-allowed // 10)
        start, end = (self._start(length) for length in (len(word) - edits, len(word) + edits + 1))
        near = [self._near(word, allowed, slice(at, min(at + COMPARED, end))) for at in range(start, end, COMPARED)]
        return [self._words[place] for places in near for place in places.tolist()]

    def heard(self, sound: str) -> list[str]:
        """The words that sound like that."""
        places = self._by_sound.places(sound.encode("utf-8", "replace")) if self._by_sound else ()
        words = [self._words[place] for place in places]
        return [word for word, here in zip(words, sounds(words), strict=True) if here == sound] if words else []

    def _start(self, length: int) -> int:
        """Where the words of at least so many letters begin."""
        return self._starts[min(max(length, 0), len(self._starts) - 1)]

    def _near(self, word: str, allowed: int, part: slice) -> NDArray[np.intp]:
        edits = -(-allowed // 10)
        _, (letters,), (pairs,) = _traits([word])
        changed, differing = _apart(letters, self._letters[part])
        near = np.flatnonzero((changed <= allowed // CHANGED) & (differing <= 2 * edits))
        first, changed = self._first[part][near], changed[near]
        left = allowed - OTHER_FIRST * ((first != ord(word[0])) & (first != ord(word[1])))
        apart, _ = _apart(pairs, self._pairs[part][near])
        # A swap takes three pairs of letters apart, an edit that changes the letters two at most.
        may_be = (left >= DOUBLED) & (SWAPPED * (apart + changed.astype(np.int32)) <= 3 * left)
        return np.asarray(near[may_be] + part.start, np.intp)


def _apart(bits: NDArray[Any], others: NDArray[Any]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Bits that one has and the other lacks: in the direction in which there are more of them, and in both."""
    lost, new = np.bitwise_count(bits & ~others), np.bitwise_count(others & ~bits)
    return np.maximum(lost, new), lost + new


def _traits(words: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint32], NDArray[np.uint64]]:
    """What tells quickly that two words of at least one letter are far apart, each of shape (words,).

    The first letter's code, the letters from a to z that a word has, as bits, and the pairs of letters that follow each
    other, the borders of the word among them, as bits of a hash.
    """
    codes = np.frombuffer("\n".join(["", *words, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
    starts = np.flatnonzero(codes[:-1] == ord("\n"))
    letter = codes - _A
    letters = np.where(letter < 26, np.uint32(1) << np.minimum(letter, 31), np.uint32(0))
    pair = (codes[:-1] * np.uint32(31) + codes[1:]).astype(np.uint64) & np.uint64(63)
    return (
        np.minimum(codes[starts + 1], _OTHER).astype(np.uint8),
        np.bitwise_or.reduceat(letters[:-1], starts),
        np.bitwise_or.reduceat(np.uint64(1) << pair, starts),
    )
