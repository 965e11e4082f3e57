"""What a question looks for in the forward index: its terms, and their synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.hit import UNKNOWN, Query

REACH = 2  # how far apart in the question two words may be that are looked for together

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A question's terms as columns: one for each row of the index that is counted, and one for each phrase.

    Attributes:
        rows: The row that each column counts, the phrases left out.
        phrases: For each phrase the columns of its words.
        alternatives: The column of every term of the question that can match, ordered by concept.
        weights: What a match of each of these counts.
        bounds: Where in `alternatives` each of `concepts` begins.
        concepts: The concepts that can match, in order.
        concept_weights: The weight of every concept: that of its weightiest term, shape (all concepts,).
        concept_of_column: The concept of each column, -1 for a word that is part of phrases alone.
        words: The word that was asked for in each concept, "" where there are only synonyms.
    """

    rows: Ints
    phrases: Sequence[Sequence[int]]
    alternatives: Ints
    weights: Floats
    bounds: Ints
    concepts: Ints
    concept_weights: Floats
    concept_of_column: Ints
    words: Sequence[str]


def wanted(query: Query) -> Wanted:
    """What `query` looks for."""
    columns: dict[int, int] = {}
    phrases: list[list[int]] = []
    matching: list[tuple[int, float, int]] = []  # concept, weight and column; phrases count down from -1
    own: list[tuple[int, int]] = []  # concept and column of the words themselves
    concepts = [*query.concepts.values()]
    concept_weight = [max(term.weight for term in terms) for terms in concepts]
    for number, terms in enumerate(concepts):
        for term in terms:
            if UNKNOWN in term.rows:
                continue
            at = [columns.setdefault(row, len(columns)) for row in term.rows]
            if len(at) > 1:
                phrases.append(at)
            if term is terms[0] and len(at) == 1:
                own.append((number, at[0]))
            matching.append((number, term.weight, at[0] if len(at) == 1 else -len(phrases)))
    # A column that two concepts share belongs to the first, and sooner to that whose own word it is.
    concept_of = {column: number for number, _, column in reversed(matching)}
    concept_of |= {column: number for number, column in reversed(own)}
    starts = [at for at, entry in enumerate(matching) if not at or matching[at - 1][0] != entry[0]]
    return Wanted(
        rows=np.array(list(columns), np.int64),
        phrases=phrases,
        alternatives=np.array(
            [column if column >= 0 else len(columns) - 1 - column for _, _, column in matching], np.int64
        ),
        weights=np.array([weight for _, weight, _ in matching], np.float32),
        bounds=np.array(starts, np.int64),
        concepts=np.array([matching[at][0] for at in starts], np.int64),
        concept_weights=np.array(concept_weight, np.float32),
        concept_of_column=np.array([concept_of.get(column, -1) for column in range(len(columns))], np.int64),
        words=["" if terms[0].origin == "synonym" else terms[0].term for terms in concepts],
    )
