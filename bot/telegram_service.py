"""What every handler works with: the answers, the way out, the journal, and what is remembered of a chat."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import Bot, Message, Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.answer import Answer
from bot.memory import FORGET_AFTER
from bot.settings import Settings
from bot.telegram_journal import Journal
from bot.telegram_metrics import Metrics
from bot.telegram_sending import Place, Sender
from corpus.passage import Source

THREADS = 2
"""So many answers are worked out at a time."""

ANSWER_SECONDS = 10.0
TYPING_AFTER = 0.5
TYPING_AGAIN = 4.0
MOST_ANSWERS = 500
"""Answers remembered for the buttons under them."""

Context = CallbackContext[Any, Any, Any, Any]


class Responder(Protocol):
    """What gives the answers; see `bot.answering.Responder`."""

    def reply(self, message: str, *, chat: str | None = None) -> Answer:
        """The answer to one message; messages of the same `chat` are one conversation."""

    def alarm(self, message: str, *, chat: str) -> Answer | None:
        """The card alone for a message about an emergency or self-harm, at once; None for any other message."""

    def show(self, passage_id: str) -> Answer:
        """That passage as an answer."""

    def more(self, chat: str) -> Answer:
        """The next passage on the last question of that chat."""

    def not_what_i_asked(self, answer: Answer) -> None:
        """A reader says that an answer is not what was asked for."""

    def forget(self, chat: str) -> None:
        """Forget the conversation of that chat."""

    def set_region(self, chat: str, code: str) -> bool:
        """Choose the region of a chat; False where it is not known."""

    def sources(self) -> Sequence[Source]:
        """The documents."""


class RecentAnswers:
    """The last answers given, by the message they stand in, for the buttons under them; as long as conversations."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with none; the time is that of `clock`, in seconds."""
        self._clock = clock
        self._answers: OrderedDict[tuple[int, int], tuple[float, Answer]] = OrderedDict()

    def remember(self, chat: int, message: int, answer: Answer) -> None:
        """Remember what a message shows; the oldest is forgotten when there are too many."""
        self._answers[chat, message] = self._clock(), answer
        self._answers.move_to_end((chat, message))
        while len(self._answers) > MOST_ANSWERS:
            self._answers.popitem(last=False)

    def of(self, chat: int, message: int) -> Answer | None:
        """What a message shows, None where that is not known any more."""
        return self._answers.get((chat, message), (0.0, None))[1]

    def tidy(self) -> None:
        """Forget those of half an hour ago."""
        while self._answers and self._clock() - next(iter(self._answers.values()))[0] > FORGET_AFTER:
            self._answers.popitem(last=False)

    def forget(self, chat: int) -> None:
        """Forget the answers in a chat."""
        for key in [key for key in self._answers if key[0] == chat]:
            del self._answers[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What every handler works with.

    Attributes:
        settings: The settings.
        responder: Gives the answers, in threads of `pool`.
        sender: Sends them.
        journal: What was taken and answered, and the regions that people chose.
        metrics: What is counted.
        pool: Where processor work is done, off the event loop.
        version: The version of the index in use.
        answers: What the latest messages show.
        under_way: What `pool` has been given and not finished, and since when.
    """

    settings: Settings
    responder: Responder
    sender: Sender
    journal: Journal
    metrics: Metrics
    pool: Executor
    version: Callable[[], str]
    answers: RecentAnswers = field(default_factory=RecentAnswers)
    under_way: dict[Future[Answer], float] = field(default_factory=dict)

    def is_busy(self) -> bool:
        """Whether an answer begun now would have to wait for others."""
        return len(self.under_way) >= THREADS

    def longest(self) -> float:
        """How long the answer that takes longest has been worked on, in seconds."""
        return max((time.monotonic() - since for since in list(self.under_way.values())), default=0.0)

    async def compute(self, work: Callable[[], Answer], *, place: Place, bot: Bot) -> Answer | None:
        """An answer from the pool, with typing shown meanwhile; None where it took too long."""
        async with typing(bot, place):
            return await self.compute_quietly(work)

    async def compute_quietly(self, work: Callable[[], Answer]) -> Answer | None:
        """An answer from the pool; None where it took too long."""
        thinking = self.pool.submit(work)
        self.under_way[thinking] = time.monotonic()
        thinking.add_done_callback(self.under_way.pop)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(thinking), ANSWER_SECONDS)
        except TimeoutError:
            self.metrics.count("too_slow")
            return None


def place_of(message: Message) -> Place:
    """Where a reply to `message` goes: the same chat and topic; in a group as a reply to it."""
    group = message.chat.type != message.chat.PRIVATE
    return Place(
        chat=message.chat.id,
        thread=message.message_thread_id if message.is_topic_message else None,
        reply_to=message.message_id if group else None,
    )


def conversation_of(place: Place) -> str:
    """The name of the conversation that is led in a place: a chat, or a topic in it."""
    return f"{place.chat}/{place.thread or ''}"


def language_of(update: Update) -> str | None:
    """The language that the user's app is set to."""
    return update.effective_user.language_code if update.effective_user else None


@contextlib.asynccontextmanager
async def typing(bot: Bot, place: Place) -> AsyncIterator[None]:
    """Show "typing" in the chat while the body runs, from half a second on."""
    tasks: list[asyncio.Task[None]] = []
    timer = asyncio.get_running_loop().call_later(
        TYPING_AFTER, lambda: tasks.append(asyncio.create_task(_keep_typing(bot, place)))
    )
    try:
        yield
    finally:
        timer.cancel()
        for task in tasks:
            task.cancel()


async def _keep_typing(bot: Bot, place: Place) -> None:
    with contextlib.suppress(TelegramError):
        while True:
            await bot.send_chat_action(place.chat, "typing", message_thread_id=place.thread)
            await asyncio.sleep(TYPING_AGAIN)
