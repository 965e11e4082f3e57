"""The form of a question, who, when, why, and whether a text holds what answers such a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WHO = re.compile(r"\b(?:who|whom|whose)\b|\b(?:invent|discover|compan(?:y|ies)|manufactur|makers?\b|brands?\b)", re.I)
_WHEN = re.compile(r"^\W*(?:(?:and|so|but)\s+)?when\b|\b(?:what|which) (?:year|month|day|date)\b", re.I)
_WHY = re.compile(r"\bwhy\b|\breasons?\b|\bhow come\b", re.I)
_FIRST = re.compile(r"\b(who|whom|whose|when|where|why|how|which|what)\b", re.I)
_YES_OR_NO = re.compile(
    r"^\W*(?:(?:so|and|but|or)\s+)?(?:is|are|was|were|do|does|did|can|could|will|would|should|may|might|has|have)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")  # a capital inside a sentence
_CAUSE = re.compile(
    r"\b(?:because|so that|since|therefore|this is why|reasons?|due to|leads? to|caus(?:e|es|ed|ing))\b", re.I
)


class Form:
    """The form of one question."""

    def __init__(self, question: str) -> None:
        """Look at a question."""
        self._first = found.group(1).lower() if (found := _FIRST.search(question)) else ""
        self._who, self._when, self._why = (bool(asks.search(question)) for asks in (_WHO, _WHEN, _WHY))
        self._yes_or_no = bool(_YES_OR_NO.search(question))

    def evidence(self, texts: Sequence[str]) -> dict[str, float | list[float]]:
        """Which form the question has, and whether each text lacks what such a question asks for; each 0 or 1."""
        return {
            "who": float(self._who),
            "who_unnamed": [float(not _NAME.search(text)) for text in texts] if self._who else 0.0,
            "when": float(self._when),
            "when_undated": [float(not _DIGIT.search(text)) for text in texts] if self._when else 0.0,
            "where": float(self._first == "where"),
            "why": float(self._why),
            "why_told": [float(bool(_CAUSE.search(text))) for text in texts] if self._why else 0.0,
            "why_untold": [float(not _CAUSE.search(text)) for text in texts] if self._why else 0.0,
            "how": float(self._first == "how"),
            "yes_or_no": float(self._yes_or_no),
            "no_question_word": float(not self._first and not self._yes_or_no),
        }
