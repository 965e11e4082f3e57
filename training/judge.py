"""Teach the network of `bot/confidence.py`: numpy alone, by hand.

The loss is listwise: for each question the network shares a probability among all that could be shown and "nothing
answers it" (whose sum is 0), and is told how much of it falls on what answers (Cao and others, "Learning to rank: from
pairwise approach to listwise approach", ICML 2007). Half of the examples hold no answer at all. Part of the hidden
units rest at each step (dropout); several networks from different random beginnings are one wider network in the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.confidence import FURTHEST, Calibration, Floats, Model, compared
from training.adam import Adam, Values
from training.examples import Example, by_question

NETWORKS = 10
HIDDEN = 64  # units of each
EPOCHS = 15
BATCH = 64  # questions
RATE = 0.003
DECAY = 0.03
RESTING = 0.4  # share of the hidden units


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """All that could be shown for several questions, question by question.

    Attributes:
        seen: The evidence compared, shape (options, 2 * names).
        answers: Whether each answers, shape (options,).
        starts: Where the options of each question begin, shape (questions,).
    """

    seen: NDArray[np.float64]
    answers: NDArray[np.bool_]
    starts: NDArray[np.intp]


def lists(data: Sequence[Example], names: Sequence[str]) -> Lists:
    """The examples as arrays; those of one question stand together in `data`."""
    each = list(by_question(data))
    evidence = [np.array([[one.evidence[name] for name in names] for one in held]) for held in each]
    return Lists(
        seen=np.vstack([compared(held) for held in evidence]),
        answers=np.array([one.answers for one in data]),
        starts=np.cumsum([0, *map(len, each[:-1])]),
    )


def learn(data: Sequence[Example], calibration: Calibration) -> Model:
    """The network for the examples, the same for the same examples."""
    names = tuple(data[0].evidence)
    held = lists(data, names)
    mean, scale = held.seen.mean(axis=0), held.seen.std(axis=0).clip(1e-6)
    standard = np.clip((held.seen - mean) / scale, -FURTHEST, FURTHEST).astype(np.float32)
    learned = [_learned(standard, held, seed) for seed in range(NETWORKS)]
    return Model(
        names=names,
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        inner=np.hstack([values["inner"] for values in learned]),
        biases=np.concatenate([values["biases"] for values in learned]),
        outer=np.concatenate([values["outer"][:, 0] for values in learned]) / NETWORKS,
        direct=np.mean([values["direct"][:, 0] for values in learned], axis=0),
        offset=float(np.mean([values["offset"] for values in learned])),
        calibration=calibration,
    )


def _learned(standard: Floats, held: Lists, seed: int) -> Values:
    rng = np.random.default_rng(seed)
    inputs = standard.shape[1]
    values = {
        "inner": rng.normal(0, inputs**-0.5, (inputs, HIDDEN)).astype(np.float32),
        "biases": np.zeros(HIDDEN, np.float32),
        "outer": rng.normal(0, 0.3, (HIDDEN, 1)).astype(np.float32),
        "direct": np.zeros((inputs, 1), np.float32),
        "offset": np.full(1, -2.0, np.float32),
    }
    adam = Adam(values=values, decay=DECAY)
    for epoch in range(EPOCHS):
        for rows, starts in _batches(rng, held):
            adam.step(
                _gradients(rng, values, standard[rows], held.answers[rows], starts), RATE * (1 - 0.9 * epoch / EPOCHS)
            )
    return values


def _batches(rng: np.random.Generator, held: Lists) -> Iterator[tuple[NDArray[np.int64], NDArray[np.intp]]]:
    """The rows of some questions, and where in these the options of each question begin."""
    ends = np.append(held.starts[1:], len(held.seen))
    order = rng.permutation(len(held.starts))
    for first in range(0, len(order), BATCH):
        batch = order[first : first + BATCH]
        rows = [np.arange(held.starts[at], ends[at]) for at in batch]
        yield np.concatenate(rows), np.cumsum([0, *map(len, rows[:-1])])


def _gradients(
    rng: np.random.Generator, values: Values, seen: Floats, answers: NDArray[np.bool_], starts: NDArray[np.intp]
) -> Values:
    """How the loss of a batch changes with each of `values`."""
    reached = seen @ values["inner"] + values["biases"]
    awake = (reached > 0) * (rng.random(reached.shape) > RESTING) / np.float32(1 - RESTING)
    hidden = reached * awake
    sums = (hidden @ values["outer"] + seen @ values["direct"] + values["offset"])[:, 0]
    error = (shares(sums, starts) - shares(np.where(answers, sums, -np.inf), starts, nothing=False)) / len(starts)
    error = error.astype(np.float32)[:, None]
    back = (error @ values["outer"].T) * awake
    return {
        "inner": seen.T @ back,
        "biases": back.sum(axis=0),
        "outer": hidden.T @ error,
        "direct": seen.T @ error,
        "offset": error.sum(axis=0),
    }


def shares(sums: Floats, starts: NDArray[np.intp], *, nothing: bool = True) -> Floats:
    """The share of each option among those of its question and, with `nothing`, of "nothing answers it"."""
    question = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(sums))))
    highest = np.maximum(np.maximum.reduceat(sums, starts), 0.0 if nothing else -30.0)
    powers = np.exp(sums - highest[question])
    whole = np.add.reduceat(powers, starts) + (np.exp(-highest) if nothing else 1e-12)
    return np.asarray(powers / whole[question], np.float32)
