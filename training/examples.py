"""What the decision to answer is learned from: the evidence for all that could be shown for every question."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.finding import Finding
from bot.library import reindex
from bot.lookup import considered, ways
from bot.memory import Memory
from bot.message import read_message
from bot.question_sets import Asked, held_by, read_set
from bot.settings import SHIPPED_DOCUMENTS
from bot.smalltalk import peel, small_talk
from bot.subject import note
from index.searching import Index
from index.storage import open_index

HERE = Path(__file__).resolve().parent
SETS = ("questions.jsonl", "dialogues.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The evidence for one passage that could be shown for one question, and whether it answers."""

    corpus: str
    asked: Asked
    question: str
    evidence: dict[str, float]
    answers: bool


def corpora() -> list[Path]:
    """The folders that hold a question set."""
    return sorted(path.parent for path in HERE.glob("*/questions.jsonl"))


def documents_of(corpus: Path) -> Path:
    """The folder of the documents that a corpus asks about: its own, or the shipped ones."""
    own = corpus / "documents"
    return own if own.is_dir() else SHIPPED_DOCUMENTS


@contextmanager
def indexed(corpus: Path) -> Iterator[Index]:
    """An index of a corpus, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as scratch:
        reindex(documents_of(corpus), Path(scratch))
        yield open_index(Path(scratch))


def examples(corpus: Path, index: Index) -> Iterator[Example]:
    """An example for all that could be shown for every question of a corpus, dialogues among them."""
    for name in SETS:
        for dialogue in read_set(corpus / name):
            memory = Memory()
            for number, asked in enumerate(dialogue):
                if small_talk(asked.message) is None:
                    yield from _turn(replace(asked, id=f"{asked.id}.{number}"), memory, index, corpus.name)


def _turn(asked: Asked, memory: Memory, index: Index, corpus: str) -> Iterator[Example]:
    """The examples of one message; leaves in `memory` what a good answer to it would."""
    answering: list[Finding] = []
    message = read_message(peel(asked.message)[0] or asked.message)
    for question in dict.fromkeys(question for way in ways(message) for question in way):
        for finding in considered(question, message, memory, index):
            if not finding.hits:
                continue
            answers = asked.alternatives is not None and held_by(finding.hits, asked)
            answering += [finding] if answers else []
            yield Example(corpus=corpus, asked=asked, question=question, evidence=finding.evidence, answers=answers)
    if answering:
        note(max(answering, key=lambda finding: finding.evidence["said_below"]), memory, index)
