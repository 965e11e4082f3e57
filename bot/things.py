"""What the documents talk about: the things that readers ask of, taken from titles, headings, table rows and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.abbreviations import KNOWN, STAGE
from corpus.passage import Passage, Source
from index.searching import Index

LONGEST = 6  # words; a longer heading says something of a thing rather than naming one

Origin = Literal["title", "heading", "row", "name"]

# What headings add to the thing that they are about: "Benefits of X", "Living with X"; and "What X is", "How X works".
_BEFORE = re.compile(
    r"""^(?: the | an? | living\ with | introduction\ to | about | more\ (?:on|about) | future\ directions\ in
        | (?:[\w-]+\ ){0,2}(?: benefits? | advantages? | risks? | effects? | types? | kinds? | stages? | phases?
          | causes? | symptoms? | signs? | comparison | overview | future | history | uses? | treatment | diagnosis )
          \ (?:of|in)
        | der | die | das | eine? | leben\ mit | umgang\ mit | mehr\ (?:über|zu)
        | (?:vorteile | nachteile | nebenwirkungen | risiken | arten | ursachen | symptome | behandlung | diagnose
          | formen | stadien)\ (?:von|der|des|einer|eines)
        | el | la | los | las | una? | vivir\ con | cuidar | más\ sobre
        | (?:ventajas | beneficios | efectos\ secundarios | riesgos | tipos | causas | síntomas | tratamiento
          | diagnóstico | fases)\ (?:de|del)
        )\s+""",
    re.I | re.X,
)
_BEHIND = re.compile(
    r"\s+(?:compared|side by side|at a glance|explained|step by step|in (?:short|brief|a few words)|and beyond|"
    r"(?:is|are) (?:something else|different)|im vergleich|verstehen|erklärt|auf einen blick|comparad[oa]s?|en breve)$",
    re.I,
)
_CLAUSE_WORD = re.compile(
    r"^¿?(?:what|how|why|when|who|where|which|was|wie|warum|wann|wer|wo|welche[rs]?|wofür|qué|cómo|cuándo|dónde|quién|"
    r"cuál|por qué|para qué)\b",
    re.I,
)
_ASKED = re.compile(
    r"\w+\s+(?:is|are|does|do|ist|sind|wirkt|wirken)\s+(.+?)(?:\s+(?:work|mean|used|made|treated|diagnosed))?|"
    r"(?:qué|cómo|para qué)\s+(?:es|son|actúan?|funcionan?|sirven?)\s+(.+)",
    re.I,
)
_TOLD = re.compile(
    r"\w+\s+(.+?)\s+(?:is|are|works?|means?|acts?|helps?|ist|sind|wirkt|wirken|bedeutet)(?:\s\w+ed)?", re.I
)
# Headings of nothing but such words stand for what the document as a whole is about.
_SAYS_LITTLE = frozenset(
    "introduction overview summary conclusion background disclaimer references sources outlook contents glossary note "
    "notes abstract faq questions contact further reading links more start results discussion methods table treatment "
    "treatments signs symptoms risk risks side effects effect unwanted late warning recovery diet targets tests causes "
    "cause prevention diagnosis triggers types groups classes group class medicine medicines drug drugs of the for and "
    "in on with without future directions food habits movement care afterwards operation operations important notice "
    "benefits daily life stages complications short before after at home measured being studied other yearly round "
    "beschwerden symptome ursachen behandlung behandlungen risiken nebenwirkungen medikamente diagnose vorbeugung "
    "wichtiger hinweis quellen tipps im alltag causas síntomas tratamiento tratamientos riesgos ejercicios dieta "
    "diagnóstico prevención fuentes".split()
)
_READ_ON = re.compile(r"\b(?:learn more|further reading|more information|find out more|see also|contact us)\b", re.I)
_SENTENCE_LIKE = re.compile(
    r"\b(?:no|not|you|your|i|my|we|well|to|with and without|at|after|before|during|nicht|sie|ihr|ihre|su|usted)\b|"
    r"^\w+ing\s(?!\w+$)|^(?:this|these|if|in|are|is|can|may|do|does|done|should|will|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|wenn|dieser|diese|dieses|zwei|drei|vier|fünf|si|este|esta|dos|tres|cuatro|cinco)\b",
    re.I,
)
_TIME = re.compile(
    r"(?:day|week|month|year|stage|grade|step|phase|tag|woche|monat|jahr|stufe|schritt|día|semana|mes|año|paso|fase)s?"
    r"\s*\d.*|\W*\d.*",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that the documents talk about.

    Attributes:
        name: As the documents write it.
        origin: Where the name was found first.
        document: The document that it was found in.
        terms: Its terms, to tell whether a passage names it.
        mentions: How many passages name it.
    """

    name: str
    origin: Origin
    document: Source
    terms: frozenset[str]
    mentions: int


