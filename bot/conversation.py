"""Follow-ups: what a message may take over from what was last talked about, or from its own other sentences.

A message may name nothing itself ("and its benefits?"), or change one thing and keep the rest ("what about VEGF?").
`readings` gives the ways in which it can be understood. Each is looked up, and what was learned from dialogues decides
which of them the documents answer best; `continuity` says what speaks for that in numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.memory import Memory
from index.hit import Hit
from index.searching import Index

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
_WHICH_OF_THEM = re.compile(
    r"\b(?:which|what|who|any|either|all|some|none) (?:one |ones )?of (?:them|these|those)\b", re.I
)
_OTHERS = re.compile(r"^\W*(?:and |what about |how about )*(?:the )?(?:other|others|remaining|rest)\b", re.I)
SHORT = 3  # concepts; a longer message names what it is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand a question.

    Attributes:
        question: What is looked up.
        context: Terms taken over, from the conversation or from the message's other sentences.
        assumed: What was taken over, as shown; "" where nothing was.
        takes: What is taken over: "subject", "aspect", "message" (its other sentences), "" for nothing.
        refers: How far the wording points back: 1 for a cue ("and ...", "what about ..."), 1 for a pronoun, added up.
        bare: Whether the question has hardly a word of weight itself.
    """

    question: str
    context: tuple[str, ...] = ()
    assumed: str = ""
    takes: str = ""
    refers: int = 0
    bare: bool = False


def readings(
    question: str, concepts: int, names_a_row: bool, memory: Memory, around: Sequence[str] = ()
) -> list[Reading]:
    """The readings of a question, the one that stands alone first.

    Args:
        question: As typed.
        concepts: How many words of weight it has.
        names_a_row: Whether it names a row of a table itself.
        memory: What was last talked about.
        around: Terms that the other sentences of its message mention and the documents know.
    """
    said = _CUE.sub("", question).strip() or question
    cue = bool(_STRONG_CUE.match(question))
    pronoun = bool(_PRONOUN.search(question)) and not _WHICH_OF_THEM.search(question)
    alone = Reading(question=said if concepts else question, refers=cue + pronoun, bare=concepts <= 1)
    found = [alone]
    if names_a_row:
        if memory.aspect and concepts <= SHORT and (cue or concepts <= 2):
            aspect = memory.aspect
            found.append(replace(alone, question=f"{said} {aspect}", assumed=aspect, takes="aspect"))
    elif memory.subject and (cue or pronoun or concepts <= SHORT):
        found.append(
            replace(alone, question=said, context=memory.subject, assumed=memory.subject_label, takes="subject")
        )
    if around:
        found.append(replace(alone, question=said, context=tuple(around), takes="message"))
    return found


def continuity(reading: Reading, hits: Sequence[Hit], memory: Memory, index: Index) -> dict[str, float]:
    """What the conversation says of showing `hits` for a reading, as numbers; all 0 where nothing was talked about."""
    numbers = {f"takes_{what}": float(reading.takes == what) for what in ("subject", "aspect", "message")}
    held = {term for hit in hits for term in index.passage_terms(hit.position)}
    holds = held.issuperset(memory.subject)
    last = [at for key in memory.shown if (at := index.position(key)) is not None]
    places = {(index.passages[at].document.id, index.passages[at].headings) for at in last}
    stays = float((hits[0].passage.document.id, hits[0].passage.headings) in places)
    under_way = bool(memory.subject or last)
    refers = float(reading.refers) if under_way else 0.0
    points_back = under_way and (bool(reading.refers) or reading.bare or reading.takes == "subject")
    return {
        **numbers,
        "subject_held": float(memory.named and points_back and holds),
        "subject_lost": float(memory.named and points_back and not holds and reading.takes != "aspect"),
        "stays": stays,
        "again": float({hit.position for hit in hits} <= set(last)),
        "refers": refers,
        "bare": float(under_way and reading.bare),
        "refers_stays": refers * stays,
        "bare_stays": reading.bare * stays,
        "refers_open": refers * (not reading.takes),
        "bare_open": float(under_way and reading.bare and not reading.takes),
    }


def asks_for_others(question: str) -> bool:
    """Whether the message asks for those rows of a table that were not shown."""
    return bool(_OTHERS.search(question))
