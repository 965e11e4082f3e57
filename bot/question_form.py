"""The form of a question: who, when, why, yes or no."""

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


def form(question: str) -> dict[str, float]:
    """Which form a question has, each 0 or 1."""
    first = found.group(1).lower() if (found := _FIRST.search(question)) else ""
    yes_or_no = bool(_YES_OR_NO.search(question))
    return {
        "who": float(bool(_WHO.search(question))),
        "when": float(bool(_WHEN.search(question))),
        "where": float(first == "where"),
        "why": float(bool(_WHY.search(question))),
        "how": float(first == "how"),
        "yes_or_no": float(yes_or_no),
        "no_question_word": float(not first and not yes_or_no),
    }
