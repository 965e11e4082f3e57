"""One update's way through the handlers, whatever becomes of it."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application

from bot.telegram_alerts import Alerts
from bot.telegram_format import plain_parts
from bot.telegram_sending import Place
from bot.telegram_service import Context, Service, language_of, place_of
from bot.telegram_updates import Taken, body_of, chat_of
from bot.telegram_wording import say

logger = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Forgetful(Application[Any, Any, Any, Any, Any, Any]):
    """The library's application, without its notes, for a persistence that we lack, of everybody who ever wrote."""

    def _mark_for_persistence_update(self, **_: object) -> None:
        """Note nothing."""


class Worker:
    """Deals with updates, and with whatever goes wrong in that."""

    def __init__(self, application: AnyApplication, service: Service, alerts: Alerts) -> None:
        """Hand updates to the handlers of `application`."""
        self._application, self._service, self._alerts = application, service, alerts
        application.add_error_handler(self._failed)

    async def work(self, taken: Taken) -> None:
        """Deal with one update and note that it is done; cancelled, it stays in the journal for the next start."""
        try:
            if taken.slow_down:
                await self._slow_down(taken)
            else:
                await self._hand_over(taken)
            self._service.journal.done(int(taken.raw["update_id"]))
        except sqlite3.Error as error:
            self._alerts.alert("journal", f"The journal cannot be written ({error}).")
        except Exception as error:
            self._service.metrics.count("failed")
            logger.error("update %s failed: %s", taken.raw.get("update_id"), type(error).__name__, exc_info=error)

    async def _hand_over(self, taken: Taken) -> None:
        try:
            update = Update.de_json(dict(taken.raw), self._application.bot)
        except Exception as error:  # whatever an update that makes no sense may lead to in the library
            self._service.metrics.count("unreadable")
            logger.error("update %s makes no sense (%s); skipped", taken.raw.get("update_id"), type(error).__name__)
            self._alerts.alert("unreadable", "An update made no sense and was skipped.")
            return
        await self._application.process_update(update)

    async def _slow_down(self, taken: Taken) -> None:
        body = body_of(taken.raw)
        text = say("slow_down", (body.get("from") or {}).get("language_code"))
        if "callback_query" in taken.raw:  # told beside the button, which would turn on without an answer
            with contextlib.suppress(TelegramError):
                await self._application.bot.answer_callback_query(str(body.get("id")), text=text)
        else:
            await self._service.sender.send(Place(chat=chat_of(taken.raw)), plain_parts(text))

    async def _failed(self, update: object, context: Context) -> None:
        error = context.error
        self._service.metrics.count("failed")
        logger.error("a handler failed: %s", type(error).__name__, exc_info=error)
        if isinstance(update, Update) and update.message:
            await self._service.sender.send(place_of(update.message), plain_parts(say("failed", language_of(update))))
