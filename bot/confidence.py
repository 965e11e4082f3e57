"""From evidence to the probability that the shown passage answers the question.

A logistic regression whose weights `training/confidence.py` learns from questions over several small corpora. Serving
needs a sum and an exponential, no scikit-learn.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

_MODEL = Path(__file__).parent / "data" / "confidence.json"
_instead: list[Mapping[str, Any]] = []


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
def judged_by(model: Mapping[str, Any]) -> Iterator[None]:
    """Judge by another model meanwhile, for the whole process: one that has not seen what it is measured on."""
    _instead.append(model)
    try:
        yield
    finally:
        _instead.pop()


def _model() -> Mapping[str, Any]:
    return _instead[-1] if _instead else _shipped()


@cache
def _shipped() -> dict[str, Any]:
    model: dict[str, Any] = json.loads(_MODEL.read_text(encoding="utf-8"))
    return model
