"""How far passages hold the words of a question, sentence by sentence, in the same words or in near ones.

All passages that a search found are compared at once: it is a handful of operations on arrays, whatever their number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.similarity import cosines_of_rows, rows_of
from index.studies import Study

UNRELATED = 0.2  # cosine below which two words have nothing to do with each other
Floats = NDArray[np.float32]


class Word(Protocol):
    """A word of a question, what may stand for it, and how much the question hangs on it."""

    term: str
    weight: float
    words: frozenset[str]
    phrases: list[frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """One passage beside a question.

    Attributes:
        nearest: For each word the cosine, 0 to 1, of the passage's nearest word, shape (words,).
        whole: For each word how far the passage holds it, 0 to 1, shape (words,).
        said: The greatest share of the question's weight that one sentence (or phrasing) says, near words in part.
        said_below: The same, of a sentence and the headings above it.
        in_sentence: The same, of a sentence, near words left out.
    """

    nearest: Floats
    whole: Floats
    said: float
    said_below: float
    in_sentence: float


def likenesses(words: Sequence[Word], studies: Sequence[Study]) -> list[Likeness]:
    """The likeness of each passage to a question of at least one word."""
    lengths = [len(study.parts[1]) for study in studies]
    first = np.cumsum([0, *lengths[:-1]])
    last = first + np.array(lengths) - 1  # the headings
    rows = [study.parts[0] for study in studies]
    starts = np.concatenate(
        [study.parts[1] + before for study, before in zip(studies, np.cumsum([0, *map(len, rows[:-1])]), strict=True)]
    )
    cosines = cosines_of_rows(rows_of(word.term for word in words), np.concatenate(rows))
    near: Floats = np.maximum.reduceat(cosines, starts, axis=1)
    held = _held(words, studies, near.shape, first)
    like: Floats = np.clip((near - UNRELATED) * np.float32(1 / (1 - UNRELATED)), 0.0, 1.0)
    like[held] = 1.0
    weights = np.array([word.weight for word in words], np.float32)
    weights /= weights.sum()
    below = np.maximum(like, np.repeat(like[:, last], lengths, axis=1))
    sums = np.stack([weights @ like, weights @ below, weights @ held])
    sums[:, last] = 0.0
    best = np.maximum.reduceat(sums, first, axis=1)
    nearest = np.maximum.reduceat(near, first, axis=1)
    whole = np.maximum.reduceat(like, first, axis=1)
    return [
        Likeness(nearest=nearest[:, at], whole=whole[:, at], said=said, said_below=said_below, in_sentence=in_sentence)
        for at, (said, said_below, in_sentence) in enumerate(best.T.tolist())
    ]


def _held(
    words: Sequence[Word], studies: Sequence[Study], shape: tuple[int, ...], first: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Which parts of all passages hold each word or one of its synonyms, shape (words, parts)."""
    held = np.zeros(shape, bool)
    for study, before in zip(studies, first.tolist(), strict=True):
        for number, word in enumerate(words):
            if parts := _where(word, study.places):
                held[number, [before + part for part in parts]] = True
    return held


def _where(word: Word, places: Mapping[str, frozenset[int]]) -> set[int]:
    found = {part for term in word.words if term in places for part in places[term]}
    for phrase in word.phrases:
        found |= frozenset.intersection(*(places.get(term, frozenset()) for term in phrase))
    return found
