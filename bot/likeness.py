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
from index.searching import Index
from index.senses import relations
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


def likeness(words: Sequence[Wanted], rows: WantedRows, studies: Sequence[Study], index: Index) -> Likeness:
    """Compare at least one passage of an index with a question of at least one word."""
    # The parts of each passage and the heading right above it, then the passages as a whole.
    texts = np.concatenate([*(study.texts for study in studies), *(study.whole for study in studies)])
    sizes = np.concatenate([*(study.sizes for study in studies), [len(study.whole) for study in studies]])
    starts = np.cumsum(sizes) - sizes
    parts = len(sizes) - len(studies)
    of_parts, behind_parts = starts[:parts], starts[parts]
    counts = np.array([len(study.sizes) for study in studies])
    above = np.cumsum(counts) - 1
    headings, first = above - 1, above - counts + 1  # all headings are the last part of a passage

    holds = holding(texts, starts, rows.rows, len(index.vocabulary))
    held = rows.held(holds[:parts])
    alike = np.minimum(1.0, 2 * held.sum(axis=1) / (len(words) + sizes[:parts]))  # Dice's coefficient
    held[above] = False

    terms = [word.term for word in words]
    near: Floats = index.nearness.nearest(terms, texts[:behind_parts], of_parts).T
    near[above] = 0.0
    like: Floats = np.maximum((near - UNRELATED) * np.float32(1 / (1 - UNRELATED)), 0.0)
    like[held] = 1.0
    relation = relations(terms, np.concatenate([study.vector_rows for study in studies]))

    weights = np.array([word.weight for word in words], np.float32)
    weights /= weights.sum()
    below = np.maximum(like, np.repeat(like[headings], counts, axis=0))
    phrased = np.arange(parts) >= np.repeat(headings - [study.phrasings for study in studies], counts)
    sums = np.array([like @ weights, below @ weights, held @ weights, alike * phrased])
    sums[:, headings] = sums[:, above] = 0.0
    said, said_below, in_sentence, is_phrasing = np.maximum.reduceat(sums, first, axis=1)
    return Likeness(
        holds=holds[parts:],
        nearest=np.maximum.reduceat(near, first),
        whole=np.maximum.reduceat(like, first),
        relation=np.minimum.reduceat(relation, starts[parts:] - behind_parts),
        said=said,
        said_below=said_below,
        in_sentence=in_sentence,
        is_heading=alike[above],
        is_phrasing=is_phrasing,
    )
