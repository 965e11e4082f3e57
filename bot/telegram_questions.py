"""Messages that ask something: the answer, with typing shown where it takes a moment."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import Bot, Message, Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.answer import Answer
from bot.settings import Settings
from bot.telegram_format import answer_parts, plain_parts
from bot.telegram_sending import Place, Sender
from bot.telegram_wording import say
from corpus.passage import Source

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 10.0
TYPING_AFTER = 0.5
TYPING_AGAIN = 4.0

Context = CallbackContext[Any, Any, Any, Any]


class Responder(Protocol):
    """What gives the answers; see `bot.answering.Responder`."""

    def reply(self, message: str, *, chat: str | None = None) -> Answer:
        """The answer to one message; messages of the same `chat` are one conversation."""

    def show(self, passage_id: str) -> Answer:
        """That passage as an answer."""

    def more(self, chat: str) -> Answer:
        """The next passage on the last question of that chat."""

    def forget(self, chat: str) -> None:
        """Forget the conversation of that chat."""

    def set_region(self, chat: str, code: str) -> bool:
        """Choose the region of a chat; False where it is not known."""

    def sources(self) -> Sequence[Source]:
        """The documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What every handler works with.

    Attributes:
        settings: The settings.
        responder: Gives the answers, in threads of `pool`.
        sender: Sends them.
        pool: Where processor work is done, off the event loop.
    """

    settings: Settings
    responder: Responder
    sender: Sender
    pool: Executor

    async def compute(self, work: Callable[[], Answer], *, place: Place, bot: Bot) -> Answer | None:
        """An answer from the pool, with typing shown meanwhile; None where it took too long."""
        async with typing(bot, place):
            try:
                return await asyncio.wait_for(
                    asyncio.get_running_loop().run_in_executor(self.pool, work), ANSWER_SECONDS
                )
            except TimeoutError:
                return None


def place_of(message: Message) -> Place:
    """Where a reply to `message` goes: the same chat and topic; in a group as a reply to it."""
    group = message.chat.type != message.chat.PRIVATE
    return Place(
        chat=message.chat.id,
        thread=message.message_thread_id if message.is_topic_message else None,
        reply_to=message.message_id if group else None,
    )


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


class Questions:
    """The handler of questions."""

    def __init__(self, service: Service) -> None:
        """Answer with what `service` gives."""
        self._service = service

    async def private(self, update: Update, context: Context) -> None:
        """A text in a private chat."""
        message = update.effective_message
        if message is None or message.text is None:
            return
        place, text = place_of(message), message.text
        answer = await self._service.compute(
            lambda: self._service.responder.reply(text, chat=str(place.chat)), place=place, bot=context.bot
        )
        parts = answer_parts(answer) if answer else plain_parts(say("too_slow", language_of(update)))
        await self._service.sender.send(place, parts)
