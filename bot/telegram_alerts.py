"""What the operator should know: in the log, and in the admin chat where there is one."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from bot.telegram_format import plain_parts
from bot.telegram_sending import Place, Sender

logger = logging.getLogger(__name__)

AGAIN_AFTER = 3600.0
"""The same alert is told at most once in so many seconds."""


class Alerts:
    """Tells the operator, each thing once an hour."""

    def __init__(self, sender: Sender, admin: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        """Tell the chat `admin`, or only the log where it is None."""
        self._sender, self._admin, self._clock = sender, admin, clock
        self._told: dict[str, float] = {}
        self._tasks: set[asyncio.Task[object]] = set()

    def alert(self, topic: str, text: str) -> None:
        """Tell that something is wrong; once an hour for each topic."""
        now = self._clock()
        if now - self._told.get(topic, float("-inf")) < AGAIN_AFTER:
            return
        self._told[topic] = now
        logger.warning("alert: %s", text)
        self.tell(f"⚠ {text}")

    def tell(self, text: str) -> None:
        """Send a line to the admin chat, when it can be sent; nobody waits for it."""
        if self._admin is None:
            return
        task: asyncio.Task[object] = asyncio.create_task(
            self._sender.send(Place(chat=self._admin), plain_parts(text), urgent=True)
        )
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    async def close(self) -> None:
        """Send no more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _finished(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            logger.warning("the admin chat could not be told (%s)", type(task.exception()).__name__)
