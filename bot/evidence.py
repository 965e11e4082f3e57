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

from corpus.sentences import sentences
from index import background
from index.hit import Hit, Query, QueryTerm, SearchResult
from index.searching import Index
from index.similarity import similarities
from index.spelling import is_name

_AMOUNT = re.compile(
    r"""\b(?: how\ (?:much|many|often|long|old|big|far|fast|high|low|tall|soon|quickly|likely|common)
        | what\ (?:percentage|percent|number|share|proportion|dose|dosage|amount|age|size|time|year|date|day)
        | percentage | percent | price | costs? | fee | dose | dosage | mg | ml | (?:milli)?grams? | rates? | statistics
        | average | median | per\ (?:day|week|month|year|kg) | when )\b""",
    re.I | re.X,
)
_NUMBER = re.compile(
    r"""\d | \b(?: one | two | three | four | five | six | seven | eight | nine | ten | twelve | dozen | hundred | half
        | once | twice | daily | weekly | monthly | yearly | hourly | minutes? | hours? | days? | weeks? | months?
        | years? | percent | per\ cent | most | few | every | each | often | rarely | usually )\b""",
    re.I | re.X,
)
_WHO = re.compile(
    r"""\b(?: who\ (?!should|can|could|must|is\ it|are\ these|it\ is|benefits) | brand\ names? | named\ after
        | which\ (?:company|firm|manufacturer|person|scientist) | invented | discovered )\b""",
    re.I | re.X,
)
_FULL_FORM = re.compile(
    r"\b(?:stands? for|full (?:form|name)|abbreviation|acronym|short for|spell(?:ed|t)? out)\b", re.I
)
_QUESTION_WORDS = (
    "what",
    "which",
    "how",
    "why",
    "when",
    "where",
    "who",
    "does",
    "is",
    "can",
    "much",
    "many",
    "long",
    "should",
    "cost",
    "name",
    "best",
)
_UNRELATED = 0.4  # cosine below which two words have nothing to do with each other
_HEAVY = 8.0  # the weight of a word that the corpus lacks and general English hardly has


