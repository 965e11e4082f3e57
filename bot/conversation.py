"""Follow-ups: what a message may take over from what was last talked about, or from its own other sentences.

A message may name nothing itself ("and its benefits?"), or change one thing and keep the rest ("what about VEGF?").
`readings` gives the ways in which it can be understood. Each is looked up, and what was learned from dialogues decides
which of them the documents answer best; `Continuity` says what speaks for that in numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.about_document import about_it, of_the_document
from bot.asked_aspects import asking_words, own_words
from bot.columns import Columns, columns_of
from bot.concepts import HEAVY
from bot.listed import KINDS, Pointed, pointed, side_by_side
from bot.memory import Memory
from bot.pointing import asks_elsewhere, asks_what_is, has_cue, named_first, points_back, without_cue
from bot.question_words import Wanted
from bot.tables import names_of_rows
from index.hit import Hit, Query, QueryTerm, SearchResult
from index.searching import Index

_NO_COMPANY = {"company": 0.0, "company_held": 0.0, "company_missing": 0.0}
SHORT = 3  # concepts; a longer message names what it is about
OWN = 2  # concepts of a question that points nowhere, from which it is answered as if nothing had been said
PEOPLE = "people person patient user someone anyone"  # of whom anything is asked
REACH = 3  # passages to either side of one that was shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand a question.

    Attributes:
        question: What is looked up.
        context: Terms taken over, from the conversation or from the message's other sentences.
        assumed: What was taken over, as shown; "" where nothing was.
        takes: What is taken over: "subject", "aspect", "rows", "message" (its other sentences), "" for nothing.
        rows: Positions of the rows that the wording points to, () where it points to none.
        how: Whether "all" of these rows are meant, "one" of them, or "either".
        refers: How far the wording points back: 1 for a cue ("and ...", "what about ..."), 1 for a pronoun, added up.
        concepts: How many words of weight the question has itself.
        stands: Whether it names enough itself and points nowhere: it is answered as if nothing had been said before.
    """

    question: str
    context: tuple[str, ...] = ()
    assumed: str = ""
    takes: str = ""
    rows: tuple[int, ...] = ()
    how: str = ""
    refers: int = 0
    concepts: int = 0
    stands: bool = False


def readings(
    question: str,
    first: Query,
    named: Collection[str],
    memory: Memory,
    index: Index,
    around: Sequence[QueryTerm] = (),
) -> list[Reading]:
    """The readings of a question, the one that stands alone first.

    Args:
        question: As typed.
        first: The question as the index understands it by itself.
        named: Those of its terms that are names, or that a row of a table is called by.
        memory: What was last talked about.
        index: Where the rows last shown stand.
        around: Words that the other sentences of its message mention and the documents know.
    """
    if not any(map(str.isalpha, question)):
        return [Reading(question=question, stands=True)]
    concepts = len(first.concepts)
    said = without_cue(question)
    if memory.about_document and (asked := about_it(said)):
        return [Reading(question=asked, assumed=memory.subject_label, stands=True, concepts=concepts)]
    own = own_words(said)
    itself = named_first(said)
    pronoun = points_back(said) and not (itself and index.understanding.concepts(own_words(itself)))
    of_document = of_the_document(question) and not pronoun
    elsewhere = asks_elsewhere(question)
    cue = not of_document and has_cue(question)
    alone = Reading(
        question=said if concepts else question,
        refers=cue + pronoun,
        concepts=concepts and (concepts if own == question else index.understanding.concepts(own)),
    )
    alone = replace(
        alone,
        stands=not alone.refers and (of_document or elsewhere or alone.concepts >= (1 if asks_what_is(said) else OWN)),
    )
    going_on, found = replace(alone, stands=False), [alone]
    rows = pointed(said, memory, index)
    if rows is None and not named and concepts <= SHORT:
        rows = side_by_side(said, memory, index)
    if rows:
        found.append(_of_rows(rows, going_on, index))
        if rows.sure:
            return found[1:]
    if named:
        if memory.aspect and not _besides(first, named, index):
            found.append(_of_aspect(going_on, said, memory, index))
    elif memory.subject and not of_document and not elsewhere and (cue or pronoun or concepts <= SHORT):
        found.append(
            replace(
                going_on,
                question=said,
                context=_context(memory, alone),
                assumed=memory.subject_label,
                takes="subject",
            )
        )
    if around:
        found.append(replace(alone, question=said, context=tuple(term.term for term in around), takes="message"))
    return found


