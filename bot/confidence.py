"""From evidence to the probability that the shown passage answers the question.

A logistic regression whose weights `training/confidence.py` learns from questions over several small corpora. Serving
needs a sum and an exponential, no scikit-learn.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

_MODEL = Path(__file__).parent / "data" / "confidence.json"
_other: ContextVar[Mapping[str, Any] | None] = ContextVar("the model to judge by instead", default=None)


def confidence(evidence: Mapping[str, float]) -> float:
    """The probability, 0 to 1, that what the evidence is about answers its question."""
    model = _model()
    total = model["intercept"] + sum(weight * evidence.get(name, 0.0) for name, weight in model["weights"].items())
    for pair, weight in model["products"].items():
        first, second = pair.split("*")
        total += weight * evidence.get(first, 0.0) * evidence.get(second, 0.0)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def threshold() -> float:
    """The confidence from which a passage is shown: chosen so that the budget of wrong answers is kept."""
    return float(_model()["threshold"])


@contextmanager
def judging_by(model: Mapping[str, Any]) -> Iterator[None]:
    """Judge by another model than ours for a while, such as one that has never seen a corpus."""
    before = _other.set(model)
    try:
        yield
    finally:
        _other.reset(before)


def _model() -> Mapping[str, Any]:
    return _other.get() or _ours()


@cache
def _ours() -> Mapping[str, Any]:
    model: dict[str, Any] = json.loads(_MODEL.read_text(encoding="utf-8"))
    return model
