"""What a question looks for in the forward index: the rows of its terms, of their other forms and of their synonyms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.forms import Forms
from index.hit import Query, QueryTerm

REACH = 2  # how far apart in the question two words may be that are looked for together

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A question's terms as columns: one for each row of the index that is counted, and one for each phrase behind them.

    Attributes:
        rows: The rows looked for, each once.
        column: The column that each row is counted in: other forms of a word are counted in the word's own.
        share: How much one occurrence of each row counts, 1 for the term itself.
        phrases: For each phrase the columns of its words.
        columns: How many columns there are, without the phrases.
        alternatives: The column of every term of the question that can match, ordered by concept.
        weights: What a match of each of these counts.
        bounds: Where in `alternatives` each of `concepts` begins.
        concepts: The concepts that can match, in order.
        concept_weights: The weight of every concept: that of its weightiest term, shape (all concepts,).
        concept_of_column: The concept of each column, -1 for a word that is part of phrases alone.
        words: The word that was asked for in each concept, "" where there are only synonyms.
    """

    rows: NDArray[np.int32]
    column: NDArray[np.int16]
    share: Floats
    phrases: Sequence[Sequence[int]]
    columns: int
    alternatives: Ints
    weights: Floats
    bounds: Ints
    concepts: Ints
    concept_weights: Floats
    concept_of_column: Ints
    words: Sequence[str]


def wanted(query: Query, rows: Mapping[str, int], forms: Forms) -> Wanted:
    """What `query` looks for in an index whose vocabulary has these `rows`."""
    columns: dict[int, int] = {}
    phrases: list[list[int]] = []
    matching: list[tuple[int, float, int]] = []  # concept, weight and column; phrases count down from -1
    concepts = _merged(query.terms)
    concept_weight = [max(term.weight for term in terms) for terms in concepts]
    for number, terms in enumerate(concepts):
        for term in terms:
            parts = [rows.get(word, -1) for word in term.term.split(" ")]
            if -1 in parts:
                continue
            at = [columns.setdefault(row, len(columns)) for row in parts]
            if len(at) > 1:
                phrases.append(at)
            matching.append((number, term.weight, at[0] if len(at) == 1 else -len(phrases)))
    found = list(columns.items())
    counted = [(row, column, 1.0) for row, column in found]
    for terms in concepts:
        row = rows.get(terms[0].term, -1)
        if row >= 0 and terms[0].origin != "synonym":
            near = forms.of(terms[0].term, row)
            counted += [(other, columns[row], share) for other, share in near if other not in columns]
    concept_of: dict[int, int] = {}
    for number, weight, column in sorted(matching, key=lambda entry: -entry[1] / concept_weight[entry[0]]):
        concept_of.setdefault(column, number)
    starts = [at for at, entry in enumerate(matching) if not at or matching[at - 1][0] != entry[0]]
    return Wanted(
        rows=np.array([row for row, _, _ in counted], np.int32),
        column=np.array([column for _, column, _ in counted], np.int16),
        share=np.array([share for _, _, share in counted], np.float32),
        phrases=phrases,
        columns=len(columns),
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


def _merged(terms: Sequence[QueryTerm]) -> list[list[QueryTerm]]:
    """The terms of each concept, the word itself first, in the order of the question."""
    found: dict[int, list[QueryTerm]] = {}
    for term in terms:
        found.setdefault(term.concept, []).append(term)
    return list(found.values())
