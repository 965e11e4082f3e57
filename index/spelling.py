"""Unknown words of a question -> the words of the index that were meant.

Only a word that neither the index nor general English knows is corrected, and never one name into another: HER2 and
HER3, EGFR and FGFR, VEGF and EGF are one letter apart, lapatinib and afatinib two. The distance is that of Damerau
(CACM 1964) in its optimal string alignment form, with lower costs for the slips that are common on a phone: swapped
letters, doubled letters, neighbouring keys, a letter left out, one vowel for another. What each costs was chosen on
corrections that editors of Wikipedia have listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.sounds import sounds, with_vowels
from index.word_list import DOUBLED, OTHER_FIRST, SWAPPED, Heard, WordList, encode

SHORTEST = 4  # letters of a word that is corrected
RARITY = 0.05  # edits that one step of Zipf frequency is worth: of two words about as near, the commoner was meant
# What a word that sounds like another is away from it, in edits: SOUND, and these shares of the edits between the two.
SOUND = 0.7
VOWELS = 0.3  # of those between their sounds, with the vowels as they are written
SPELLING = 0.1  # of those between their letters
FARTHEST_HEARD = 1.4  # edits away at most
REMEMBERED = 1024  # corrections that are kept
SHORTEST_NAME = 9  # letters of a drug's name that is corrected at all, and then by one edit only
# Stems of drugs' names (WHO, "The use of stems in the selection of International Nonproprietary Names", 2018).
_NAME_ENDING = re.compile(
    r"(?:mab|nib|limus|platin|taxel|rubicin|statin|sartan|prazole|cillin|mycin|gliptin|gliflozin|glutide|cept|ciclib|parib|zomib"
    r"|oxetine|azole|olol|pril|dipine|triptan|setron|parin|xaban|gatran|dronate|sone|solone|terol|tropium|lukast"
    r"|azepam|zolam|barbital|racetam|trigine|gabalin|azepine|bamate|floxacin|coxib|fibrate|glitazone|grel|profen|relin|semide"
    r"|thiazide|tidine|triptyline|vaptan|ciclovir|tegravir|buvir|navir|fovir|faxine|zodone|peridol|tiapine|zapine|piprazole"
    r"|stigmine|trexate|trexed|citabine|mustine|fosfamide|trozole|oxifene|lutamide|estrant|degib|lisib|poside|rafenib)s?$"
)
_A = np.uint32(ord("a"))
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
_MISSING_INSIDE = np.array([7 if letter in _VOWELS else 8 for letter in (*_ALPHABET, "")], np.int32)  # in tenths
_PLACE = {key: (row, column + row * 0.4) for row, keys in enumerate(_KEYS) for column, key in enumerate(keys)}


def is_name(word: str, names: Iterable[str] = ()) -> bool:
    """Whether a word is the name of a drug, gene or receptor: it holds a digit, ends like a drug, or is in `names`."""
    return _looks_like_a_name(word) or word in names


@lru_cache(REMEMBERED)
def _looks_like_a_name(word: str) -> bool:
    return any(map(str.isdigit, word)) or _NAME_ENDING.search(word) is not None


class Speller:
    """Corrects towards a list of words. Safe to use from several threads."""

    def __init__(
        self,
        words: Iterable[str],
        frequency: Callable[[str], float],
        names: frozenset[str],
        general: frozenset[str] = frozenset(),
        *,
        by_ear: bool = False,
        more: WordList | None = None,
    ) -> None:
        """Correct towards `words`, those of `more`, and, where they are nearer, towards those of `general` English.

        None of `words` or `general` is among `more`. `frequency` gives their Zipf frequencies; `names` are never mixed
        up. With `by_ear` a word is also taken for one that sounds like it.
        """
        words = set(words)
        ordered = sorted(words | general, key=len)
        self._lists = [WordList(ordered, encode(ordered, Heard() if by_ear else None)), *([more] if more else [])]
        self._general = general - words
        self._frequency = frequency
        self._names = names
        self._corrected = lru_cache(REMEMBERED)(self._correct)

    def correct(self, word: str) -> str | None:
        """The word of the list that was meant, or None where none is near enough."""
        if len(word) < SHORTEST or any(map(str.isdigit, word)) or not word.isascii():
            return None
        return self._corrected(word)

    def _correct(self, word: str) -> str | None:
        allowed = _allowed(word)
        near = [other for held in self._lists for other in held.near(word, round(10 * allowed))]
        close = [near[at] for at in np.flatnonzero(distances(word, near) <= allowed)] if near else []
        costs = ((distance(word, other), other) for other in close)
        meant = [(cost, other) for cost, other in costs if cost <= allowed and self._may_mean(word, other, cost)]
        meant += [(cost, other) for cost, other in self._heard(word) if cost <= FARTHEST_HEARD]
        best = min(((cost - RARITY * self._frequency(other), other) for cost, other in meant), default=None)
        return best[1] if best else None

    def _heard(self, word: str) -> list[tuple[float, str]]:
        """The words that sound like this one, and how far away each is; no names."""
        (sound,) = sounds([word])
        alike = [other for held in self._lists for other in held.heard(sound)]
        words = [other for other in alike if not is_name(other, self._names)]
        if not words or is_name(word, self._names):
            return []
        typed, *others = with_vowels([word, *words])
        vowels = [distance(typed, other) for other in others]
        return [
            (SOUND + VOWELS * apart + SPELLING * distance(word, other), other)
            for apart, other in zip(vowels, words, strict=True)
        ]

    def _may_mean(self, word: str, other: str, cost: float) -> bool:
        """Whether one word may be taken for another that is so near: names are never mixed up."""
        if other in self._general:
            most = _allowed_in_general(word) if word[0] == other[0] else SWAPPED / 10
            if cost > most:
                return False
        if not is_name(other, self._names):
            return not is_name(word, self._names)
        if sorted(word) == sorted(other) and cost < 1:
            return True
        return len(other) >= SHORTEST_NAME and cost <= 1 and other not in self._names and word[0] == other[0]


def split_in_two(word: str, known: Callable[[str], bool]) -> tuple[str, str] | None:
    """Two known words of at least three letters that were written as one, the evenest first."""
    cuts = sorted(range(3, len(word) - 2), key=lambda cut: abs(2 * cut - len(word)))
    return next(((word[:cut], word[cut:]) for cut in cuts if known(word[:cut]) and known(word[cut:])), None)


def distance(word: str, other: str) -> float:
    """The weighted number of edits between two words."""
    above: list[float] = []
    missing = [_missing(other, position) for position in range(len(other))]
    row = [0.0, *accumulate(missing)]
    for i, letter in enumerate(word, start=1):
        before, above_two, above = row, above, row
        row = [before[0] + 1.0]
        for j, wanted in enumerate(other, start=1):
            cost = min(
                before[j] + _extra(word, i - 1),
                row[j - 1] + missing[j - 1],
                before[j - 1] + (0.0 if letter == wanted else _swap(letter, wanted)),
            )
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == wanted:
                cost = min(cost, above_two[j - 2] + SWAPPED / 10)
            row.append(cost)
    return row[-1] + (0.0 if _begins_alike(word, other) else OTHER_FIRST / 10)


def distances(word: str, others: Sequence[str]) -> NDArray[np.float64]:
    """The same for a word and each of at least one other, but for roundings, shape (others,).

    The table of edits is worked out row by row, for all others at once, and in tenths.
    """
    codes = _codes(others)
    letters = np.minimum(codes - _A, len(_ALPHABET))
    missing = _all_missing(codes, letters)
    row = above = missing
    is_letter = np.zeros(codes.shape, bool)
    for place, letter in enumerate(word):
        above_two, above = above, row
        was_letter, is_letter = is_letter, codes == ord(letter)
        changed = np.where(is_letter, 0, _changed(letter)[letters])
        row = np.empty_like(above)
        row[0] = 10 * (place + 1)
        np.minimum(above[1:] + round(10 * _extra(word, place)), above[:-1] + changed, out=row[1:])
        is_swapped = is_letter[:-1] & was_letter[1:]
        np.minimum(row[2:], above_two[:-2] + SWAPPED, out=row[2:], where=is_swapped)
        # Missing letters add up along the row, so that the best place for them to begin is a running minimum.
        row = np.minimum.accumulate(row - missing, axis=0) + missing
    costs = row[[len(other) for other in others], np.arange(len(others))]
    return np.asarray((costs + [0 if _begins_alike(word, other) else OTHER_FIRST for other in others]) / 10)


def _begins_alike(word: str, other: str) -> bool:
    """Whether two words have the same first letter, or the same two in the other order."""
    return word[:1] == other[:1] or word[:2] == other[1::-1]


def _codes(words: Sequence[str]) -> NDArray[np.uint32]:
    """The letters of words, shape (letters of the longest, words), 0 behind the end."""
    longest = max(map(len, words))
    padded = "".join([word.ljust(longest, "\0") for word in words])
    codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(len(words), longest)
    return np.ascontiguousarray(codes.T)  # steps from letter to letter are then steps of all words at once


def _all_missing(codes: NDArray[np.uint32], letters: NDArray[np.uint32]) -> NDArray[np.int32]:
    """What it costs, in tenths, that the first letters of each word are missing, shape (letters + 1, words).

    `letters` are the `codes` as places in _ALPHABET, its length for any other.
    """
    each = np.empty((len(codes) + 1, codes.shape[1]), np.int32)
    each[0], each[1] = 0, 8
    each[2:] = np.where(codes[1:] == codes[:-1], DOUBLED, _MISSING_INSIDE[letters[1:]])
    return each.cumsum(axis=0, dtype=np.int32)


def _missing(word: str, position: int) -> float:
    """The cost of leaving out a letter of a word: less for one that doubles the one before, or for a vowel inside."""
    return min(_extra(word, position), 0.7 if position and word[position] in _VOWELS else 0.8)


def _extra(word: str, position: int) -> float:
    """The cost of a letter too many: less where it doubles the one before."""
    return DOUBLED / 10 if position and word[position] == word[position - 1] else 0.9


@lru_cache(maxsize=64)
def _changed(letter: str) -> NDArray[np.int32]:
    """The cost, in tenths, of a letter in place of each of the alphabet, and of anything else."""
    return np.array([round(10 * _swap(letter, wanted)) for wanted in (*_ALPHABET, "")], np.int32)


@lru_cache(maxsize=1024)
def _swap(letter: str, wanted: str) -> float:
    if letter in _VOWELS and wanted in _VOWELS:
        return 0.9
    here, there = _PLACE.get(letter), _PLACE.get(wanted)
    beside = here and there and abs(here[0] - there[0]) <= 1 and abs(here[1] - there[1]) <= 1.01
    return 0.8 if beside else 1.0


def _allowed(word: str) -> float:
    """How much may be wrong: one slip in a short word, two in a long one."""
    return 1.0 if len(word) <= 4 else 1.3 if len(word) == 5 else 1.7 if len(word) <= 7 else 2.2


def _allowed_in_general(word: str) -> float:
    """The same for a word that the documents lack."""
    return 1.0 if len(word) <= 6 else 1.4 if len(word) == 7 else 1.8
