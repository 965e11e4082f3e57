"""From a message to an Answer: the one way in for every front end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import wording
from bot.answer import Answer
from bot.settings import Settings
from corpus.passage import Source
from index.hit import Hit
from index.searching import Index

IndexProvider = Callable[[], Index]


class Responder:
    """Answers messages; keeps one conversation for each chat. Safe to call from several threads."""

    def __init__(self, index_provider: IndexProvider, settings: Settings) -> None:
        """Answer from whatever index `index_provider` gives at the time of each question."""
        self._index = index_provider
        self._settings = settings

    def reply(self, message: str, *, chat: str | None = None) -> Answer:
        """The answer to one message; messages of the same `chat` are one conversation."""
        started = time.perf_counter()
        answer = self._answer(message)
        return replace(answer, took_ms=(time.perf_counter() - started) * 1000)

    def show(self, passage_id: str) -> Answer:
        """The passage of that id as an answer; an abstention where the index holds no such passage."""
        for passage in self._index().passages:
            if passage.id == passage_id:
                return _shown("", (Hit(passage=passage, score=1.0),), confidence=1.0)
        return abstention("")

    def more(self, chat: str) -> Answer:
        """The next passage on the last question of that chat."""
        return Answer(kind="smalltalk", question="", passages=(), disclaimer="", message=wording.MORE_NONE)

    def forget(self, chat: str) -> None:
        """Forget the conversation of that chat."""

    def set_region(self, chat: str, code: str) -> bool:
        """Choose the region whose emergency numbers that chat is shown; False where it is not known."""
        return False

    def sources(self) -> Sequence[Source]:
        """The documents, in order of their paths."""
        found = {passage.document.id: passage.document for passage in self._index().passages}
        return [found[key] for key in sorted(found)]

    def _answer(self, message: str) -> Answer:
        result = self._index().search(message, top_k=3)
        if not result.hits:
            return abstention(message)
        return replace(_shown(message, result.hits[:1], confidence=0.5), query=result.query)


def abstention(message: str) -> Answer:
    """The honest word that the documents do not answer."""
    return Answer(kind="abstain", question=message, passages=(), disclaimer="", message=wording.ABSTAIN)


def _shown(message: str, hits: tuple[Hit, ...], *, confidence: float) -> Answer:
    return Answer(kind="answer", question=message, passages=hits, disclaimer=disclaimers(hits), confidence=confidence)


def disclaimers(hits: Sequence[Hit]) -> str:
    """The disclaimers of the documents that `hits` stand in, each once."""
    return "\n\n".join(
        dict.fromkeys(hit.passage.document.disclaimer for hit in hits if hit.passage.document.disclaimer)
    )
