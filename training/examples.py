"""What the decision to answer is learned from: the evidence for all that could be shown for every question."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from bot.finding import Finding
from bot.library import reindex
from bot.lookup import considered, ways
from bot.memory import Memory
from bot.message import read_message
from bot.question_sets import Asked, held_by, read_set
from bot.settings import SHIPPED_DOCUMENTS
from bot.smalltalk import peel, small_talk
from bot.subject import note
from index import senses, similarity
from index.searching import Index
from index.storage import open_index

HERE = Path(__file__).resolve().parent
SETS = ("questions.jsonl", "dialogues.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The evidence for one passage that could be shown for one question, and whether it answers.

    Attributes:
        corpus: The name of its folder.
        asked: The message.
        question: The question in the message.
        evidence: For the passage.
        answers: Whether it answers.
        wordless: Whether the evidence was gathered as if the words' meanings were not known.
    """

    corpus: str
    asked: Asked
    question: str
    evidence: dict[str, float]
    answers: bool
    wordless: bool = False


def all_examples() -> list[Example]:
    """Those of all corpora, and again those of every second question as if the words' meanings were not known."""
    data: list[Example] = []
    for corpus in corpora():
        with indexed(corpus) as index:
            data += examples(corpus, index)
        with wordless(), indexed(corpus) as index:
            again = examples(corpus, index, every=2)
            data += (
                replace(one, asked=replace(one.asked, id=f"{one.asked.id} wordless"), wordless=True) for one in again
            )
    return data


def corpora() -> list[Path]:
    """The folders that hold a question set."""
    return sorted(path.parent for path in HERE.glob("*/questions.jsonl"))


def documents_of(corpus: Path) -> Path:
    """The folder of the documents that a corpus asks about: its own, or the shipped ones."""
    own = corpus / "documents"
    return own if own.is_dir() else SHIPPED_DOCUMENTS


@contextmanager
def wordless() -> Iterator[None]:
    """As in a language whose words the tables of meanings lack: what is learned must hold there too."""
    with patch.object(similarity, "_row_of", new=dict):
        _forget_meanings()
        yield
    _forget_meanings()


def _forget_meanings() -> None:
    senses.senses_of.cache_clear()
    senses.part_of_speech.cache_clear()


@contextmanager
def indexed(corpus: Path) -> Iterator[Index]:
    """An index of a corpus, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as scratch:
        reindex(documents_of(corpus), Path(scratch))
        yield open_index(Path(scratch))


def examples(corpus: Path, index: Index, every: int = 1) -> Iterator[Example]:
    """An example for all that could be shown for each (or every so many) question of a corpus, dialogues among them."""
    for name in SETS:
        for dialogue in islice(read_set(corpus / name), 0, None, every):
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
