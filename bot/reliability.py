"""How well the confidence holds: of what the bot is so and so sure of, how much is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from bot.question_results import Result, holds

BINS = 5  # of equal width; a question file has tens of questions rather than thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Questions whose best passages the bot was about equally sure of.

    Attributes:
        confidence: What was said, 0 to 1, in the mean.
        right: The share of them whose best passages are what must answer.
        number: How many questions.
    """

    confidence: float
    right: float
    number: int


def reliability(results: Sequence[Result]) -> list[Bin]:
    """The reliability curve of a question file, without empty bins (DeGroot and Fienberg, The Statistician, 1983).

    A question counts with the passages shown, or where none is, with the one that was nearest to being shown.
    """
    judged: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for result in results:
        answer = result.answer
        nearest = [hit.passage for hit in answer.passages] or ([answer.runner_up.passage] if answer.runner_up else [])
        if answer.kind in ("answer", "abstain") and nearest:
            right = holds(result.expected, nearest)
            judged[min(int(answer.confidence * BINS), BINS - 1)].append((answer.confidence, right))
    return [
        Bin(confidence=mean(said for said, _ in inside), right=mean(right for _, right in inside), number=len(inside))
        for inside in judged
        if inside
    ]
