"""One question -> the passage or rows that answer it best, with the evidence and the confidence that they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.confidence import confidence
from bot.evidence import evidence
from bot.tables import rows_for
from index.hit import Hit, Query, SearchResult
from index.searching import Index

DEPTH = 10  # hits looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found for one question.

    Attributes:
        result: What the index gave.
        hits: What would be shown, () where the index gave nothing.
        evidence: The numbers behind the confidence.
        confidence: The probability that the hits answer the question.
    """

    result: SearchResult
    hits: tuple[Hit, ...]
    evidence: dict[str, float]
    confidence: float

    @property
    def query(self) -> Query:
        """The question as the index understood it."""
        return self.result.query

    @property
    def runner_up(self) -> Hit | None:
        """The best hit that would not be shown."""
        shown = {hit.position for hit in self.hits}
        return next((hit for hit in self.result.hits if hit.position not in shown), None)


def find(question: str, index: Index, context: Sequence[str] = ()) -> Finding:
    """The best answer that `index` holds to a question; `context` are terms taken over from the conversation."""
    result = index.search(question, top_k=DEPTH, context=context)
    if not result.hits:
        return Finding(result=result, hits=(), evidence={}, confidence=0.0)
    hits = rows_for(result, index)
    numbers = evidence(result, hits, index)
    return Finding(result=result, hits=hits, evidence=numbers, confidence=confidence(numbers))
