"""The held-out messages of the safety gate measure it only as long as nothing is learned from them."""

from __future__ import annotations

from collections import Counter

from bot.safety import KIND_OF
from training.gate.messages import bare, examples, held_out, read, spliced


def test_no_message_is_both_held_out_and_learned_from() -> None:
    """Not even with other capitals or punctuation: it learns from messages, templates, splices, questions and talk."""
    assert not held_out() & {bare(example.message) for example in [*examples(), *spliced()]}


def test_each_kind_is_held_out_often_enough_to_be_measured() -> None:
    """Forty-five of each alarm, ninety that are none, and no message twice."""
    messages = [(label, message) for label, _, message in read("heldout.tsv")]
    assert {label for label, _ in messages} <= KIND_OF.keys()
    counts = Counter(KIND_OF[label] for label, _ in messages)
    assert all(counts[kind] >= 45 for kind in ("emergency", "selfharm", "advice"))
    assert counts["normal"] >= 90
    assert len(held_out()) == len(messages)
