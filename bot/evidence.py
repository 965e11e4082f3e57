"""Evidence: what speaks for and against the best passage being an answer, as numbers that do not depend on corpus size.

Retrieval scores alone cannot tell a near miss ("HER2 drugs for bladder cancer") from a question that is answered. What
tells is which words of the question the passage does not hold, how much the question hangs on them, whether the corpus
knows them at all, and whether it asks for a number, a price or a name that the passage does not give.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from corpus.sentences import sentences
from index import analyzer, background
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
_SOFT_FLOOR = 0.45  # cosine below which two words have nothing to do with each other


def evidence(result: SearchResult, hits: Sequence[Hit], index: Index) -> dict[str, float]:
    """Named numbers for the claim that `hits` (the ones that would be shown) answer the question.

    Raises:
        ValueError: If `hits` is empty.
    """
    if not hits:
        raise ValueError("evidence is about at least one hit")
    query = result.query
    held = _held(hits, index)
    concepts = concepts_of(query)
    weights = {number: max(terms[0].importance, 0.1) for number, terms in concepts.items()}
    whole = sum(weights.values()) or 1.0
    exact = {number for number, terms in concepts.items() if _match(terms, held, synonyms=False)}
    covered = {number for number, terms in concepts.items() if _match(terms, held, synonyms=True)}
    missing = [number for number in concepts if number not in covered]
    soft = _soft(concepts, missing, held)
    absent = [n for n in missing if not any(term.known for term in concepts[n])]
    asked, text = query.text, " ".join(hit.passage.text for hit in hits)
    rest = [hit for hit in result.hits if hit.passage.id not in {shown.passage.id for shown in hits}]
    top = max(hit.score for hit in hits)
    missed = sorted((weights[n] * (1 - soft.get(n, 0.0)) for n in missing), reverse=True)
    return {
        "exact": sum(weights[n] for n in exact) / whole,
        "covered": sum(weights[n] for n in covered) / whole,
        "soft": sum(weights[n] * (1.0 if n in covered else soft.get(n, 0.0)) for n in concepts) / whole,
        "worst_missing": (missed[0] if missed else 0.0) / 6.0,
        "missing": sum(missed) / 6.0,
        "missing_count": min(len(missing), 6) / 3.0,
        "absent": sum(weights[n] for n in absent) / whole,
        "absent_count": min(len(absent), 4) / 2.0,
        "unknown_name": float(any(_is_unknown_name(concepts[n][0]) for n in missing)),
        "in_sentence": _best_sentence(concepts, weights, hits, index) / whole,
        "in_heading": _in_headings(concepts, weights, hits, index) / whole,
        "nearness": hits[0].signals.get("nearness", 0.0),
        "margin": (top - rest[0].score) / max(top, 1e-6) if rest else 1.0,
        "score_per_concept": min(top / 2.45, 1.0),
        "concepts": math.log1p(len(concepts)),
        "matched_weight": sum(weights[n] for n in covered) / 6.0,
        "rarest_matched": max((weights[n] for n in covered), default=0.0) / 6.0,
        "single": float(len(concepts) == 1),
        "none_matched": float(not covered),
        "amount_missing": float(bool(_AMOUNT.search(asked)) and not _NUMBER.search(text)),
        "amount": float(bool(_AMOUNT.search(asked))),
        "who": float(bool(_WHO.search(asked))),
        "full_form": float(bool(_FULL_FORM.search(asked))),
        "corrected": float(bool(query.corrections)),
        "row": float(hits[0].passage.kind in ("row", "table")),
        "disclaimer": float(hits[0].passage.kind == "disclaimer"),
    }


def concepts_of(query: Query) -> dict[int, list[QueryTerm]]:
    """The question's own concepts, without the conversation's: the word itself first, then its synonyms."""
    concepts: dict[int, list[QueryTerm]] = {}
    for term in query.terms:
        if term.origin != "context":
            concepts.setdefault(term.concept, []).append(term)
    return concepts


def _held(hits: Sequence[Hit], index: Index) -> set[str]:
    return {term for hit in hits for term in index.passage_terms(hit.position)}


def _match(terms: Sequence[QueryTerm], held: set[str], *, synonyms: bool) -> bool:
    return any(held.issuperset(term.term.split(" ")) for term in terms if synonyms or term.origin != "synonym")


def _soft(concepts: Mapping[int, list[QueryTerm]], missing: Sequence[int], held: set[str]) -> dict[int, float]:
    """How near in meaning each missing concept is to something in the passage, 0 to 1."""
    if not missing or not held:
        return {}
    cosines = similarities([concepts[number][0].term for number in missing], sorted(held))
    nearest = np.clip((cosines.max(axis=1) - _SOFT_FLOOR) / (1 - _SOFT_FLOOR), 0.0, 1.0)
    return {number: float(value) for number, value in zip(missing, nearest, strict=True)}


def _is_unknown_name(term: QueryTerm) -> bool:
    """Whether a word that the index lacks is a name, or a word so rare that it must be one."""
    found = background.common(term.surface)
    return not term.known and (is_name(term.surface) or found is None or found.zipf < 3.0)


def _best_sentence(
    concepts: Mapping[int, list[QueryTerm]], weights: Mapping[int, float], hits: Sequence[Hit], index: Index
) -> float:
    """The most of the question's weight that one sentence (or one row) holds."""
    return max(
        sum(weights[n] for n, terms in concepts.items() if _match(terms, held, synonyms=True))
        for hit in hits
        for part in (sentences(hit.passage.text) if hit.passage.kind != "row" else [hit.passage.text])
        for held in [set(analyzer.terms(part, index.understanding.term_of))]
    )


def _in_headings(
    concepts: Mapping[int, list[QueryTerm]], weights: Mapping[int, float], hits: Sequence[Hit], index: Index
) -> float:
    held = set(analyzer.terms(" ".join(hits[0].passage.headings), index.understanding.term_of))
    return sum(weights[n] for n, terms in concepts.items() if _match(terms, held, synonyms=True))
