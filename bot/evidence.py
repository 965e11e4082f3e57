"""Evidence: what speaks for and against the best passage being an answer, as numbers that do not depend on corpus size.

Retrieval scores alone cannot tell a near miss ("HER2 drugs for bladder cancer") from a question that is answered. What
tells is which words of the question the passage does not hold, how much the question hangs on them, whether the corpus
knows them at all, and whether it asks for a number, a price or a name that the passage does not give.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from bot.concepts import HEAVY, Asked, Concept, concepts_of
from bot.tables import asks_for_table
from index.hit import Hit, SearchResult
from index.searching import Index
from index.senses import PARTS_OF_SPEECH
from index.spelling import is_name
from index.studies import Study

_LIKENESS = ("held", "soft", "soft_even", "unlike", "unlike_even", "said", "said_below", "in_sentence")
_DETERMINED = re.compile(r"\b(?:which|what|whose|how many|how much)\s+([a-z][\w-]*)", re.I)


def evidence(result: SearchResult, hits: Sequence[Hit], index: Index, asked: Asked) -> dict[str, float]:
    """Named numbers for the claim that `hits` (the ones that would be shown) answer the question.

    Words taken over from the conversation are not counted here (see conversation.py for these).

    Raises:
        ValueError: If `hits` is empty.
    """
    if not hits:
        raise ValueError("evidence is about at least one hit")
    question, text = asked.question, " ".join(hit.passage.text for hit in hits)
    concepts = concepts_of(asked, hits, index)
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
        **_related(concepts),
        **_where_missing(concepts, index),
        **_likeness(asked, concepts, hits),
        "rank": 1 / (1 + min(asked.rank.get(hit.position, 10) for hit in hits)),
        "is_heading": _alike(asked, index.studies.of(hits[0].position).heading),
        "is_phrasing": max(
            _alike(asked, one) for hit in hits for one in index.studies.of(hit.position).phrasings or [frozenset()]
        ),
        "margin": (top - rest[0].score) / max(highest, 1e-6) if rest else 1.0,
        "first": float(top >= highest),
        **{name: max(hit.signals.get(name, 0.0) for hit in hits) for name in ("terms", "meaning")},
        **asked.gists.evidence(hits),
        **_names(concepts, hits, index),
        **asked.form.evidence(text),
        "length": math.log1p(sum(len(index.studies.of(hit.position).held) for hit in hits)),
        "amount": float(asked.amount),
        "amount_missing": float(asked.lacks_amount(text)),
        "asked_missing": _asked_missing(question, concepts),
        "full_form": float(asked.full_form),
        "row": float(hits[0].passage.kind in ("row", "table")),
        "in_table": float(asks_for_table(question, hits[0].passage.kind)),
        "disclaimer": float(hits[0].passage.kind == "disclaimer"),
    }


def _coverage(concepts: Sequence[Concept]) -> dict[str, float]:
    """Shares of the question's squared weight: the squares say more of the words that it hangs on."""
    whole = sum(concept.weight**2 for concept in concepts) or 1.0
    return {
        "exact": sum(concept.weight**2 for concept in concepts if concept.exact) / whole,
        "covered": sum(concept.weight**2 for concept in concepts if concept.covered) / whole,
        "concepts": math.log1p(len(concepts)),
    }


def _names(concepts: Sequence[Concept], hits: Sequence[Hit], index: Index) -> dict[str, float]:
    """Whether the passage holds the names in the question, and whether its rows are called by one."""
    named = [concept for concept in concepts if is_name(concept.wanted.surface.replace(" ", ""), index.names)]
    rows = [index.studies.of(hit.position) for hit in hits if hit.passage.kind == "row"]
    called = frozenset[str]().union(*(row.called for row in rows))
    headers = frozenset[str]().union(*(row.headers for row in rows))
    return {
        "names": float(bool(named)),
        "names_held": sum(concept.exact for concept in named) / max(len(named), 1),
        "several_called": float(
            sum(any(c.wanted.held_by(names, synonyms=False) for c in concepts) for names in _own_names(rows)) > 1
        ),
        "row_called": sum(concept.wanted.held_by(called, synonyms=False) for concept in concepts)
        / max(len(concepts), 1),
        "row_header": float(any(concept.wanted.held_by(headers) for concept in concepts)),
    }


def _own_names(rows: Sequence[Study]) -> list[frozenset[str]]:
    """For each of several rows the terms of its first cell that no other row's has."""
    if len(rows) < 2:
        return []
    return [row.called.difference(*(other.called for other in rows if other is not row)) for row in rows]


