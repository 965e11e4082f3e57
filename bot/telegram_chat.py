"""`pullquote telegram`: every handler in one list, and the way from start to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, BaseHandler, MessageHandler, filters

from bot.settings import InvalidSetting, Settings
from bot.telegram_commands import Command, Commands
from bot.telegram_format import plain_parts
from bot.telegram_http import RawBot, bot_at
from bot.telegram_log import log_to_stderr
from bot.telegram_polling import Polling
from bot.telegram_questions import Context, Questions, Responder, Service, language_of, place_of
from bot.telegram_sending import Sender
from bot.telegram_updates import Dispatcher, RawUpdate
from bot.telegram_wording import say

logger = logging.getLogger(__name__)

STOPPED = 0
UNUSABLE_TOKEN = 2
DRAIN_SECONDS = 80.0
THREADS = 2

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def handlers(service: Service) -> list[BaseHandler[Any, Any, Any]]:
    """Who answers what, in order: the first that fits."""
    commands, questions = Commands(service), Questions(service)
    new = filters.UpdateType.MESSAGE
    return [
        MessageHandler(new & Command("start"), commands.start),
        MessageHandler(new & Command("help"), commands.help),
        MessageHandler(new & Command("sources"), commands.sources),
        MessageHandler(new & Command("about"), commands.about),
        MessageHandler(new & filters.ChatType.PRIVATE & filters.TEXT & ~filters.Regex("^/"), questions.private),
    ]


def run(settings: Settings, responder: Responder) -> int:
    """Answer on Telegram until SIGTERM or SIGINT; returns the exit status.

    Raises:
        InvalidSetting: If there is no token.
    """
    if not settings.telegram_token:
        raise InvalidSetting("PULLQUOTE_TELEGRAM_TOKEN is not set: put the token that @BotFather gave you there")
    log_to_stderr(settings.telegram_token)
    try:
        return asyncio.run(_serve_until_signal(settings, responder))
    except InvalidToken:
        logger.error("the server at %s does not accept the token in PULLQUOTE_TELEGRAM_TOKEN", settings.telegram_url)
        return UNUSABLE_TOKEN


async def _serve_until_signal(settings: Settings, responder: Responder) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return await serve(settings, responder, stop=stop)


async def serve(settings: Settings, responder: Responder, *, stop: asyncio.Event) -> int:
    """Answer until `stop` is set and everything taken is answered; returns the exit status.

    Raises:
        InvalidToken: If the server does not know the token.
    """
    bot = bot_at(settings.telegram_url, settings.telegram_token)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="answer") as pool:
        service = Service(settings=settings, responder=responder, sender=Sender(bot), pool=pool)
        application = _application(bot, service)
        await _introduce(application)
        dispatcher = Dispatcher(lambda raw: _handle(application, raw))
        logger.info("answering as @%s", bot.username)
        await _poll_until(stop, bot, dispatcher)
        left = await dispatcher.drain(DRAIN_SECONDS)
        logger.info("stopped, %d questions left", left)
        await application.shutdown()
    return STOPPED


def _application(bot: RawBot, service: Service) -> AnyApplication:
    application = Application.builder().bot(bot).updater(None).build()
    application.add_handlers(handlers(service))

    async def failed(update: object, context: Context) -> None:
        logger.error("a handler failed: %s", type(context.error).__name__)
        if isinstance(update, Update) and update.message:
            await service.sender.send(place_of(update.message), plain_parts(say("failed", language_of(update))))

    application.add_error_handler(failed)
    return application


async def _handle(application: AnyApplication, raw: RawUpdate) -> None:
    update = Update.de_json(dict(raw), application.bot)
    await application.process_update(update)


async def _introduce(application: AnyApplication) -> None:
    pause = 1.0
    while True:
        try:
            return await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            logger.warning("the server does not answer (%s); again in %.0f s", type(error).__name__, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)


async def _poll_until(stop: asyncio.Event, bot: RawBot, dispatcher: Dispatcher) -> None:
    async def take(batch: Any) -> None:
        for update in batch:
            dispatcher.add(update)
        await dispatcher.room()

    polling = asyncio.create_task(Polling(bot, take).run())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if polling.done():
        polling.result()
    polling.cancel()
