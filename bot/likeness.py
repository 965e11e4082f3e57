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
from index.senses import relations
from index.similarity import cosines_of_distinct, distinct_rows, row_of
from index.studies import Study

UNRELATED = 0.2  # cosine below which two words have nothing to do with each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Passages beside the words of a question.

    Attributes:
        holds: Whether each passage holds each of the rows wanted, shape (passages, rows).
        nearest: For each word the cosine, 0 to 1, of the passage's nearest word, shape (passages, words).
        whole: For each word how far the passage holds it, 0 to 1, shape (passages, words).
        relation: For each word the closest relation that a word of the passage has to it, as its place in RELATIONS.
        said: The greatest share of the question's weight that one sentence (or phrasing) says, near words in part.
        said_below: The same, of a sentence and the headings above it.
        in_sentence: The same, of a sentence, near words left out.
        is_heading: How far the heading right above the passage and the question are the same.
        is_phrasing: How far one of its phrasings and the question are the same, 0 where it has none.
    """

    holds: Bools
    nearest: Floats
    whole: Floats
    relation: NDArray[np.uint8]
    said: Floats
    said_below: Floats
    in_sentence: Floats
    is_heading: Floats
    is_phrasing: Floats


def likeness(words: Sequence[Wanted], rows: WantedRows, studies: Sequence[Study]) -> Likeness:
    """Compare at least one passage with a question of at least one word."""
    # All parts of all passages, then the headings right above them, then the passages as a whole.
    parts = np.array([len(study.sizes) for study in studies])
    above, whole = [study.above for study in studies], [study.whole for study in studies]
    sizes = np.concatenate([*(study.sizes for study in studies), list(map(len, above)), list(map(len, whole))])
    starts = np.cumsum(sizes) - sizes
    texts = np.concatenate([*(study.parts for study in studies), *above, *whole])
    holds = holding(texts, starts, rows.rows)
    held = rows.held(holds[: -len(studies)])
    alike = np.minimum(1.0, 2 * held.sum(axis=1) / (len(words) + sizes[: len(held)]))  # Dice's coefficient
    held = held[: -len(studies)]

    of_parts = [study.vector_rows for study in studies]
    stems, stem_of = distinct_rows(np.concatenate([*of_parts, *(study.whole_vector_rows for study in studies)]))
    behind = starts[len(held)]
    terms = [word.term for word in words]
    cosines = cosines_of_distinct(np.array([row_of(term) for term in terms], np.int32), stems)
    near: Floats = np.maximum.reduceat(cosines.take(stem_of[:behind], axis=0), starts[: len(held)])
    relation = relations(terms, stems).take(stem_of[behind:], axis=0)
    like: Floats = np.clip((near - UNRELATED) * np.float32(1 / (1 - UNRELATED)), 0.0, 1.0)
    like[held] = 1.0

    last = np.cumsum(parts) - 1  # the last part of each passage are its headings
    first = last - parts + 1
    weights = np.array([word.weight for word in words], np.float32)
    weights /= weights.sum()
    phrased = np.arange(len(like)) >= np.repeat(last - [study.phrasings for study in studies], parts)
    below = np.maximum(like, np.repeat(like[last], parts, axis=0))
    sums = np.stack([like @ weights, below @ weights, held @ weights, alike[: len(held)] * phrased])
    sums[:, last] = 0.0
    said, said_below, in_sentence, is_phrasing = np.maximum.reduceat(sums, first, axis=1)
    return Likeness(
        holds=holds[-len(studies) :],
        nearest=np.maximum.reduceat(near, first),
        whole=np.maximum.reduceat(like, first),
        relation=np.minimum.reduceat(relation, starts[-len(studies) :] - starts[-len(studies)]),
        said=said,
        said_below=said_below,
        in_sentence=in_sentence,
        is_heading=alike[len(held) :],
        is_phrasing=is_phrasing,
    )