def things(index: Index) -> list[Thing]:
    """The things of an index, those that most passages name first; each once, however often it is a heading."""
    held = [frozenset(index.passage_terms(position)) for position in range(len(index))]
    found: dict[frozenset[str], Thing] = {}
    for name, origin, document in _names(index.passages, index.names):
        terms = frozenset(index.analyse_text(name))
        if terms and terms not in found:
            mentions = sum(terms <= one for one in held)
            found[terms] = Thing(name=name, origin=origin, document=document, terms=terms, mentions=mentions)
    kept = [thing for thing in found.values() if thing.origin != "name" or not _inside(thing, found)]
    return sorted(kept, key=lambda thing: -thing.mentions)


def thing_in(heading: str) -> str:
    """The thing that a heading is about, "" where it names none."""
    text = heading.strip("¿ ").rstrip("?:.")
    if _CLAUSE_WORD.match(text):
        text = _of_clause(text)
    while (shorter := _BEHIND.sub("", _BEFORE.sub("", text))) != text:
        text = shorter
    words = text.lower().split()
    if not words or len(words) > LONGEST or {word.strip(",:") for word in words} <= _SAYS_LITTLE:
        return ""
    return "" if _READ_ON.search(text) or _SENTENCE_LIKE.search(text) or _TIME.fullmatch(text) else text


def _of_clause(text: str) -> str:
    """The subject of "What X is", "How X works" or "What is X"; "" of a clause that says more, as "How people feel"."""
    found = _ASKED.fullmatch(text) or _TOLD.fullmatch(text)
    return next(filter(None, found.groups()), "") if found else ""


def _names(passages: Sequence[Passage], capitals: frozenset[str]) -> Iterator[tuple[str, Origin, Source]]:
    every = list(passages)
    for source in {passage.document.id: passage.document for passage in every}.values():
        if name := thing_in(re.split(r":\s|\s[-\u2013\u2014]\s", source.title)[0]):
            yield name, "title", source
    for passage in every:
        if passage.kind == "row" and _is_name(passage.cells[0][1]):
            yield passage.cells[0][1], "row", passage.document
    for passage in every:
        if passage.headings and passage.kind != "disclaimer" and (name := thing_in(passage.heading)):
            yield name, "heading", passage.document
    for passage in every:
        for word in re.findall(r"\b[A-Z][\w-]*\b", passage.text):
            if word.lower() in capitals and word not in KNOWN and not STAGE.fullmatch(word):
                yield word, "name", passage.document


def _is_name(cell: str) -> bool:
    """Whether the first cell of a row names something, rather than a time or an amount."""
    return len(cell.split()) <= LONGEST and not _TIME.fullmatch(cell)


def _inside(thing: Thing, found: dict[frozenset[str], Thing]) -> bool:
    """Whether another thing's name holds this one's: EGFR where there is EGFR targeted therapy."""
    return any(thing.terms < terms for terms in found)
