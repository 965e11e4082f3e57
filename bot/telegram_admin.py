"""For the operator: /stats and /reload, the line of the day, and a look at what is overdue."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections import Counter
from typing import Protocol

from telegram import Message, Update
from telegram.ext import filters

from bot.telegram_alerts import Alerts
from bot.telegram_format import plain_parts
from bot.telegram_intake import BlockList
from bot.telegram_service import Context, Service, place_of

logger = logging.getLogger(__name__)

DAILY_AT = datetime.time(6, 0, tzinfo=datetime.UTC)
TIDY_EVERY = 60.0


class IndexState(Protocol):
    """What the operator may know of the index."""

    @property
    def version(self) -> str:
        """The fingerprint of the index in use."""

    @property
    def problem(self) -> str:
        """Why the newest index or the documents cannot be used, "" where all is well."""

    def reload(self) -> None:
        """Look for a newer index now."""


class FromAdmin(filters.MessageFilter):
    """Messages in the admin chat, or of the admin."""

    def __init__(self, admin: int | None) -> None:
        """Let messages through that come from `admin`, a chat or a person; None lets nothing through."""
        super().__init__(name="FromAdmin")
        self._admin = admin

    def filter(self, message: Message) -> bool:
        """Whether `message` comes from there."""
        sender = message.from_user.id if message.from_user else None
        return self._admin is not None and self._admin in (message.chat.id, sender)


class Admin:
    """The handlers for the operator, and what is done once a minute and once a day."""

    def __init__(self, service: Service, alerts: Alerts, blocked: BlockList, index: IndexState | None) -> None:
        """Report on these."""
        self._service, self._alerts, self._blocked, self._index = service, alerts, blocked, index
        self._day: Counter[tuple[str, str]] = Counter()

    async def stats(self, update: Update, context: Context) -> None:
        """/stats: the counts since the start."""
        since = datetime.datetime.fromtimestamp(self._service.metrics.started, datetime.UTC)
        text = f"Since {since:%d %B %H:%M} UTC: {summary(self._service.metrics.snapshot())}"
        if update.message:
            await self._service.sender.send(place_of(update.message), plain_parts(f"{text} {self._about_index()}"))

    async def reload(self, update: Update, context: Context) -> None:
        """/reload: read the block list and look for a newer index."""
        blocked = self._blocked.refresh()
        if self._index:
            await asyncio.get_running_loop().run_in_executor(self._service.pool, self._index.reload)
        if update.message:
            people = " ".join(filter(None, (f"{blocked} people are blocked.", self._blocked.problem)))
            text = f"{people} {self._about_index()}"
            await self._service.sender.send(place_of(update.message), plain_parts(text))

    async def watch(self) -> None:
        """Once a minute tidy the journal and look at the index, once a day tell the counts; until cancelled."""
        next_day = _next_daily()
        while True:
            await asyncio.sleep(TIDY_EVERY)
            try:
                self._service.journal.tidy()
                self._service.answers.tidy()
                self._look()
                if datetime.datetime.now(datetime.UTC) >= next_day:
                    next_day = _next_daily()
                    self.close_the_day()
            except Exception as error:
                logger.warning("the round of the minute failed (%s)", type(error).__name__)

    def close_the_day(self) -> None:
        """Tell the counts of the day and what is overdue for review."""
        now = self._service.metrics.snapshot()
        self._alerts.tell(f"The last day: {summary(now - self._day)} {self._about_index()}")
        self._day = now
        today = datetime.datetime.now(datetime.UTC).date()
        overdue = [each for each in self._service.responder.sources() if each.next_review and each.next_review < today]
        if overdue:
            names = "; ".join(f"{each.title} (due {each.next_review})" for each in overdue[:20])
            self._alerts.alert("overdue", f"Overdue for review: {names}")

    def _look(self) -> None:
        self._blocked.refresh()
        if self._blocked.problem:
            self._alerts.alert("blocked", self._blocked.problem)
        if self._index and self._index.problem:
            self._alerts.alert(f"index {self._index.problem}", f"The index: {self._index.problem}")

    def _about_index(self) -> str:
        if self._index and self._index.problem:
            return f"Index {self._service.version()[:12]}; {self._index.problem}"
        return f"Index {self._service.version()[:12]}."


def summary(counts: Counter[tuple[str, str]]) -> str:
    """The counts in one line for a person."""
    replies = {kind: value for (name, kind), value in counts.items() if name == "replies" and value}
    kinds = ", ".join(f"{value} {kind}" for kind, value in sorted(replies.items(), key=lambda each: -each[1]))
    faulty = ("flooded", "failed", "too_slow")
    rest = {name: sum(value for (each, _), value in counts.items() if each == name) for name in faulty}
    faults = "".join(f", {value} {name.replace('_', ' ')}" for name, value in rest.items() if value)
    return f"{sum(replies.values())} replies ({kinds or 'none'}){faults}."


def _next_daily() -> datetime.datetime:
    now = datetime.datetime.now(datetime.UTC)
    today = datetime.datetime.combine(now.date(), DAILY_AT)
    return today if today > now else today + datetime.timedelta(days=1)
