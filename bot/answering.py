"""From a message to an Answer: the one way in for every front end.

A message goes through, in this order: the safety gate, small talk, the conversation it may continue, the search, and
the decision whether what was found answers it. Only the last may show a passage.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import wording
from bot.answer import Answer, AnswerKind, Suggestion
from bot.confidence import threshold
from bot.conversation import Reading, readings
from bot.evidence import concepts_of
from bot.finding import Finding, find
from bot.memory import Memories, Memory
from bot.message import Message, joined, read_message
from bot.regions import card, regions
from bot.safety import assess
from bot.settings import Settings
from bot.smalltalk import REPLIES, peel, small_talk
from bot.tables import aspect_of, names_of_rows
from corpus.passage import Source
from index.hit import Hit
from index.searching import Index
from index.spelling import is_name

IndexProvider = Callable[[], Index]
MOST_QUESTIONS = 3  # of one message that are answered
SUGGESTIONS = 3


class Responder:
    """Answers messages; keeps one conversation for each chat. Safe to call from several threads."""

    def __init__(self, index_provider: IndexProvider, settings: Settings) -> None:
        """Answer from whatever index `index_provider` gives at the time of each question."""
        self._index = index_provider
        self._settings = settings
        self._memories = Memories()

    def reply(self, message: str, *, chat: str | None = None) -> Answer:
        """The answer to one message; messages of the same `chat` are one conversation."""
        started = time.perf_counter()
        answer = self._answer(message, self._memories.of(chat))
        return replace(answer, question=message, took_ms=(time.perf_counter() - started) * 1000)

    def show(self, passage_id: str) -> Answer:
        """The passage of that id as an answer; an abstention where the index holds no such passage."""
        index = self._index()
        position = index.position(passage_id)
        if position is None:
            return abstention()
        return _shown((Hit(passage=index.passages[position], score=1.0, position=position),), confidence=1.0)

    def more(self, chat: str) -> Answer:
        """The next passage on the last question of that chat."""
        memory = self._memories.of(chat)
        while memory.waiting:
            passage_id, *rest = memory.waiting
            memory.waiting = tuple(rest)
            answer = self.show(passage_id)
            if answer.passages:
                return answer
        return said("smalltalk", wording.MORE_NONE)

    def forget(self, chat: str) -> None:
        """Forget the conversation of that chat."""
        self._memories.forget(chat)

    def set_region(self, chat: str, code: str) -> bool:
        """Choose the region whose emergency numbers that chat is shown; False where it is not known."""
        if code.upper() not in regions():
            return False
        self._memories.of(chat).region = code.upper()
        return True

    def sources(self) -> Sequence[Source]:
        """The documents, in order of their paths."""
        found = self._index().passages.sources
        return [found[key] for key in sorted(found)]

    def _answer(self, message: str, memory: Memory) -> Answer:
        verdict = assess(message)
        if verdict.kind == "normal":
            return self._look_up(message, memory)
        alarm = said(verdict.kind, card(verdict, memory.region or self._settings.region))
        if verdict.kind == "advice" or verdict.informational:
            general = self._look_up(message, memory)
            if general.kind == "answer":
                return replace(general, kind=verdict.kind, message=alarm.message)
        return alarm

    def _look_up(self, message: str, memory: Memory) -> Answer:
        intent = small_talk(message)
        if intent is not None:
            return said("smalltalk", REPLIES[intent])
        index = self._index()
        if not len(index):
            return said("abstain", wording.EMPTY_INDEX)
        text = peel(message)[0] or message
        if wording.asks_for_more(text) and memory.waiting:
            return self._more(memory)
        return _Looked(index, memory).answer(read_message(text))

    def _more(self, memory: Memory) -> Answer:
        passage_id, *rest = memory.waiting
        memory.waiting = tuple(rest)
        return self.show(passage_id)


class _Looked:
    """Looks one message up: its questions, in the ways they can be understood."""

    def __init__(self, index: Index, memory: Memory) -> None:
        self._index = index
        self._memory = memory

    def answer(self, message: Message) -> Answer:
        """The best answer to the whole message."""
        ways = [way for way in (message.questions, message.embedded) if way]
        if (message.text,) not in ways and len(message.sentences) < 3:
            ways.append((message.text,))
        tried = [self._together(questions[:MOST_QUESTIONS], message) for questions in ways or [(message.text,)]]
        if len(message.questions) == 1 and len(halves := joined(message.questions[0])) > 1:
            both = self._together(halves, message)
            if all(finding.confidence >= threshold() for finding in both[0]):
                tried.append(both)
        found, assumed = max(tried, key=lambda way: _worth(way[0]))
        shown = [finding for finding in found if finding.confidence >= threshold()]
        if not shown:
            self._memory.waiting = ()
            return self._abstained(found)
        self._remember(shown)
        return _combined(shown, assumed, len(found))

    def _together(self, questions: Sequence[str], message: Message) -> tuple[list[Finding], str]:
        """The findings for the questions of one way to read the message, and what was assumed for them."""
        found: list[Finding] = []
        assumed = ""
        memory = replace(self._memory)
        if len(message.sentences) > 1 and not memory.subject:
            memory.subject = self._named_elsewhere(message, questions)
        for question in questions:
            finding, reading = self._best(question, memory)
            if reading.assumed and finding.confidence >= threshold():
                assumed = assumed or wording.assuming(reading.assumed)
            found.append(finding)
            if finding.confidence >= threshold():
                self._note(finding, memory)
        return found, assumed

    def _best(self, question: str, memory: Memory) -> tuple[Finding, Reading]:
        """The reading of a question that the documents answer best."""
        alone = self._index.understanding.query(question)
        concepts = len(concepts_of(alone))
        names_row = any(is_name(term.surface, self._index.names) for term in alone.terms if term.origin != "synonym")
        tried = [
            (find(reading.question, self._index, reading.context), reading)
            for reading in readings(question, concepts, names_row, memory)
        ]
        return max(tried, key=lambda pair: pair[0].confidence + (pair[1].leaning if pair[0].hits else -1))

    def _named_elsewhere(self, message: Message, questions: Sequence[str]) -> tuple[str, ...]:
        """Names that the other sentences of a message mention and the index knows."""
        rest = " ".join(sentence for sentence in message.sentences if not any(q in sentence for q in questions))
        terms = self._index.understanding.query(rest).terms if rest else ()
        names = (term.term for term in terms if term.known and is_name(term.surface, self._index.names))
        return tuple(dict.fromkeys(names))

    def _remember(self, shown: Sequence[Finding]) -> None:
        for finding in shown:
            self._note(finding, self._memory)
        last = shown[-1]
        self._memory.shown = tuple(hit.passage.id for finding in shown for hit in finding.hits)
        self._memory.waiting = tuple(
            hit.passage.id for hit in last.result.hits if hit.passage.id not in self._memory.shown
        )[:SUGGESTIONS]

    def _note(self, finding: Finding, memory: Memory) -> None:
        """Keep in mind what was talked about: the row or the names in the question, and the aspect."""
        hit = finding.hits[0]
        if hit.passage.kind == "row":
            memory.subject = names_of_rows(hit.position, self._index).get(hit.position, ())
            memory.subject_label = hit.passage.cells[0][1]
            memory.aspect = aspect_of(finding.query, hit.passage, self._index) if len(finding.hits) == 1 else ""
            return
        names = [term for term in finding.query.terms if is_name(term.surface, self._index.names) and term.known]
        if names:
            memory.subject = tuple(dict.fromkeys(term.term for term in names))
            memory.subject_label = names[0].surface.upper()
        elif not memory.subject:
            memory.subject = tuple(term for term in self._index.analyse_text(hit.passage.heading))[:4]
            memory.subject_label = hit.passage.heading
        memory.aspect = hit.passage.heading

    def _abstained(self, found: Sequence[Finding]) -> Answer:
        """Nothing fits: say so, and name the nearest sections."""
        best = max(found, key=lambda finding: finding.confidence)
        nearest = {hit.passage.heading: hit.passage.id for hit in reversed(best.result.hits)}
        suggestions = tuple(
            Suggestion(label=heading, passage_id=passage_id) for heading, passage_id in reversed(nearest.items())
        )[:SUGGESTIONS]
        return replace(
            abstention(),
            message=wording.ABSTAIN_NEAREST if suggestions else wording.ABSTAIN,
            suggestions=suggestions,
            query=best.query,
            runner_up=best.hits[0] if best.hits else None,
            evidence=best.evidence,
            confidence=best.confidence,
        )


def abstention() -> Answer:
    """The honest word that the documents do not answer."""
    return said("abstain", wording.ABSTAIN)


def said(kind: AnswerKind, message: str) -> Answer:
    """A reply in the bot's own words, without a passage."""
    return Answer(kind=kind, question="", passages=(), disclaimer="", message=message)


def _worth(found: Sequence[Finding]) -> float:
    """How good the findings for one way to read a message are: all of its questions should be answered."""
    return sum(finding.confidence for finding in found) / len(found)


def _combined(shown: Sequence[Finding], assumed: str, asked: int) -> Answer:
    hits: dict[str, Hit] = {hit.passage.id: hit for finding in shown for hit in finding.hits}
    answer = _shown(tuple(hits.values()), confidence=min(finding.confidence for finding in shown))
    return replace(
        answer,
        assumed=assumed,
        message=wording.PARTLY if len(shown) < asked else "",
        query=shown[0].query,
        runner_up=shown[0].runner_up,
        evidence=shown[0].evidence,
    )


def _shown(hits: tuple[Hit, ...], *, confidence: float) -> Answer:
    return Answer(kind="answer", question="", passages=hits, disclaimer=disclaimers(hits), confidence=confidence)


def disclaimers(hits: Sequence[Hit]) -> str:
    """The disclaimers of the documents that `hits` stand in, each once."""
    return "\n\n".join(
        dict.fromkeys(hit.passage.document.disclaimer for hit in hits if hit.passage.document.disclaimer)
    )
