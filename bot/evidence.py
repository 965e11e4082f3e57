"""Evidence: what speaks for and against the best passage being an answer, as numbers that do not depend on corpus size.

Retrieval scores alone cannot tell a near miss ("HER2 drugs for bladder cancer") from a question that is answered. What
tells is which words of the question the passage does not hold, how much the question hangs on them, whether the corpus
knows them at all, and whether it asks for a number, a price or a name that the passage does not give.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.asked_aspects import over, told_words
from bot.asked_for import answered_by_kind, asks_amount, asks_full_form, lacks_amount
from bot.gist import Gists
from bot.tables import asks_for_table
from corpus.passage import Passage
from index.hit import Hit, QueryTerm, SearchResult
from index.searching import Index
from index.similarity import cosines_of_rows, rows_of
from index.spelling import is_name

_DETERMINED = re.compile(r"\b(?:which|what|whose|how many|how much)\s+([a-z][\w-]*)", re.I)
_UNRELATED = 0.4  # cosine below which two words have nothing to do with each other
HEAVY = 8.0  # the weight of a word that the corpus lacks and general English hardly has


def evidence(result: SearchResult, hits: Sequence[Hit], index: Index, asked: Asked) -> dict[str, float]:
    """Named numbers for the claim that `hits` (the ones that would be shown) answer the question.

    Words taken over from the conversation are not counted here (see conversation.py for these).

    Raises:
        ValueError: If `hits` is empty.
    """
    if not hits:
        raise ValueError("evidence is about at least one hit")
    question, text = result.query.text, " ".join(hit.passage.text for hit in hits)
    concepts = _concepts(asked, question, hits, index)
    shown = {hit.position for hit in hits}
    section = (
        (hits[0].passage.document.id, hits[0].passage.headings) if hits[0].passage.kind in ("row", "table") else None
    )
    rest = [
        hit
        for hit in result.hits
        if hit.position not in shown and (hit.passage.document.id, hit.passage.headings) != section
    ]
    top, highest = max(hit.score for hit in hits), max((hit.score for hit in result.hits), default=0.0)
    return {
        **_coverage(concepts),
        **_missing(concepts),
        "in_sentence": _best_sentence(asked, hits, index),
        "is_heading": _is_heading(asked, hits[0], index),
        "margin": (top - rest[0].score) / max(highest, 1e-6) if rest else 1.0,
        "first": float(top >= highest),
        **{name: max(hit.signals.get(name, 0.0) for hit in hits) for name in ("terms", "meaning")},
        **asked.gists.evidence(hits),
        **_names(concepts, hits, index),
        "amount": float(asks_amount(question)),
        "amount_missing": float(lacks_amount(question, text)),
        "asked_missing": _asked_missing(question, concepts),
        "full_form": float(asks_full_form(question)),
        "row": float(hits[0].passage.kind in ("row", "table")),
        "in_table": float(asks_for_table(question, hits[0].passage.kind)),
        "disclaimer": float(hits[0].passage.kind == "disclaimer"),
    }


class Wanted:
    """A word of a question: what may stand for it, and how much the question hangs on it."""

    def __init__(self, terms: Sequence[QueryTerm]) -> None:
        """Take the terms of one concept, the word itself first."""
        self.surface, self.term = terms[0].surface, terms[0].term
        self.weight = max(terms[0].importance, 0.1)
        self.known = any(term.known for term in terms)
        self.terms = [term.term for term in terms]
        self.words, self.phrases = _words_and_phrases(self.terms)
        self._exact = _words_and_phrases([term.term for term in terms if term.origin != "synonym"])

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
        self.wanted = [Wanted(terms) for terms in result.query.concepts(context=False).values()]
        self.gists = Gists(result, index)
        self._rows = rows_of(wanted.term for wanted in self.wanted)
        self._index = index
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

    def nearest(self, hits: Sequence[Hit]) -> list[float]:
        """For each word wanted the cosine, 0 to 1, of the word of the hits that is nearest in meaning."""
        studies = [self._index.studies.of(hit.position) for hit in hits]
        cosines = cosines_of_rows(self._rows, np.concatenate([study.vector_rows for study in studies]))
        return [
            1.0 if any(wanted.term in study.held for study in studies) else float(near)
            for wanted, near in zip(self.wanted, cosines.max(axis=1, initial=0.0), strict=True)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Concept:
    """A word of the question beside a passage.

    Attributes:
        wanted: The word.
        weight: How much the question hangs on it.
        exact: Whether the passage holds the word itself, or what a slip was corrected to.
        covered: Whether it holds the word or a synonym, or answers the word by its kind.
        topical: The share of the passages around it, of its document, that hold the word or a synonym.
        nearest: Cosine of the nearest word of the passage, 0 to 1.
    """

    wanted: Wanted
    weight: float
    exact: bool
    covered: bool
    topical: float
    nearest: float

    @property
    def soft(self) -> float:
        """How far it counts as covered: whole where it is, in part where something near in meaning stands there."""
        return 1.0 if self.covered else max(0.0, (self.nearest - _UNRELATED) / (1 - _UNRELATED))


def _concepts(asked: Asked, question: str, hits: Sequence[Hit], index: Index) -> list[_Concept]:
    held = frozenset[str]().union(*(index.studies.of(hit.position).held for hit in hits))
    if not asked.wanted or not held:
        return []
    text = " ".join(hit.passage.text for hit in hits)
    by_kind = answered_by_kind(question, text) | told_words(question, over(hits))
    around, found = index.studies.document_shares(hits[0].position), asked.held_by(held)
    return [
        _Concept(
            wanted=wanted,
            weight=wanted.weight,
            exact=wanted.held_by(held, synonyms=False),
            covered=number in found or wanted.surface in by_kind,
            topical=max(around.get(term, 0.0) for term in wanted.terms),
            nearest=near,
        )
        for number, (wanted, near) in enumerate(zip(asked.wanted, asked.nearest(hits), strict=True))
    ]


def _coverage(concepts: Sequence[_Concept]) -> dict[str, float]:
    """Shares of the question's squared weight: the squares say more of the words that it hangs on."""
    whole = sum(concept.weight**2 for concept in concepts) or 1.0
    return {
        "exact": sum(concept.weight**2 for concept in concepts if concept.exact) / whole,
        "covered": sum(concept.weight**2 for concept in concepts if concept.covered) / whole,
        "concepts": math.log1p(len(concepts)),
    }


