"""Clipped words: "endo" where the documents speak of endometriosis, "osteo" where they speak of osteoporosis.

Patients clip the long words of their illness. What is no word of the documents is taken for the only one of theirs that
it begins, or for the one that more passages hold than all others together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import takewhile

from index.spelling import SHORTEST, is_name

CUT_OFF = 3  # letters at least
FEWEST = 2  # passages that hold what was clipped
MOST_FREQUENT = 3.6  # Zipf frequency of a clipping that general English knows, too: "endo", "cardio"
REMEMBERED = 1024  # words that are kept


class Clippings:
    """Takes words for longer ones of the documents that they begin. Safe to use from several threads."""

    def __init__(
        self, words: Mapping[str, str], share: Callable[[str], tuple[int, int]], names: frozenset[str]
    ) -> None:
        """Take words for some of `words`, which gives their terms; `share` says how many passages of all hold a term.

        None of `names` is meant: half a drug's name may begin another's.
        """
        self._words = sorted(word for word in words if word.isalpha() and not is_name(word, names))
        self._terms, self._share = words, share
        self.meant = lru_cache(REMEMBERED)(self._meant)

    def _meant(self, clipping: str, zipf: float) -> str:
        """The word that was clipped, "" where none was; `zipf` is how frequent the clipping is in general English.

        Of words of general English only those that end in "o", as clippings do, are looked at.
        """
        if len(clipping) < SHORTEST or zipf > (MOST_FREQUENT if clipping.endswith("o") else 0.0):
            return ""
        begun = takewhile(lambda word: word.startswith(clipping), self._words[bisect_left(self._words, clipping) :])
        longer = [word for word in begun if len(word) >= len(clipping) + CUT_OFF]
        holding = Counter({term: self._share(term)[0] for term in {self._terms[word] for word in longer}})
        ((term, most),) = holding.most_common(1) or [("", 0)]
        if most < FEWEST or 2 * most <= holding.total():
            return ""
        return min((word for word in longer if self._terms[word] == term), key=len)
