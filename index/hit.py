"""What a search gives back: the question as it was understood, and the hits, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from corpus.passage import Passage

UNKNOWN = -2  # the row of a term that no passage holds; not that of a passage without terms
Origin = Literal["exact", "correction", "synonym", "context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerm:
    """One term of an analysed question, or one of the terms that may stand for it.

    Attributes:
        surface: The word as the person typed it.
        read: The word it was read as: the same, or its right spelling.
        term: What it was taken for: a term of the vocabulary, or several that must stand together, divided by spaces.
        weight: What a match counts in ranking: the word's idf, less for a synonym or for what the conversation adds.
        origin: Whether it is the word itself, a spelling correction, a synonym, or comes from the conversation.
        rows: The row of each of its words, UNKNOWN for one that the index lacks.
        known: Whether the index holds the term at all.
        concept: Which word of the question it stands for; of the terms of one concept the best counts.
        importance: How much the question hangs on the concept, apart from how the corpus happens to be made.
    """

    surface: str
    read: str
    term: str
    weight: float
    rows: tuple[int, ...]
    origin: Origin = "exact"
    known: bool = True
    concept: int = 0
    importance: float = 0.0


def as_held(terms: Sequence[QueryTerm]) -> Sequence[QueryTerm]:
    """The terms of one concept by which the documents may call it: the word itself, or if they lack it its synonyms."""
    word = terms[0]
    return terms if word.origin == "synonym" or not word.known else terms[:1]


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question after analysis.

    Attributes:
        text: The question as typed.
        spelled: The question with the words in their right spelling, as far as that was needed.
        terms: Its terms and their alternatives, in order.
        corrections: (typed, read as) for every word whose spelling was corrected.
    """

    text: str
    spelled: str
    terms: tuple[QueryTerm, ...]
    corrections: tuple[tuple[str, str], ...] = ()

    @cached_property
    def concepts(self) -> Mapping[int, Sequence[QueryTerm]]:
        """Its concepts, by number, with those taken over from the conversation: each word first, then its synonyms."""
        found: dict[int, list[QueryTerm]] = {}
        for term in self.terms:
            found.setdefault(term.concept, []).append(term)
        return found

    @cached_property
    def own_concepts(self) -> Mapping[int, Sequence[QueryTerm]]:
        """The same without those taken over."""
        taken = {term.concept for term in self.terms if term.origin == "context"}
        return {number: terms for number, terms in self.concepts.items() if number not in taken}

    @cached_property
    def names(self) -> frozenset[str]:
        """The terms by which the question, and what it takes over, may call something."""
        return frozenset(term.term for terms in self.concepts.values() for term in as_held(terms))

    def heaviest(self) -> Sequence[QueryTerm]:
        """The concept of the question itself that it hangs on most, () where it has none."""
        return max(self.own_concepts.values(), key=lambda terms: terms[0].importance, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found, with what spoke for it.

    Attributes:
        passage: The passage.
        score: The final score; comparable within one search only.
        signals: Every ranking signal's contribution to the score, by the signal's name.
        matches: The contribution of every matched term, by the term.
        position: Where the passage stands in the index.
    """

    passage: Passage
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)
    matches: Mapping[str, float] = field(default_factory=dict)
    position: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The question as understood and its hits, best first."""

    query: Query
    hits: tuple[Hit, ...]