def _besides(first: Query, named: Collection[str], index: Index) -> bool:
    """Whether a question asks something of what it names, and so takes no aspect over: "VEGF drugs" does not."""
    nothing = {*named, *index.analyse_text(f"{KINDS} {PEOPLE}")}
    return any(words[0].term not in nothing or not words[0].known for words in first.concepts.values())


def _of_aspect(alone: Reading, said: str, memory: Memory, index: Index) -> Reading:
    """The same asked of something else: what a header or heading tells, or where that names what was talked about,
    what the last questions were about besides.
    """
    topic = tuple(term for term in memory.topic if term not in memory.subject)
    aspect = _without(memory.subject, memory.aspect, index) if memory.named else memory.aspect
    if topic and aspect != memory.aspect:
        return replace(alone, question=said, context=topic, takes="aspect")
    return replace(alone, question=f"{said} {aspect}", context=topic, assumed=aspect, takes="aspect")


def _context(memory: Memory, alone: Reading) -> tuple[str, ...]:
    """What a question takes over as its subject: one without words of its own asks on about the last question, too."""
    return memory.subject if alone.concepts else tuple(dict.fromkeys([*memory.subject, *memory.topic]))


def _without(names: Sequence[str], heading: str, index: Index) -> str:
    """A heading without the words that name what was talked about: its aspect is asked of something else."""
    return " ".join(word for word in heading.split() if not set(names).intersection(index.analyse_text(word)))


def _of_rows(rows: Pointed, alone: Reading, index: Index) -> Reading:
    return replace(
        alone,
        question=rows.question,
        concepts=index.understanding.concepts(own_words(rows.question)),
        context=names_of_rows(rows.rows[0], index)[rows.rows[0]] if len(rows.rows) == 1 else (),
        assumed=", ".join(index.passages[at].cells[0][1] for at in rows.rows) if rows.how == "all" else "",
        takes="rows",
        rows=rows.rows,
        how=rows.how,
    )