def _names(concepts: Sequence[_Concept], hits: Sequence[Hit], index: Index) -> dict[str, float]:
    """Whether the passage holds the names in the question, and whether its rows are called by one."""
    named = [concept for concept in concepts if is_name(concept.wanted.surface.replace(" ", ""), index.names)]
    rows = [hit.passage for hit in hits if hit.passage.kind == "row"]
    called = frozenset(index.analyse_text(" ".join(row.cells[0][1] for row in rows)))
    headers = frozenset(index.analyse_text(" ".join(header for row in rows for header, _ in row.cells)))
    return {
        "names": float(bool(named)),
        "names_held": sum(concept.exact for concept in named) / max(len(named), 1),
        "several_called": float(
            sum(any(c.wanted.held_by(names, synonyms=False) for c in concepts) for names in _own_names(rows, index)) > 1
        ),
        "row_called": sum(concept.wanted.held_by(called, synonyms=False) for concept in concepts)
        / max(len(concepts), 1),
        "row_header": float(any(concept.wanted.held_by(headers) for concept in concepts)),
    }


def _own_names(rows: Sequence[Passage], index: Index) -> list[frozenset[str]]:
    """For each of several rows the terms of its first cell that no other row's has."""
    firsts = [frozenset(index.analyse_text(row.cells[0][1])) for row in rows]
    return [first.difference(*(other for other in firsts if other is not first)) for first in firsts if len(firsts) > 1]


def _missing(concepts: Sequence[_Concept]) -> dict[str, float]:
    """What the passage lacks of the question: how much hangs on it, and whether the document is about it anyway."""
    missing = [concept for concept in concepts if not concept.covered]
    return {
        "heaviest_missing": max((concept.weight**2 for concept in missing), default=0.0) / HEAVY**2,
        "heaviest_off_topic": max((c.weight * (1 - c.topical) ** 2 for c in missing), default=0.0) / HEAVY,
        "heaviest_elsewhere": max((c.weight * (1 - c.topical) for c in missing if c.wanted.known), default=0.0) / HEAVY,
        "absent": sum(not concept.wanted.known for concept in concepts) / 3,
    }


def _best_sentence(asked: Asked, hits: Sequence[Hit], index: Index) -> float:
    """The greatest share of the question's weight that one sentence, row or phrasing holds."""
    weights = [wanted.weight for wanted in asked.wanted]
    found = {frozenset(asked.held_by(held)) for hit in hits for held in index.studies.of(hit.position).sentences}
    most = max((sum(weights[number] for number in numbers) for numbers in found), default=0.0)
    return most / (sum(weights) or 1.0)


def _is_heading(asked: Asked, hit: Hit, index: Index) -> float:
    """How far the passage's heading and the question are the same (Dice's coefficient)."""
    held = index.studies.of(hit.position).heading
    return min(1.0, 2 * len(asked.held_by(held)) / max(len(asked.wanted) + len(held), 1))


def _asked_missing(question: str, concepts: Sequence[_Concept]) -> float:
    """The weight of the kind of thing asked for, the noun in "which company", where the passage lacks it."""
    nouns = {found.lower() for found in _DETERMINED.findall(question)}
    wanted = (concept for concept in concepts if concept.wanted.surface.lower() in nouns)
    return max((concept.weight * (1 - concept.soft) for concept in wanted if not concept.covered), default=0.0) / HEAVY
