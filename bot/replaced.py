"""What of the last questions a follow-up puts another thing in place of: "driving after A?", "and after B?".

A row or a name that a question calls is such a thing, and `conversation.py` sees to it. Here it is a word: the opposite
or a sibling of a word that the last questions asked by ("and the overactive kind?"), or what another document or
section is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from bot.listed import of_anything
from bot.memory import Memory
from corpus.passage import Source
from index.hit import SearchResult
from index.searching import Index
from index.senses import RELATIONS, relations
from index.similarity import row_of

_BESIDE = (RELATIONS.index("opposite"), RELATIONS.index("sibling"))
_OPPOSED = (("over", "under"), ("hyper", "hypo"), ("pre", "post"), ("macro", "micro"), ("intra", "extra"))
SHORTEST_REST = 3  # letters of a word behind such a beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What a question puts other things in place of.

    Attributes:
        terms: The terms that the last questions asked by and that this one replaces.
        alone: Whether it says nothing besides what it puts there.
        document: The id of the document that it names in place of the last one, "" where it names none.
    """

    terms: frozenset[str] = frozenset()
    alone: bool = False
    document: str = ""


def replaced(first: SearchResult, memory: Memory, index: Index) -> Replaced:
    """What a question puts other things in place of.

    Args:
        first: What was found for the question by itself.
        memory: What was last talked about.
        index: Where it was found.
    """
    concepts = first.query.own_concepts.values()
    own = [terms[0].term for terms in concepts if terms[0].known]
    topic = [term for term in memory.topic if term not in own]
    if not own or not topic:
        return Replaced()
    last = next((index.passages[at].document for at in index.positions(memory.shown)), None)
    turns_to, calling = _other_document(own, first, last, index) if last else ("", frozenset[str]())
    away = _not_asked_of(turns_to, topic, first, last, index) if last and turns_to else frozenset[str]()
    pairs = [*_beside(topic, own), *product(away, calling)]
    nothing = {*(other for _, other in pairs), *memory.topic, *memory.subject, *of_anything(index)}
    alone = all(nothing.intersection(term.term for term in terms) for terms in concepts)
    return Replaced(terms=frozenset(term for term, _ in pairs), alone=bool(pairs) and alone, document=turns_to)


def _beside(topic: Sequence[str], own: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each term of a topic that has an opposite or a sibling among a question's own, with that."""
    related = relations(own, np.array([row_of(term) for term in topic]))
    for term, places in zip(topic, related, strict=True):
        for other, place in zip(own, places, strict=True):
            if place in _BESIDE or _are_opposed(term, other):
                yield term, other


def _are_opposed(term: str, other: str) -> bool:
    """Whether two words are one but for their beginning: "overactive" and "underactive"."""
    return any(
        term.startswith(one) and other.startswith(two) and term[len(one) :] == other[len(two) :]
        for pair in _OPPOSED
        for one, two in (pair, pair[::-1])
        if len(term) >= len(one) + SHORTEST_REST
    )


def _other_document(own: Sequence[str], first: SearchResult, last: Source, index: Index) -> tuple[str, frozenset[str]]:
    """The id of the document that a question calls, and by which of its words; "" where it calls none but the last."""
    called = set(index.analyse_text(last.title))
    for document in dict.fromkeys(hit.passage.document for hit in first.hits):
        calling = frozenset(index.analyse_text(document.title)).difference(called).intersection(own)
        if document.id != last.id and calling:
            return document.id, calling
    return "", frozenset()


def _not_asked_of(
    document: str, topic: Sequence[str], first: SearchResult, last: Source, index: Index
) -> frozenset[str]:
    """The terms of a topic that are not asked of another document: the last one's name, and what it does not hold.

    If it holds none of the others, all of these are asked of it, and it will not answer.
    """
    named = frozenset(index.analyse_text(last.title)).intersection(topic)
    asked = [term for term in topic if term not in named]
    held = index.studies.held(asked, (hit.position for hit in first.hits if hit.passage.document.id == document))
    return named.union(term for term in asked if term not in held) if held else named
