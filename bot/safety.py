"""The gate before retrieval: is this person in trouble, or asking about their own case?

A linear classifier over the features of gate_features.py, learned by `training/gate/train.py`, decides together with
the few rules below, which hold what must never be missed. Emergency and self-harm are told from a low probability on: a
card too many costs a moment. Advice needs a higher one.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from bot.gate_features import concepts, features_of, normalise, pieces

Kind = Literal["emergency", "selfharm", "advice", "normal"]
Tier = Literal["now", "today", ""]

_URGENCY: tuple[Kind, ...] = ("emergency", "selfharm", "advice", "normal")
_WEIGHTS = Path(__file__).parent / "data" / "gate-weights.json"
_NAMED_EMERGENCY = re.compile(
    r"\b(?:heart attack|stroke|anaphyla\w+|allergic (?:reaction|shock)|sepsis|septic|seizure|choking|overdose|"
    r"blood clot|embolism|meningitis|suicidal|suicide|heatstroke|hypoglycaemia|hypoglycemia|low blood sugar|"
    r"carbon monoxide|poisoning|neutropeni\w+|fever during)\b"
)
_OF_CELLS = re.compile(
    r"\b(?:cell|cells|gene|genes|tumou?rs?|cancer) (?:suicide|death)\b|\bsuicide (?:gene|genes|bags?|enzyme)\b"
)
_DENIED = re.compile(
    r"\b(?:not|never|no longer|isnt|arent|wasnt|dont|doesnt|without|no)\b(?: \w+){0,2} "
    r"(?:suicidal|suicide|kill|hurt|harm|die|emergency|danger|fever|pain)\b"
)
_AGAINST = frozenset({"idiom", "negated", "cells", "signsof"})


def _rule(kind: Kind, *shown: str, absent: str = "info") -> tuple[Kind, frozenset[str], frozenset[str]]:
    return kind, frozenset(shown), frozenset(absent.split())


# What must never be missed: (kind, concepts that must all be shown, concepts of which none may be).
RULES: tuple[tuple[Kind, frozenset[str], frozenset[str]], ...] = (
    _rule("selfharm", "killself", absent="violence attacker"),
    _rule("selfharm", "killself", "i", absent="violence weapon"),
    _rule("selfharm", "wantdeath", absent=""),
    _rule("selfharm", "selfinjury", "i", absent="info should mistake"),
    _rule("selfharm", "selfinjury", "family", absent="info should mistake"),
    _rule("selfharm", "plan", "thoughts"),
    _rule("selfharm", "death", "i", "tablets", absent="negated"),
    _rule("selfharm", "hopeless", "life", absent="signsof"),
    _rule("selfharm", "hopeless", "death"),
    _rule("selfharm", "life", "cannot", "i", absent="info breathing pain should"),
    _rule("emergency", "unconscious", absent=""),
    _rule("emergency", "breathing", "cannot"),
    _rule("emergency", "breathing", "severe"),
    _rule("emergency", "breathing", "face"),
    _rule("emergency", "breathing", "swelling"),
    _rule("emergency", "breathing", "now", "family"),
    _rule("emergency", "chest", "pain", absent="info should"),
    _rule("emergency", "chest", "now", absent="info should isit"),
    _rule("emergency", "face", "swelling", "drip", absent="info should"),
    _rule("emergency", "face", "swelling", "now"),
    _rule("emergency", "stroke", "face"),
    _rule("emergency", "seizure", "now"),
    _rule("emergency", "poison", "swallow"),
    _rule("emergency", "tablets", "swallow", "toomany", absent="info should selfinjury"),
    _rule("emergency", "tablets", "swallow", "mistake", absent="info should selfinjury"),
    _rule("emergency", "blood", "throwup"),
    _rule("emergency", "blood", "severe", absent="info should"),
    _rule("emergency", "fever", "hot"),
    _rule("emergency", "fever", "drip", "now"),
    _rule("emergency", "hot", "drip", "now"),
    _rule("emergency", "violence", "attacker", "afraid"),
    _rule("emergency", "violence", "attacker", "mine"),
    _rule("emergency", "weapon", "attacker", "mine"),
    _rule("emergency", "weapon", "afraid", "attacker"),
    _rule("emergency", "alarmword", "now", absent=""),
    _rule("emergency", "alarmword", absent="info should"),
    _rule("advice", "prognosis", "i"),
    _rule("advice", "isit", "bodysign", absent=""),
    _rule("advice", "isit", "myresult", absent=""),
    _rule("advice", "should", "tablets", "start", absent=""),
    _rule("advice", "should", "tablets", "remedy", absent=""),
    _rule("advice", "should", "drip", "activity", absent=""),
    _rule("advice", "should", "drip", "start", absent=""),
    _rule("advice", "should", "myresult", absent="info"),
)

_CERTAIN = 0.8
_DANGER: Mapping[Kind, frozenset[str]] = {
    "emergency": frozenset(
        "chest heart breathing pain severe swelling fever hot blood throwup unconscious seizure stroke injury poison "
        "swallow toomany violence weapon afraid alarmword".split()
    ),
    "selfharm": frozenset("killself wantdeath selfinjury hopeless life death plan thoughts toomany".split()),
}
_TODAY = frozenset({"fever", "hot"})
_AT_ONCE = frozenset({"unconscious", "seizure", "stroke", "breathing", "violence", "weapon", "face", "poison", "chest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate thinks of a message.

    Attributes:
        kind: What the message is.
        tier: For an emergency, how soon to act: "now", or "today" (the care team at once, day or night).
        informational: Whether it asks for knowledge about an emergency ("what are the signs of ..."), so that a passage
            may stand under the card.
        reasons: The rule or the concepts that decided, for /why and for tests; no words of the message.
    """

    kind: Kind
    tier: Tier = ""
    informational: bool = False
    reasons: tuple[str, ...] = ()


