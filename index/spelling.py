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

SHORTEST = 4  # letters of a word that is corrected
RARITY = 0.05  # edits that one step of Zipf frequency is worth: of two words about as near, the commoner was meant
SHORTEST_NAME = 9  # letters of a drug's name that is corrected at all, and then by one edit only
_NAME_ENDING = re.compile(
    r"(?:mab|nib|tinib|limus|platin|taxel|rubicin|vastatin|sartan|prazole|cillin|mycin|gliptin|gliflozin|glutide|cept|ciclib|parib|"
    r"zomib|lizumab|oxetine|azole|olol|pril|dipine|triptan|setron|parin|xaban|gatran|dronate|sone|solone|terol|tropium|lukast)s?$"
)
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
_PLACE = {key: (row, column + row * 0.4) for row, keys in enumerate(_KEYS) for column, key in enumerate(keys)}


def is_name(word: str, names: Iterable[str] = ()) -> bool:
    """Whether a word is the name of a drug, gene or receptor: it holds a digit, ends like a drug, or is in `names`."""
    return any(map(str.isdigit, word)) or bool(_NAME_ENDING.search(word)) or word in names


class Speller:
    """Corrects towards a list of words."""

    def __init__(self, words: Sequence[str], frequency: Callable[[str], float], names: frozenset[str]) -> None:
        """Correct towards `words`; `frequency` gives their Zipf frequencies; `names` are never mixed up."""
        self._words = words
        self._frequency = frequency
        self._names = names
        self._lengths: NDArray[np.uint8] = np.array([min(len(word), 255) for word in words], dtype=np.uint8)
        self._letters: NDArray[np.uint32] = np.array([_letters(word) for word in words], dtype=np.uint32)

    def correct(self, word: str) -> str | None:
        """The word of the list that was meant, or None where none is near enough."""
        if len(word) < SHORTEST or any(map(str.isdigit, word)) or not word.isascii():
            return None
        allowed = _allowed(word)
        candidates = self._near(word, edits=int(np.ceil(allowed)))
        costs = (
            (cost - RARITY * self._frequency(other), other)
            for other in candidates
            if (cost := self._cost(word, other)) <= allowed
        )
        best = min(costs, default=None)
        return best[1] if best else None

    def _near(self, word: str, edits: int) -> list[str]:
        """The words whose length and letters differ by no more than so many edits can explain."""
        differing = np.bitwise_count(self._letters ^ np.uint32(_letters(word)))
        near = np.flatnonzero((differing <= 2 * edits) & (np.abs(self._lengths.astype(np.int16) - len(word)) <= edits))
        return [self._words[int(position)] for position in near]

    def _cost(self, word: str, other: str) -> float:
        cost = distance(word, other)
        if is_name(other, self._names):
            swapped = sorted(word) == sorted(other) and cost < 1
            long_slip = len(other) >= SHORTEST_NAME and cost <= 1 and other not in self._names and word[0] == other[0]
            return cost if swapped or long_slip else np.inf
        return cost if not is_name(word, self._names) else np.inf


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
                cost = min(cost, above_two[j - 2] + 0.7)
            row.append(cost)
    first = 0.0 if word[:1] == other[:1] or word[:2] == other[1::-1] else 0.5
    return row[-1] + first


def _missing(word: str, position: int) -> float:
    """The cost of leaving out a letter of a word: less for one that doubles the one before, or for a vowel inside."""
    return min(_extra(word, position), 0.7 if position and word[position] in _VOWELS else 0.8)


def _extra(word: str, position: int) -> float:
    """The cost of a letter too many: less where it doubles the one before."""
    return 0.6 if position and word[position] == word[position - 1] else 0.9


@lru_cache(maxsize=1024)
def _swap(letter: str, wanted: str) -> float:
    if letter in _VOWELS and wanted in _VOWELS:
        return 0.9
    here, there = _PLACE.get(letter), _PLACE.get(wanted)
    beside = here and there and abs(here[0] - there[0]) <= 1 and abs(here[1] - there[1]) <= 1.01
    return 0.8 if beside else 1.0


def _letters(word: str) -> int:
    """The set of a word's letters as bits."""
    bits = 0
    for letter in word:
        if "a" <= letter <= "z":
            bits |= 1 << (ord(letter) - ord("a"))
    return bits


def _allowed(word: str) -> float:
    """How much may be wrong: one slip in a short word, two in a long one."""
    return 1.0 if len(word) <= 4 else 1.3 if len(word) == 5 else 1.7 if len(word) <= 7 else 2.2
