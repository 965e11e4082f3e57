"""What each ranking signal brings on a test set whose queries did not choose the weights, and what it costs.

For every set the weights are chosen on the other sets, once with the signal and once without; the difference of nDCG@10
on the set itself is what the signal brings there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

from bot.evaluation import Qrels
from index import signals
from index.candidates import Candidates
from index.ranking import RERANKED
from index.searching import Index
from index.wanted import Floats

SAMPLE = 700  # queries of a set at most
START = 0.45  # the weight of every signal beside the terms, before better ones are looked for
WEIGHTS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0)
ROUNDS = 3
CUT = 10
DISCOUNTS = 1 / np.log2(np.arange(CUT) + 2)
LAST = -1e3  # below what any passage that the signals look at has


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The first candidates of each query as the signals see them.

    Attributes:
        values: Each signal's share of its maximum, shape (queries, candidates, signals).
        gains: What each candidate is judged to be worth, shape (queries, candidates).
        best: The gain of the best order, shape (queries,).
        milliseconds: The median time of each signal.
    """

    values: Floats
    gains: Floats
    best: NDArray[np.float64]
    milliseconds: Mapping[str, float]

    def ndcg(self, weights: Sequence[float]) -> NDArray[np.float64]:
        """The nDCG@10 of each query with these weights, shape (queries,)."""
        order = np.argsort(-(self.values @ np.array(weights, np.float32)), axis=1, kind="stable")[:, :CUT]
        return np.asarray((np.take_along_axis(self.gains, order, 1) * DISCOUNTS).sum(axis=1) / self.best)


def ranked(index: Index, queries: Mapping[str, str], qrels: Qrels) -> Ranked:
    """Ask the judged queries of a set."""
    times: dict[str, list[float]] = {name: [] for name in signals.SIGNALS}
    whole = signals.SIGNALS
    try:
        signals.SIGNALS = {name: (1.0, _timed(signal, times[name])) for name, (_, signal) in whole.items()}
        asked = [_asked(index, queries[key], qrels[key]) for key in list(queries)[:SAMPLE]]
    finally:
        signals.SIGNALS = whole
    values, gains, best = (np.stack(part) for part in zip(*asked, strict=True))
    spent = {name: median(taken or [0.0]) for name, taken in times.items()}
    return Ranked(values=values, gains=gains, best=best, milliseconds=spent)


def table(sets: Mapping[str, Ranked]) -> str:
    """A Markdown table: a row for each signal, what it brings on each set when the others chose the weights.

    Behind the mean stands its standard error: of the difference, query by query.
    """
    whole = _measured(sets, None)
    lines = [
        "| signal | " + " | ".join(sets) + " | mean | ms |",
        "| --- " * (len(sets) + 3) + "|",
        "| all, nDCG@10 | " + " | ".join(f"{value.mean():.4f}" for value in whole) + f" | {_mean(whole):.4f} | |",
    ]
    for column, name in enumerate(signals.SIGNALS):
        if column == 0:
            continue  # the terms are what all others are added to
        brought = [have - lack for have, lack in zip(whole, _measured(sets, column), strict=True)]
        error = sqrt(sum(value.var() / len(value) for value in brought)) / len(brought)
        cost = mean(one.milliseconds[name] for one in sets.values())
        each = " | ".join(f"{value.mean():+.4f}" for value in brought)
        lines.append(f"| {name} | {each} | {_mean(brought):+.4f} ± {error:.4f} | {cost:.2f} |")
    return "\n".join(lines)


def _mean(values: Sequence[NDArray[np.float64]]) -> float:
    return mean(float(value.mean()) for value in values)


def _measured(sets: Mapping[str, Ranked], without: int | None) -> list[NDArray[np.float64]]:
    """nDCG@10 of each query of each set, the weights chosen on the others, `without` a signal."""
    results = []
    for held_out, one in sets.items():
        others = [other for name, other in sets.items() if name != held_out] or [one]
        results.append(one.ndcg(chosen(others, without)))
    return results


def chosen(sets: Sequence[Ranked], without: int | None = None) -> list[float]:
    """The weights with the best mean nDCG@10, looked for one signal at a time, all others as they are."""
    weights = [1.0] + [START] * (len(signals.SIGNALS) - 1)
    if without is not None:
        weights[without] = 0.0
    columns = [column for column in range(1, len(weights)) if column != without]
    for _ in range(ROUNDS):
        before = weights
        for column in columns:
            tried = [[*weights[:column], weight, *weights[column + 1 :]] for weight in WEIGHTS]
            weights = max(tried, key=lambda some: _mean([one.ndcg(some) for one in sets]))
        if weights == before:
            break
    return weights


def _asked(index: Index, question: str, grades: Mapping[str, int]) -> tuple[Floats, Floats, NDArray[np.float64]]:
    ranking = index.ranking(index.understanding.query(question), top_k=CUT)
    held = [grades.get(index.passages.id(position), 0) for position in ranking.positions[:RERANKED].tolist()]
    # Behind those that the signals look at stand those that fill free places, in their own order.
    values = np.repeat(LAST * np.arange(1, RERANKED + 1, dtype=np.float32)[:, None], len(signals.SIGNALS), axis=1)
    if ranking.added:
        seen = np.stack(list(ranking.added.values()), axis=1)
        values[: len(seen)] = seen
    gains = np.zeros(RERANKED, np.float32)
    gains[: len(held)] = held
    ideal = np.sort([grade for grade in grades.values() if grade > 0])[::-1][:CUT]
    return values, gains, np.asarray((ideal * DISCOUNTS[: len(ideal)]).sum())


def _timed(signal: Callable[[Candidates], Floats], times: list[float]) -> Callable[[Candidates], Floats]:
    def measured(candidates: Candidates) -> Floats:
        started = time.perf_counter()
        values = signal(candidates)
        times.append((time.perf_counter() - started) * 1000)
        return values

    return measured
