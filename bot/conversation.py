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
_NOT_A_ROW = r"(?! (?:time|place|step|day|week|month|year|thing|dose|treatment)s?\b)"
_ORDINALS = tuple(
    re.compile(rf"\bthe (?:{words})\b{_NOT_A_ROW}(?: (?:ones?|row|of (?:them|these|those)))?", re.I)
    for words in ("first|former|1st", "second|2nd", "third|3rd", "fourth|4th", "last|latter")
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
        concepts: How many words of weight the question has itself.
    """

    question: str
    context: tuple[str, ...] = ()
    assumed: str = ""
    takes: str = ""
    refers: int = 0
    concepts: int = 0


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
    alone = Reading(question=said if concepts else question, refers=cue + pronoun, concepts=concepts)
    found = [alone]
    if names_a_row:
        if memory.aspect and concepts <= SHORT and (cue or concepts <= 2):
            aspect = memory.aspect
            found.append(replace(alone, question=f"{said} {aspect}", assumed=aspect, takes="aspect"))
    elif (listed := _listed(said, concepts, memory)) is not None:
        names, label = listed
        return [replace(alone, question=_without_ordinal(said), context=names, assumed=label, takes="subject")]
    elif memory.subject and (cue or pronoun or concepts <= SHORT):
        found.append(
            replace(alone, question=said, context=memory.subject, assumed=memory.subject_label, takes="subject")
        )
    if around:
        found.append(replace(alone, question=said, context=tuple(around), takes="message"))
    return found


def _listed(question: str, concepts: int, memory: Memory) -> tuple[tuple[str, ...], str] | None:
    """The row that "the second one" means: its names and its label; None where nothing was listed or so asked for."""
    if not memory.listed or concepts > SHORT + 1:
        return None
    for number, pattern in enumerate(_ORDINALS):
        if pattern.search(question):
            place = -1 if number == len(_ORDINALS) - 1 else number
            return memory.listed[place] if place < len(memory.listed) else None
    return None


def _without_ordinal(question: str) -> str:
    for pattern in _ORDINALS:
        question = pattern.sub("it", question)
    return question


def continuity(reading: Reading, hits: Sequence[Hit], covered: float, memory: Memory, index: Index) -> dict[str, float]:
    """What the conversation says of showing `hits` for a reading, as numbers; all 0 where nothing was talked about.

    `covered` is the share of the question's own words that the hits hold.
    """
    last = {at for key in memory.shown if (at := index.position(key)) is not None}
    under_way = bool(memory.subject or last)
    places = {(index.passages[at].document.id, index.passages[at].headings) for at in last}
    stays = float((hits[0].passage.document.id, hits[0].passage.headings) in places)
    refers = float(reading.refers * under_way)
    bare, short = float(under_way and not reading.concepts), float(under_way and reading.concepts == 1)
    points_back = memory.named and under_way and bool(refers or bare or short or reading.takes == "subject")
    subject = reading.context if reading.takes == "subject" else memory.subject
    holds = frozenset[str]().union(*(index.studies.of(hit.position).held for hit in hits)).issuperset(subject)
    return {
        **{f"takes_{what}": float(reading.takes == what) for what in ("subject", "aspect", "message")},
        "subject_held": float(points_back and holds),
        "subject_lost": float(points_back and not holds and reading.takes != "aspect"),
        "taken_missing": (reading.takes == "subject") * (1 - covered) * (not bare),
        "stays": stays * covered,
        "again": float({hit.position for hit in hits} <= last) * covered,
        "refers": refers,
        "refers_stays": refers * stays,
        "refers_open": refers * (not reading.takes),
        "bare": bare,
        "bare_stays": bare * stays,
        "short": short,
        "short_stays": short * stays * covered,
        "short_open": short * (not reading.takes),
    }


def asks_for_others(question: str) -> bool:
    """Whether the message asks for those rows of a table that were not shown."""
    return bool(_OTHERS.search(question))
