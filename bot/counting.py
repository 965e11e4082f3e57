"""A responder that counts what it answers; see usage.py for what is kept, and what never is."""

from __future__ import annotations

from bot.answer import Answer
from bot.answering import IndexProvider, Responder
from bot.message import clean, read_message
from bot.scrubbing import scrub
from bot.settings import Settings
from bot.smalltalk import peel
from bot.usage import Usage


class CountingResponder(Responder):
    """Answers as a Responder does, and counts. Safe to call from several threads."""

    def __init__(self, index_provider: IndexProvider, settings: Settings, usage: Usage) -> None:
        """Answer from what `index_provider` gives; count into `usage`."""
        super().__init__(index_provider, settings)
        self._usage = usage

    def reply(self, message: str, *, chat: str | None = None) -> Answer:
        """The answer to one message, counted; emergencies, advice and what is of no chat are not.

        Of no chat is what somebody types inline: it comes letter by letter, and may never be sent.
        """
        answer = super().reply(message, chat=chat)
        if chat is None:
            return answer
        if answer.kind == "answer":
            self._usage.count("answered", (hit.passage.id for hit in answer.passages))
        elif answer.kind == "abstain":
            self._usage.count("abstained", [answer.runner_up.passage.id if answer.runner_up else ""])
            if self._usage.keeps_unanswered:
                self._keep(message)
        return answer

    def not_what_i_asked(self, answer: Answer) -> None:
        """Count that the passages of `answer` were not what was asked for."""
        self._usage.count("rejected", (hit.passage.id for hit in answer.passages))

    def _keep(self, message: str) -> None:
        """Keep the questions of a message, without the story around them."""
        asked = read_message(peel(clean(message))[0])
        known = self._index().words.keys()
        for question in (*asked.questions, *asked.embedded):
            self._usage.keep(scrub(question, known))
