"""The training material: every answer is quoted word for word from a passage, so what is learned from it is true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.reading import read_folder
from index import similarity
from training.examples import corpora, documents_of, wordless

TRAINING = Path(__file__).parent.parent / "training"
CORPORA = corpora()


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def messages(corpus: Path) -> Iterator[dict[str, Any]]:
    yield from records(corpus / "questions.jsonl")
    for dialogue in records(corpus / "dialogues.jsonl"):
        yield from dialogue["turns"]


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda path: path.name)
def test_each_alternative_is_quoted_from_one_passage(corpus: Path) -> None:
    """What counts as an answer is what some passage says."""
    reading = read_folder(documents_of(corpus))
    assert not reading.problems
    texts = [folded(passage.text) for passage in reading.passages]
    for message in messages(corpus):
        for answer in [message["answer"] or [], *message.get("parts", [])]:
            for quotations in answer:
                held = any(all(folded(quotation) in text for quotation in quotations) for text in texts)
                assert held, (message["q"], quotations)


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda path: path.name)
def test_ids_are_unique(corpus: Path) -> None:
    """No two messages of a corpus share an id, so a figure names one message."""
    for name in ("questions.jsonl", "dialogues.jsonl"):
        ids = [record["id"] for record in records(corpus / name)]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda path: path.name)
def test_no_message_is_both_answerable_and_not(corpus: Path) -> None:
    """One message has one label."""
    labels: dict[str, bool] = {}
    for record in records(corpus / "questions.jsonl"):
        assert labels.setdefault(record["q"].lower(), record["answer"] is None) == (record["answer"] is None)


def test_small_talk_has_intents_and_look_alikes() -> None:
    """A real question that looks like small talk has no intent; both sorts are there."""
    intents = [record["intent"] for record in records(TRAINING / "smalltalk.jsonl")]
    assert None in intents
    assert {"greeting", "thanks", "goodbye", "who", "help", "injection"} <= set(intents)


def test_meanings_can_be_done_without() -> None:
    """What is learned is also learned as in a language whose words no table knows; afterwards they are known again."""
    with wordless():
        assert similarity.rows_of(["tea", "cup"]).tolist() == [-1, -1]
        assert not similarity.is_known("tea")
    assert similarity.is_known("tea")
