"""What reading a question and a passage together costs, compiled and by numpy, in one run: `bot/matrices.py`.

    python -m benchmarks.reading [--questions N]

The questions are those of `training/` on the shipped documents, each beside the passage found first for it; both ways
take turns. Times are the processor's, in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in bot/__main__.py

from benchmarks.answer import OWN, QUESTION_SETS
from bot import matrices
from bot.close_reading import MODEL, told_text
from bot.encoder import Encoder, encoder_in, read_together
from bot.evaluation import quantile
from bot.library import reindex
from bot.question_sets import read_set
from bot.settings import SHIPPED_DOCUMENTS
from index.storage import open_index


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    pairs = found_first(options.questions)
    with patch.object(matrices, "dense", None):
        ways = {"numpy": encoder_in(MODEL)}
    if matrices.dense is not None and matrices.dense.usable():
        ways["dense.c"] = encoder_in(MODEL)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for pair in pairs:
        for name, encoder in ways.items():
            times[name].append(_milliseconds(encoder, pair))
    pieces = sum(len(read_together(pair, ways["numpy"].vocabulary)[0]) for pair in pairs) / len(pairs)
    print(f"{len(pairs)} questions with a passage, {pieces:.0f} word pieces in the mean")
    for name, each in times.items():
        each.sort()
        print(f"{name:8} p50 {quantile(each, 0.5):6.2f}  p95 {quantile(each, 0.95):6.2f}")


def found_first(count: int) -> list[tuple[str, str]]:
    """So many questions, each with the passage that is found first for it."""
    asked = [one.message for (one,) in read_set(QUESTION_SETS / OWN / "questions.jsonl")]
    with tempfile.TemporaryDirectory() as scratch:
        reindex(SHIPPED_DOCUMENTS, Path(scratch))
        index = open_index(Path(scratch))
        found = [(message, index.search(message, top_k=1).hits) for message in asked[:: max(len(asked) // count, 1)]]
        return [(message, told_text(hits)) for message, hits in found if hits][:count]


def _milliseconds(encoder: Encoder, pair: tuple[str, str]) -> float:
    started = time.thread_time()
    encoder.says(*pair)
    return (time.thread_time() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
