"""Splice the gate's messages into many new ones, labelled by the encoder that the gate reads with when in doubt.

    python -m training.gate.splicing

The encoder of `training/gate/reader.py` tells unseen messages far better than the gate's own models, and takes longer.
So it is asked here, once, about messages that nobody wrote: halves of two of ours, or a few words of one in the middle
of another. What it makes of them teaches the gate's own models which words decide and which only stand near (Tang and
others, "Distilling task-specific knowledge from BERT", 2019).

Writes `spliced.tsv.gz`: how many per cent a message is of each label that it could be of, and the message. Some twenty
minutes.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.gate_features import see
from bot.gate_reading import says, text_of
from training.gate.messages import SPLICED, Example, as_written, bare, examples, held_out

SPLICES = 60_000
SHARES = {"now": 0.15, "today": 0.05, "selfharm": 0.15, "advice": 0.15, "next": 0.02, "info": 0.03, "normal": 0.45}
LONGEST = 60  # words of a splice
LIKELY = 0.1  # probability from which on a label is written down


def splices(messages: Sequence[Example], rng: random.Random) -> Iterator[str]:
    """Messages out of two."""
    of_label = {label: [one.message.split() for one in messages if one.label == label] for label in SHARES}
    for _ in range(SPLICES):
        first, second = (rng.choice(of_label[label]) for label in rng.choices(list(SHARES), list(SHARES.values()), k=2))
        yield " ".join(_spliced(first, second, rng)[:LONGEST])


def _spliced(first: Sequence[str], second: Sequence[str], rng: random.Random) -> list[str]:
    how = rng.random()
    if how < 0.45:
        return [*first[: rng.randint(1, len(first))], *second[rng.randrange(len(second)) :]]
    if how < 0.8:
        at, start = rng.randrange(len(first)), rng.randrange(len(second))
        return [*first[:at], *second[start : start + rng.randint(1, 4)], *first[at + rng.randint(1, 3) :]]
    if how < 0.9:
        return [word for word in first if rng.random() > 0.2] or list(first)
    return [*first, *second]


def main() -> None:
    """Splice, label, write."""
    known = held_out()
    spliced = splices(list(as_written(examples())), random.Random(5))
    messages = [message for message in dict.fromkeys(spliced) if bare(message) not in known]
    lines = [f"{_as_text(says(text_of(see(message))))}\t{message}\n" for message in messages]
    with gzip.GzipFile(SPLICED, "w", mtime=0) as out:
        out.write("".join(lines).encode("utf-8"))
    print(f"{len(lines)} splices, {Path(SPLICED).stat().st_size // 1024} KiB")


def _as_text(chances: Mapping[str, float]) -> str:
    """As in "now:71 normal:22": per cent of each likely label, the likeliest first."""
    likely = sorted(((chance, label) for label, chance in chances.items()), reverse=True)
    return " ".join(f"{label}:{100 * chance:.0f}" for chance, label in likely if chance >= LIKELY)


if __name__ == "__main__":
    main()
