"""What a search gives back: the question as it was understood, and the hits, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.passage import Passage

Origin = Literal["exact", "correction", "synonym"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerm:
    """One term of an analysed question.

    Attributes:
        surface: The word as the person typed it.
        term: What the analyzer made of it (after correction or synonym), as it stands in the vocabulary.
        weight: Its share of the question: idf times the discount of its origin.
        origin: Whether it is the word itself, a spelling correction of it or a synonym of it.
        known: Whether the index holds the term at all.
    """

    surface: str
    term: str
    weight: float
    origin: Origin = "exact"
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question after analysis.

    Attributes:
        text: The question as typed.
        terms: Its terms, in order.
        corrections: (typed, read as) for every word whose spelling was corrected.
    """

    text: str
    terms: tuple[QueryTerm, ...]
    corrections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found, with what spoke for it.

    Attributes:
        passage: The passage.
        score: The final score; comparable within one search only.
        signals: Every ranking signal's contribution to the score, by the signal's name.
        matches: The contribution of every matched term, by the term.
    """

    passage: Passage
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)
    matches: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The question as understood and its hits, best first."""

    query: Query
    hits: tuple[Hit, ...]
