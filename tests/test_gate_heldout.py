"""The held-out messages of the safety gate measure it only as long as nothing is learned from them."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

from bot.safety import KIND_OF

TRAINING = Path(__file__).parent.parent / "training"


def labelled(name: str) -> list[tuple[str, str]]:
    lines = (TRAINING / "gate" / name).read_text(encoding="utf-8").splitlines()
    return [(label, message) for label, _, message in (line.split("\t") for line in lines)]


def bare(message: str) -> str:
    return " ".join(re.findall(r"\w+", message.lower().replace("'", "").replace("\u2019", "")))


def test_no_message_is_both_held_out_and_learned_from() -> None:
    """Not even with other capitals or punctuation: it learns from messages, splices of them, questions and talk."""
    spliced = gzip.decompress((TRAINING / "gate" / "spliced.tsv.gz").read_bytes()).decode("utf-8")
    learned = {bare(line.partition("\t")[2]) for line in spliced.splitlines()}
    learned |= {bare(message) for _, message in labelled("messages.tsv")}
    learned |= {bare(line) for line in (TRAINING / "gate" / "everyday.txt").read_text(encoding="utf-8").splitlines()}
    for path in [
        *TRAINING.glob("*/questions.jsonl"),
        *TRAINING.glob("*/dialogues.jsonl"),
        TRAINING / "smalltalk.jsonl",
    ]:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            learned |= {bare(turn["q"]) for turn in record.get("turns", [record])}
    assert not learned & {bare(message) for _, message in labelled("heldout.tsv")}


def test_each_kind_is_held_out_often_enough_to_be_measured() -> None:
    """Forty-five of each alarm, ninety that are none, and no message twice."""
    messages = labelled("heldout.tsv")
    assert {label for label, _ in messages} <= KIND_OF.keys()
    counts = Counter(KIND_OF[label] for label, _ in messages)
    assert all(counts[kind] >= 45 for kind in ("emergency", "selfharm", "advice"))
    assert counts["normal"] >= 90
    assert len({bare(message) for _, message in messages}) == len(messages)
