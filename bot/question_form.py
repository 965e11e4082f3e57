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


class Form:
    """The form of one question."""

    def __init__(self, question: str) -> None:
        """Look at a question."""
        self._first = found.group(1).lower() if (found := _FIRST.search(question)) else ""
        self._who, self._when, self._why = (bool(asks.search(question)) for asks in (_WHO, _WHEN, _WHY))
        self._yes_or_no = bool(_YES_OR_NO.search(question))

    def evidence(self, text: str) -> dict[str, float]:
        """Which form the question has, and whether a text lacks what such a question asks for; each 0 or 1."""
        causes = self._why and bool(_CAUSE.search(text))
        return {
            name: float(holds)
            for name, holds in {
                "who": self._who,
                "who_unnamed": self._who and not _NAME.search(text),
                "when": self._when,
                "when_undated": self._when and not re.search(r"\d", text),
                "where": self._first == "where",
                "why": self._why,
                "why_told": causes,
                "why_untold": self._why and not causes,
                "how": self._first == "how",
                "yes_or_no": self._yes_or_no,
                "no_question_word": not self._first and not self._yes_or_no,
            }.items()
        }
