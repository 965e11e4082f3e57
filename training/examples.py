"""What the decision to answer is learned from: the evidence for all that could be shown for every question."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from unittest.mock import patch

import numpy as np

from bot import question_file
from bot.close_reading import asked_text, judged_alone, told_text
from bot.finding import Finding
from bot.library import reindex
from bot.lookup import considered, ways
from bot.memory import Memory
from bot.message import read_message
from bot.question_sets import Asked, held_by, read_set
from bot.safety import KIND_OF
from bot.settings import SHIPPED_DOCUMENTS
from bot.smalltalk import peel, small_talk
from bot.subject import note, note_unanswered
from bot.urgency import URGENT
from index import senses, similarity
from index.searching import Index
from index.storage import open_index
from training.gate import messages

HERE = Path(__file__).resolve().parent
SETS = ("questions.jsonl", "dialogues.jsonl")
SHIPPED_AGAIN = 5  # times more that questions about the shipped documents are learned from
ALARMS_OF_EACH = 60  # messages of people in trouble that are asked of each corpus, about
UNREAD = (
    "antibody-drug-conjugates",
    "bladder-troubles",
    "cataract-hernia-anaemia",
    "coeliac-disease",
    "diabetes-type-2",
    "eye-womb-hip",
    "gout",
    "heart-failure",
    "inhalers-and-immunotherapy",
    "leukaemia-tablets",
    "multiple-sclerosis",
    "pregnancy-diabetes",
    "stroke-rehab",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The evidence for one passage that could be shown for one question, and whether it answers.

    Attributes:
        corpus: The name of its folder.
        asked: The message.
        question: The question in the message.
        evidence: For the passage.
        texts: The question and the passage as the cross-encoder reads them.
        answers: Whether it answers.
        extra: Whether it only teaches: an alarm, a question asked as if no meaning were known, or asked of all corpora.
    """

    corpus: str
    asked: Asked
    question: str
    evidence: Mapping[str, float]
    texts: tuple[str, str]
    answers: bool
    extra: bool = False


def all_examples() -> list[Example]:
    """Those of all corpora, and extra ones that teach what the corpora alone do not.

    These are messages of people in trouble; a quarter of the questions as if no word's meaning were known; a sixth of
    the questions asked of a library that holds all corpora; and the questions about the shipped documents again.
    """
    data: list[Example] = []
    for corpus in corpora():
        own = list(of_corpus(corpus))
        data += own
        for number in range(0 if has_own_documents(corpus) else SHIPPED_AGAIN):
            data += _extra((one for one in own if not one.extra), f"again {number}")
        with wordless(), indexed(documents_of(corpus)) as index:
            data += _extra(examples(corpus, index, every=4), "wordless")
    with library() as index:
        for corpus in corpora():
            asked = examples(corpus, index, every=6)
            # What its own corpus does not answer, another may.
            data += _extra((one for one in asked if one.asked.alternatives is not None), "library")
    return data


def by_question(data: Iterable[Example]) -> Iterator[list[Example]]:
    """All that could be shown for each question; these stand together in `data`."""
    for _, held in groupby(data, key=lambda one: (one.corpus, one.asked.id, one.question)):
        yield list(held)


def of_corpus(corpus: Path) -> Iterator[Example]:
    """Those of one corpus, and messages of people in trouble."""
    with indexed(documents_of(corpus)) as index:
        yield from examples(corpus, index)
        yield from _extra(alarms(corpus, index), "alarm")


def _extra(found: Iterable[Example], why: str) -> Iterator[Example]:
    return (replace(one, asked=replace(one.asked, id=f"{one.asked.id} {why}"), extra=True) for one in found)


def alarms(corpus: Path, index: Index) -> Iterator[Example]:
    """Messages of people in trouble: where the gate is in doubt about one, a passage must not seem to answer it."""
    found = _told_in_trouble()
    apart = len(found) // ALARMS_OF_EACH
    for number, message in enumerate(found[corpora().index(corpus) % apart :: apart]):
        asked = Asked(id=f"alarm {number}", message=message, kind="alarm", alternatives=None)
        yield from _turn(asked, Memory(), index, corpus.name)


