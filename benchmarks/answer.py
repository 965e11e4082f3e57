"""What a whole answer costs, message in and text out, stage by stage; no question is asked twice.

    python -m benchmarks.answer [--documents DIR] [--questions N] [--passages FILE.jsonl.gz --size N] [--slowest N]

The questions are those of `training/`: all of the shipped documents' own, and as many of the other corpora. They are
asked of a folder of documents, the shipped one if none is named, or of so many passages of a file. Times are the
processor's, in milliseconds, so that other programs on the machine do not count; a stage's time is without that of the
stages inside it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in bot/__main__.py

from benchmarks.passages import passages
from bot import answering, finding, lookup
from bot.answering import Responder
from bot.evaluation import quantile
from bot.library import reindex
from bot.question_sets import read_set
from bot.rendering import plain_text
from bot.settings import SHIPPED_DOCUMENTS, Settings
from index.building import build
from index.ranking import Ranker
from index.searching import Index
from index.storage import open_index, publish
from index.understanding import Understanding

QUESTION_SETS = Path(__file__).resolve().parent.parent / "training"
OWN = "her2-targeted-therapy"  # the set on the shipped documents
WARM = 50  # questions asked before the clock runs
WHOLE = "whole answer"
STAGES: dict[str, list[tuple[Any, str]]] = {
    "gate": [(answering, "assess")],
    "understanding": [(Understanding, "query"), (Understanding, "concepts")],
    "retrieval": [(Ranker, "rank")],
    "hits": [(Index, "search")],
    "evidence": [(lookup, "findings")],
    "network": [(finding, "confidences")],
    "reading": [(finding, "says")],
    "choosing": [(answering, "look_up")],
    "conversation": [(Responder, "reply")],
}
"""The functions that a stage's time goes by; of stages inside each other the inner one counts."""


class Clock:
    """Adds up what each stage takes, question by question."""

    def __init__(self) -> None:
        """Nothing has been measured."""
        self.spent: dict[str, float] = defaultdict(float)
        self._inside: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What runs in the body is that stage's."""
        self._turn()
        self._inside.append(name)
        yield
        self._turn()
        self._inside.pop()

    def watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time added to a stage."""

        def watched(*given: Any, **named: Any) -> Any:
            with self.stage(name):
                return function(*given, **named)

        return watched

    def _turn(self) -> None:
        now = time.thread_time()
        if self._inside:
            self.spent[self._inside[-1]] += (now - self._since) * 1000
        self._since = now


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, default=SHIPPED_DOCUMENTS)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--passages", type=Path, help="a file of passages to ask instead of documents")
    parser.add_argument("--size", type=int, default=100_000, help="how many of its passages")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="print the N questions that took longest")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if options.passages:
            publish(build(passages(options.passages, options.size)), folder)
        else:
            reindex(options.documents, folder)
        index = open_index(folder)
        measured = measure(index, questions(options.questions + WARM))
    print(f"{len(measured)} questions of {len(index):,} passages, milliseconds of processor time")
    print(table(measured))
    slowest = sorted(((spent[WHOLE], question) for question, spent in measured), reverse=True)
    for milliseconds, question in slowest[: options.slowest]:
        print(f"{milliseconds:7.2f}  {question}")


def questions(count: int) -> list[str]:
    """So many questions at most, all different: those on the shipped documents, and as many others."""
    sets = {path.parent.name: [one.message for (one,) in read_set(path)] for path in _paths()}
    others = [message for name, messages in sets.items() if name != OWN for message in messages]
    own = sets[OWN][: count // 2]
    step = max(len(others) // max(count - len(own), 1), 1)
    return list(dict.fromkeys([*own, *others[::step]]))[:count]


def _paths() -> list[Path]:
    return sorted(QUESTION_SETS.glob("*/questions.jsonl"))


def measure(index: Index, asked: list[str]) -> list[tuple[str, dict[str, float]]]:
    """What each question takes by stage, after a few that are not counted."""
    responder = Responder(lambda: index, Settings(documents=Path(), index=Path(), state=Path()))
    first = asked[:: max(len(asked) // WARM, 2)]
    for question in first:
        plain_text(responder.reply(question))
    found = []
    for question in [question for question in asked if question not in first]:
        clock = Clock()
        with ExitStack() as stack:
            for name, functions in STAGES.items():
                for place, function in functions:
                    watched = clock.watched(name, getattr(place, function))
                    stack.enter_context(patch.object(place, function, watched))
            answer = responder.reply(question)
            with clock.stage("rendering"):
                plain_text(answer)
        found.append((question, {**clock.spent, WHOLE: sum(clock.spent.values())}))
    return found


def table(measured: list[tuple[str, dict[str, float]]]) -> str:
    """The stages, each with its median, its 95th percentile and its mean over all questions."""
    lines = [f"{'':14}{'p50':>8}{'p95':>8}{'mean':>8}"]
    for name in (*STAGES, "rendering", WHOLE):
        times = sorted(spent.get(name, 0.0) for _, spent in measured)
        mean = sum(times) / len(times)
        lines.append(f"{name:14}{quantile(times, 0.5):8.2f}{quantile(times, 0.95):8.2f}{mean:8.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
