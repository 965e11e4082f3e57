"""Where a question's terms stand in the candidate passages, read from the forward index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.forward import occurrences
from index.hit import QueryTerm
from index.signals import Candidates, Ints, Places
from index.similarity import cosines_of_rows, rows_of

SEMANTIC_CANDIDATES = 50
UNRELATED = 0.2  # cosine of two words that have nothing to do with each other
PHRASE_WINDOW = 3  # places within which the words of a several-word synonym must stand


def gather(
    arrays: Mapping[str, NDArray[Any]],
    rows: Mapping[str, int],
    terms: Sequence[QueryTerm],
    positions: Ints,
    first: NDArray[np.float32],
    average: float,
) -> Candidates:
    """The candidates at `positions` for the terms of a question.

    Args:
        arrays: The index's arrays.
        rows: The row of each term in the vocabulary.
        terms: The question's terms, synonyms among them.
        positions: Positions of the candidates in the index, shape (candidates,).
        first: The first stage's score of each, shape (candidates,).
        average: The mean number of terms of a passage.
    """
    candidate, place, sequence = occurrences(arrays, positions)
    lengths = np.bincount(candidate, minlength=len(positions))
    return Candidates(
        places=_places(candidate, place, sequence, [_phrase(term, rows) for term in terms]),
        lengths=lengths,
        text_lengths=arrays["text_lengths"][positions].astype(np.int64),
        heading_lengths=arrays["heading_lengths"][positions].astype(np.int64),
        average_length=average,
        weights=np.array([term.weight for term in terms], np.float32),
        concepts=np.array([term.concept for term in terms], np.int64),
        nearest=_nearest(candidate, sequence, _closest(first), arrays["vector_rows"], terms),
    )


def _closest(first: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The candidates for which nearness in meaning is worked out: those that the first stage puts in front."""
    if len(first) <= SEMANTIC_CANDIDATES:
        return np.ones(len(first), bool)
    lowest = np.partition(first, -SEMANTIC_CANDIDATES)[-SEMANTIC_CANDIDATES]
    return np.asarray(first >= lowest)


def _nearest(
    candidate: Ints,
    sequence: Ints,
    close: NDArray[np.bool_],
    vector_rows: NDArray[np.int32],
    terms: Sequence[QueryTerm],
) -> NDArray[np.float32]:
    """How near in meaning each `close` candidate comes to each concept, shape (candidates, concepts)."""
    first = {term.concept: term.term for term in reversed(terms) if term.origin != "synonym"}
    nearest = np.zeros((len(close), max(first, default=-1) + 1), np.float32)
    rows = vector_rows[sequence]
    looked_at = (rows >= 0) & close[candidate]
    held, candidate = rows[looked_at], candidate[looked_at]
    if not len(held):
        return nearest
    seen = np.zeros(int(held.max()) + 1, bool)
    seen[held] = True
    distinct = np.flatnonzero(seen).astype(np.int32)
    inverse = (np.cumsum(seen) - 1)[held]
    cosines = cosines_of_rows(rows_of(first.values()), distinct)
    cosines = np.clip((cosines - UNRELATED) / (1 - UNRELATED), 0.0, 1.0)
    bounds = np.flatnonzero(np.diff(candidate, prepend=-1))
    nearest[candidate[bounds][:, None], list(first)] = np.maximum.reduceat(cosines[:, inverse], bounds, axis=1).T
    return nearest


def _phrase(term: QueryTerm, rows: Mapping[str, int]) -> list[int]:
    """The rows of a term's words, [] where the index lacks one of them."""
    found = [rows.get(word, -1) for word in term.term.split(" ")]
    return [] if -1 in found else found


def _places(candidate: Ints, place: Ints, sequence: Ints, phrases: Sequence[Sequence[int]]) -> Places:
    """All occurrences in reading order; a phrase stands where its first word does, if the others are near."""
    wanted = np.zeros(int(sequence.max(initial=0)) + 1, bool)
    wanted[[row for phrase in phrases for row in phrase if row < len(wanted)]] = True
    at = np.flatnonzero(wanted[sequence])
    candidate, place, sequence = candidate[at], place[at], sequence[at]
    found: list[Ints] = []
    numbers: list[Ints] = []
    for number, phrase in enumerate(phrases):
        if phrase:
            here = np.flatnonzero(sequence == phrase[0])
            for other in phrase[1:]:
                here = here[_near(candidate, place, np.flatnonzero(sequence == other), here)]
            found.append(here)
            numbers.append(np.full(len(here), number))
    if not found:
        nothing = np.zeros(0, np.int64)
        return Places(candidate=nothing, place=nothing, term=nothing)
    where, term = np.concatenate(found), np.concatenate(numbers)
    order = np.lexsort((term, where))
    return Places(candidate=candidate[where[order]], place=place[where[order]], term=term[order])


def _near(candidate: Ints, place: Ints, others: Ints, here: Ints) -> NDArray[np.bool_]:
    """Which of `here` have one of `others` within PHRASE_WINDOW places in the same candidate."""
    far = np.int64(place.max(initial=0) + 2 * PHRASE_WINDOW + 1)
    line, other_line = candidate[here] * far + place[here], np.sort(candidate[others] * far + place[others])
    nearest = np.searchsorted(other_line, line - PHRASE_WINDOW)
    inside = nearest < len(other_line)
    near = np.zeros(len(here), bool)
    near[inside] = other_line[nearest[inside]] <= line[inside] + PHRASE_WINDOW
    return near
