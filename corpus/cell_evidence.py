"""What speaks for an end of a cell in a gap between two words of a squashed table, in about logarithms of odds.

The weights were set by hand on tables written for the purpose; tests squash other tables and count what comes back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.pasted_words import NO_END, Word, is_inside

_SHOWN = 2.5  # of the looks of a gap: where a cell ends
_PRONOUNS = frozenset("It They This These Its Their Your And Or The Is Are IT THEY YOUR THE AND OR IS ARE".split())
_END_A_HEADER = frozenset("for by as with against to at".split())  # "Used for", "Aim for"
_BEGIN_A_HEADER = frozenset(
    "mechanism mechanisms purpose indication indications dose dosage frequency duration cost price".split()
)  # stand alone or behind an adjective
_ASKING = frozenset("what how when who where why which".split())  # begin a header
_ADJECTIVE = re.compile(r"(al|ic|ive|ous|ary|ory|ble|ed|ical|ful|less|ular|liche[rs]?|ige[rs]?|ische[rs]?)$", re.I)
_NOUN = re.compile(r"(ism|tion|sion|ment|ness|ity|ance|ence|ure|[^su]s|ung(en)?|heit(en)?|keit(en)?|weise)$", re.I)
_GERMAN = frozenset("die der das den dem und im ein eine einen einem nach bei mit für zum zur auf oder".split())
_GERMAN_ADJECTIVE = re.compile(r"\w{2,}(?:ig|lich|isch|bar|los|end|en|icht|ark|wer|eich|ohe|iedrig)e[rs]?$")
_GERMAN_VERB = re.compile(r"(?:en|ern|eln)$")
_QUALIFIERS = frozenset(
    "main key common usual first second third average other best total side major minor brand active daily "
    "weekly monthly new old".split()
)  # short adjectives that no ending gives away; they weigh as much as an ending does


class RowEvidence:
    """What speaks for an end of a cell in the gaps of one row, in about natural logarithms of odds."""

    def __init__(self, rows: Sequence[list[Word]], index: int) -> None:
        self._row = rows[index]
        others = [[word.folded for word in row] for number, row in enumerate(rows) if number != index]
        self._others = [(set(row), set(pairwise(row))) for row in others]
        self._lead = _shared_lead(rows)
        self._is_german = any(word.text in _GERMAN for row in rows for word in row)
        self._numbers_agree = len({_amounts(row) for row in rows}) == 1

    def shown(self) -> list[int]:
        """The words that begin a cell by their looks."""
        return [index for index in range(1, len(self._row)) if self._looks(index) >= _SHOWN]

    def gaps(self) -> list[float]:
        """One number for the gap before each word; 0.0 for the first, which has none."""
        return [0.0, *(self._gap(index) for index in range(1, len(self._row)))]

    def _looks(self, index: int) -> float:
        row = self._row
        before, word = row[index - 1], row[index]
        if is_inside(row, index) or before.text[-1] in ",/&(+-\u2013" or before.text.lower() in NO_END:
            return -4.5
        case = _german_case(row, index) if self._is_german else _case(row, index)
        return case + 4.0 * word.glued + 1.5 * (word.shape == "number" and self._numbers_agree)

    def _gap(self, index: int) -> float:
        score = -1.5 + self._looks(index) + self._repeated(self._row[index - 1], self._row[index])
        if self._lead:
            score += 3.0 if index == self._lead else -4.0 if index < self._lead else 0.0
        return score

    def _repeated(self, before: Word, word: Word) -> float:
        """A run of words that stands in several rows begins or ends at a cell's edge rather than goes on over it."""
        count = len(self._others)
        both = sum((before.folded, word.folded) in pairs for _, pairs in self._others) / count
        ends = sum(before.folded in words for words, _ in self._others) / count
        begins = sum(word.folded in words for words, _ in self._others) / count
        if before.shape == word.shape == "number":
            both = 0.0
        ends = ends if before.shape != "number" else 0.0
        begins = begins if word.shape in ("title", "name") else 0.0
        together = 0.5 if word.shape == "title" and before.shape == "lower" else 1.5
        edge = max(ends, begins)
        strength = 2.5 if edge == 1 else 1.0
        return edge * strength - both * (strength + together)


