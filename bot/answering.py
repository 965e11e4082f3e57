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
from bot.finding import Finding
from bot.lookup import close_call, likely, look_up, shown
from bot.memory import Memories, Memory
from bot.message import read_message
from bot.pointing import on_new_topic
from bot.regions import card, cautious, regions
from bot.repeats import Repeats
from bot.safety import LIMITS, SURE, Verdict
from bot.safety_phrases import assess, card_language
from bot.settings import Settings
from bot.smalltalk import REPLIES, peel, small_talk
from bot.subject import assumption, note, note_more, note_unanswered, title_of
from corpus.passage import Source
from index.hit import Hit
from index.searching import Index

IndexProvider = Callable[[], Index]
SUGGESTIONS = 3
# What a document tells outright it tells everybody: where the gate is in some doubt (by how many times its limit), a
# passage that answers with such a confidence is shown as for any other question. Where the doubt is whether somebody is
# in danger, the line that says whom to call stands above it.
_IN_DOUBT = 1.5
_ADVICE_IN_DOUBT = SURE / LIMITS["advice"]  # where the doubt is whether advice is asked for: all under SURE
_TOLD_OUTRIGHT = 0.88  # there
_TOLD = 0.7  # where it is whether there is danger: what trouble makes people write is hardly answered by a document


class Responder:
    """Answers messages; keeps one conversation for each chat. Safe to call from several threads."""

    def __init__(self, index_provider: IndexProvider, settings: Settings) -> None:
        """Answer from whatever index `index_provider` gives at the time of each question."""
        self._index = index_provider
        self._settings = settings
        self._memories = Memories()
        self._repeats = Repeats()

    def reply(self, message: str, *, chat: str | None = None) -> Answer:
        """The answer to one message; messages of the same `chat` are one conversation."""
        started = time.perf_counter()
        answer = self._answer(message, self._memories.of(chat))
        return replace(answer, question=message, took_ms=(time.perf_counter() - started) * 1000)

    def alarm(self, message: str, *, chat: str) -> Answer | None:
        """The card alone for a message about an emergency or self-harm, at once; None for any other message."""
        verdict = assess(message)
        if verdict.kind == "normal" or verdict.kind == "advice":
            return None
        return self._card(verdict.kind, verdict, message, self._memories.of(chat))

    def show(self, passage_id: str) -> Answer:
        """The passage of that id as an answer; an abstention where the index holds no such passage."""
        index = self._index()
        position = index.position(passage_id)
        if position is None:
            return abstention()
        return _shown((Hit(passage=index.passages[position], score=1.0, position=position),), confidence=1.0)

    def more(self, chat: str) -> Answer:
        """The next passage on the last question of that chat."""
        return self._more(self._memories.of(chat))

    def not_what_i_asked(self, answer: Answer) -> None:
        """A reader says that `answer` is not what was asked for; a responder that counts takes note."""

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
            index = self._index()
            answer = self._repeats.answer(message, memory, index, lambda: self._look_up(message, memory))
            return in_language(answer, index.languages.of_reply(message))
        alarm = self._card(verdict.kind, verdict, message, memory)
        if verdict.kind == "advice" or verdict.informational:
            last = memory.shown
            general = self._look_up(message, memory)
            if general.kind == "answer":
                if verdict.kind == "advice" and _is_told_to_all(message, general, last):
                    return in_language(general, self._index().languages.of_reply(message))
                return replace(general, kind=verdict.kind, message=alarm.message)
        elif _is_doubtful(message):
            general = self._look_up(message, memory)
            if general.kind == "answer" and general.confidence >= _TOLD:
                caution = cautious(verdict, memory.region or self._settings.region, alarm.language)
                general = in_language(general, self._index().languages.of_reply(message))
                return replace(general, message="\n".join(filter(None, (caution, general.message))))
        return alarm

    def _card(self, kind: AnswerKind, verdict: Verdict, message: str, memory: Memory) -> Answer:
        language = card_language(verdict, message)  # not by the index: nothing may come between trouble and its card
        text = card(verdict, memory.region or self._settings.region, language)
        return replace(said(kind, text), language=language)

    def _look_up(self, message: str, memory: Memory) -> Answer:
        peeled = peel(message)
        intent = small_talk(message, peeled)
        if intent is not None:
            return said("smalltalk", REPLIES[intent])
        index = self._index()
        if not len(index):
            return said("abstain", wording.EMPTY_INDEX)
        text = peeled[0] or message
        if wording.asks_for_more(text) and (memory.waiting or memory.shown):
            return self._more(memory)
        if question := on_new_topic(text):
            memory.forget_talk()
            text = question
        found = look_up(read_message(text), memory, index)
        answering = shown(found)
        if not answering:
            memory.waiting = ()
            for finding in found:
                note_unanswered(finding, memory, index)
            return _abstained(found)
        _remember(answering, memory, index)
        return _combined(answering, len(found))

    def _more(self, memory: Memory) -> Answer:
        while memory.waiting:
            passage_id, *rest = memory.waiting
            memory.waiting = tuple(rest)
            answer = self.show(passage_id)
            if answer.passages:
                note_more(answer.passages[0], memory, self._index())
                return answer
        return said("smalltalk", wording.MORE_NONE)