def assess(message: str) -> Verdict:
    """What a message is; the same for the same message, whatever was said before."""
    verdicts = [_assess(piece) for piece in pieces(message)]
    return min(verdicts, key=lambda verdict: _URGENCY.index(verdict.kind))


def _assess(piece: str) -> Verdict:
    text = normalise(piece)
    found = concepts(text)
    asked = "signsof" in found and bool(_NAMED_EMERGENCY.search(text)) and not found & {"i", "now"}
    if asked:
        return Verdict(kind="emergency", tier="now", informational=True, reasons=("signs of an emergency",))
    weighed = features_of(text, found, asks="?" in piece)
    kind = _never_missed(text, found) or _likeliest(probabilities(weighed), found)
    if kind == "selfharm" and (_OF_CELLS.search(text) or _only_denied(text, found)):
        kind = "normal"
    tier = _tier(found) if kind == "emergency" else ""
    return Verdict(kind=kind, tier=tier, reasons=tuple(sorted(found)) if kind != "normal" else ())


def probabilities(features: Mapping[str, float]) -> dict[Kind, float]:
    """The classifier's probability of each kind of message for its features (softmax of the weights' sums)."""
    model = _model()
    sums = dict(zip(model["kinds"], model["intercepts"], strict=True))
    for name, value in features.items():
        for kind, weight in zip(model["kinds"], model["weights"].get(name, ()), strict=False):
            sums[kind] += weight * value
    highest = max(sums.values())
    powers = {kind: math.exp(value - highest) for kind, value in sums.items()}
    whole = sum(powers.values())
    return {kind: power / whole for kind, power in powers.items()}


def _likeliest(chances: Mapping[Kind, float], found: set[str]) -> Kind:
    """Emergency and self-harm from their low thresholds on, advice from its own, else normal.

    Where nothing in the message shows a danger, the classifier must be all but certain of it.
    """
    limits = dict(_model()["thresholds"])
    limits |= {kind: _CERTAIN for kind, shown in _DANGER.items() if not shown & found}
    alarms = [kind for kind in limits if chances[kind] >= limits[kind]]
    return max(alarms, key=lambda kind: chances[kind] / limits[kind], default="normal")


def _never_missed(text: str, found: set[str]) -> Kind | None:
    """The kind that one of RULES gives, whatever the classifier says; None where something speaks against an alarm."""
    if found & _AGAINST or _DENIED.search(text):
        return None
    return next((kind for kind, shown, absent in RULES if shown <= found and not absent & found), None)


def _only_denied(text: str, found: set[str]) -> bool:
    return bool(_DENIED.search(text)) and not found & {"selfinjury", "plan", "hopeless"}


def _tier(found: set[str]) -> Tier:
    return "today" if found & _TODAY and not found & _AT_ONCE else "now"


@cache
def _model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return model
