"""The gate before retrieval: is this person in trouble, or asking about their own case?

Learned models (gate_model.py, and where they are in doubt gate_reading.py) decide together with the few rules of
`data/gate-rules.txt`, which hold what must never be missed. Emergency and self-harm are told from a low probability on:
a card too many costs a moment. Advice needs a higher one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Literal, cast

from bot.gate_features import LONG, LOOKED_AT, Sight, see, sentences
from bot.gate_model import model
from bot.gate_reading import read_again
from index import background

Kind = Literal["emergency", "selfharm", "advice", "normal"]
Tier = Literal["now", "today", "next", ""]

_URGENCY: tuple[Kind, ...] = ("emergency", "selfharm", "advice", "normal")
KIND_OF: Mapping[str, Kind] = {
    "now": "emergency",
    "today": "emergency",
    "selfharm": "selfharm",
    "next": "advice",
    "advice": "advice",
    "info": "normal",
    "normal": "normal",
}
Limits = Mapping[Kind, float]  # probability of each kind that is enough
LIMITS: Limits = {"emergency": 0.45, "selfharm": 0.4, "advice": 0.5}
AMONG_LIMITS: Limits = {"emergency": 0.75, "selfharm": 0.8, "advice": 0.6}
"""For a sentence of a long message together with the whole of it: vivid talk resembles despair more than advice."""
_ALONE = 0.7  # share of the sentence in its log-odds and those of the whole message
_NEVER = 0.001  # probability under which one is as good as none
_BESIDE = 1.7  # times as much is needed of one sentence of a short message
SURE = 0.88  # probability that is enough however strict: in long messages no alarm would else be beyond doubt
UNREAD = 2.0  # times as much is needed of a message in another language, or of which most words are unknown
_OF_NOBODY = 1.3  # times as much is needed for advice or self-harm where a message speaks of nobody: "signs of rust"
_NOT_TO_WAIT = 0.3  # probability of "now", beside that of "today", from which on an emergency is for now
_RULES = Path(__file__).parent / "data" / "gate-rules.txt"
_NAMED_EMERGENCY = re.compile(
    r"\b(?:heart attack|stroke|anaphyla\w+|allergic (?:reaction|shock)|sepsis|septic|seizure|choking|overdose|"
    r"blood clot|embolism|meningitis|suicidal|suicide|heatstroke|hypoglycaemia|hypoglycemia|low blood sugar|"
    r"carbon monoxide|poisoning|neutropeni\w+|fever during|infusion reaction|cord compression|burst appendix)\b"
)
_OF_CELLS = re.compile(
    r"\b(?:cell|cells|gene|genes|tumou?rs?|cancer) (?:suicide|death)\b|\bsuicide (?:gene|genes|bags?|enzyme)\b"
)
_DENIED = re.compile(
    r"\b(?:not|never|no longer|isnt|arent|wasnt|dont|doesnt|without|no)\b(?: \w+){0,2} "
    r"(?:suicidal|suicide|kill|hurt|harm|die|emergency|danger|fever|pain)\b"
)
# "Put it simply for me" asks the bot to show something, and says nothing of who asks; "put an end to it for me" does.
_SHOW_ME = re.compile(
    r"^(\W*(?:(?:please|pls|can you|could you|would you|just|ok|and|now|so|then)\W+)*"
    r"(?:list|show|name|compare|contrast|sum|summari[sz]e|explain|describe|spell|lay|break|boil|line|put|sort|set|walk|run"
    r"|outline|simplify|define|clarify)\b(?!.*\b(?:end|sleep|misery|rest|out of)\b).*?)"
    r" for (?:me|us)\b",
    re.I | re.S,
)
Chances = Callable[[Sight], Mapping[str, float]]
_SURELY_NOT = 0.85  # probability of no alarm from which on the models are believed against a rule
_RATHER_NOT = 0.5  # probability of no alarm of a long message from which on no sentence of it is judged by a rule
_ASKED = re.compile(
    r"^(?:(?:and|but|so|ok|hi|hello|please) )*"
    r"(?:what|whats|which|why|how|who|whose|where|when|is|are|was|were|does|do|did|can|could|may|might|must|will|would)\b"
    r"(?! not\b)"
)
_OF_SOMEBODY = frozenset({"i", "mine", "family", "should", "myresult", "prognosis", "isit"})
_PERSONS = frozenset({"i", "family", "mine"})
_AGAINST = frozenset({"idiom", "negated", "cells", "signsof"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate thinks of a message.

    Attributes:
        kind: What the message is.
        tier: How soon to act. For an emergency "now", or "today" (the care team at once, day or night); for advice
            "next" where the message tells of a complaint that can wait until one next speaks to the team, else "".
        informational: Whether it asks for knowledge about an emergency ("what are the signs of ..."), so that a passage
            may stand under the card.
        reasons: The concepts that the message shows, for /why and for tests; no words of the message.
    """

    kind: Kind
    tier: Tier = ""
    informational: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line of the rule file: the kind of a message that shows all of `shown` and none of `absent`."""

    kind: Kind
    shown: frozenset[str]
    absent: frozenset[str]


def assess(message: str, *, strictness: float = 1.0, chances: Chances | None = None) -> Verdict:
    """What a message is; the same for the same message, whatever was said before.

    Args:
        message: As typed.
        strictness: How many times the limits of the models are needed, though never more than SURE.
        chances: The models, from what the gate sees to the probability of each label; the shipped ones if left out.
    """
    judge = chances or probabilities
    message = _SHOW_ME.sub(r"\1", message[:LOOKED_AT])
    whole = see(message)
    around = judge(whole)
    parts = sentences(message)
    if len(whole.words) > LONG and len(parts) > 1:
        verdicts = list(_told_among(whole, parts, around, strictness, judge))
    else:
        told = [see(part) for part in parts if len(parts) > 1]
        verdicts = [_assess(whole, around, strictness)]
        verdicts += [_assess(sight, judge(sight), max(strictness, _BESIDE)) for sight in told]
    return min(verdicts, key=lambda verdict: _URGENCY.index(verdict.kind))


def _told_among(
    whole: Sight, parts: Sequence[str], around: Mapping[str, float], strictness: float, models: Chances
) -> Iterator[Verdict]:
    """What each sentence of a long message is, by itself and by what the message as a whole is.

    Each of many sentences could err, and what a sentence means is often told by those around it.
    """
    ruled = _of_kind("normal", around) < _RATHER_NOT
    for part in parts:
        sight = see(part)
        both = _together(models(sight), around)
        yield _assess(sight, both, strictness, whole=whole, limits=AMONG_LIMITS, ruled=ruled)


def _together(own: Mapping[str, float], around: Mapping[str, float]) -> dict[str, float]:
    """The weighed mean of the log-odds of each kind, as probabilities, shared out among its labels as in `own`."""
    alone, among = ({kind: _of_kind(kind, chances) for kind in _URGENCY} for chances in (own, around))
    odds = {kind: _ALONE * _log_odds(alone[kind]) + (1 - _ALONE) * _log_odds(among[kind]) for kind in _URGENCY}
    both = {kind: 1 / (1 + exp(-odds[kind])) for kind in _URGENCY}
    return {label: own[label] * both[kind] / max(alone[kind], _NEVER) for label, kind in KIND_OF.items()}


def _log_odds(probability: float) -> float:
    return log((probability + _NEVER) / (1 - probability + _NEVER))


def _assess(
    sight: Sight,
    chances: Mapping[str, float],
    strictness: float,
    *,
    whole: Sight | None = None,
    limits: Limits = LIMITS,
    ruled: bool = True,
) -> Verdict:
    """What one thought is, which may be of a longer message, `whole`."""
    found = sight.concepts
    if "signsof" in found and _NAMED_EMERGENCY.search(sight.text) and not found & {"i", "now"}:
        return Verdict(kind="emergency", tier="now", informational=True, reasons=("signs of an emergency",))
    needed = strictness if _is_read(sight) else max(strictness, UNREAD)
    kind = likeliest(chances, needed, limits)
    if kind in ("advice", "selfharm") and not (whole or sight).concepts & _OF_SOMEBODY:
        kind = likeliest(chances, max(needed, _OF_NOBODY), limits)
    if ruled and kind not in ("emergency", "selfharm"):
        kind = _never_missed(sight, chances) or kind
    if kind == "selfharm" and (_OF_CELLS.search(sight.text) or _only_denied(sight)):
        kind = "normal"
    return Verdict(kind=kind, tier=_tier(kind, chances), reasons=tuple(sorted(found)) if kind != "normal" else ())


def probabilities(sight: Sight) -> dict[str, float]:
    """The learned probability of each label of KIND_OF."""
    return read_again(sight, model().chances(sight))


def likeliest(chances: Mapping[str, float], strictness: float = 1.0, limits: Limits = LIMITS) -> Kind:
    """The kind whose probability most exceeds its limit, "normal" where none does.

    Args:
        chances: The probability of each label.
        strictness: How many times the limit is needed, though never more than SURE.
        limits: The probability of each kind that is enough.
    """
    sums = {kind: _of_kind(kind, chances) for kind in limits}
    alarms = [kind for kind, limit in limits.items() if sums[kind] >= min(limit * strictness, SURE)]
    return max(alarms, key=lambda kind: sums[kind] / limits[kind], default="normal")


def _of_kind(kind: Kind, chances: Mapping[str, float]) -> float:
    """The probability of all labels of a kind."""
    return sum(chances[label] for label, of in KIND_OF.items() if of == kind)


def _is_read(sight: Sight) -> bool:
    """Whether the models know most of the words: not of another language, where "die" is no danger."""
    return 2 * sum(background.common(word) is not None for word in sight.words) > len(sight.words)


def _only_denied(sight: Sight) -> bool:
    return bool(_DENIED.search(sight.text)) and not sight.concepts & {"selfinjury", "plan", "hopeless"}


def _tier(kind: Kind, chances: Mapping[str, float]) -> Tier:
    if kind == "emergency":
        return "now" if chances["now"] >= _NOT_TO_WAIT * (chances["now"] + chances["today"]) else "today"
    return "next" if kind == "advice" and chances["next"] > chances["advice"] else ""


def _never_missed(sight: Sight, chances: Mapping[str, float]) -> Kind | None:
    """The kind that a rule gives; None where something speaks against an alarm, or the models are sure that none is.

    In many words without a stop concepts of different thoughts stand together: the models are left to judge those. So
    are questions that name nobody: documents about strokes and suicide answer what is asked of them.
    """
    found = sight.concepts
    if found & _AGAINST or _DENIED.search(sight.text) or len(sight.words) > LONG:
        return None
    if _of_kind("normal", chances) >= _SURELY_NOT or (_ASKED.match(sight.text) and not found & _PERSONS):
        return None
    return next((rule.kind for rule in rules() if rule.shown <= found and not rule.absent & found), None)


@cache
def rules() -> Sequence[Rule]:
    """The lines of the rule file, in order."""
    lines = (line.partition(":") for line in _RULES.read_text(encoding="utf-8").splitlines())
    return [_rule(kind, what) for kind, colon, what in lines if colon and not kind.startswith("#")]


def _rule(kind: str, what: str) -> Rule:
    shown, _, absent = what.partition(" - ")
    return Rule(kind=cast(Kind, kind), shown=frozenset(shown.split()), absent=frozenset(absent.split()))
