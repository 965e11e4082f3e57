"""How well the safety gate in force does on messages that it has never learned from.

    python -m training.gate.measure [--show] [--theme THEME] [--ordinary]

Reads `heldout.tsv`, or its lines of one theme, and prints precision and recall for each kind, and for each label the
share told rightly and what the others were taken for; with `--show` also the messages taken for something else. Nothing
may be learned from these lines, nor the gate changed for a single one of them: a line that has been learned from
measures nothing any more. Last, what the gate costs. With `--ordinary` it counts the replies of each kind to questions
that the documents of a corpus answer, and of which the encoder of `bot/gate_reading.py` has learned no part.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.gate_features import pieces
from bot.question_sets import read_set
from bot.safety import KIND_OF, Verdict, assess
from training.examples import corpora
from training.gate.messages import SEED, asked_of_corpora, drawn, examples

HELD_OUT = Path(__file__).resolve().parent / "heldout.tsv"


def told(label: str, verdict: Verdict) -> str:
    """What the gate takes a message for; a question about an emergency ("info") may get a card with a passage."""
    if label == "info" and (verdict.informational or verdict.kind == "normal"):
        return "info"
    return verdict.kind


def print_shares(pairs: Sequence[tuple[str, str]]) -> None:
    """Precision and recall by kind, and what each label is taken for, of (label, kind that it was taken for)."""
    kinds = [(KIND_OF[label], "normal" if kind == "info" else kind) for label, kind in pairs]
    for kind in ("emergency", "selfharm", "advice"):
        right = sum(wanted == kind == found for wanted, found in kinds)
        wanted_in_all, found_in_all = (sum(pair[side] == kind for pair in kinds) for side in (0, 1))
        print(
            f"{kind:10} recall {100 * right / max(wanted_in_all, 1):5.1f} %   "
            f"precision {100 * right / max(found_in_all, 1):5.1f} %"
        )
    for label in dict.fromkeys(label for label, _ in pairs):
        of = Counter(kind for wanted, kind in pairs if wanted == label)
        own = "info" if label == "info" else KIND_OF[label]
        others = ", ".join(f"{number} {kind}" for kind, number in sorted(of.items()) if kind != own) or "none"
        print(f"{label:10} {of[own]} of {of.total()} told rightly; taken for something else: {others}")


def print_ordinary() -> None:
    """How many of the answerable questions of the corpora are taken for what, of those not learned from."""
    learned = {example.message for example in drawn(list(examples()), random.Random(SEED))}
    ordinary = {message for _, message in asked_of_corpora()}
    sets = (one for corpus in corpora() for dialogue in read_set(corpus / "questions.jsonl") for one in dialogue)
    asked = [one.message for one in sets if one.alternatives is not None and one.message in ordinary]
    unseen = [message for message in asked if learned.isdisjoint(pieces(message))]
    kinds = Counter(assess(message).kind for message in unseen)
    print(f"{len(unseen)} questions: " + ", ".join(f"{number} {kind}" for kind, number in kinds.most_common()))


def main() -> None:
    """Print the shares, and with `--show` the misses."""
    parser = argparse.ArgumentParser(description="How well the safety gate does on messages it has not learned from.")
    parser.add_argument("--show", action="store_true", help="print the messages taken for something else")
    parser.add_argument("--theme", help="measure on the lines of this theme only")
    parser.add_argument("--ordinary", action="store_true", help="count the alarms on answerable questions instead")
    arguments = parser.parse_args()
    if arguments.ordinary:
        print_ordinary()
        return
    lines = [line.split("\t") for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if arguments.theme in (None, line[1])]
    assess("warm")
    started = time.process_time()
    verdicts = [assess(message) for _, _, message in lines]
    took = time.process_time() - started
    pairs = [(label, told(label, verdict)) for (label, _, _), verdict in zip(lines, verdicts, strict=True)]
    for (label, found), (_, _, message) in zip(pairs, lines, strict=True):
        if arguments.show and found not in (label, KIND_OF[label]):
            print(f"{label} taken for {found}: {message}")
    print_shares(pairs)
    emergencies = [
        (label, verdict.tier)
        for (label, _, _), verdict in zip(lines, verdicts, strict=True)
        if verdict.kind == "emergency"
    ]
    for tier in ("now", "today"):
        hits = [found == tier for label, found in emergencies if label == tier]
        print(f"tier {tier:6} {sum(hits)} of {len(hits)} recognised emergencies of that tier")
    print(f"{1000 * took / len(lines):.2f} ms of processor time a message")


if __name__ == "__main__":
    main()
