"""SQuAD 2.0 as the encoder learns from it: an answering passage first, then what only looks like one."""

from __future__ import annotations

import json
import random
from pathlib import Path

from training.squad import questions

HONEY = (
    "Bees make honey from the nectar of flowers, which they carry home in a stomach that they keep for it alone, and "
    "fan with their wings until most of its water has gone. One hive of a good year fills about twenty jars. "
) + ("The keeper takes only what the bees can spare, and leaves the rest of it to them for the winter months. " * 5)
RAIN = "Rain falls on the hills of the west more often than on the plains of the east."


def file_in(folder: Path) -> Path:
    asked = [
        {"question": "How many jars does a hive fill?", "is_impossible": False, "answers": [{"text": "about twenty"}]},
        {"question": "How many jars does a wasp fill?", "is_impossible": True, "answers": []},
        {"question": "Who sells it?", "is_impossible": False, "answers": [{"text": "in no passage"}]},
    ]
    paragraphs = [{"context": HONEY.strip(), "qas": asked}, {"context": RAIN, "qas": []}]
    path = folder / "squad.json"
    path.write_text(json.dumps({"data": [{"title": "Bee_keeping", "paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def test_what_answers_stands_first_and_nothing_else_answers(tmp_path: Path) -> None:
    """The passage with the words of the answer, under the title of its article; those beside it do not hold them."""
    answered, _ = questions(file_in(tmp_path), random.Random(0))
    first, *others = answered
    assert first.answers
    assert first.texts[0].lower().startswith("how many jars does a hive fill")
    assert first.texts[1].startswith("Bee keeping. ")
    assert "about twenty" in first.texts[1]
    assert others
    assert not any(one.answers or "about twenty" in one.texts[1] for one in others)


def test_of_an_impossible_question_nothing_answers(tmp_path: Path) -> None:
    """Its own paragraph, which only looks like an answer, stands first."""
    _, impossible = questions(file_in(tmp_path), random.Random(0))
    assert "jars" in impossible[0].texts[1]
    assert not any(one.answers for one in impossible)


def test_a_question_whose_answer_no_passage_holds_is_left_out(tmp_path: Path) -> None:
    """Nothing can be learned from an answer that was cut in two."""
    assert len(questions(file_in(tmp_path), random.Random(0))) == 2