def _case(row: Sequence[Word], index: int) -> float:
    """A capital behind a small word or a number begins a cell; a small word, or a unit behind its number, goes on."""
    before, word = row[index - 1].shape, row[index].shape
    if row[index].text[0].isupper() and row[index].text.lower() in NO_END:
        return 3.0  # names have their small words in small letters
    if word == "title":
        return {"lower": 3.0, "number": 2.5}.get(before, 1.2 if index == 1 else 0.7)  # the first cell may be one name
    if word == "number":
        return 1.0 if before != "number" else 0.5
    if word == "lower":
        return -2.0 if before == "number" or row[index].text in NO_END else -1.0
    if row[index].text.isalpha() and len(row[index].text) == 1:
        return -0.5  # T cells, vitamin C, hepatitis B
    return 0.7 if before in ("lower", "number") else -0.5


def _german_case(row: Sequence[Word], index: int) -> float:
    """German writes nouns with a capital, and puts no two of them side by side: such a gap is a cell's end.

    An adjective or verb with a capital begins a cell, and goes on with its noun.
    """
    before, word = row[index - 1], row[index]
    if before.shape != "title" or word.shape != "title":
        if before.shape == "lower" and word.shape == "title" and not _GERMAN_ADJECTIVE.search(word.text):
            return 1.0  # behind a small adjective or a number in words stands its noun
        if before.shape == "title" and word.shape == "lower":
            return -0.3  # a cell may begin with "ab", "nach" or a small adjective
        return _case(row, index)
    if _GERMAN_ADJECTIVE.search(before.text):
        return -2.0
    if _GERMAN_VERB.search(before.text):
        return 1.2 if index == 1 else 0.0
    return 3.0


def _amounts(row: Sequence[Word]) -> int:
    """How many numbers could begin a cell; "2 to 5" is one."""
    return sum(word.shape == "number" and before.text not in NO_END for before, word in pairwise(row))


def _shared_lead(rows: Sequence[Sequence[Word]]) -> int:
    """How many words the first cells have: up to the last of the words that stand in the same place in every row."""
    lead = 0
    for index in range(1, min(map(len, rows))):
        if rows[0][index].shape == "number":
            break
        if len({row[index].folded for row in rows}) == 1:
            if rows[0][index].text.lower() in NO_END:
                break  # it begins the second cell
            lead = index
        elif lead:
            break
    return lead + 1 if lead else 0


def head_gaps(head: Sequence[Word]) -> list[float]:
    """What speaks for the end of a header in each gap: capitals where there are small words, or the words' endings."""
    small = any(word.shape == "lower" and word.text not in NO_END for word in head)
    glued = next((index for index, word in enumerate(head) if word.glued), 0)
    # Where headers were glued together anywhere, it was done from the first one on.
    return [0.0, *(_head_gap(head, index, small) - 2.0 * (index < glued) for index in range(1, len(head)))]


def _head_gap(head: Sequence[Word], index: int, small: bool) -> float:
    before, word = head[index - 1], head[index]
    if word.glued:
        return 6.0
    if is_inside(head, index) or word.shape == "lower" or word.text[0] == "(" or before.text in _PRONOUNS:
        return -6.0
    if _ASKING & {before.text.lower(), word.text.lower()}:
        return -4.0 if before.text.lower() in _ASKING else 2.0
    if before.text in NO_END:
        return -0.3 if before.text in _END_A_HEADER else -6.0
    if small:
        return 2.0 if before.shape == "lower" else 1.0
    score = -1.5 * _qualifies(before.text) + 0.8 * _qualifies(word.text) + 0.8 * bool(_NOUN.search(before.text))
    return score - 0.3 + 1.2 * (word.text.lower() in _BEGIN_A_HEADER)


def _qualifies(text: str) -> bool:
    return text.lower() in _QUALIFIERS or bool(_ADJECTIVE.search(text))


def header_length(words: Sequence[Word]) -> float:
    """A header of one or two words is the rule; small words do not count."""
    over = sum(word.text not in NO_END for word in words) - 2
    return -0.5 * over**2 if over > 0 else 0.0
