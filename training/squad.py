"""Questions on Wikipedia to a paragraph that answers them or only looks like it, from a file of SQuAD 2.0.

Rajpurkar and others, "Know what you don't know: unanswerable questions for SQuAD", ACL 2018 (CC BY-SA 4.0). Its
paragraphs are cut to passages as short as those of the corpora, so that what stands beside an answer does not answer.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from corpus.sentences import sentences

LENGTHS = (25, 45, 70)  # words that a passage holds at least, one of these
SHORTEST = 15  # words; what is left over and shorter stays with what it follows
ALIKE = 8  # passages most like a question that may stand beside it
OTHERS = 4  # passages that do not answer, of each question
AS_TYPED = 0.5  # of the questions, without capitals and question mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A question and a passage as they are read together, and whether it answers."""

    texts: tuple[str, str]
    answers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """Those of all articles.

    Attributes:
        texts: Each under its title.
        of: The numbers of those of each paragraph, in order.
    """

    texts: Sequence[str]
    of: Sequence[range]


def questions(path: Path, rng: random.Random) -> list[list[Option]]:
    """What could be shown for each question: first what answers it, if anything does, then what only looks like it.

    Args:
        path: A file of SQuAD 2.0, such as dev-v2.0.json.
        rng: Cuts the paragraphs, and says which questions are typed in haste.
    """
    paragraphs = [
        (article["title"].replace("_", " "), paragraph)
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
    ]
    passages = _passages([(title, paragraph["context"]) for title, paragraph in paragraphs], rng)
    asked = [(own, qa) for own, (_, paragraph) in zip(passages.of, paragraphs, strict=True) for qa in paragraph["qas"]]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    weights = vectorizer.fit_transform(passages.texts)
    likeness = vectorizer.transform([qa["question"] for _, qa in asked]) @ weights.T
    return [
        options
        for number, (own, qa) in enumerate(asked)
        if (options := list(_options(qa, own, likeness[number].toarray()[0], passages.texts, rng)))
    ]


def _passages(paragraphs: Sequence[tuple[str, str]], rng: random.Random) -> Passages:
    texts: list[str] = []
    of = []
    for title, paragraph in paragraphs:
        start = len(texts)
        texts += [f"{title}. {passage}" for passage in _cut(paragraph, rng)]
        of.append(range(start, len(texts)))
    return Passages(texts=texts, of=of)


def _cut(paragraph: str, rng: random.Random) -> list[str]:
    """The paragraph as passages of a few sentences."""
    passages: list[str] = []
    passage = ""
    for sentence in sentences(paragraph):
        passage = f"{passage} {sentence}".strip()
        if len(passage.split()) >= rng.choice(LENGTHS):
            passages.append(passage)
            passage = ""
    if passage:
        if passages and len(passage.split()) < SHORTEST:
            passage = f"{passages.pop()} {passage}"
        passages.append(passage)
    return passages


def _options(
    qa: dict[str, Any], own: range, likeness: np.ndarray[Any, Any], texts: Sequence[str], rng: random.Random
) -> Iterator[Option]:
    """What answers, the likest of it, and what does not; nothing where the answer is cut in two."""
    answers = [answer["text"].lower() for answer in qa["answers"]] if not qa["is_impossible"] else []
    question = qa["question"] if rng.random() > AS_TYPED else qa["question"].lower().rstrip("?")

    def holds(at: int) -> bool:
        return any(answer in texts[at].lower() for answer in answers)

    mine = sorted(own, key=lambda at: -likeness[at])
    holding = [at for at in mine if holds(at)]
    if answers and not holding:
        return
    alike = [at for at in np.argsort(-likeness)[:ALIKE].tolist() if at not in own]
    others = [at for at in (*mine, *alike) if not holds(at)]
    for at in (*holding[:1], *others[:OTHERS]):
        yield Option(texts=(question, texts[at]), answers=at in holding)