class Continuity:
    """What the conversation says of what could be shown for one reading of a question."""

    def __init__(self, reading: Reading, result: SearchResult, memory: Memory, index: Index) -> None:
        """Look at what was last talked about; `result` is what was found for the reading."""
        self._reading, self._index = reading, index
        self._last = {at for key in memory.shown if (at := index.position(key)) is not None}
        self._under_way = bool(memory.subject or self._last)
        self._documents = {index.passages[at].document.id for at in self._last}
        self._places = {index.passages[at].section for at in self._last}
        self._refers = float(reading.refers * self._under_way)
        self._bare = float(self._under_way and not reading.concepts)
        self._short = float(self._under_way and reading.concepts == 1)
        takes = reading.takes in ("subject", "rows")
        self._points_back = (
            memory.named and self._under_way and bool(self._refers or self._bare or self._short or takes)
        )
        self._subject = (memory.subject if reading.takes == "subject" else reading.context) if takes else memory.subject
        self._topic = _topic(reading, memory) if reading.refers or not reading.concepts else ()
        self._new: list[Wanted] = []  # words that are not among the names of the sections or rows last talked about
        self._found = frozenset[str]()
        if self._under_way:
            before, self._found = _names(self._last, index), _names((hit.position for hit in result.hits), index)
            asked = asking_words(reading.question)
            concepts = result.query.own_concepts.values()
            words = (Wanted(terms) for terms in concepts if terms[0].surface.lower() not in asked)
            self._new = [word for word in words if not word.held_by(before)]

    def evidence(self, options: Sequence[Sequence[Hit]], covered: Iterable[float]) -> Columns:
        """What speaks for showing each option, as numbers; the same for all where nothing was talked about.

        `covered` is the share of the question that each holds, as in the evidence of the search by itself.
        """
        if not self._under_way:
            return self._numbers((), 0.0)
        return columns_of(self._numbers(hits, share) for hits, share in zip(options, covered, strict=True))

    def _numbers(self, hits: Sequence[Hit], covered: float) -> dict[str, float]:
        takes = self._reading.takes
        refers, bare, short = self._refers, self._bare, self._short
        stays = float(any(hit.passage.section in self._places for hit in hits[:1]))
        holds = self._points_back and self._holds_subject(hits)
        topic_held = self._topic_held(hits) if self._topic else 0.0
        return {
            **self._turned(hits),
            "takes_subject": float(takes == "subject"),
            "takes_aspect": float(takes == "aspect"),
            "takes_rows": float(takes == "rows"),
            "takes_message": float(takes == "message"),
            "topic_held": topic_held,
            "topic_stays": stays * topic_held,
            "subject_held": float(holds),
            "subject_lost": float(self._points_back and not holds and takes != "aspect"),
            "taken_missing": (takes == "subject") * (1 - covered) * (not bare),
            "stays": stays * covered,
            "leaves_document": self._leaves_document(hits),
            "pointed_bare": float(takes == "rows" and bare),
            "again": float({hit.position for hit in hits} <= self._last) * covered,
            "refers": refers,
            "refers_stays": refers * stays,
            "unasked_missing": self._under_way * (not refers) * (not bare) * (1 - covered),
            "refers_open": refers * (not takes),
            "bare": bare,
            "bare_stays": bare * stays,
            "bare_open": bare * (not takes),
            "short": short,
            "short_stays": short * stays * covered,
            "short_open": short * (not takes),
        }

    def _leaves_document(self, hits: Sequence[Hit]) -> float:
        """Whether `hits` stand in another document than what was last shown, and the wording goes on."""
        elsewhere = any(hit.passage.document.id not in self._documents for hit in hits[:1])
        return float(bool(self._documents) and elsewhere) * bool(self._refers or self._bare)

    def _holds_subject(self, hits: Sequence[Hit]) -> bool:
        return self._index.studies.held(hit.position for hit in hits).issuperset(self._subject)

    def _topic_held(self, hits: Sequence[Hit]) -> float:
        """The share of what the last questions asked by that `hits` hold."""
        held = self._index.studies.held(hit.position for hit in hits)
        return sum(term in held for term in self._topic) / len(self._topic)

    def _turned(self, hits: Sequence[Hit]) -> dict[str, float]:
        """The weight of the word by which a question names another section or row than the last: of `hits`, or not."""
        here = _names((hit.position for hit in hits), self._index) if self._new else frozenset[str]()
        to = [word.weight for word in self._new if word.held_by(here)]
        by = [word.weight for word in self._new if word.held_by(self._found) and not word.held_by(here)]
        return {"turns_to": max(to, default=0.0) / HEAVY, "passes_by": max(by, default=0.0) / HEAVY}


def _topic(reading: Reading, memory: Memory) -> tuple[str, ...]:
    """What the last questions were about; of something else their aspect alone is asked."""
    return tuple(term for term in memory.topic if reading.takes != "aspect" or term not in memory.subject)


def _names(positions: Iterable[int], index: Index) -> frozenset[str]:
    """The terms by which sections and rows are called."""
    return frozenset[str]().union(*(_called(at, index) for at in positions))


def company(reading: Reading, options: Sequence[Sequence[Hit]], around: Sequence[QueryTerm], index: Index) -> Columns:
    """How the other sentences of a message sit with showing each option; all 0 where there are none."""
    if not around:
        return _NO_COMPANY
    whole, goes_on = sum(term.importance for term in around), bool(reading.refers) * (reading.takes != "message")
    held = [index.studies.held(hit.position for hit in hits) for hits in options]
    shares = [sum(term.importance for term in around if term.term in terms) / whole for terms in held]
    return {"company": 1.0, "company_held": shares, "company_missing": [(1 - share) * goes_on for share in shares]}


def _called(position: int, index: Index) -> frozenset[str]:
    """The terms by which a section or a row is called."""
    passage = index.passages[position]
    if passage.kind == "row":
        return frozenset(names_of_rows(position, index)[position])
    return index.studies.of(position).heading


def last_shown(memory: Memory, index: Index) -> list[int]:
    """The positions of the passages last shown, then of those around them in their section, the nearest first."""
    last = [at for key in memory.shown if (at := index.position(key)) is not None]
    if not last or index.passages[last[0]].kind in ("row", "table"):
        return last
    here = index.passages[last[0]].section
    near = (last[0] + step for far in range(1, REACH + 1) for step in (far, -far))
    return last + [at for at in near if 0 <= at < len(index) and at not in last and index.passages[at].section == here]
