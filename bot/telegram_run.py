"""One run of the bot: from the first call of the server to the last answer."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.settings import InvalidSetting
from bot.telegram_admin import Admin, IndexState
from bot.telegram_alerts import Alerts
from bot.telegram_commands import publish_commands
from bot.telegram_doubt import MessageIds
from bot.telegram_http import RawBot
from bot.telegram_intake import Intake
from bot.telegram_members import Members
from bot.telegram_polling import Polling
from bot.telegram_service import Service
from bot.telegram_start import persist
from bot.telegram_updates import MOST_OPEN, Dispatcher
from bot.telegram_work import AnyApplication

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 80.0
"""How long a stop waits for the answers under way; the rest is answered at the next start."""

STUCK_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Everything that a run needs."""

    bot: RawBot
    application: AnyApplication
    service: Service
    dispatcher: Dispatcher
    ids: MessageIds
    intake: Intake
    alerts: Alerts
    admin: Admin
    members: Members
    index: IndexState | None


class Run:
    """One run of the bot."""

    def __init__(self, crew: Crew) -> None:
        """Run with these."""
        self._crew = crew
        self._ready = False
        service, dispatcher = crew.service, crew.dispatcher
        service.metrics.gauge("queue_open", lambda: dispatcher.open)
        service.metrics.gauge("queue_oldest_seconds", dispatcher.oldest)
        service.metrics.gauge("start_time_seconds", lambda: service.metrics.started)
        service.metrics.show_version(service.version)

    async def until(self, stop: asyncio.Event) -> None:
        """Answer until `stop` is set and everything taken is answered."""
        async with AsyncExitStack() as stack:
            stopping = _background(stack, stop.wait())
            self._serve_health(stack)
            starting = _background(stack, self._introduce())
            await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not starting.done():
                return
            starting.result()
            stack.push_async_callback(self._crew.application.shutdown)
            stack.push_async_callback(self._crew.alerts.close)
            await self._answer_until(stopping, stack)

    async def _answer_until(self, stopping: asyncio.Task[Any], stack: AsyncExitStack) -> None:
        crew = self._crew
        crew.members.restore_regions()
        logger.info("answering as @%s; %d questions left from before", crew.bot.username, crew.intake.resume())
        for work in (crew.admin.watch(), self._publish_commands()):
            _background(stack, work)
        self._notify(stack)
        self._ready = True
        if crew.service.settings.webhook_listen and crew.service.settings.webhook_url:
            await self._listen_until(stopping)
        else:
            await self._poll_until(stopping)
        self._ready = False
        left = await crew.dispatcher.drain(DRAIN_SECONDS)
        logger.info("stopped; %s", f"{left} questions are left for the next start" if left else "all is answered")

    async def _poll_until(self, stopping: asyncio.Task[Any]) -> None:
        crew = self._crew
        await persist(lambda: crew.bot.delete_webhook(), "leaving webhook mode")
        polling = Polling(
            crew.bot,
            take=crew.intake.take,
            room=crew.dispatcher.room,
            ids=crew.ids,
            metrics=crew.service.metrics,
            alerts=crew.alerts,
        )
        fetching = asyncio.create_task(polling.run())
        await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        failed = fetching.exception() if fetching.done() else None
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)
        await asyncio.gather(polling.confirm(), crew.dispatcher.drain(DRAIN_SECONDS))
        if failed:
            raise failed

    async def _listen_until(self, stopping: asyncio.Task[Any]) -> None:
        from bot.telegram_webhook import Webhook  # brings tornado, which polling does without

        crew, settings = self._crew, self._crew.service.settings
        assert settings.webhook_listen is not None  # the caller has looked
        webhook = Webhook(
            crew.bot,
            crew.service.journal,
            listen=settings.webhook_listen,
            url=settings.webhook_url,
            take=crew.intake.take,
            has_room=lambda: crew.dispatcher.open < MOST_OPEN,
            metrics=crew.service.metrics,
            alerts=crew.alerts,
        )
        try:
            webhook.listen()
        except OSError as error:
            raise InvalidSetting(f"PULLQUOTE_WEBHOOK_LISTEN cannot be listened on ({error.strerror})") from None
        try:
            await persist(webhook.register, "announcing the webhook")
            async with AsyncExitStack() as stack:
                _background(stack, webhook.watch())
                await stopping
        finally:
            await webhook.stop()

    async def _introduce(self) -> None:
        await persist(self._crew.application.initialize, "the first call of the server")

    async def _publish_commands(self) -> None:
        try:
            changed = await publish_commands(self._crew.bot)
        except InvalidToken:
            return  # polling finds out as well, and ends the run
        except TelegramError as error:
            logger.warning("the commands could not be published (%s)", type(error).__name__)
        else:
            logger.info("%d menus of commands published", changed)

    def _serve_health(self, stack: AsyncExitStack) -> None:
        address = self._crew.service.settings.health_listen
        if address is None:
            return
        from bot.telegram_health import listen  # brings tornado

        try:
            server = listen(address, self._crew.service.metrics, self._problem)
        except OSError as error:
            raise InvalidSetting(f"PULLQUOTE_HEALTH_LISTEN cannot be listened on ({error.strerror})") from None
        stack.push_async_callback(server.close_all_connections)
        stack.callback(server.stop)

    def _problem(self) -> str:
        if not self._ready:
            return "not answering yet, or not any more"
        if self._crew.dispatcher.oldest() > STUCK_SECONDS:
            return "a question has been open for minutes"
        if self._is_stuck():
            return "an answer has been worked on for minutes"
        if self._crew.bot.silence() > STUCK_SECONDS:
            return "nothing was heard of Telegram for minutes"
        return ""

    def _is_stuck(self) -> bool:
        return self._crew.service.longest() > STUCK_SECONDS

    def _notify(self, stack: AsyncExitStack) -> None:
        from bot.telegram_supervisor import feed_watchdog, notify

        notify("READY=1")
        stack.callback(notify, "STOPPING=1")
        _background(stack, feed_watchdog(lambda: not self._is_stuck()))


def _background(stack: AsyncExitStack, work: Any) -> asyncio.Task[Any]:
    task = asyncio.create_task(work)

    async def end() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(end)
    return task
