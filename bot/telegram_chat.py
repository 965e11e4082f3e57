"""`pullquote telegram`: every handler in one list, and the way from start to stop."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from telegram.error import Conflict, InvalidToken
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.settings import InvalidSetting, Settings
from bot.telegram_admin import Admin, FromAdmin, IndexState
from bot.telegram_alerts import Alerts
from bot.telegram_buttons import Buttons
from bot.telegram_commands import Command, Commands, Trouble
from bot.telegram_doubt import MessageIds
from bot.telegram_http import bot_at
from bot.telegram_inline import Inline
from bot.telegram_intake import BlockList, Intake
from bot.telegram_journal import Journal
from bot.telegram_limits import FloodGate, Pace
from bot.telegram_log import log_to_stderr
from bot.telegram_members import Members
from bot.telegram_metrics import Metrics
from bot.telegram_questions import Questions
from bot.telegram_run import Crew, Run
from bot.telegram_sending import Sender
from bot.telegram_service import THREADS, RecentAnswers, Responder, Service
from bot.telegram_start import NotNow, only_process, open_journal, state_name
from bot.telegram_updates import Dispatcher
from bot.telegram_work import Forgetful, Worker

logger = logging.getLogger(__name__)

STOPPED = 0
UNUSABLE = 2
BROKEN = 70  # EX_SOFTWARE of sysexits.h
TRY_LATER = 75  # EX_TEMPFAIL

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


def handlers(service: Service, admin: Admin, members: Members) -> list[BaseHandler[Any, Any, Any]]:
    """Who answers what, in order: the first that fits."""
    buttons = Buttons(service)
    questions, commands, inline = Questions(service), Commands(service, buttons), Inline(service)
    new, private = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
    written = filters.TEXT | filters.CAPTION
    operator = new & FromAdmin(service.settings.telegram_admin)
    return [
        MessageHandler(new & Trouble(), questions.asked),
        MessageHandler(new & Command("start"), commands.start),
        MessageHandler(new & Command("help"), commands.help),
        MessageHandler(new & Command("more"), commands.more),
        MessageHandler(new & Command("sources"), commands.sources),
        MessageHandler(new & Command("about"), commands.about),
        MessageHandler(new & Command("privacy"), commands.privacy),
        MessageHandler(new & Command("forget"), commands.forget),
        MessageHandler(new & Command("region"), commands.region),
        MessageHandler(operator & Command("stats"), admin.stats),
        MessageHandler(operator & Command("reload"), admin.reload),
        MessageHandler(new & Command("ask"), questions.asked),
        MessageHandler(new & private & filters.Regex("^/"), commands.unknown),
        MessageHandler(new & written, questions.asked),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & written, questions.edited),
        MessageHandler(new & filters.StatusUpdate.MIGRATE, members.migrated),
        MessageHandler(new & private & ~filters.StatusUpdate.ALL, questions.no_text),
        CallbackQueryHandler(buttons.pressed),
        InlineQueryHandler(inline.queried),
        ChatMemberHandler(members.changed, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


def run(settings: Settings, responder: Responder, index: IndexState | None = None) -> int:
    """Answer on Telegram until SIGTERM or SIGINT; a second signal does not wait for the answers under way.

    Returns:
        0 after a signal, 2 where the token is refused, 75 where another program answers as this bot or the journal
        cannot be used, 70 after an error of our own: a supervisor starts it again after the last two.

    Raises:
        InvalidSetting: If there is no token, or a setting cannot be used.
    """
    if not settings.telegram_token:
        raise InvalidSetting("PULLQUOTE_TELEGRAM_TOKEN is not set: put the token that @BotFather gave you there")
    if not _TOKEN.fullmatch(settings.telegram_token):
        raise InvalidSetting("PULLQUOTE_TELEGRAM_TOKEN is no token: @BotFather's have the form 123456789:letters")
    log_to_stderr(settings.telegram_token)
    try:
        return asyncio.run(_serve_until_signal(settings, responder, index))
    except InvalidToken:
        logger.error("the server at %s does not accept the token in PULLQUOTE_TELEGRAM_TOKEN", settings.telegram_url)
        return UNUSABLE
    except (NotNow, Conflict) as error:
        logger.error("stopped: %s", error)
        return TRY_LATER
    except InvalidSetting:
        raise
    except Exception:  # and not to `main`, which would take it for a setting that is refused
        logger.exception("stopped by an error")
        return BROKEN


async def _serve_until_signal(settings: Settings, responder: Responder, index: IndexState | None) -> int:
    stop = asyncio.Event()
    loop, serving = asyncio.get_running_loop(), asyncio.current_task()
    assert serving is not None  # this runs in a task

    def on_signal() -> None:
        if stop.is_set():
            serving.cancel()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    try:
        return await serve(settings, responder, stop=stop, index=index)
    except asyncio.CancelledError:
        logger.warning("stopped at the second signal; what is unanswered is answered at the next start")
        return STOPPED


async def serve(
    settings: Settings, responder: Responder, *, stop: asyncio.Event, index: IndexState | None = None
) -> int:
    """Answer until `stop` is set and everything taken is answered; returns the exit status.

    Raises:
        InvalidToken: If the server does not know the token.
        NotNow: If another process on this machine answers as this bot, or the journal cannot be used.
        Conflict: If a process elsewhere keeps doing so.
    """
    files = settings.state / state_name(settings.telegram_token)
    with (
        only_process(files.with_suffix(".lock")),
        open_journal(files.with_suffix(".sqlite3")) as journal,
        ThreadPoolExecutor(THREADS, thread_name_prefix="answer") as pool,
    ):
        await Run(_crew(settings, responder, index, journal, pool)).until(stop)
    return STOPPED


def _crew(
    settings: Settings, responder: Responder, index: IndexState | None, journal: Journal, pool: ThreadPoolExecutor
) -> Crew:
    bot, metrics, ids, answers = bot_at(settings), Metrics(), MessageIds(), RecentAnswers()
    members, blocked = Members(journal, responder, answers), BlockList(settings.state / "blocked.txt")
    sender = Sender(
        bot,
        pace=Pace(),
        ids=ids,
        metrics=metrics,
        on_migration=members.move,
        brought=settings.webhook_listen is not None,
    )
    service = Service(
        settings=settings,
        responder=responder,
        sender=sender,
        journal=journal,
        metrics=metrics,
        pool=pool,
        version=lambda: index.version if index else "",
        answers=answers,
    )
    alerts = Alerts(sender, settings.telegram_admin)
    admin = Admin(service, alerts, blocked, index)
    application = Application.builder().application_class(Forgetful).bot(bot).updater(None).build()
    application.add_handlers(handlers(service, admin, members))
    dispatcher = Dispatcher(Worker(application, service, alerts).work)
    intake = Intake(
        journal=journal,
        dispatcher=dispatcher,
        ids=ids,
        gate=FloodGate(settings.flood_limit),
        blocked=blocked,
        metrics=metrics,
        me=lambda: (bot.id, bot.username or ""),
    )
    return Crew(
        bot=bot,
        application=application,
        service=service,
        dispatcher=dispatcher,
        ids=ids,
        intake=intake,
        alerts=alerts,
        admin=admin,
        members=members,
        index=index,
    )
