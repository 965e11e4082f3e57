"""Whether a passage explains the word that a question asks about: what it is, or what it stands for.

"What is uric acid?" is answered by the sentence whose subject it is, not by the one that says it most often, and "what
does FIT stand for?" by the one that spells it out. Which words a passage holds tells neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from bot.asked_for import asks_full_form
from bot.options import Column, Options
from bot.question_words import Wanted
from index.searching import Index

_MOST_WORDS = 4  # of what is explained
# How surely a sentence tells what its words mean, by where they stand in it.
_SUBJECT, _CALLED_SO, _IN_APPOSITION = 1.0, 0.8, 0.5

_MEANS = re.compile(
    r"""^\W*(?:(?:and|so|but|ok|okay)[\s,]+)*(?:
        what(?:'?s|\ is|\ are|\ was)\ (?:an?\ |the\ )?([^?]+?)(?:\ (?:anyway|exactly|then|actually|please))*
      | was\ (?:ist|sind|bedeutet)\ (?:eine?\ |der\ |die\ |das\ )?([^?]+?)
      | ¿?qu[eé]\ (?:es|son|significa)\ (?:una?\ |el\ |la\ |los\ |las\ )?([^?]+?)
      | what\ (?:do|does|did)\ (?:an?\ |the\ )?([^?]+?)\ mean
      | (?:define|meaning\ of|definition\ of|explain|(?:tell\ me|more|info|something)\ about)\ (?:an?\ |the\ )?([^?]+?)
      | ([^?]+?)[\s,:-]+(?:meaning|definition|what\ is\ (?:it|that)|what\ does\ (?:it|that)\ mean)
      )\W*$""",
    re.I | re.X,
)
_INITIALS = re.compile(r"\binitials\b", re.I)
_SPELLING = re.compile(r"^(?:stand|full|form|name|abbrev|acronym|short|initial|spel|letter|mean|word)", re.I)
_WORD = re.compile(r"[^\W_]+(?:[-'./][^\W_]+)*")
_BESIDE = re.compile(r"\s*\(|,\s+(?:an?|the|which|or|also|that|short)\s", re.I)
_EXPLAINED = re.compile(
    r"""\s*(?:\([^)]*\)\s*)? (?:is|are|was|were|means?|refers?|describes?|happens?|consists?|stands?|comes?|contains?
        |ist|sind|bedeutet|es|son|significa|:|\u2013|\u2014) (?:\s|$)
      | """
    + _BESIDE.pattern,
    re.I | re.X,
)
# "The main danger is peritonitis" tells of it; "the protein is a receptor" does not tell what a receptor is.
_CALLED = re.compile(
    r"(?:(?:\b(?:called|known as|named|termed?|words?|or|short for)|\()\s*(?:an?\s+|the\s+)?|\b(?:is|are)\s+)"
    r"[\"'\u201c\u2018*_]*$",
    re.I,
)
# In "the identification of biomarkers is expected" the biomarkers are not what the verb is about.
_NOT_THE_SUBJECT = re.compile(
    r"\b(?:of|in|for|with|by|from|to|on|at|about|into|than|against)\s+(?:an?\s+|the\s+)?$", re.I
)


class Explained:
    """What one question asks to be explained, if it does."""

    def __init__(self, question: str, wanted: Sequence[Wanted], index: Index) -> None:
        """Look at a question of those words of weight."""
        self._index = index
        stands_for = asks_full_form(question) or bool(_INITIALS.search(question))
        self._meant = [] if stands_for else _meant(question, index)
        words = (one.surface.lower() for one in wanted if stands_for and not _SPELLING.search(one.surface))
        self._shorts = [short for word in words if (short := re.sub(r"[^a-z\d]", "", word))]

    def evidence(self, options: Options) -> dict[str, float | Column]:
        """Whether an explanation is asked for, and how surely each option gives it."""
        return {
            "defines_asked": float(bool(self._meant)),
            "defines": self._most(options, self._defines) if self._meant else 0.0,
            "spells_out": self._most(options, self._spells_out) if self._shorts else 0.0,
        }

    def _most(self, options: Options, measure: Callable[[str], float]) -> Column:
        """The most that a sentence of each option measures, of those that hold all that is meant."""
        meant = {self._index.row(term) for term in self._meant}
        holding = ((text for text, rows in study.said if meant <= rows) for study in options.studies)
        most: Column = options.joined(np.array([max(map(measure, texts), default=0.0) for texts in holding]))
        return most

    def _defines(self, sentence: str) -> float:
        """How surely a sentence tells what the words meant mean: by making them its subject, or in passing."""
        found = [
            (place.start(), place.end(), term)
            for place in _WORD.finditer(sentence)
            for term in self._index.analyse_text(place.group())
        ]
        size = len(self._meant)
        runs = (found[at : at + size] for at in range(len(found) - size + 1))
        places = ((run[0][0], run[-1][1]) for run in runs if [term for *_, term in run] == self._meant)
        return max((_explains(sentence, start, end, start == found[0][0]) for start, end in places), default=0.0)

    def _spells_out(self, text: str) -> float:
        return max((_spelled_out(short, text) for short in self._shorts), default=0.0)


def _meant(question: str, index: Index) -> list[str]:
    """The terms of what a question wants explained, as typed alone or in such words; none where it wants more."""
    asked, typed = _MEANS.match(question), len(_WORD.findall(question))
    if not asked and typed > _MOST_WORDS:
        return []
    terms = index.analyse_text(next(filter(None, asked.groups())) if asked else question)
    return terms if len(terms) <= _MOST_WORDS and (asked or len(terms) == typed) else []


def _explains(sentence: str, start: int, end: int, first: bool) -> float:
    """How surely a sentence explains the words from `start` to `end`, which may be its first."""
    explained = _EXPLAINED.match(sentence, end) is not None
    if first and explained:
        return _SUBJECT
    if _CALLED.search(sentence[:start]):
        return _CALLED_SO
    beside = _BESIDE.match(sentence, end) is not None
    return _IN_APPOSITION if beside or (explained and not _NOT_THE_SUBJECT.search(sentence[:start])) else 0.0


def _spelled_out(short: str, text: str) -> float:
    """How surely a text spells out an abbreviation: by saying so, or by words in brackets beside it."""
    letters = r"[\s-]?".join(map(re.escape, short))
    if re.search(rf"\b{letters}\b[\s,(]*(?:which is |is )?(?:short for|stands for|abbreviat|means)\b", text, re.I):
        return 1.0
    beside = rf"\b{letters}\b\s*\(([^)]+)\)|((?:[\w-]+[\s-]+){{1,6}})\({letters}\b"
    words = (re.findall(r"[^\W\d_]+", found[1] or found[2]) for found in re.finditer(beside, text, re.I))
    return _CALLED_SO if any(short[:1] in {word[0].lower() for word in some} for some in words) else 0.0
