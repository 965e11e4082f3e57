"""One question -> the passage or rows that answer it best, with the evidence and the confidence that they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.confidence import confidence
from bot.evidence import evidence
from bot.tables import rows_for
from index.hit import Hit, Query, SearchResult
from index.searching import Index

DEPTH = 10  # hits looked at
OPTIONS = 4  # of them that are judged by their evidence


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
    found = (
        Finding(result=result, hits=hits, evidence=numbers, confidence=confidence(numbers))
        for hits, numbers in options(result, index)
    )
    return max(
        found,
        key=lambda finding: finding.confidence,
        default=Finding(result=result, hits=(), evidence={}, confidence=0.0),
    )


def options(result: SearchResult, index: Index) -> Iterator[tuple[tuple[Hit, ...], dict[str, float]]]:
    """What could be shown, and the evidence for each: the best hits, where one is of a table the rows that it needs."""
    seen: set[tuple[int, ...]] = set()
    for hit in result.hits[:OPTIONS]:
        hits = rows_for(hit, result, index)
        key = tuple(one.position for one in hits)
        if key not in seen:
            seen.add(key)
            yield hits, evidence(result, hits, index)
