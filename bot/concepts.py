"""The words of a question beside a passage: which of them it holds, in these or other words, and what hangs on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.asked_aspects import asked_aspects, over, told_words
from bot.asked_for import answered_by_kind, asks_amount, asks_full_form, lacking
from bot.gist import Gists
from bot.likeness import UNRELATED, Likeness, likenesses
from bot.question_form import Form
from bot.tables import told_by_table
from index.hit import Hit, QueryTerm, SearchResult
from index.searching import Index
from index.senses import Relation, part_of_speech, senses_of

HEAVY = 8.0  # the weight of a word that the corpus lacks and general English hardly has
_CLOSENESS: tuple[Relation, ...] = ("same", "related", "narrower", "wider", "opposite", "sibling", "none")


class Wanted:
    """A word of a question: what may stand for it, and how much the question hangs on it."""

    def __init__(self, terms: Sequence[QueryTerm]) -> None:
        """Take the terms of one concept, the word itself first."""
        self.surface, self.term = terms[0].read, terms[0].term
        self.weight = max(terms[0].importance, 0.1)
        self.known = any(term.known for term in terms)
        self.terms = [term.term for term in terms]
        self.words, self.phrases = _words_and_phrases(self.terms)
        self._exact = _words_and_phrases([term.term for term in terms if term.origin != "synonym"])
        self.senses, self.part_of_speech = senses_of(self.term), part_of_speech(self.term)

    def held_by(self, held: frozenset[str], *, synonyms: bool = True) -> bool:
        """Whether a text of these terms holds the word, or one of its synonyms."""
        words, phrases = (self.words, self.phrases) if synonyms else self._exact
        return not held.isdisjoint(words) or any(phrase <= held for phrase in phrases)


def _words_and_phrases(terms: Sequence[str]) -> tuple[frozenset[str], list[frozenset[str]]]:
    phrases = [frozenset(term.split(" ")) for term in terms if " " in term]
    return frozenset(term for term in terms if " " not in term), phrases


class Asked:
    """A question as evidence looks at it, made once for all that could be shown."""

    def __init__(self, result: SearchResult, index: Index) -> None:
        """Take a search apart."""
        self.question = result.query.spelled
        self.lacks_amount, self.answered_by_kind = lacking(self.question), answered_by_kind(self.question)
        self.amount, self.full_form = asks_amount(self.question), asks_full_form(self.question)
        self.aspects, self.form = asked_aspects(self.question), Form(self.question)
        self.wanted = [Wanted(terms) for terms in result.query.concepts(context=False).values()]
        self.gists = Gists(result, index)
        self._index = index
        self.rank = {hit.position: rank for rank, hit in enumerate(result.hits)}
        self._like: dict[int, Likeness] = {}
        self._of_word: dict[str, list[int]] = {}
        for number, wanted in enumerate(self.wanted):
            for word in wanted.words:
                self._of_word.setdefault(word, []).append(number)
        self._words = frozenset(self._of_word)
        self._phrases = [(number, phrase) for number, wanted in enumerate(self.wanted) for phrase in wanted.phrases]

    def held_by(self, held: frozenset[str]) -> set[int]:
        """Which of the words wanted, by their numbers, a text of these terms holds, or a synonym of them."""
        found = {number for word in self._words & held for number in self._of_word[word]}
        if self._phrases:
            found.update(number for number, phrase in self._phrases if phrase <= held)
        return found

    def like(self, position: int) -> Likeness:
        """How far the passage at a position holds the words; only for a question that has words of weight."""
        if position not in self._like:
            positions = [position] if self._like else [position, *(at for at in self.rank if at != position)]
            studies = [self._index.studies.of(at) for at in positions]
            self._like.update(zip(positions, likenesses(self.wanted, studies), strict=True))
        return self._like[position]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A word of the question beside a passage.

    Attributes:
        wanted: The word.
        weight: How much the question hangs on it.
        exact: Whether the passage holds the word itself, or what a slip was corrected to.
        covered: Whether it holds the word or a synonym, or answers the word by its kind.
        topical: The share of the passages around it, of its document, that hold the word or a synonym.
        nearest: Cosine of the nearest word of the passage, 0 to 1.
        relation: The closest relation that a word of the passage has to it; "same" where it is covered.
    """

    wanted: Wanted
    weight: float
    exact: bool
    covered: bool
    topical: float
    nearest: float
    relation: Relation

    @property
    def soft(self) -> float:
        """How far it counts as covered: whole where it is, in part where something near in meaning stands there."""
        return 1.0 if self.covered else max(0.0, (self.nearest - UNRELATED) / (1 - UNRELATED))


def concepts_of(asked: Asked, hits: Sequence[Hit], index: Index) -> list[Concept]:
    """The words of a question beside all of `hits`; [] where there is no word on either side."""
    held = frozenset[str]().union(*(index.studies.of(hit.position).held for hit in hits))
    if not asked.wanted or not held:
        return []
    text = " ".join(hit.passage.text for hit in hits)
    by_kind = asked.answered_by_kind(text)
    if asked.aspects:
        by_kind |= told_words(asked.question, asked.aspects, over(hits))
    by_kind |= told_by_table(asked.question, hits[0].passage.kind)
    nearest = np.max([asked.like(hit.position).nearest for hit in hits], axis=0)
    around, found = index.studies.document_shares(hits[0].position), asked.held_by(held)
    return [
        Concept(
            wanted=wanted,
            weight=wanted.weight,
            exact=wanted.held_by(held, synonyms=False),
            covered=(covered := number in found or wanted.surface in by_kind),
            topical=max(around.get(term, 0.0) for term in wanted.terms),
            nearest=1.0 if wanted.term in held else near,
            relation="same" if covered else _closest(wanted, hits, index),
        )
        for number, (wanted, near) in enumerate(zip(asked.wanted, nearest.tolist(), strict=True))
    ]


def _closest(wanted: Wanted, hits: Sequence[Hit], index: Index) -> Relation:
    return min((wanted.senses.relation(index.studies.of(hit.position).senses) for hit in hits), key=_CLOSENESS.index)
