"""Follow-ups: what a message takes over from what was last talked about.

A message may name nothing itself ("and its benefits?"), or change one thing and keep the rest ("what about VEGF?").
`readings` gives the ways in which it can be understood; the answering side looks each of them up and takes the one that
the documents answer best. A message that stands alone is never given a subject it did not ask for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.memory import Memory

_CUE = re.compile(
    r"""^\W*(?:(?:and|so|but|ok|okay|also|then|now|well|hmm|oh|no|or|what\ about|how\ about|what\ of
          |(?:the\ )?same(?:\ (?:question|thing|again|one))?(?:\ (?:for|with|about|goes\ for|but))?
          |(?:and\ )?(?:what|how)\ is\ it\ with|i\ meant?|i\ mean|rather|tell\ me\ (?:more\ )?about)\b[\s,:]*)+""",
    re.I | re.X,
)
_STRONG_CUE = re.compile(r"^\W*(?:and|also|what about|how about|what of|(?:the )?same\b|or\b|then\b|no\b)", re.I)
_PRONOUN = re.compile(
    r"""\b(?: its? | it's | they | them | theirs? | those | these | this | that | ones? | both | either | there
        | the\ (?:other|first|second|third|last|former|latter)(?:\ (?:one|two|ones))? | he | she | his | her )\b""",
    re.I | re.X,
)
_OTHERS = re.compile(r"\b(?:the )?(?:other|others|remaining|rest)\b(?: (?:one|two|three|ones))?", re.I)
_WHICH_OF_THEM = re.compile(
    r"\b(?:which|what|who|any|either|all|some|none) (?:one |ones )?of (?:them|these|those)\b", re.I
)
SHORT = 3  # concepts; a longer message names what it is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand a message.

    Attributes:
        question: What is looked up.
        context: Terms taken over from the conversation.
        assumed: What was taken over, as shown; "" where nothing was.
        leaning: Added to the confidence when readings are compared: how much the wording speaks for this one.
    """

    question: str
    context: tuple[str, ...] = ()
    assumed: str = ""
    leaning: float = 0.0


def readings(question: str, concepts: int, names_a_row: bool, memory: Memory) -> list[Reading]:
    """The readings of a question, the one that stands alone first.

    Args:
        question: As typed.
        concepts: How many words of weight it has.
        names_a_row: Whether it names a row of a table itself.
        memory: What was last talked about.
    """
    bare = _CUE.sub("", question).strip() or question
    alone = Reading(question=bare if concepts else question)
    if not memory.subject and not memory.aspect:
        return [alone]
    cue = bool(_STRONG_CUE.match(question))
    pronoun = bool(_PRONOUN.search(question)) and not _WHICH_OF_THEM.search(question)
    if names_a_row:
        if memory.aspect and concepts <= SHORT and (cue or concepts <= 2):
            kept = Reading(
                question=f"{bare} {memory.aspect}", context=(), assumed=memory.aspect, leaning=0.25 if cue else 0.05
            )
            return [alone, kept]
        return [alone]
    if not memory.subject:
        return [alone]
    leaning = 0.3 if cue or pronoun or concepts <= 1 else 0.1
    if not cue and not pronoun and concepts > SHORT:
        return [alone]
    taken = Reading(question=bare, context=memory.subject, assumed=memory.subject_label, leaning=leaning)
    return [alone, taken]


def asks_for_others(question: str) -> bool:
    """Whether the message asks for those rows that were not shown."""
    return bool(_OTHERS.search(question))