@cache
def _told_in_trouble() -> list[str]:
    """The gate's messages about emergencies and self-harm, in order."""
    return [message for label, _, message in messages.read("messages.tsv") if KIND_OF[label] in URGENT]


def corpora() -> list[Path]:
    """The folders that hold a question set."""
    return sorted(path.parent for path in HERE.glob("*/questions.jsonl"))


def unread() -> list[Path]:
    """Those from which the encoder of `bot/close_reading.py` has learned nothing."""
    return [HERE / name for name in UNREAD]


def documents_of(corpus: Path) -> Path:
    """The folder of the documents that a corpus asks about: its own, or the shipped ones."""
    return corpus / "documents" if has_own_documents(corpus) else SHIPPED_DOCUMENTS


def has_own_documents(corpus: Path) -> bool:
    """Whether a corpus asks about documents of its own, and not about the shipped ones."""
    return (corpus / "documents").is_dir()


@contextmanager
def wordless() -> Iterator[None]:
    """As in a language whose words the tables of meanings lack: what is learned must hold there too."""
    with patch.multiple(similarity, _text=lambda: b"\xff", _ends=lambda: memoryview(np.array([1]))):
        _forget_meanings()
        yield
    _forget_meanings()


def _forget_meanings() -> None:
    similarity.row_of.cache_clear()
    senses.related.cache_clear()
    senses.part_of_speech.cache_clear()


@contextmanager
def indexed(documents: Path) -> Iterator[Index]:
    """An index of a folder of documents, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as scratch:
        reindex(documents, Path(scratch))
        yield open_index(Path(scratch))


@contextmanager
def library() -> Iterator[Index]:
    """An index of the documents of all corpora together."""
    with tempfile.TemporaryDirectory() as scratch:
        for corpus in corpora():
            shutil.copytree(documents_of(corpus), Path(scratch) / corpus.name)
            (Path(scratch) / corpus.name / question_file.NAME).unlink(missing_ok=True)
        with indexed(Path(scratch)) as index:
            yield index


def examples(corpus: Path, index: Index, every: int = 1) -> Iterator[Example]:
    """An example for all that could be shown for each (or every so many) question of a corpus, dialogues among them.

    Args:
        corpus: The folder of its question sets.
        index: Where they are looked up.
        every: Of so many single messages or dialogues one is asked.
    """
    for name in SETS:
        for dialogue in islice(read_set(corpus / name), 0, None, every):
            memory = Memory()
            for number, asked in enumerate(dialogue):
                if small_talk(asked.message) is None:
                    yield from _turn(replace(asked, id=f"{asked.id}.{number}"), memory, index, corpus.name)


def _turn(asked: Asked, memory: Memory, index: Index, corpus: str) -> Iterator[Example]:
    """The examples of one message; leaves in `memory` what a good answer to it would."""
    answering: list[Finding] = []
    declined: list[Finding] = []
    message = read_message(peel(asked.message)[0] or asked.message)
    seen: set[tuple[str, ...]] = set()
    for way in ways(message):
        under_way = replace(memory)
        for place, question in enumerate(way):
            if way[: place + 1] in seen:
                continue
            seen.add(way[: place + 1])
            with judged_alone():
                found = [one for one in considered(question, message, under_way, index) if one.hits]
            good = [one for one in found if asked.alternatives is not None and held_by(one.hits, asked)]
            for one in found:
                yield Example(
                    corpus=corpus,
                    asked=asked,
                    question=" / ".join(way[: place + 1]),
                    evidence=one.evidence,
                    texts=(asked_text(one.reading, one.query), told_text(one.hits)),
                    answers=any(one is other for other in good),
                )
            if good:
                note(_best(good), under_way, index)
                answering += good
            elif asked.alternatives is None:
                declined += found
    if answering:
        note(_best(answering), memory, index)
    elif declined:
        note_unanswered(_best(declined), memory, index)


def _best(good: Sequence[Finding]) -> Finding:
    return max(good, key=lambda finding: finding.evidence["said_below"])
