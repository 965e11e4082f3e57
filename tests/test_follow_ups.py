"""Follow-ups that a person has rewritten are followed by the bot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.follow_ups import Turn, follow, read_turns

TALK = [
    ("Where does rooibos tea grow?", "Where does rooibos tea grow?"),
    ("How is it brewed?", "How is rooibos tea brewed?"),
    ("Where do cocoa trees grow?", "Where do cocoa trees grow?"),
]


def test_a_follow_up_takes_over_and_a_new_topic_does_not() -> None:
    """The first turn of a conversation counts for nothing; the others find the passages of their rewrites."""
    brewed, cocoa = follow(Turn(topic="1", raw=raw, rewrite=rewrite) for raw, rewrite in TALK)
    assert (brewed.needs, brewed.found) == (True, True)
    assert (cocoa.needs, cocoa.takes, cocoa.found, cocoa.alone) == (False, False, True, True)


def test_turns_are_read_and_other_lines_are_named(tmp_path: Path) -> None:
    """As asked and as rewritten; a line that lacks the rewrite is named with its file and number."""
    file = tmp_path / "talk.jsonl"
    file.write_text(json.dumps({"topic": 1, "turn": 1, "raw": " hi ", "manual_rewrite": "hi"}), encoding="utf-8")
    assert read_turns(tmp_path) == [Turn(topic="1", raw="hi", rewrite="hi")]
    file.write_text('{"topic": 1, "raw": "hi"}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"talk\.jsonl:1: not a turn"):
        read_turns(tmp_path)
