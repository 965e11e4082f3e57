"""How well the safety gate in force does on messages that it has never learned from.

    python -m training.gate.measure [--show]

Reads `heldout.tsv` and prints for each label the share told rightly, and what the others were taken for; with `--show`
also the messages taken for something else. Nothing may be learned from these lines, nor the gate changed for a single
one of them: a line that has been learned from measures nothing any more.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bot.safety import assess

HELD_OUT = Path(__file__).resolve().parent / "heldout.tsv"


def told(label: str, message: str) -> str:
    """What the gate takes the message for; a question about an emergency ("info") may get a card with a passage."""
    verdict = assess(message)
    if label == "info" and (verdict.informational or verdict.kind == "normal"):
        return "info"
    return verdict.kind


def main() -> None:
    """Print the shares, and with `--show` the misses."""
    parser = argparse.ArgumentParser(description="How well the safety gate does on messages it has not learned from.")
    parser.add_argument("--show", action="store_true", help="print the messages taken for something else")
    show = parser.parse_args().show
    counts: Counter[tuple[str, str]] = Counter()
    for line in HELD_OUT.read_text(encoding="utf-8").splitlines():
        label, message = line.split("\t")
        kind = told(label, message)
        counts[label, kind] += 1
        if show and kind != label:
            print(f"{label} taken for {kind}: {message}")
    for label in dict.fromkeys(label for label, _ in counts):
        of = {kind: number for (wanted, kind), number in counts.items() if wanted == label}
        others = ", ".join(f"{number} {kind}" for kind, number in sorted(of.items()) if kind != label) or "none"
        print(f"{label:10} {of.get(label, 0)} of {sum(of.values())} told rightly; taken for something else: {others}")


if __name__ == "__main__":
    main()
