"""From evidence to the probability that what would be shown answers the question.

All that could be shown for a question is judged together: a small network sees the evidence for each, and how far each
falls short of the best in each kind of evidence. `training/confidence.py` learns it from questions over several small
corpora. Serving needs two matrix products, no scikit-learn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.columns import Table
from index.loading import arrays_in

MODEL = Path(__file__).parent / "data" / "confidence.npz"
THRESHOLD = 0.36  # the confidence from which a passage is shown
FURTHEST = 4.0  # standard deviations beyond which evidence counts no further
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """From what the network says to a probability.

    Attributes:
        slope: How many logits one unit of the network is worth.
        offset: Logits where the network says 0 (Platt, "Probabilistic outputs for support vector machines", 1999).
    """

    slope: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A network of one hidden layer.

    Attributes:
        names: The evidence it looks at; evidence that is not named counts nothing.
        mean: Of the evidence, and of how far it falls short of the best, in training; shape (2 * names,).
        scale: The standard deviations, alike.
        inner: Shape (2 * names, hidden).
        biases: Shape (hidden,).
        outer: Shape (hidden,).
        direct: Straight from the evidence to the sum, shape (2 * names,).
        offset: The sum where all else is 0.
        calibration: How the sum is read.
    """

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    inner: Floats
    biases: Floats
    outer: Floats
    direct: Floats
    offset: float
    calibration: Calibration

    def sums(self, evidence: NDArray[np.float64]) -> Floats:
        """What the network says to all that could be shown for one question, shape (options,).

        `evidence` is that of the names that it looks at, shape (options, names).
        """
        seen = self.standard(compared(evidence))
        hidden = np.maximum(seen @ self.inner + self.biases, 0)
        return np.asarray(hidden @ self.outer + seen @ self.direct + self.offset, np.float32)

    def standard(self, seen: NDArray[np.float64]) -> Floats:
        """Evidence in standard deviations from its mean."""
        return np.clip((seen - self.mean) / self.scale, -FURTHEST, FURTHEST).astype(np.float32)


def compared(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evidence and how far it falls short of the best option's: shape (options, names) to (options, 2 * names)."""
    return np.hstack([evidence, evidence - evidence.max(axis=0)])


def confidences(seen: Table) -> list[float]:
    """For each of all that could be shown for one question the probability, 0 to 1, that it answers it."""
    model = _model()
    logits = model.calibration.slope * model.sums(seen.of(model.names)) + model.calibration.offset
    found: list[float] = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).tolist()
    return found


def calibration() -> Calibration:
    """That of the model that judges."""
    return _model().calibration


@contextmanager
def judging_by(model: Model) -> Iterator[None]:
    """Judge by another model than ours for a while, such as one that has never seen a corpus."""
    before = _other.set(model)
    try:
        yield
    finally:
        _other.reset(before)


_other: ContextVar[Model | None] = ContextVar("the model to judge by instead", default=None)


def _model() -> Model:
    return _other.get() or _ours()


@cache
def _ours() -> Model:
    held = arrays_in(MODEL)
    slope, offset = held["calibration"].tolist()
    return Model(
        names=tuple(bytes(held["names"]).decode("ascii").split("\n")),
        **{name: held[name].astype(np.float32) for name in ("mean", "scale", "inner", "biases", "outer", "direct")},
        offset=float(held["offset"]),
        calibration=Calibration(slope=slope, offset=offset),
    )
