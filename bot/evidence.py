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

from bot.gist import Gists
from bot.tables import asks_whole
from corpus.passage import Passage
from index import background
from index.hit import Hit, Query, QueryTerm, SearchResult
from index.searching import Index
from index.similarity import similarities
from index.spelling import is_name

_AMOUNT = re.compile(
    r"""\b(?: how\ (?:much|many|often|long|old|big|far|fast|high|low|tall|soon|quickly|likely|common)
        | what\ (?:percentage|percent|number|share|proportion|dose|dosage|amount|age|size|time|year|date|day)
        | percentage | percent | price | costs? | fee | free\ of\ charge | for\ free | expensive | cheap | refund | dose | dosage | mg | ml | (?:milli)?grams? | rates? | statistics
        | average | median | per\ (?:day|week|month|year|kg) )\b | ^\W*(?:(?:and|so|but)\ )?when\b""",
    re.I | re.X,
)
_NUMBER = re.compile(
    r"""\d | \b(?: two | three | four | five | six | seven | eight | nine | ten | twelve | dozen | hundred | half | once
        | twice | daily | weekly | monthly | yearly | hourly | percent | per\ cent | (?:a|every|each|per|one)\ (?:minute
        |hour|day|week|month|year)s? )\b""",
    re.I | re.X,
)
_HOW_OFTEN = re.compile(
    r"\bhow (?:often|common|likely|quickly|soon|fast|long|high|low)\b|^\W*(?:(?:and|so|but) )?when\b", re.I
)
_ROUGHLY = re.compile(
    r"\b(?:most|few|many|often|rarely|usually|sometimes|always|never|before|after|until|as soon as|minutes?|hours?|days?|weeks?|months?|years?|quick(?:er|ly)?|fast(?:er)?|slow(?:er|ly)?)\b",
    re.I,
)
_DETERMINED = re.compile(r"\b(?:which|what|whose|how many|how much)\s+([a-z][\w-]*)", re.I)
_WHO = re.compile(
    r"""\b(?: who\ (?!should|can|could|must|is\ it|are\ these|it\ is|benefits) | brand\ names? | named\ after
        | which\ (?:company|firm|manufacturer|person|scientist) | invented | discovered )\b""",
    re.I | re.X,
)
_FULL_FORM = re.compile(
    r"\b(?:stands? for|full (?:form|name)|abbreviation|acronym|short for|spell(?:ed|t)? out)\b", re.I
)
_DEFINITION = re.compile(
    r"""^\W*(?: what(?:\ is|\ are|'s|s|\ does|\ do)? | define | meaning\ of | explain )\ (?:(?:an?|the)\ )?
        ([\w-]+(?:\ [\w-]+){0,2}?)(?:\ mean)?\W*$""",
    re.I | re.X,
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
)
_UNRELATED = 0.4  # cosine below which two words have nothing to do with each other
_HEAVY = 8.0  # the weight of a word that the corpus lacks and general English hardly has


