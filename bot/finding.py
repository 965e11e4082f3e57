"""One question -> the passage or rows that answer it best, with the evidence and the confidence that they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

import numpy as np

from bot.about_document import asked_of_its_making, asks_whether_it_advises
from bot.asked_aspects import asked_aspects, aspect_evidence
from bot.close_reading import LANGUAGE, after_reading, asked_text, logit, probability, read_closely, says, told_text
from bot.columns import Table, joined, tabled
from bot.concepts import Asked
from bot.confidence import confidences
from bot.continuity import Continuity, company, last_shown
from bot.conversation import Reading, readings
from bot.evidence import evidence
from bot.matters import asked_matters, matter_evidence
from bot.memory import Memory
from bot.options import Options
from bot.replaced import replaced
from bot.tables import RowsOfTables, as_hit, coordinates, names_of_rows
from index.hit import Hit, Query, QueryTerm, SearchResult
from index.searching import Index
from index.spelling import is_name

DEPTH = 10  # hits looked at
FEWEST_WORDS = 4  # of an answer
POINTED_TO = 0.8  # confidence
TITLED = 0.97  # confidence
CELL_NAMED = 0.95  # the same; of 143 rows so asked for in our corpora 140 answer
SET_BESIDE = 0.95  # the same; of 241 such rows in our corpora 237 answer
SURE_BESIDE_EMPTY = 0.8  # confidence from which something else answers where a cell that is asked for is empty
UNASKED = 0.6  # share of a question that points nowhere, of which more must be held to take the subject over
SPELLED_OUT = 0.8  # from which a passage is sure to spell an abbreviation out
OPTIONS = 10  # of them that are judged by their evidence
# Log-odds by which what answers a question that takes its subject over from the talk is less likely than it seems: of
# 139 replies that were .3 to .6 sure of that 49 were right, and of 161 that were .8 to .9 sure 122.
TAKEN_OVER = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found for one question.

    Attributes:
        reading: How the question was understood.
        result: What the index gave.
        hits: What would be shown, () where the index gave nothing.
        evidence: The numbers behind the confidence.
        confidence: The probability that the hits answer the question.
        rival: The best finding that shows something else, None where there is none or nobody looked for it.
        alternative: What is shown below the hits because it answers the question as likely as they do.
        left_open: The row whose cell the question asks for where that is empty, None where it asks for none.
    """

    reading: Reading
    result: SearchResult
    hits: tuple[Hit, ...]
    evidence: Mapping[str, float]
    confidence: float
    rival: Finding | None = None
    alternative: tuple[Hit, ...] = ()
    left_open: Hit | None = None

    @property
    def query(self) -> Query:
        """The question as the index understood it."""
        return self.result.query

    @property
    def runner_up(self) -> Hit | None:
        """The best hit that would not be shown."""
        shown = {hit.position for hit in self.hits}
        return next((hit for hit in self.result.hits if hit.position not in shown), None)


# Now and then a product of small finite matrices leaves the flag of an invalid operation behind (seen with OpenBLAS).
@np.errstate(invalid="ignore")
def findings(
    question: str, index: Index, memory: Memory, around: Sequence[QueryTerm] = (), told: str = ""
) -> list[Finding]:
    """All that could be shown for a question, for each way to read it: the best hits, rows as the question needs.

    For each way there is first nothing, for when nothing can be shown.
    """
    found = list(_found(question, index, memory, around, told))
    tables = [seen for *_, seen in found if seen]
    judged = iter(confidences(joined(tables)) if tables else ())
    every: list[Finding] = []
    least: list[float] = []
    for reading, result, options, seen in found:
        every.append(Finding(reading=reading, result=result, hits=(), evidence={}, confidence=0.0))
        least.append(0.0)
        lacking = asked_of_its_making(reading.question)
        for hits, row in zip(options, seen.rows() if seen else (), strict=True):
            likely = next(judged)
            denied = _says_nothing_of_it(reading, row) or any(lacks(hits) for lacks in lacking)
            least.append(0.0 if denied else _least(reading, row))
            confidence = 0.0 if denied else max(likely, least[-1])
            every.append(Finding(reading=reading, result=result, hits=hits, evidence=row, confidence=confidence))
    after = [_taken_over(one, floor) for one, floor in zip(_read_closely(every, least), least, strict=True)]
    return _but_for_empty_cells(after, index)


