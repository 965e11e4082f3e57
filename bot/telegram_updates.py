"""Updates in: each chat's in order, chats side by side, never more open ones than can be kept."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

logger = logging.getLogger(__name__)

MOST_OPEN = 2000
"""Updates taken and not yet answered; beyond it no more are fetched. A stop has the time to answer so many."""

MOST_OPEN_OF_CHAT = 40
"""Of one chat; a group that asks for more at once would take everybody's places: it is slower to answer than to ask."""

KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The updates that we subscribe to."""

RawUpdate = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An update that is ours to deal with.

    Attributes:
        raw: The update as it came.
        slow_down: Whether it is not to be answered, but its sender told to slow down.
        at: When it was taken, by the monotonic clock.
    """

    raw: RawUpdate
    slow_down: bool = False
    at: float = field(default_factory=time.monotonic)


def body_of(update: RawUpdate) -> Mapping[str, Any]:
    """The message, press, query or change that `update` is about; empty where it is none of the kinds we know."""
    return next((update[kind] for kind in KINDS if isinstance(update.get(kind), dict)), {})


def chat_of(update: RawUpdate) -> int:
    """The chat, or for an inline query the user, in whose order `update` stands; 0 where there is none."""
    body = body_of(update)
    message = body.get("message")
    owner = (message if isinstance(message, dict) else body).get("chat") or body.get("from")
    chat = owner.get("id") if isinstance(owner, dict) else None
    return chat if isinstance(chat, int) else 0


def message_of(update: RawUpdate) -> int | None:
    """The id of the message that `update` is; None where it is none."""
    number = body_of(update).get("message_id")
    return number if isinstance(number, int) else None


class Dispatcher:
    """Hands updates on: one at a time for each chat, in the order they were added."""

    def __init__(self, work: Callable[[Taken], Awaitable[None]]) -> None:
        """Hand each update to `work`, which deals with its own errors."""
        self._work = work
        self._queues: dict[int, deque[Taken]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._room.set()
        self.open = 0

    def add(self, taken: Taken, *, at_once: bool = False) -> None:
        """Queue one update behind the others of its chat, or have it dealt with beside them."""
        chat = chat_of(taken.raw)
        self.open += 1
        if self.open >= MOST_OPEN:
            self._room.clear()
        if at_once:
            self._start(self._serve(deque([taken])))
        elif chat in self._queues:
            self._queues[chat].append(taken)
        else:
            self._queues[chat] = deque([taken])
            self._start(self._serve_chat(chat))

    def waiting(self, chat: int) -> int:
        """How many updates of that chat are open."""
        return len(self._queues.get(chat, ()))

    def supersede(self, chat: int, kind: str) -> None:
        """Drop the updates of that kind that wait in a chat's queue: a newer one says what they said, and more."""
        queue = self._queues.get(chat, deque())
        for taken in [taken for taken in list(queue)[1:] if kind in taken.raw]:
            queue.remove(taken)
            self._closed()

    def oldest(self) -> float:
        """How long the oldest open update has been open, in seconds."""
        return max((time.monotonic() - queue[0].at for queue in self._queues.values() if queue), default=0.0)

    async def room(self) -> None:
        """Wait until more updates may be added."""
        await self._room.wait()

    async def drain(self, seconds: float) -> int:
        """Wait until all that was added is done, at most that long; returns how many were left."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        return self.open

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve_chat(self, chat: int) -> None:
        await self._serve(self._queues[chat])
        del self._queues[chat]

    async def _serve(self, queue: deque[Taken]) -> None:
        while queue:
            await self._work(queue[0])
            queue.popleft()
            self._closed()

    def _closed(self) -> None:
        self.open -= 1
        if self.open < MOST_OPEN:
            self._room.set()
