"""Stochastic gradient descent with Adam (Kingma and Ba, ICLR 2015) and decoupled weight decay (ICLR 2019)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Values = dict[str, NDArray[np.float32]]


@dataclass(slots=True)
class Adam:
    """Moves `values` in place.

    Attributes:
        values: What is learned, by name.
        decay: The share of a matrix that is taken away at each step, times the rate; vectors of one dimension are
            offsets and do not decay.
    """

    values: Values
    decay: float
    steps: int = 0
    _mean: Values = field(default_factory=dict)
    _square: Values = field(default_factory=dict)

    def step(self, gradients: Values, rate: float) -> None:
        """One step against the gradients."""
        self.steps += 1
        for name, gradient in gradients.items():
            held = self.values[name]
            mean = self._mean.setdefault(name, np.zeros_like(held))
            square = self._square.setdefault(name, np.zeros_like(held))
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient**2 - square)
            move = mean / (1 - 0.9**self.steps) / (np.sqrt(square / (1 - 0.999**self.steps)) + 1e-8)
            held -= rate * (move + (self.decay if held.ndim > 1 else 0.0) * held)