def _read_closely(every: Sequence[Finding], least: Sequence[float]) -> list[Finding]:
    """The findings, with what closer reading makes of those in doubt; none falls under its `least` confidence."""
    said: dict[int, float] = {}

    def read(at: int, likely: float) -> float:
        one = every[at]
        if one.hits[0].passage.document.language != LANGUAGE:
            return likely
        said[at] = says(asked_text(one.reading, one.query), told_text(one.hits))
        return max(least[at], after_reading(likely, said[at], one.evidence))

    after = read_closely([one.confidence for one in every], read)
    found = list(every)
    for at, opinion in said.items():
        one = every[at]
        evidence = {**one.evidence, "judged": one.confidence, "read": opinion}
        found[at] = replace(one, confidence=after[at], evidence=evidence)
    return found


def _taken_over(one: Finding, least: float) -> Finding:
    """A finding, less sure where its subject is taken over from the talk, but not under its `least` confidence."""
    if one.reading.takes != "subject" or not least < one.confidence < 1:
        return one
    return replace(one, confidence=max(least, probability(logit(one.confidence) - TAKEN_OVER)))


def _but_for_empty_cells(found: list[Finding], index: Index) -> list[Finding]:
    """The findings, of which a cell that is asked for and is empty denies some.

    "And B?" goes on about what was asked of A: where that cell of B's row is empty, only what names B and holds all
    that was asked may answer. "What are B's side effects", where B's row leaves that open, is answered by nothing that
    is less than sure, and "what are its side effects" by nothing that does not even name B.
    """
    rows = [one.hits[0] for one in found if one.reading.takes == "aspect" and one.evidence.get("cell_empty")]
    asked = [one for one in found if one.evidence.get("cell_open")]
    if not rows and not asked:
        return found
    names = [names_of_rows(row.position, index)[row.position] for row in rows]
    is_open = any(one.reading.takes == "subject" for one in asked)
    left_open = [*rows, *(one.hits[0] for one in asked)][0]

    def is_denied(one: Finding) -> bool:
        if (is_open and one.evidence.get("subject_lost")) or (asked and one.confidence < SURE_BESIDE_EMPTY):
            return True
        if not names or not one.reading.refers:
            return False
        held = index.studies.held(chain.from_iterable(names), (hit.position for hit in one.hits))
        return one.evidence.get("topic_held", 0.0) < 1 or not any(held.issuperset(name) for name in names)

    return [replace(one, confidence=0.0 if is_denied(one) else one.confidence, left_open=left_open) for one in found]


def _says_nothing_of_it(reading: Reading, seen: Mapping[str, float]) -> bool:
    """Whether what could be shown cannot be about what a question goes on about.

    Where it has no words of its own, that is what does not name the subject, and a row without what is asked for; where
    it points nowhere, what holds little of its words. A disclaimer that nobody was shown is not what a question points
    back to, unless it holds all that is asked.
    """
    if seen["disclaimer"] and asks_whether_it_advises(reading.question):
        return False
    if seen["disclaimer"] and seen["refers"] and not seen["refers_stays"]:
        return bool(seen["bare"]) or seen["covered"] < 1
    if seen["cell_empty"]:
        return True
    if reading.takes == "subject" and seen["unasked_missing"] > UNASKED:
        return True
    if reading.takes != "subject" or not seen["bare"]:
        return False
    return bool(seen["subject_lost"] or (seen["row"] and seen["aspect_untold"]))


def _least(reading: Reading, seen: Mapping[str, float]) -> float:
    """How sure what could be shown is without being judged.

    The rows pointed to by a question that asks nothing else of them are; so is the beginning of a section, for a
    question that stands alone and is the section's title: "What is HER2 targeted therapy?"; so is the row of whose name
    and of one of whose headers a question consists; so are the rows that it names beside each other, where these hold
    all of it: "the difference between A and B"; so is the disclaimer, where the question is whether a document can
    stand in for a doctor; and so is what spells out an abbreviation, where that is asked for.
    """
    if seen["spells_out"] >= SPELLED_OUT:
        return TITLED
    if seen["disclaimer"] and asks_whether_it_advises(reading.question):
        return TITLED
    if seen["cell_named"] and not seen["subject_lost"]:
        return CELL_NAMED
    if seen["several_called"] and seen["covered"] >= 1 and coordinates(reading.question):
        return SET_BESIDE
    if seen["is_title"] and not reading.takes and not reading.refers:
        return TITLED
    return POINTED_TO if reading.how == "all" and seen["pointed_bare"] and not seen["aspect_untold"] else 0.0


