"""How far passages hold the words of a question, sentence by sentence, in the same words or in near ones.

All passages that could be shown are compared at once: it is a handful of operations on arrays, whatever their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.question_words import Bools, Floats, Wanted, WantedRows
from index.forward import holding
from index.similarity import cosines_of_rows, rows_of
from index.studies import Study

UNRELATED = 0.2  # cosine below which two words have nothing to do with each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Passages beside the words of a question.

    Attributes:
        holds: Whether each passage holds each of the rows wanted, shape (passages, rows).
        nearest: For each word the cosine, 0 to 1, of the passage's nearest word, shape (passages, words).
        whole: For each word how far the passage holds it, 0 to 1, shape (passages, words).
        said: The greatest share of the question's weight that one sentence (or phrasing) says, near words in part.
        said_below: The same, of a sentence and the headings above it.
        in_sentence: The same, of a sentence, near words left out.
        is_heading: How far the heading right above the passage and the question are the same.
        is_phrasing: How far one of its phrasings and the question are the same, 0 where it has none.
    """

    holds: Bools
    nearest: Floats
    whole: Floats
    said: Floats
    said_below: Floats
    in_sentence: Floats
    is_heading: Floats
    is_phrasing: Floats


def likeness(words: Sequence[Wanted], rows: WantedRows, studies: Sequence[Study]) -> Likeness:
    """Compare at least one passage with a question of at least one word."""
    terms, starts = _joined([study.parts[0] for study in studies])
    parts = np.array([len(study.parts[1]) for study in studies])
    begins = np.concatenate([study.parts[1] for study in studies]) + np.repeat(starts, parts)
    first, last = np.cumsum(parts) - parts, np.cumsum(parts) - 1  # of each passage's parts; the last are its headings
    held = rows.held(holding(terms, begins, rows.rows)).T
    cosines = cosines_of_rows(rows_of(word.term for word in words), np.concatenate([s.vector_rows for s in studies]))
    near: Floats = np.maximum.reduceat(cosines, begins, axis=1)
    like: Floats = np.clip((near - UNRELATED) * np.float32(1 / (1 - UNRELATED)), 0.0, 1.0)
    like[held] = 1.0
    weights = np.array([word.weight for word in words], np.float32)
    weights /= weights.sum()
    below = np.maximum(like, np.repeat(like[:, last], parts, axis=1))
    alike = _alike(held, np.diff(begins, append=len(terms)))
    alike[np.arange(len(alike)) < np.repeat(last - [study.phrasings for study in studies], parts)] = 0.0
    sums = np.stack([weights @ like, weights @ below, weights @ held, alike])
    sums[:, last] = 0.0
    said, said_below, in_sentence, is_phrasing = np.maximum.reduceat(sums, first, axis=1)
    return Likeness(
        holds=holding(*_joined([study.rows for study in studies]), rows.rows),
        nearest=np.maximum.reduceat(near, first, axis=1).T,
        whole=np.maximum.reduceat(like, first, axis=1).T,
        said=said,
        said_below=said_below,
        in_sentence=in_sentence,
        is_heading=_headings_alike(rows, studies),
        is_phrasing=is_phrasing,
    )


def _headings_alike(rows: WantedRows, studies: Sequence[Study]) -> Floats:
    headings = [study.heading for study in studies]
    return _alike(rows.held(holding(*_joined(headings), rows.rows)).T, np.array([len(heading) for heading in headings]))


def _alike(held: Bools, sizes: NDArray[np.intp]) -> Floats:
    """How far texts of so many terms and a question are the same (Dice's coefficient), by the words that they hold."""
    return np.asarray(np.minimum(1.0, 2 * held.sum(axis=0) / (len(held) + sizes)), np.float32)


def _joined(texts: Sequence[NDArray[np.int32]]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Texts one after another, and where each begins."""
    lengths = np.array([len(text) for text in texts])
    return np.concatenate(texts), np.cumsum(lengths) - lengths