def evidence(result: SearchResult, hits: Sequence[Hit], index: Index) -> dict[str, float]:
    """Named numbers for the claim that `hits` (the ones that would be shown) answer the question.

    Raises:
        ValueError: If `hits` is empty.
    """
    if not hits:
        raise ValueError("evidence is about at least one hit")
    concepts = _concepts(result.query, hits, index)
    asked, text = result.query.text, " ".join(hit.passage.text for hit in hits)
    shown = {hit.position for hit in hits}
    rest = [hit for hit in result.hits if hit.position not in shown]
    top, highest = max(hit.score for hit in hits), result.hits[0].score
    return {
        **_coverage(concepts),
        **_missing(concepts),
        "in_sentence": _best_sentence(concepts, hits, index),
        "in_heading": _in_headings(concepts, hits, index),
        "margin": (top - rest[0].score) / max(highest, 1e-6) if rest else 1.0,
        "first": float(top >= highest),
        "of_first": top / max(highest, 1e-6),
        **{name: hits[0].signals.get(name, 0.0) for name in ("terms", "headings", "nearness", "meaning")},
        "amount_missing": float(bool(_AMOUNT.search(asked)) and not _NUMBER.search(text)),
        "amount": float(bool(_AMOUNT.search(asked))),
        "who": float(bool(_WHO.search(asked))),
        "full_form": float(bool(_FULL_FORM.search(asked))),
        **{f"asks_{word}": float(word in asked.lower().split()) for word in _QUESTION_WORDS},
        "corrected": float(bool(result.query.corrections)),
        "row": float(hits[0].passage.kind in ("row", "table")),
        **_names(concepts, hits, index),
        "disclaimer": float(hits[0].passage.kind == "disclaimer"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Concept:
    """A word of the question beside a passage.

    Attributes:
        terms: The word itself first, then its synonyms.
        weight: How much the question hangs on it.
        zipf: How frequent it is in general English, 0 where it is rarer than the table's words.
        exact: Whether the passage holds the word itself, or what a slip was corrected to.
        covered: Whether it holds the word or a synonym.
        nearest: Cosine of the nearest word of the passage, 0 to 1.
        known: Whether the documents hold the word or a synonym anywhere.
    """

    terms: Sequence[QueryTerm]
    weight: float
    zipf: float
    exact: bool
    covered: bool
    nearest: float
    known: bool

    @property
    def soft(self) -> float:
        """How far it counts as covered: whole where it is, in part where something near in meaning stands there."""
        return 1.0 if self.covered else max(0.0, (self.nearest - _UNRELATED) / (1 - _UNRELATED))


def _concepts(query: Query, hits: Sequence[Hit], index: Index) -> list[_Concept]:
    held = {term for hit in hits for term in index.passage_terms(hit.position)}
    groups = list(concepts_of(query).values())
    if not groups or not held:
        return []
    nearest = similarities([terms[0].term for terms in groups], sorted(held)).max(axis=1)
    return [
        _Concept(
            terms=terms,
            weight=max(terms[0].importance, 0.1),
            zipf=found.zipf if (found := background.common(terms[0].surface)) else 0.0,
            exact=_match(terms, held, synonyms=False),
            covered=_match(terms, held, synonyms=True),
            nearest=float(near),
            known=any(term.known for term in terms),
        )
        for terms, near in zip(groups, nearest, strict=True)
    ]


def _coverage(concepts: Sequence[_Concept]) -> dict[str, float]:
    """Shares of the question's weight, and of its squared weight, which says more of the words that it hangs on."""
    shares: dict[str, float] = {}
    for power in (1, 2):
        weights = [concept.weight**power for concept in concepts]
        whole = sum(weights) or 1.0
        shares[f"exact_{power}"] = sum(w for w, c in zip(weights, concepts, strict=True) if c.exact) / whole
        shares[f"covered_{power}"] = sum(w for w, c in zip(weights, concepts, strict=True) if c.covered) / whole
        shares[f"soft_{power}"] = sum(w * c.soft for w, c in zip(weights, concepts, strict=True)) / whole
    shares["concepts"] = math.log1p(len(concepts))
    shares["single"] = float(len(concepts) == 1)
    shares["matched"] = sum(concept.covered for concept in concepts) / 3
    shares["matched_weight"] = sum(concept.weight for concept in concepts if concept.covered) / _HEAVY
    shares["heaviest_matched"] = max((concept.weight for concept in concepts if concept.covered), default=0.0) / _HEAVY
    return shares


def _names(concepts: Sequence[_Concept], hits: Sequence[Hit], index: Index) -> dict[str, float]:
    """Whether the passage holds the names in the question, and whether its rows are called by one."""
    named = [concept for concept in concepts if is_name(concept.terms[0].surface.replace(" ", ""), index.names)]
    rows = [hit.passage for hit in hits if hit.passage.kind == "row"]
    called = set(index.analyse_text(" ".join(row.cells[0][1] for row in rows)))
    headers = set(index.analyse_text(" ".join(header for row in rows for header, _ in row.cells)))
    return {
        "names": float(bool(named)),
        "names_held": sum(concept.exact for concept in named) / max(len(named), 1),
        "row_called": sum(_match(concept.terms, called, synonyms=False) for concept in concepts)
        / max(len(concepts), 1),
        "row_header": float(any(_match(concept.terms, headers, synonyms=True) for concept in concepts)),
    }


def _missing(concepts: Sequence[_Concept]) -> dict[str, float]:
    """What the passage lacks of the question: how much hangs on it, how rare it is, whether anything else has it."""
    missing = [concept for concept in concepts if not concept.covered]
    lacks = [concept.weight * (1 - concept.soft) for concept in missing]
    return {
        "heaviest_missing": max((concept.weight for concept in missing), default=0.0) / _HEAVY,
        "heaviest_missing_2": max((concept.weight**2 for concept in missing), default=0.0) / _HEAVY**2,
        "heaviest_lack": max(lacks, default=0.0) / _HEAVY,
        "missing_weight": sum(concept.weight for concept in missing) / _HEAVY,
        "lacks": sum(lacks) / _HEAVY,
        "missing": len(missing) / 3,
        "absent": sum(not concept.known for concept in concepts) / 3,
        "missing_known": sum(concept.known for concept in missing) / 3,
        "rarest_missing": min((concept.zipf for concept in missing), default=7.0) / 7,
        "farthest_missing": min((concept.nearest for concept in missing), default=1.0),
        "unknown_name": float(any(_is_unknown_name(concept.terms[0]) for concept in missing)),
    }


def concepts_of(query: Query) -> dict[int, list[QueryTerm]]:
    """The question's concepts, and those taken over from the conversation: the word itself first, then its synonyms."""
    concepts: dict[int, list[QueryTerm]] = {}
    for term in query.terms:
        concepts.setdefault(term.concept, []).append(term)
    return concepts


def _match(terms: Sequence[QueryTerm], held: set[str], *, synonyms: bool) -> bool:
    return any(held.issuperset(term.term.split(" ")) for term in terms if synonyms or term.origin != "synonym")


def _is_unknown_name(term: QueryTerm) -> bool:
    """Whether a word that the index lacks is a name, or a word so rare that it must be one."""
    found = background.common(term.surface)
    return not term.known and (is_name(term.surface) or found is None or found.zipf < 3.0)


def _best_sentence(concepts: Sequence[_Concept], hits: Sequence[Hit], index: Index) -> float:
    """The greatest share of the question's weight that one sentence (or one row) holds."""
    parts = (
        part
        for hit in hits
        for part in ([hit.passage.text] if hit.passage.kind == "row" else sentences(hit.passage.text))
    )
    return max((_share_in(part, concepts, index) for part in parts), default=0.0)


def _in_headings(concepts: Sequence[_Concept], hits: Sequence[Hit], index: Index) -> float:
    return _share_in(" ".join(hits[0].passage.headings), concepts, index)


def _share_in(text: str, concepts: Sequence[_Concept], index: Index) -> float:
    held = set(index.analyse_text(text))
    whole = sum(concept.weight for concept in concepts) or 1.0
    return sum(concept.weight for concept in concepts if _match(concept.terms, held, synonyms=True)) / whole