def _found(
    question: str, index: Index, memory: Memory, around: Sequence[QueryTerm], told: str
) -> Iterator[tuple[Reading, SearchResult, list[tuple[Hit, ...]], Table | None]]:
    """For each reading what could be shown, with the evidence for it; None where nothing could be."""
    first = index.search(question, top_k=DEPTH)
    aspects_of, asked = cache(asked_aspects), first.query.spelled
    named, others = _named(first, index), replaced(first, memory, index)
    for reading in readings(question, first.query, named, memory, index, around, told, others):
        again = reading.question == question and not reading.context
        result = first if again else index.search(reading.question, top_k=DEPTH, context=reading.context)
        talk = Memory() if reading.stands else memory
        options = list(_rows(reading, result, index) if reading.rows else _options(result, talk, index))
        if reading.takes == "aspect":
            turned = [_of_named_rows(hits, named, result, index) for hits in options]
            options = list({_key(hits): hits for hits in turned}.values())
        options = [hits for hits in options if not _of_another_row(hits, reading, talk, index)]
        if reading.document:
            options = [hits for hits in options if hits[0].passage.document.id == reading.document]
        if not options:
            yield reading, result, options, None
            continue
        wanted = Asked(result, aspects_of(result.query.spelled), index, context=reading.asks_again)
        of_search = evidence(result, Options(options, index), index, wanted)
        of_words = {**aspect_evidence(aspects_of(asked), options), **matter_evidence(asked_matters(asked), options)}
        covered = np.asarray(of_search["covered"]).tolist()
        of_talk = Continuity(reading, result, talk, index).evidence(options, covered)
        bare_untold = np.multiply(of_talk["bare"], of_words["aspect_untold"])
        beside = company(reading, options, around, index)
        columns = {**of_search, **of_words, **of_talk, "bare_untold": bare_untold, **beside}
        yield reading, result, options, tabled(columns, len(options))


def _of_another_row(hits: Sequence[Hit], reading: Reading, memory: Memory, index: Index) -> bool:
    """Whether rows would be shown to a question that goes on about another row of their table."""
    goes_on = reading.takes == "subject" or (not reading.takes and reading.refers and not reading.concepts)
    if not (goes_on and memory.named and _is_row(hits[0])):
        return False
    table, subject = names_of_rows(hits[0].position, index), {*memory.subject}
    called = {position for position, names in table.items() if names and subject.issuperset(names)}
    return bool(called) and called.isdisjoint(hit.position for hit in hits)


def _of_named_rows(hits: tuple[Hit, ...], named: set[str], result: SearchResult, index: Index) -> tuple[Hit, ...]:
    """What to show a question that turns to rows by their names: these, where other rows of their table hold more."""
    table = names_of_rows(hits[0].position, index) if _is_row(hits[0]) else {}
    called = [position for position, names in table.items() if named.intersection(names)]
    return tuple(as_hit(position, result, index) for position in called) or hits


def _options(result: SearchResult, memory: Memory, index: Index) -> Iterator[tuple[Hit, ...]]:
    """What could be shown, best first: the first hits, and of the others the row talked about and what was shown."""
    about = {term.term for term in result.query.terms if term.origin == "context"}
    seen: set[tuple[int, ...]] = set()
    tables = RowsOfTables(result, index)
    likely = [hit for rank, hit in enumerate(result.hits) if rank < OPTIONS or is_called(hit, about, index)]
    for hit in (*likely, *(as_hit(position, result, index) for position in last_shown(memory, index))):
        hits = tables.beside(hit)
        key = _key(hits)
        if key not in seen and not _is_stub(hits):
            seen.add(key)
            yield hits


def _rows(reading: Reading, result: SearchResult, index: Index) -> Iterator[tuple[Hit, ...]]:
    """The rows that a reading points to: together, one by one, or both."""
    rows = tuple(as_hit(position, result, index) for position in reading.rows)
    if reading.how != "one":
        yield rows
    if reading.how != "all":
        yield from ((row,) for row in rows)


def _named(result: SearchResult, index: Index) -> set[str]:
    """The terms of a question that are names, or by which it calls a row of a table."""
    typed = [term for term in result.query.terms if term.origin != "synonym"]
    named = {term.term for term in typed if is_name(term.surface, index.names)}
    asked = result.query.names
    for hit in result.hits[:OPTIONS]:
        if is_called(hit, asked, index):
            named |= asked.intersection(index.studies.table(hit.position).firsts[hit.position])
    return named


def _key(hits: Sequence[Hit]) -> tuple[int, ...]:
    return tuple(hit.position for hit in hits)


def _is_row(hit: Hit) -> bool:
    return hit.passage.kind == "row"


def _is_stub(hits: Sequence[Hit]) -> bool:
    """Whether there is too little text to answer anything: "To come." """
    return sum(len(hit.passage.text.split(maxsplit=FEWEST_WORDS)) for hit in hits) < FEWEST_WORDS


def is_called(hit: Hit, terms: Set[str], index: Index) -> bool:
    """Whether a hit is a table's row that one of `terms` tells apart from the others."""
    return hit.passage.kind == "row" and bool(terms & set(names_of_rows(hit.position, index)[hit.position]))
