"""Updates in: each chat's in order, chats side by side, never more open ones than can be kept."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

logger = logging.getLogger(__name__)

MOST_OPEN = 4000
"""Updates taken and not yet answered; beyond it no more are fetched."""

KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The updates that we subscribe to."""

RawUpdate = Mapping[str, Any]


def chat_of(update: RawUpdate) -> int:
    """The chat, or for an inline query the user, in whose order `update` stands; 0 where there is none."""
    for kind in KINDS:
        body = update.get(kind)
        if isinstance(body, dict):
            message = body.get("message") if kind == "callback_query" else body
            owner = (message or body).get("chat") or body.get("from")
            if isinstance(owner, dict) and isinstance(owner.get("id"), int):
                return int(owner["id"])
    return 0


class Dispatcher:
    """Hands updates on: one at a time for each chat, in the order they were added."""

    def __init__(self, work: Callable[[RawUpdate], Awaitable[None]]) -> None:
        """Hand each update to `work`."""
        self._work = work
        self._queues: dict[int, deque[RawUpdate]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._room.set()
        self.open = 0

    def add(self, update: RawUpdate) -> None:
        """Queue one update behind the others of its chat."""
        chat = chat_of(update)
        self.open += 1
        if self.open >= MOST_OPEN:
            self._room.clear()
        if chat in self._queues:
            self._queues[chat].append(update)
            return
        self._queues[chat] = deque([update])
        task = asyncio.create_task(self._serve(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def room(self) -> None:
        """Wait until more updates may be added."""
        await self._room.wait()

    async def drain(self, seconds: float) -> int:
        """Wait until all that was added is done, at most that long; returns how many were left."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        return self.open

    async def _serve(self, chat: int) -> None:
        queue = self._queues[chat]
        while queue:
            try:
                await self._work(queue[0])
            except Exception as error:
                logger.error("update %s failed: %s", queue[0].get("update_id"), type(error).__name__)
            queue.popleft()
            self.open -= 1
            if self.open < MOST_OPEN:
                self._room.set()
        del self._queues[chat]
