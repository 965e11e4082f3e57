"""What the conversation, and a message's other sentences, say for and against what could be shown: numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.asked_aspects import asking_words
from bot.columns import Columns, columns_of
from bot.concepts import HEAVY
from bot.conversation import Reading
from bot.memory import Memory
from bot.question_words import Wanted
from bot.tables import names_of_rows
from index.hit import Hit, QueryTerm, SearchResult
from index.searching import Index

_NO_COMPANY = {"company": 0.0, "company_held": 0.0, "company_missing": 0.0}
REACH = 3  # passages to either side of one that was shown


class Continuity:
    """What the conversation says of what could be shown for one reading of a question."""

    def __init__(self, reading: Reading, result: SearchResult, memory: Memory, index: Index) -> None:
        """Look at what was last talked about; `result` is what was found for the reading."""
        self._reading, self._index = reading, index
        self._last = set(index.positions(memory.shown))
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
        return self._index.studies.held(self._subject, (hit.position for hit in hits)).issuperset(self._subject)

    def _topic_held(self, hits: Sequence[Hit]) -> float:
        """The share of what the last questions asked by that `hits` hold."""
        held = self._index.studies.held(self._topic, (hit.position for hit in hits))
        return sum(term in held for term in self._topic) / len(self._topic)

    def _turned(self, hits: Sequence[Hit]) -> dict[str, float]:
        """The weight of the word by which a question names another section or row than the last: of `hits`, or not."""
        here = _names((hit.position for hit in hits), self._index) if self._new else frozenset[str]()
        to = [word.weight for word in self._new if word.held_by(here)]
        by = [word.weight for word in self._new if word.held_by(self._found) and not word.held_by(here)]
        return {"turns_to": max(to, default=0.0) / HEAVY, "passes_by": max(by, default=0.0) / HEAVY}


def _topic(reading: Reading, memory: Memory) -> tuple[str, ...]:
    """What the last questions were about; of something else their aspect alone is asked."""
    return reading.context if reading.takes == "aspect" else memory.topic


def _names(positions: Iterable[int], index: Index) -> frozenset[str]:
    """The terms by which sections and rows are called."""
    return frozenset[str]().union(*(_called(at, index) for at in positions))


def company(reading: Reading, options: Sequence[Sequence[Hit]], around: Sequence[QueryTerm], index: Index) -> Columns:
    """How the other sentences of a message sit with showing each option; all 0 where there are none."""
    if not around:
        return _NO_COMPANY
    whole, goes_on = sum(term.importance for term in around), bool(reading.refers) * (reading.takes != "message")
    terms = [term.term for term in around]
    held = [index.studies.held(terms, (hit.position for hit in hits)) for hits in options]
    shares = [sum(term.importance for term in around if term.term in some) / whole for some in held]
    return {"company": 1.0, "company_held": shares, "company_missing": [(1 - share) * goes_on for share in shares]}


def _called(position: int, index: Index) -> frozenset[str]:
    """The terms by which a section or a row is called."""
    passage = index.passages[position]
    if passage.kind == "row":
        return frozenset(names_of_rows(position, index)[position])
    return index.studies.of(position).heading


def last_shown(memory: Memory, index: Index) -> list[int]:
    """The positions of the passages last shown, then of those around them in their section, the nearest first."""
    last = index.positions(memory.shown)
    if not last or index.passages[last[0]].kind in ("row", "table"):
        return last
    here = index.passages[last[0]].section
    near = (last[0] + step for far in range(1, REACH + 1) for step in (far, -far))
    return last + [at for at in near if 0 <= at < len(index) and at not in last and index.passages[at].section == here]
