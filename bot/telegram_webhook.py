"""Webhook mode: Telegram brings the updates, and hears "got it" only once they are in the journal."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import tornado.httpserver
import tornado.web
from telegram.error import TelegramError

from bot.telegram_alerts import Alerts
from bot.telegram_http import RawBot
from bot.telegram_journal import Journal
from bot.telegram_metrics import Metrics
from bot.telegram_updates import KINDS, RawUpdate

logger = logging.getLogger(__name__)

MOST_BYTES = 4 << 20
CONNECTIONS = 40
LOOK_EVERY = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class _Receiver(tornado.web.RequestHandler):
    """One update."""

    def initialize(
        self,
        secret: str,
        take: Callable[[Sequence[RawUpdate]], None],
        has_room: Callable[[], bool],
        metrics: Metrics,
        alerts: Alerts,
    ) -> None:
        self._secret, self._take, self._has_room = secret, take, has_room
        self._metrics, self._alerts = metrics, alerts

    def post(self) -> None:
        if not hmac.compare_digest(self.request.headers.get(SECRET_HEADER, "").encode(), self._secret.encode()):
            self.set_status(403)
        elif not self._has_room():
            self.set_status(503)
            self.set_header("Retry-After", "2")
        else:
            self._receive()

    def _receive(self) -> None:
        update: Any = None
        with contextlib.suppress(ValueError, RecursionError):
            update = json.loads(self.request.body.decode("utf-8", "replace"))
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            self._metrics.count("unreadable")
            self._alerts.alert("unreadable", "An update could not be read and was skipped.")
            return  # with status 200: refused, it would come again for a day and hold up its chat
        try:
            self._take([update])
        except sqlite3.Error as error:
            self._alerts.alert("journal", f"The journal cannot be written ({error}); no questions are taken.")
            self.set_status(500)


class Webhook:
    """Listens for updates on a path that nobody can guess."""

    def __init__(
        self,
        bot: RawBot,
        journal: Journal,
        *,
        listen: tuple[str, int],
        url: str,
        take: Callable[[Sequence[RawUpdate]], None],
        has_room: Callable[[], bool],
        metrics: Metrics,
        alerts: Alerts,
    ) -> None:
        """Listen on `listen`; Telegram reaches it through `url`, to which a random path is added.

        Path and secret are kept in the journal: the address stays the same over restarts.
        """
        kept = journal.kept("webhook ")
        self._path = kept.get("webhook path") or secrets.token_urlsafe(24)
        self._secret = kept.get("webhook secret") or secrets.token_urlsafe(32)
        journal.keep("webhook path", self._path)
        journal.keep("webhook secret", self._secret)
        self._metrics, self._alerts = metrics, alerts
        self._failed_at: int | None = None
        self._bot, self._listen, self._url = bot, listen, f"{url.rstrip('/')}/{self._path}"
        parts: dict[str, Any] = {"secret": self._secret, "take": take, "has_room": has_room}
        parts |= {"metrics": metrics, "alerts": alerts}
        application = tornado.web.Application(
            [(rf"(?:/[^?]*)?/{self._path}", _Receiver, parts)], log_function=lambda _: None
        )
        self._server = tornado.httpserver.HTTPServer(application, max_body_size=MOST_BYTES)

    def listen(self) -> None:
        """Listen.

        Raises:
            OSError: If the address cannot be listened on.
        """
        host, port = self._listen
        self._server.listen(port, host)

    async def register(self) -> bool:
        """Tell Telegram where we listen.

        Raises:
            TelegramError: If Telegram does not take the address.
        """
        return await self._bot.set_webhook(
            self._url, secret_token=self._secret, max_connections=CONNECTIONS, allowed_updates=KINDS
        )

    async def watch(self) -> None:
        """Once a minute see that Telegram still brings updates here, and can; until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self._look()
            except TelegramError as error:
                logger.warning("looking after the webhook failed (%s)", type(error).__name__)

    async def _look(self) -> None:
        info = await self._bot.webhook_info()
        failed_at = int(info.get("last_error_date") or 0)
        if info.get("url") != self._url:
            self._metrics.count("conflicts")
            self._alerts.alert("conflict", "Another program took over this bot's updates; they are brought here again.")
            await self.register()
        elif info.get("pending_update_count") and self._failed_at is not None and failed_at > self._failed_at:
            self._alerts.alert("webhook", f"Telegram cannot bring updates: {info.get('last_error_message')}.")
        self._failed_at = failed_at

    async def stop(self) -> None:
        """Listen no more; Telegram keeps what comes until the next start."""
        self._server.stop()
        await self._server.close_all_connections()
