"""Matrices of whole steps, by which states are multiplied in whole steps too: bytes are multiplied fastest.

Each output of a matrix has 127 steps to either side of 0, and each row of states has 255 from its lowest to its highest
(Jacob and others, "Quantization and training of neural networks for efficient integer-arithmetic-only inference", CVPR
2018). The sums are whole numbers that single precision holds exactly, so that numpy and `dense.c` give the same to the
last bit. The latter is there where pullquote was installed with a C compiler, and used where the processor has VNNI.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

try:
    from bot import dense
except ImportError:
    dense = None  # type: ignore[assignment]

_STEPS, _ADDED = np.float32(255), np.float32(128)  # of a row of states, from -128 to 127
_LEAST = np.float32(1e-30)  # from a row's lowest to its highest
_LANES, _GROUP = 16, 4  # outputs and inputs that stand together in dense.c
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A matrix and what is added to each of its outputs.

    Attributes:
        steps: Shape (inputs, outputs), or as dense.c multiplies them.
        length: Of a step of each output, shape (outputs,).
        total: Of all steps of each output, shape (outputs,).
        added: To each output, shape (outputs,).
        packed: Whether it does.
    """

    steps: NDArray[np.uint8] | Floats
    length: Floats
    total: Floats
    added: Floats
    packed: bool

    @classmethod
    def of(cls, steps: NDArray[np.int8], length: Floats, added: Floats) -> Matrix:
        """Of whole steps, shape (inputs, outputs)."""
        packed = dense is not None and dense.usable()
        held = _packed(steps) if packed else steps.astype(np.float32)
        total = steps.sum(axis=0, dtype=np.int32).astype(np.float32)
        return cls(steps=held, length=length, total=total, added=added, packed=packed)

    def times(self, states: Floats) -> Floats:
        """The product with states: shape (rows, inputs) to (rows, outputs)."""
        found = np.empty((len(states), len(self.length)), np.float32)
        if self.packed:
            dense.product(states, self.steps, self.length, self.total, self.added, found)
            return found
        lowest = states.min(axis=-1, keepdims=True)
        length = np.maximum(states.max(axis=-1, keepdims=True) - lowest, _LEAST) / _STEPS
        np.matmul(np.rint((states - lowest) / length) - _ADDED, self.steps, out=found)
        found *= length
        found += (lowest + length * _ADDED) * self.total
        found *= self.length
        found += self.added
        return found


def _packed(steps: NDArray[np.int8]) -> NDArray[np.uint8]:
    """With 128 added, block of outputs by block, and in each of them group of inputs by group."""
    inputs, outputs = steps.shape
    blocks = (steps.view(np.uint8) ^ np.uint8(128)).reshape(inputs // _GROUP, _GROUP, outputs // _LANES, _LANES)
    return np.ascontiguousarray(blocks.transpose(2, 0, 3, 1))
