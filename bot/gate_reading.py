"""What the gate is in doubt about is read again, word for word (`bot/encoder.py`).

The models of `bot/gate_model.py` take half a millisecond and are sure of most messages. Where they are not, an encoder
reads the message, which takes some milliseconds, and both opinions are averaged. `training/gate/reader.py` learns
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.encoder import Encoder, encoder_in, softmax
from bot.gate_features import Sight

MODEL = Path(__file__).parent / "data" / "gate-encoder.npz"
LABELS = ("advice", "info", "next", "normal", "now", "selfharm", "today")
HARMLESS = ("info", "normal")
# Probability of trouble out of which nothing is read: held-out alarms are nearly all above.
LEAST, MOST = 0.15, 0.99
READER = 0.5  # share of what the encoder says in the mean


def read_again(sight: Sight, chances: Mapping[str, float]) -> dict[str, float]:
    """The probability of each label, after reading where the models, which gave `chances`, are in doubt."""
    if not LEAST < 1 - sum(chances[label] for label in HARMLESS) < MOST:
        return dict(chances)
    said = says(text_of(sight))
    return {label: (1 - READER) * chances[label] + READER * said[label] for label in chances}


def text_of(sight: Sight) -> str:
    """A thought as the encoder reads it."""
    return f"{sight.text} ?" if sight.asks else sight.text


def says(text: str) -> Mapping[str, float]:
    """The probability of each label by the encoder, of the text of a thought."""
    return dict(zip(LABELS, softmax(encoder().says(text)).tolist(), strict=True))


@cache
def encoder() -> Encoder:
    """The one that ships with the bot, loaded when it is first needed."""
    return encoder_in(MODEL)
