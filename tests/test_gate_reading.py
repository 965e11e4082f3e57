"""Messages that the gate's models are in doubt about are read again."""

from __future__ import annotations

import pytest

from bot.gate_features import see
from bot.gate_reading import LABELS, LEAST, MOST, READER, read_again, says, text_of
from bot.safety import KIND_OF, assess


def _chances(trouble: float) -> dict[str, float]:
    return {**dict.fromkeys(LABELS, 0.0), "now": trouble, "normal": 1 - trouble}


def test_the_labels_are_those_of_the_gate() -> None:
    """In the order of the alphabet."""
    assert tuple(sorted(KIND_OF)) == LABELS


@pytest.mark.parametrize("trouble", [0.0, LEAST - 0.01, MOST + 0.01, 1.0])
def test_what_the_models_are_sure_of_is_not_read(trouble: float) -> None:
    """It stays as it is."""
    assert read_again(see("I can't breathe"), _chances(trouble)) == _chances(trouble)


def test_what_is_in_doubt_is_averaged() -> None:
    """Of the models and of what the encoder says."""
    sight = see("I can't breathe")
    after = read_again(sight, _chances(0.5))
    said = says(text_of(sight))
    assert said["now"] > 0.5
    assert after["now"] == pytest.approx((1 - READER) * 0.5 + READER * said["now"])
    assert sum(after.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("she has written letters to each of us and given the dog away", "selfharm"),
        ("he took the whole box at once and will not wake", "emergency"),
        ("which of the four medicines has no end date", "normal"),
        ("is resting in bed until it stops a good plan for a sore back", "normal"),
    ],
)
def test_what_only_reading_tells(message: str, kind: str) -> None:
    """Said sideways, or only sounding like it."""
    assert assess(message).kind == kind
