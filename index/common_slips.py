"""Slips that are words: "depression after a stoke", where most of the documents speak of strokes.

A word of general English that the documents lack is taken for one of theirs if that is the likelier of two causes: that
somebody wrote the word itself, as often as people do, or that he wrote of what the documents are about and slipped
(Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model", COLING 1990). That needs a
word that a good share of the passages hold; a rarer one is left alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from index.spelling import SHORTEST, distance, is_name
from index.word_list import DOUBLED

SHARE = 0.3  # of the passages, that hold a word that may have been meant
MOST_PASSAGES = 5_000  # of an index about so few things that a word can be likely; its words are looked at in .1 s
FARTHEST = 0.9  # edits
EDIT = 2.5  # decimal logarithm of how much less likely one edit makes it
CERTAINTY = 3.2  # decimal logarithm of how many times as likely it must be; a Zipf frequency counts from a billionth
MOST_FREQUENT = 9 - CERTAINTY - EDIT * DOUBLED / 10  # Zipf frequency of what may be a slip: the cheapest of a sure word
REMEMBERED = 1024  # words that are kept


class CommonSlips:
    """Takes words for common ones of the documents. Safe to use from several threads."""

    def __init__(
        self, words: Mapping[str, str], share: Callable[[str], tuple[int, int]], names: frozenset[str]
    ) -> None:
        """Take words for some of `words`, which gives their terms; `share` says how many passages of all hold a term.

        None of `names` is meant.
        """
        self._common: dict[str, list[tuple[str, float]]] = {}  # by their first letters, and how many hold each
        for word, term in words.items():
            holding, passages = share(term)
            is_common = holding >= SHARE * passages and len(word) >= SHORTEST and word.isalpha()
            if is_common and not is_name(word, names):
                self._common.setdefault(word[0], []).append((word, holding / passages))
        self.meant = lru_cache(REMEMBERED)(self._meant)

    def _meant(self, word: str, zipf: float) -> str:
        """What was meant by a word of general English of such a frequency, on Zipf's scale; "" where just that was."""
        if len(word) < SHORTEST or is_name(word):
            return ""
        # One edit leaves the first letter, or swaps it with the second: another one would be too far away.
        begin = (other for letter in {word[0], word[1]} for other in self._common.get(letter, ()))
        near = [(other, held) for other, held in begin if abs(len(other) - len(word)) <= 1]
        costs = [(distance(word, other), held, other) for other, held in near]
        likely = [(math.log10(held) - EDIT * cost, other) for cost, held, other in costs if cost <= FARTHEST]
        likelihood, meant = max(likely, default=(-math.inf, ""))
        return meant if likelihood - (zipf - 9) >= CERTAINTY else ""
