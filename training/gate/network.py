"""Teach the filters over word vectors that `bot/gate_model.py` evaluates; numpy alone, by hand.

Words are left out at random and half of the filters rest at each step (dropout), so that no single word decides. The
vectors of words that messages use often may move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.encoder import softmax
from bot.gate_model import DIMENSIONS, EDGE, LONGEST, WIDTHS, Floats, Network, meanings, windows
from training.adam import Adam, Values

FILTERS = 56  # of each width
FREQUENT = 4  # messages with a word whose vector may move
EPOCHS = 7
BATCH = 64
RATE = 0.002
DECAY = 0.001
WORDS_LEFT_OUT = 0.15
RESTING = 0.5
SMOOTHING = 0.1  # share of certainty withheld from the label: messages are mislabelled now and then


def learn(messages: Sequence[Sequence[str]], shares: Floats, seed: int = 0) -> Network:
    """The network for messages (as words) and how far each is of each label; the same for the same seed.

    Args:
        messages: The words of each.
        shares: Shape (messages, labels), each row adds up to 1.
        seed: Of what is random.
    """
    rng = np.random.default_rng(seed)
    counts = Counter(word for words in messages for word in words[:LONGEST])
    frequent = sorted(word for word, count in counts.items() if count >= FREQUENT)
    names = ["", *frequent, *sorted(counts.keys() - set(frequent))]
    row_of = {name: row for row, name in enumerate(names)}
    base = meanings(names)
    rows = [np.array([row_of[word] for word in words[:LONGEST]] or [0]) for words in messages]
    values = _first_values(rng, len(frequent) + 1, shares.shape[1])
    adam = Adam(values=values, decay=DECAY)
    for epoch in range(EPOCHS):
        for batch in _batches(rng, rows):
            gradients = _gradients(rng, values, base, [rows[at] for at in batch], shares[batch])
            adam.step(gradients, RATE * min(1.0, (adam.steps + 1) / 100) * (1 - 0.9 * epoch / EPOCHS))
    moved = {name: base[row] + values["moves"][row] for row, name in enumerate(frequent, start=1)}
    return Network(
        moved=moved,
        filters=[values[f"filters_{width}"] for width in WIDTHS],
        biases=[values[f"biases_{width}"] for width in WIDTHS],
        output=values["output"],
        offsets=values["offsets"],
    )


def _first_values(rng: np.random.Generator, words: int, labels: int) -> Values:
    """Random numbers of a size that keeps answers near 1."""
    values = {
        "moves": rng.normal(0, 0.02, (words, DIMENSIONS)),
        "output": rng.normal(0, 0.1, (FILTERS * len(WIDTHS), labels)),
    }
    for width in WIDTHS:
        values[f"filters_{width}"] = rng.normal(0, 1.4 / np.sqrt(width * DIMENSIONS), (width * DIMENSIONS, FILTERS))
        values[f"biases_{width}"] = np.zeros(FILTERS)
    values["offsets"] = np.zeros(labels)
    return {name: held.astype(np.float32) for name, held in values.items()}


def _batches(rng: np.random.Generator, rows: Sequence[NDArray[np.int64]]) -> Iterator[NDArray[np.int64]]:
    """Numbers of messages, those of like length together: shuffled, sorted within forty batches, shuffled again."""
    order = rng.permutation(len(rows))
    batches = []
    for start in range(0, len(order), BATCH * 40):
        near = sorted(order[start : start + BATCH * 40], key=lambda at: len(rows[at]))
        batches += [np.array(near[at : at + BATCH]) for at in range(0, len(near), BATCH)]
    return (batches[at] for at in rng.permutation(len(batches)))


def _gradients(
    rng: np.random.Generator,
    values: Values,
    base: Floats,
    batch: Sequence[NDArray[np.int64]],
    shares: Floats,
) -> Values:
    """How the loss of a batch (cross entropy) changes with each of `values`."""
    rows = _padded(batch)
    rows[rng.random(rows.shape) < WORDS_LEFT_OUT] = 0
    movable = np.where(rows < len(values["moves"]), rows, 0)
    seen = {width: windows(base[rows] + values["moves"][movable], width) for width in WIDTHS}
    strongest, answered = _answers(values, seen)
    awake = ((rng.random(answered.shape) > RESTING) / (1 - RESTING)).astype(np.float32)
    hidden = answered * awake
    wanted = SMOOTHING / shares.shape[1] + (1 - SMOOTHING) * shares
    error = (softmax(hidden @ values["output"] + values["offsets"]) - wanted) / len(batch)
    gradients = {"output": hidden.T @ error, "offsets": error.sum(axis=0)}
    back = (error @ values["output"].T) * awake * (answered > 0)
    at_places = np.zeros((*rows.shape, DIMENSIONS), np.float32)
    for number, width in enumerate(WIDTHS):
        part = back[:, number * FILTERS : (number + 1) * FILTERS]
        gradients[f"biases_{width}"] = part.sum(axis=0)
        spread = np.zeros((*seen[width].shape[:2], FILTERS), np.float32)
        np.put_along_axis(spread, strongest[width][:, None, :], part[:, None, :], axis=1)
        gradients[f"filters_{width}"] = seen[width].reshape(-1, width * DIMENSIONS).T @ spread.reshape(-1, FILTERS)
        through = (spread @ values[f"filters_{width}"].T).reshape(*spread.shape[:2], width, DIMENSIONS)
        for offset in range(width):
            at_places[:, offset : offset + spread.shape[1]] += through[:, :, offset]
    gradients["moves"] = _by_word(movable, at_places, len(values["moves"]))
    return gradients


def _padded(batch: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    rows = np.zeros((len(batch), max(map(len, batch)) + 2 * EDGE), np.int64)
    for at, held in enumerate(batch):
        rows[at, EDGE : EDGE + len(held)] = held
    return rows


def _answers(values: Values, seen: dict[int, Floats]) -> tuple[dict[int, NDArray[np.int64]], Floats]:
    """For each width where each filter answers most, shape (messages, filters), and all filters' strongest answers."""
    strongest, answers = {}, []
    for width, held in seen.items():
        answer = held @ values[f"filters_{width}"]
        strongest[width] = answer.argmax(axis=1)
        answers.append(np.maximum(answer.max(axis=1) + values[f"biases_{width}"], 0))
    return strongest, np.concatenate(answers, axis=1)


def _by_word(rows: NDArray[np.int64], at_places: Floats, words: int) -> Floats:
    """The gradients of the places added up for each word, shape (words, DIMENSIONS); the empty word does not move."""
    sums = np.zeros((words, DIMENSIONS), np.float32)
    np.add.at(sums, rows.ravel(), at_places.reshape(-1, DIMENSIONS))
    sums[0] = 0
    return sums
