"""Products in whole steps: exact where the numbers are such, near the plain product elsewhere, compiled alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from bot import close_reading, gate_reading, matrices
from bot.encoder import encoder_in
from bot.matrices import Matrix
from index.loading import arrays_in
from tests.conftest import examples
from training.encoder_file import in_steps

Floats = NDArray[np.float32]
compiled = pytest.mark.skipif(
    matrices.dense is None or not matrices.dense.usable(),
    reason="dense.c was not compiled, or this processor does not multiply bytes",
)
WAYS = ("numpy", pytest.param("dense", marks=compiled))


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Multiply by numpy, and by dense.c."""
    if request.param == "numpy":
        monkeypatch.setattr(matrices, "dense", None)


def matrix_of(steps: NDArray[np.int8], length: float = 1.0, added: float = 0.0) -> Matrix:
    """With the same step for each output, to each of which the same is added."""
    same = np.ones(steps.shape[1], np.float32)
    return Matrix.of(steps, same * np.float32(length), same * np.float32(added))


@pytest.mark.usefixtures("way")
def test_whole_steps_are_multiplied_exactly() -> None:
    """0 to 255 are steps of 1: twice the 3rd of 256 numbers, less three times the last, by halves, plus 1."""
    states = np.arange(256, dtype=np.float32)[None]
    steps = np.zeros((256, 64), np.int8)
    steps[2], steps[255] = 2, -3
    assert matrix_of(steps, 0.5, 1.0).times(states).tolist() == [[(2 * 2 - 3 * 255) / 2 + 1] * 64]


@pytest.mark.usefixtures("way")
def test_a_row_of_one_number_is_that_number() -> None:
    """Zero among them; it has no range, and no step of its own."""
    states = np.repeat(np.array([0, 7, -2], np.float32)[:, None], 16, axis=1)
    steps = np.ones((16, 64), np.int8)
    assert np.allclose(matrix_of(steps).times(states)[:, 0], [0, 16 * 7, 16 * -2])


@pytest.mark.usefixtures("way")
def test_a_product_is_near_the_plain_one() -> None:
    """Each number is half a step off at most: 1/510 of the range of its row, or 1/254 of its output's highest."""
    rng = np.random.default_rng(3)
    states, plain = rng.uniform(-1, 1, (9, 384)).astype(np.float32), rng.normal(size=(384, 128)).astype(np.float32)
    steps, length = in_steps(plain)
    found = Matrix.of(steps, length.astype(np.float32), np.zeros(128, np.float32)).times(states)
    bound = np.abs(plain).sum(axis=0) / 255 + np.abs(states).sum(axis=1)[:, None] * np.abs(plain).max(axis=0) / 254
    assert (np.abs(found - states @ plain) < 1.02 * bound).all()  # steps are kept in half precision


@compiled
@given(
    arrays(
        np.float32, st.tuples(st.integers(1, 9), st.sampled_from((16, 48))), elements=st.floats(-1e3, 1e3, width=32)
    ),
    st.sampled_from((64, 192)),
    st.integers(0, 10**6),
)
@settings(max_examples=examples(100), deadline=None)
def test_compiled_products_are_numpys_to_the_last_bit(states: Floats, outputs: int, seed: int) -> None:
    """For any number of rows, also of one number."""
    rng = np.random.default_rng(seed)
    steps = rng.integers(-127, 128, (states.shape[1], outputs), np.int8)
    length, added = rng.random(outputs, np.float32), rng.normal(size=outputs).astype(np.float32)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(matrices, "dense", None)
        by_numpy = Matrix.of(steps, length, added).times(states)
    assert Matrix.of(steps, length, added).times(states).tobytes() == by_numpy.tobytes()


@compiled
def test_the_encoder_says_the_same_without_the_compiled_products(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the last bit: a reply does not depend on where pullquote was installed."""
    asked, told = "who decides what I get?", "Every case is discussed at a weekly meeting of doctors and nurses."
    said = close_reading.encoder().says(asked, told)
    monkeypatch.setattr(matrices, "dense", None)
    assert encoder_in(close_reading.MODEL).says(asked, told).tobytes() == said.tobytes()


@pytest.mark.parametrize("model", [close_reading.MODEL, gate_reading.MODEL])
def test_sums_of_the_shipped_encoders_are_exact(model: Path) -> None:
    """No sum of 128 times the steps of an output reaches 2 to the 24th, to which single precision counts."""
    steps = [held for name, held in arrays_in(model).items() if name.endswith(".steps") and name != "words.steps"]
    assert len(steps) == 24
    assert max(int(np.abs(held.astype(np.int64)).sum(axis=0).max()) for held in steps) * 128 < 2**24


@compiled
def test_arrays_that_do_not_go_together_are_refused() -> None:
    """Whatever is too short or too long, and no row at all."""
    assert matrices.dense is not None
    states, packed, each = np.ones((2, 16), np.float32), np.zeros((16, 64), np.uint8), np.ones(64, np.float32)
    into = np.empty((2, 64), np.float32)
    matrices.dense.product(states, packed, each, each, each, into)
    for at in range(6):
        given = [states, packed, each, each, each, into]
        for wrong in (given[at][:-1], np.concatenate((given[at], given[at]))):
            with pytest.raises(ValueError, match="do not go together"):
                matrices.dense.product(*given[:at], np.ascontiguousarray(wrong), *given[at + 1 :])
    with pytest.raises(ValueError, match="do not go together"):
        matrices.dense.product(states[:0], packed, each, each, each, into[:0])
