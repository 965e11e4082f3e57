"""Commands: what each says or does, and their publication in the menu of Telegram's apps."""

from __future__ import annotations

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, Message, Update
from telegram.ext import filters

from bot.telegram_buttons import Buttons, region_buttons
from bot.telegram_format import Part, plain_parts
from bot.telegram_http import RawBot
from bot.telegram_inline import INLINE
from bot.telegram_links import passage_of
from bot.telegram_public import PRIVATE as PRIVATE_CHAT
from bot.telegram_service import Context, Service, conversation_of, language_of, place_of
from bot.telegram_wording import LANGUAGES, say
from bot.urgency import told_by_command

PRIVATE = ("start", "help", "more", "sources", "about", "privacy", "forget", "region")
GROUP = ("ask", "help", "sources", "about", "privacy")


class Command(filters.MessageFilter):
    """Messages that start with one command, addressed to this bot or to none in particular."""

    def __init__(self, name: str) -> None:
        """Let /`name` through."""
        super().__init__(name=f"Command({name})")
        self._name = name

    def filter(self, message: Message) -> bool:
        """Whether `message` is that command."""
        text = message.text
        if not text or not text.startswith("/"):
            return False
        name, _, addressee = text.split(None, 1)[0][1:].partition("@")
        return name.lower() == self._name and addressee.lower() in ("", (message.get_bot().username or "").lower())


class Trouble(filters.MessageFilter):
    """Commands with which somebody tells of an emergency or of self-harm: more than what the command does."""

    def filter(self, message: Message) -> bool:
        """Whether `message` is such a one."""
        return bool(told_by_command(message.text or ""))


class Commands:
    """The handlers of the commands."""

    def __init__(self, service: Service, buttons: Buttons) -> None:
        """Answer with what `service` gives; passages are shown as `buttons` shows them."""
        self._service = service
        self._buttons = buttons

    async def start(self, update: Update, context: Context) -> None:
        """/start: a greeting, or the passage that a link into the documents names."""
        key = _argument(update)
        if key and key not in (INLINE, PRIVATE_CHAT) and update.message:
            passage = passage_of(key[:200], self._service.journal)
            await self._buttons.show(place_of(update.message), passage, context, language_of(update))
        else:
            await self._say("start", update)

    async def help(self, update: Update, context: Context) -> None:
        """/help: what can be asked."""
        await self._say("help", update)

    async def more(self, update: Update, context: Context) -> None:
        """/more: the next passage on the last question."""
        if update.message:
            await self._buttons.more(place_of(update.message), context, language_of(update))

    async def about(self, update: Update, context: Context) -> None:
        """/about: what the bot is, and the version of its index."""
        text = f"{say('about', language_of(update))}\n\n{say('version', version=self._service.version()[:12])}"
        await self._send(update, plain_parts(text))

    async def privacy(self, update: Update, context: Context) -> None:
        """/privacy: what is kept, and for how long."""
        await self._say("privacy", update)

    async def forget(self, update: Update, context: Context) -> None:
        """/forget: forget the conversation and everything kept of this chat."""
        if update.message:
            place = place_of(update.message)
            self._service.responder.forget(conversation_of(place))
            self._service.answers.forget(place.chat)
            self._service.journal.forget(place.chat)
            self._service.journal.keep(f"region:{conversation_of(place)}", "")
            await self._say("forgotten", update)

    async def region(self, update: Update, context: Context) -> None:
        """/region CODE: choose the country whose emergency numbers are shown; without a code, buttons to choose by."""
        if not update.message:
            return
        code, place, language = _argument(update).upper()[:8], place_of(update.message), language_of(update)
        if code:
            await self._buttons.choose_region(place, code, language)
        else:
            parts = plain_parts(say("region_ask", language))
            await self._service.sender.send(place, parts, keyboard=region_buttons())

    async def sources(self, update: Update, context: Context) -> None:
        """/sources: the documents that answers come from."""
        lines = [
            "• " + " - ".join(filter(None, (source.title, source.publisher, source.url)))
            for source in self._service.responder.sources()
        ]
        if lines:
            await self._send(update, plain_parts("\n".join([say("sources", language_of(update)), *lines])))
        else:
            await self._say("no_sources", update)

    async def unknown(self, update: Update, context: Context) -> None:
        """Any other command, in private."""
        await self._say("unknown_command", update)

    async def _say(self, key: str, update: Update) -> None:
        await self._send(update, plain_parts(say(key, language_of(update))))

    async def _send(self, update: Update, parts: list[Part]) -> None:
        if update.message is not None:
            await self._service.sender.send(place_of(update.message), parts)


def _argument(update: Update) -> str:
    words = (update.message.text or "").split(None, 1) if update.message else []
    return words[1].strip() if len(words) > 1 else ""


async def publish_commands(bot: RawBot) -> int:
    """Set the menus of commands, per kind of chat and language, where they differ; returns how many did."""
    changed = 0
    for scope, names in ((BotCommandScopeAllPrivateChats(), PRIVATE), (BotCommandScopeAllGroupChats(), GROUP)):
        for language in ("", *LANGUAGES):
            wanted = tuple(BotCommand(name, say(f"command_{name}", language)) for name in names)
            if await bot.get_my_commands(scope=scope, language_code=language or None) != wanted:
                await bot.set_my_commands(wanted, scope=scope, language_code=language or None)
                changed += 1
    return changed
