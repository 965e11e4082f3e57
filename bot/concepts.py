"""The words of a question beside all that could be shown: how far each is held, and what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.asked_aspects import AskedAspect, asking, over, told_words
from bot.asked_for import answered_by_kind, asks_amount, asks_full_form, lacking
from bot.calling import Calling
from bot.cells import AskedCells
from bot.explained import Explained
from bot.gist import Gists
from bot.likeness import UNRELATED, Likeness, likeness
from bot.options import Options
from bot.question_form import form
from bot.question_words import LEAST_WEIGHT, Bools, Floats, Wanted, WantedRows
from bot.tables import told_by_table
from index.hit import Hit, SearchResult
from index.searching import Index
from index.senses import RELATIONS

HEAVY = 8.0  # the weight of a word that the corpus lacks and general English hardly has


class Asked:
    """A question as evidence looks at it, made once for all that could be shown."""

    def __init__(
        self, result: SearchResult, aspects: Sequence[AskedAspect], index: Index, *, context: bool = False
    ) -> None:
        """Take a search for a question that asks for these aspects apart; with `context` it asks what it takes over."""
        self.question = result.query.spelled
        self.lacks_amount, self.answered_by_kind = lacking(self.question), answered_by_kind(self.question)
        self.amount, self.full_form = asks_amount(self.question), asks_full_form(self.question)
        self.asking, self.form = asking(self.question, aspects), form(self.question)
        concepts = result.query.concepts if context else result.query.own_concepts
        self.wanted = [Wanted(terms) for terms in concepts.values()]
        self.rows = WantedRows(self.wanted)
        self.explained = Explained(self.question, self.wanted, index)
        self.calling = Calling(self.question, self.wanted, index)
        self.cells = AskedCells(result.query, self.asking, self.wanted, self.calling, index)
        self.weights = np.array([wanted.weight for wanted in self.wanted])
        self.known = np.array([wanted.known for wanted in self.wanted], bool)
        self.gists = Gists(result, index)
        self._of_table = cache(lambda kind, several: told_by_table(self.question, kind, several=several))
        self.rank = {hit.position: rank for rank, hit in enumerate(result.hits)}

    def answered(self, hits: Sequence[Hit], text: str) -> frozenset[str]:
        """The words of the question that hits answer by what kind of text they are, or stand under; in lower case."""
        answered = self.answered_by_kind(text) | self._of_table(hits[0].passage.kind, len(hits) > 1)
        return answered | told_words(self.asking, over(hits)) if self.asking else answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Concepts:
    """The words of a question beside all that could be shown.

    Attributes:
        wanted: The words.
        weights: How much the question hangs on each, shape (words,).
        shares: The share of each in the question's squared weight, shape (words,).
        known: Whether the index holds each, or something that may stand for it, shape (words,).
        exact: Whether an option holds the word itself, or what a slip was corrected to, shape (options, words).
        covered: Whether it holds the word or a synonym, or answers the word by its kind; alike.
        topical: The share of the passages around it, of its document, that hold the word or a synonym, where an option
            does not cover the word; alike.
        soft: How far it counts as covered: whole where it is, in part where something near in meaning stands there.
        relation: The closest relation that a word of the option has to it, as its place in RELATIONS.
        like: The passages beside the question.
    """

    wanted: Sequence[Wanted]
    weights: NDArray[np.float64]
    shares: NDArray[np.float64]
    known: Bools
    exact: Bools
    covered: Bools
    topical: Floats
    soft: Floats
    relation: NDArray[np.uint8]
    like: Likeness


def concepts_of(asked: Asked, options: Options, index: Index) -> Concepts:
    """The words of a question beside all that could be shown."""
    like = likeness(asked.wanted, asked.rows, options.studies, index)
    holds = options.joined(like.holds, np.logical_or)
    exact, covered = holds[:, asked.rows.own], asked.rows.held(holds)
    for number, (hits, text) in enumerate(zip(options.hits, options.texts, strict=True)):
        if answered := asked.answered(hits, text):
            covered[number] |= np.array([wanted.surface in answered for wanted in asked.wanted], bool)
        if hits[0].passage.kind == "row":
            covered[number] |= asked.calling.by_number(hits[0].position)
    near = np.maximum((options.joined(like.nearest) - UNRELATED) / (1 - UNRELATED), 0.0)
    return Concepts(
        wanted=asked.wanted,
        weights=asked.weights,
        shares=asked.weights**2 / max((asked.weights**2).sum(), LEAST_WEIGHT**2),
        known=asked.known,
        exact=exact,
        covered=covered,
        topical=_topical(asked, covered, options, index),
        soft=np.where(covered, 1.0, near),
        relation=np.where(covered, RELATIONS.index("same"), options.joined(like.relation, np.minimum)),
        like=like,
    )


def _topical(asked: Asked, covered: Bools, options: Options, index: Index) -> Floats:
    around = [index.studies.around(hits[0].position) for hits in options.hits]
    number = {passages: at for at, passages in enumerate(dict.fromkeys(around))}
    missing: Bools = ~covered.min(axis=0)
    rows = asked.rows.standing_for(missing)
    shares = asked.rows.best(index.shares(list(number), rows.tolist()))
    return shares[[number[passages] for passages in around]]
