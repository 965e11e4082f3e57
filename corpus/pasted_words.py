"""The words of a pasted line, and which kinds of words cannot end a cell of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_JOINT = re.compile(r"(?<=[a-z0-9)%])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
NO_END = frozenset(
    "a an the of or and to by in on at for from with without than per via into as is are be not no that which about "
    "every each over under above below up until between it they this these its their your und oder der die das von "
    "mit für im bei zu den dem des ein eine einen einem einer zum zur nach gegen durch ohne y o de del la el los las "
    "con para por en un una al sobre entre desde hasta ab seit bis".split()
)  # articles, pronouns, prepositions and conjunctions: something must follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a line.

    Attributes:
        text: As it stands there.
        glued: Whether it follows the word before without a space.
    """

    text: str
    glued: bool = False

    @property
    def folded(self) -> str:
        """For comparing words: in lower case, without marks; all numbers are alike."""
        return "#" if self.shape == "number" else self.text.lower().strip(",.;:()")

    @property
    def shape(self) -> str:
        """ "number", "name" (capitals or a single one, such as HER2 and the T of "T cells"), "title" or "lower"."""
        text = self.text.lstrip("(\"'\u2018\u201c")
        if re.match(r"[<>\u2264\u2265\u2248~\u00b1+\u2212$\u20ac\u00a3-]*\d", text):
            return "number"
        if not text[:1].isupper():
            return "lower"
        return "title" if text[1:2].islower() or (text[1:2] in "'\u2019" and text[2:3].islower()) else "name"


def words_of(line: str) -> list[Word]:
    """The words of a line, those divided that a paste glued together: "TypeMechanism"."""
    return [
        Word(text=text, glued=index > 0)
        for word in line.split()
        for index, text in enumerate(_JOINT.split(word))
        if text
    ]


def is_inside(row: Sequence[Word], index: int) -> bool:
    """Whether a bracket is open between the words before `index` and those behind it."""
    before = " ".join(word.text for word in row[:index])
    return before.count("(") > before.count(")")