def _missing(concepts: Sequence[Concept]) -> dict[str, float]:
    """What the passage lacks of the question: how much hangs on it, and whether the document is about it anyway."""
    missing = [concept for concept in concepts if not concept.covered]
    return {
        "heaviest_missing": max((concept.weight**2 for concept in missing), default=0.0) / HEAVY**2,
        "heaviest_off_topic": max((c.weight * (1 - c.topical) ** 2 for c in missing), default=0.0) / HEAVY,
        "heaviest_elsewhere": max((c.weight * (1 - c.topical) for c in missing if c.wanted.known), default=0.0) / HEAVY,
        "absent": sum(not concept.wanted.known for concept in concepts) / 3,
    }


def _related(concepts: Sequence[Concept]) -> dict[str, float]:
    """What the passage has in place of the words that it lacks, and what kind of words these are.

    Shares of the question's squared weight by relation; the weight of what is only vaguely there by part of speech.
    """
    whole = sum(concept.weight**2 for concept in concepts) or 1.0
    missing = [concept for concept in concepts if not concept.covered]
    shares = dict.fromkeys(("same", "related", "narrower", "wider", "sibling", "none"), 0.0)
    for concept in missing:
        shares["sibling" if concept.relation == "opposite" else concept.relation] += concept.weight**2 / whole
    foreign = [concept for concept in missing if concept.relation not in ("same", "related")]
    lacks = {
        part: [c.weight * (1 - c.soft) / HEAVY for c in foreign if c.wanted.part_of_speech == part]
        for part in PARTS_OF_SPEECH
    }
    return {
        **{f"by_{relation}": share for relation, share in shares.items()},
        **{f"lacks_{part}": sum(weights) for part, weights in lacks.items()},
        **{f"heaviest_{part}": max(weights, default=0.0) for part, weights in lacks.items()},
    }


def _where_missing(concepts: Sequence[Concept], index: Index) -> dict[str, float]:
    """Whether the heaviest words that the passage lacks are names, known elsewhere or unheard of, first or last."""
    missing = [concept for concept in concepts if not concept.covered]
    named = [c for c in concepts if not c.exact and is_name(c.wanted.surface.replace(" ", ""), index.names)]
    return {
        "name_missing": max((concept.weight for concept in named), default=0.0) / HEAVY,
        "unheard_missing": max((c.weight for c in missing if not c.wanted.known), default=0.0) / HEAVY,
        "known_missing": max((c.weight for c in missing if c.wanted.known), default=0.0) / HEAVY,
        "first_missing": float(bool(concepts) and not concepts[0].covered),
        "last_missing": float(bool(concepts) and not concepts[-1].covered),
    }


def _likeness(asked: Asked, concepts: Sequence[Concept], hits: Sequence[Hit]) -> dict[str, float]:
    if not concepts:
        return dict.fromkeys(_LIKENESS, 0.0)
    weights = np.array([concept.weight for concept in concepts], np.float32)
    parts = [asked.like(hit.position) for hit in hits]
    covered = np.array([concept.covered for concept in concepts])
    whole = np.maximum(np.max([like.whole for like in parts], axis=0), covered)
    return {
        "held": float(covered.mean()),
        "soft": float((weights**2 * whole).sum() / (weights**2).sum()),
        "soft_even": float(whole.mean()),
        "unlike": float((weights * (1 - whole)).max()) / HEAVY,
        "unlike_even": float(1 - whole.min()),
        "said": max(like.said for like in parts),
        "said_below": max(like.said_below for like in parts),
        "in_sentence": max(like.in_sentence for like in parts),
    }


def _alike(asked: Asked, held: frozenset[str]) -> float:
    """How far a heading or a phrasing of these terms and the question are the same (Dice's coefficient)."""
    return min(1.0, 2 * len(asked.held_by(held)) / max(len(asked.wanted) + len(held), 1))


def _asked_missing(question: str, concepts: Sequence[Concept]) -> float:
    """The weight of the kind of thing asked for, the noun in "which company", where the passage lacks it."""
    nouns = {found.lower() for found in _DETERMINED.findall(question)}
    wanted = (concept for concept in concepts if concept.wanted.surface.lower() in nouns)
    return max((concept.weight * (1 - concept.soft) for concept in wanted if not concept.covered), default=0.0) / HEAVY