def evidence(result: SearchResult, hits: Sequence[Hit], index: Index, gists: Gists) -> dict[str, float]:
    """Named numbers for the claim that `hits` (the ones that would be shown) answer the question.

    Words taken over from the conversation are not counted here (see conversation.py for these).

    Raises:
        ValueError: If `hits` is empty.
    """
    if not hits:
        raise ValueError("evidence is about at least one hit")
    concepts = _concepts(result.query, hits, index)
    asked, text = result.query.text, " ".join(hit.passage.text for hit in hits)
    shown = {hit.position for hit in hits}
    section = (
        (hits[0].passage.document.id, hits[0].passage.headings) if hits[0].passage.kind in ("row", "table") else None
    )
    rest = [
        hit
        for hit in result.hits
        if hit.position not in shown and (hit.passage.document.id, hit.passage.headings) != section
    ]
    top, highest = max(hit.score for hit in hits), result.hits[0].score
    return {
        **_coverage(concepts),
        **_missing(concepts),
        "in_sentence": _best_sentence(concepts, hits, index),
        **_headings(concepts, hits, index),
        "whole_table": float(hits[0].passage.kind == "table" and asks_whole(asked)),
        "definition": float(_defines(asked, text)),
        "margin": (top - rest[0].score) / max(highest, 1e-6) if rest else 1.0,
        "first": float(top >= highest),
        "of_first": top / max(highest, 1e-6),
        **{
            name: max(hit.signals.get(name, 0.0) for hit in hits)
            for name in ("terms", "headings", "nearness", "meaning")
        },
        "amount_missing": float(_asks_amount_not_in(asked, text)),
        **_determined(asked, concepts),
        "amount": float(bool(_AMOUNT.search(asked))),
        "who": float(bool(_WHO.search(asked))),
        "full_form": float(bool(_FULL_FORM.search(asked))),
        **{f"asks_{word}": float(word in asked.lower().split()) for word in _QUESTION_WORDS},
        "corrected": float(bool(result.query.corrections)),
        "row": float(hits[0].passage.kind in ("row", "table")),
        **_names(concepts, hits, index),
        **gists.evidence(hits),
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
        topical: The share of the passages around it, of its document, that hold the word or a synonym.
        nearest: Cosine of the nearest word of the passage, 0 to 1.
        known: Whether the documents hold the word or a synonym anywhere.
    """

    terms: Sequence[QueryTerm]
    weight: float
    zipf: float
    exact: bool
    covered: bool
    topical: float
    nearest: float
    known: bool

    @property
    def soft(self) -> float:
        """How far it counts as covered: whole where it is, in part where something near in meaning stands there."""
        return 1.0 if self.covered else max(0.0, (self.nearest - _UNRELATED) / (1 - _UNRELATED))


def _concepts(query: Query, hits: Sequence[Hit], index: Index) -> list[_Concept]:
    held = {term for hit in hits for term in index.passage_terms(hit.position)}
    groups = list(query.concepts(context=False).values())
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
            topical=max(index.document_share(hits[0].position, term.term) for term in terms),
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
        "several_called": float(
            sum(any(_match(c.terms, names, synonyms=False) for c in concepts) for names in _own_names(rows, index)) > 1
        ),
        "row_called": sum(_match(concept.terms, called, synonyms=False) for concept in concepts)
        / max(len(concepts), 1),
        "row_header": float(any(_match(concept.terms, headers, synonyms=True) for concept in concepts)),
    }


def _own_names(rows: Sequence[Passage], index: Index) -> list[set[str]]:
    """For each of several rows the terms of its first cell that no other row's has."""
    firsts = [set(index.analyse_text(row.cells[0][1])) for row in rows]
    return [first.difference(*(other for other in firsts if other is not first)) for first in firsts if len(firsts) > 1]


def _missing(concepts: Sequence[_Concept]) -> dict[str, float]:
    """What the passage lacks of the question: how much hangs on it, how rare it is, whether anything else has it."""
    missing = [concept for concept in concepts if not concept.covered]
    lacks = [concept.weight * (1 - concept.soft) for concept in missing]
    return {
        "heaviest_missing": max((concept.weight for concept in missing), default=0.0) / _HEAVY,
        "heaviest_missing_2": max((concept.weight**2 for concept in missing), default=0.0) / _HEAVY**2,
        "heaviest_lack": max(lacks, default=0.0) / _HEAVY,
        "heaviest_off_topic": max((c.weight * (1 - c.topical) ** 2 for c in missing), default=0.0) / _HEAVY,
        "off_topic": sum(c.weight * (1 - c.topical) ** 2 for c in missing) / _HEAVY,
        "missing_weight": sum(concept.weight for concept in missing) / _HEAVY,
        "lacks": sum(lacks) / _HEAVY,
        "missing": len(missing) / 3,
        "absent": sum(not concept.known for concept in concepts) / 3,
        "heaviest_elsewhere": max((c.weight * (1 - c.topical) for c in missing if c.known), default=0.0) / _HEAVY,
        "rarest_missing": min((concept.zipf for concept in missing), default=7.0) / 7,
        "farthest_missing": min((concept.nearest for concept in missing), default=1.0),
        "unknown_name": float(any(_is_unknown_name(concept.terms[0]) for concept in missing)),
    }


def _match(terms: Sequence[QueryTerm], held: set[str], *, synonyms: bool) -> bool:
    return any(held.issuperset(term.term.split(" ")) for term in terms if synonyms or term.origin != "synonym")


def _is_unknown_name(term: QueryTerm) -> bool:
    """Whether a word that the index lacks is a name, or a word so rare that it must be one."""
    found = background.common(term.surface)
    return not term.known and (is_name(term.surface) or found is None or found.zipf < 3.0)


def _best_sentence(concepts: Sequence[_Concept], hits: Sequence[Hit], index: Index) -> float:
    """The greatest share of the question's weight that one sentence, row or phrasing holds."""
    return max(
        (_share(concepts, set(terms)) for hit in hits for terms in index.sentence_terms(hit.position)), default=0.0
    )


def _headings(concepts: Sequence[_Concept], hits: Sequence[Hit], index: Index) -> dict[str, float]:
    """How much of the question stands in the headings, and how far the last heading is the question (Dice)."""
    last = set(index.analyse_text(hits[0].passage.heading))
    both = sum(_match(concept.terms, last, synonyms=True) for concept in concepts)
    return {
        "in_heading": _share(concepts, set(index.analyse_text(" ".join(hits[0].passage.headings)))),
        "is_heading": min(1.0, 2 * both / max(len(concepts) + len(last), 1)),
    }


def _determined(asked: str, concepts: Sequence[_Concept]) -> dict[str, float]:
    """Whether the passage holds the kind of thing asked for: the noun in "which company" or "what dose"."""
    nouns = {found.lower() for found in _DETERMINED.findall(asked)}
    wanted = [concept for concept in concepts if concept.terms[0].surface.lower() in nouns]
    lacking = [concept.weight * (1 - concept.soft) for concept in wanted if not concept.covered]
    return {
        "asked_held": float(any(concept.covered for concept in wanted)),
        "asked_missing": max(lacking, default=0.0) / _HEAVY,
    }


def _asks_amount_not_in(asked: str, text: str) -> bool:
    if not _AMOUNT.search(asked) or _NUMBER.search(text):
        return False
    return not (_HOW_OFTEN.search(asked) and _ROUGHLY.search(text))


def _defines(asked: str, text: str) -> bool:
    """Whether the question asks what something is, and a sentence of the text begins to say so."""
    found = _DEFINITION.search(asked)
    if not found:
        return False
    return bool(
        re.search(rf"(?:^|[.!?]\s|\()\W*(?:(?:an?|the) )?{re.escape(found.group(1))}s? (?:is|are|means?)\b", text, re.I)
    )


def _share(concepts: Sequence[_Concept], held: set[str]) -> float:
    whole = sum(concept.weight for concept in concepts) or 1.0
    return sum(concept.weight for concept in concepts if _match(concept.terms, held, synonyms=True)) / whole
