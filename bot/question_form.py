"""The form of a question, who, when, why, and whether a text holds what answers such a question."""

from __future__ import annotations

import re

_WHO = re.compile(r"\b(?:who|whom|whose)\b|\b(?:invent|discover|compan(?:y|ies)|manufactur|makers?\b|brands?\b)", re.I)
_WHEN = re.compile(r"^\W*(?:(?:and|so|but)\s+)?when\b|\b(?:what|which) (?:year|month|day|date)\b", re.I)
_WHY = re.compile(r"\bwhy\b|\breasons?\b|\bhow come\b", re.I)
_FIRST = re.compile(r"\b(who|whom|whose|when|where|why|how|which|what)\b", re.I)
_YES_OR_NO = re.compile(
    r"^\W*(?:(?:so|and|but|or)\s+)?(?:is|are|was|were|do|does|did|can|could|will|would|should|may|might|has|have)\b",
    re.I,
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")  # a capital inside a sentence
_CAUSE = re.compile(
    r"\b(?:because|so that|since|therefore|this is why|reasons?|due to|leads? to|caus(?:e|es|ed|ing))\b", re.I
)


def form(question: str, text: str) -> dict[str, float]:
    """Which form a question has, and whether a text lacks what such a question asks for; each 0 or 1."""
    first = found.group(1).lower() if (found := _FIRST.search(question)) else ""
    who, when, why = (bool(pattern.search(question)) for pattern in (_WHO, _WHEN, _WHY))
    yes_or_no = bool(_YES_OR_NO.search(question))
    causes = bool(_CAUSE.search(text))
    return {
        name: float(holds)
        for name, holds in {
            "who": who,
            "who_unnamed": who and not _NAME.search(text),
            "when": when,
            "when_undated": when and not re.search(r"\d", text),
            "where": first == "where",
            "why": why,
            "why_told": why and causes,
            "why_untold": why and not causes,
            "how": first == "how",
            "yes_or_no": yes_or_no,
            "no_question_word": not first and not yes_or_no,
        }.items()
    }
