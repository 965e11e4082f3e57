"""Commands: /start, /help, /sources, /about."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import filters

from bot.telegram_format import Part, plain_parts
from bot.telegram_questions import Context, Service, language_of, place_of
from bot.telegram_wording import say


class Command(filters.MessageFilter):
    """Messages that start with one command, addressed to this bot or to none in particular."""

    def __init__(self, name: str) -> None:
        """Let /`name` through."""
        super().__init__(name=f"Command({name})")
        self._name = name

    def filter(self, message: Message) -> bool:
        """Whether `message` is that command."""
        word = (message.text or "").split(None, 1)[:1]
        if not word or not word[0].startswith("/"):
            return False
        name, _, addressee = word[0][1:].partition("@")
        return name.lower() == self._name and addressee.lower() in ("", (message.get_bot().username or "").lower())


class Commands:
    """The handlers of the commands."""

    def __init__(self, service: Service) -> None:
        """Answer with what `service` gives."""
        self._service = service

    async def start(self, update: Update, context: Context) -> None:
        """/start: a greeting and what can be asked."""
        await self._say("start", update)

    async def help(self, update: Update, context: Context) -> None:
        """/help: what can be asked."""
        await self._say("help", update)

    async def about(self, update: Update, context: Context) -> None:
        """/about: what the bot is."""
        await self._say("about", update)

    async def sources(self, update: Update, context: Context) -> None:
        """/sources: the documents that answers come from."""
        lines = [
            " - ".join(filter(None, (source.title, source.publisher, source.url)))
            for source in self._service.responder.sources()
        ]
        if not lines:
            await self._say("no_sources", update)
            return
        heading = say("sources", language_of(update))
        await self._send(update, plain_parts("\n".join([heading, *(f"• {line}" for line in lines)])))

    async def _say(self, key: str, update: Update) -> None:
        await self._send(update, plain_parts(say(key, language_of(update))))

    async def _send(self, update: Update, parts: list[Part]) -> None:
        if update.effective_message is not None:
            await self._service.sender.send(place_of(update.effective_message), parts)