def _is_told_to_all(message: str, answer: Answer, last: Sequence[str]) -> bool:
    """Whether a message that may ask for advice asks what a document tells everybody.

    A disclaimer tells everybody that it gives no advice and whom to ask: a chat that was just shown it may ask on.
    """
    asks_on = all(hit.passage.kind == "disclaimer" and hit.passage.id in last for hit in answer.passages)
    return (asks_on or answer.confidence >= _TOLD_OUTRIGHT) and _is_doubtful(message, _ADVICE_IN_DOUBT)


def _is_doubtful(message: str, strictness: float = _IN_DOUBT) -> bool:
    """Whether the gate is in doubt about what it finds in a message."""
    return assess(message, strictness=strictness).kind == "normal"


def in_language(answer: Answer, language: str) -> Answer:
    """An answer with the bot's own words in the language of its passages, or where there are none, in `language`."""
    language = answer.language if answer.passages else language
    return replace(answer, message=wording.in_language(answer.message, language), language=language)


def abstention() -> Answer:
    """The honest word that the documents do not answer."""
    return said("abstain", wording.ABSTAIN)


def said(kind: AnswerKind, message: str) -> Answer:
    """A reply in the bot's own words, without a passage."""
    return Answer(kind=kind, question="", passages=(), disclaimer="", message=message)


def _remember(answering: Sequence[Finding], memory: Memory, index: Index) -> None:
    for finding in answering:
        note(finding, memory, index)
    memory.shown = tuple(hit.passage.id for hit in _all_hits(answering))
    memory.waiting = tuple(hit.passage.id for hit in answering[-1].result.hits if hit.passage.id not in memory.shown)[
        :SUGGESTIONS
    ]


def _abstained(found: Sequence[Finding]) -> Answer:
    """Nothing fits: say which cell is empty, ask which of two is meant where both nearly do, else say just that.

    The nearest sections are named.
    """
    best = max(found, key=lambda finding: finding.confidence)
    if best.left_open and (header := _empty_header(best.left_open)):
        asked = wording.say("LEFT_OPEN", wording.LEFT_OPEN, best.left_open.passage.document.language)
        message = asked.format(header=header, row=title_of(best.left_open))
        suggestions: tuple[Suggestion, ...] = (_suggestion(best.left_open),)
    elif choices := close_call(best):
        first, second = (title_of(one) for one in choices)
        asked = wording.say("UNSURE", wording.UNSURE, choices[0].passage.document.language)
        message, suggestions = asked.format(first=first, second=second), tuple(map(_suggestion, choices))
    else:
        message, suggestions = _nearest(best)
    return replace(
        abstention(),
        message=message,
        suggestions=suggestions,
        query=best.query,
        runner_up=best.hits[0] if best.hits else None,
        evidence=dict(best.evidence),
        confidence=best.confidence,
    )


def _empty_header(row: Hit) -> str:
    """The header of the only empty cell of a row, "" where several are empty."""
    headers = [header for header, cell in row.passage.cells if not cell.strip()]
    return headers[0] if len(headers) == 1 else ""


def _suggestion(hit: Hit) -> Suggestion:
    return Suggestion(label=title_of(hit), passage_id=hit.passage.id)


def _nearest(best: Finding) -> tuple[str, tuple[Suggestion, ...]]:
    nearest = {hit.passage.heading: hit.passage.id for hit in reversed(best.result.hits)}
    suggestions = tuple(
        Suggestion(label=heading, passage_id=passage_id) for heading, passage_id in reversed(nearest.items())
    )[:SUGGESTIONS]
    return (wording.ABSTAIN_NEAREST if suggestions else wording.ABSTAIN), suggestions


def _combined(answering: Sequence[Finding], asked: int) -> Answer:
    answer = _shown(_all_hits(answering), confidence=min(finding.confidence for finding in answering))
    assumed = next(filter(None, map(assumption, answering)), "")
    either = wording.EITHER if any(finding.alternative for finding in answering) else ""
    return replace(
        answer,
        assumed=wording.assuming(assumed, answer.language) if assumed else "",
        message=wording.PARTLY if len(answering) < asked else either,
        suggestions=_other_meaning(answering) if assumed else (),
        query=answering[0].query,
        runner_up=answering[0].runner_up,
        evidence=dict(answering[0].evidence),
    )


def _all_hits(answering: Sequence[Finding]) -> tuple[Hit, ...]:
    """What findings show, in order, each passage once."""
    hits = (hit for finding in answering for hit in (*finding.hits, *finding.alternative))
    return tuple({hit.passage.id: hit for hit in hits}.values())


def _other_meaning(answering: Sequence[Finding]) -> tuple[Suggestion, ...]:
    """What one tap shows where the reader meant something else than was assumed; the likeliest such thing."""
    rivals = (one.rival for one in answering if assumption(one))
    return tuple(_suggestion(rival.hits[0]) for rival in rivals if rival and likely(rival))[:1]


def _shown(hits: tuple[Hit, ...], *, confidence: float) -> Answer:
    return Answer(
        kind="answer",
        question="",
        passages=hits,
        disclaimer=disclaimers(hits),
        confidence=confidence,
        language=hits[0].passage.document.language,
    )


def disclaimers(hits: Sequence[Hit]) -> str:
    """The disclaimers of the documents that `hits` stand in, each once."""
    return "\n\n".join(
        dict.fromkeys(hit.passage.document.disclaimer for hit in hits if hit.passage.document.disclaimer)
    )
