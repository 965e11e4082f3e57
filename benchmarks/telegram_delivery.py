"""How updates reach a bot: fetched by long polling, or brought to its webhook; a share of them twice."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter, deque
from typing import Any

import aiohttp

FIRST_ID = 100_000_000
LONGEST_PAUSE = 60.0
CONNECTIONS = 40


class Deliveries:
    """The updates that are not confirmed yet, oldest first."""

    def __init__(self, stats: Counter[str], *, dup_p: float, retry: float) -> None:
        """Deliver a share `dup_p` twice; pauses before another try at a webhook are scaled by `retry`."""
        self.queue: dict[int, dict[str, Any]] = {}
        self.raw: deque[bytes] = deque()
        self.arrived = asyncio.Event()
        self.url = ""
        self.polled = False
        self._stats, self._dup_p, self._retry = stats, dup_p, retry
        self._newest, self._again, self._repeated = FIRST_ID, [], set()  # type: ignore[var-annotated]
        self._chats: dict[int, deque[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._secret = ""
        self._http: aiohttp.ClientSession | None = None
        self._fetching = 0

    def add(self, kind: str, body: Any, chat: int) -> None:
        """Queue an update."""
        self._newest += 1
        raw = json.dumps({"update_id": self._newest, kind: body}).encode()
        self.queue[self._newest] = entry = {"id": self._newest, "chat": chat, "raw": raw}
        if self.url:
            self._bring(entry)
        self.arrived.set()

    async def fetch(self, offset: int, limit: int, timeout: int) -> bytes:
        """The answer to getUpdates: what is older than `offset` is confirmed; a later fetch ends an earlier one."""
        for number in [number for number in self.queue if number < offset]:
            del self.queue[number]
        self._fetching += 1
        mine, self.polled = self._fetching, True
        try:
            async with asyncio.timeout(timeout):
                while not (self.queue or self.raw or self._again) and mine == self._fetching:
                    self.arrived.clear()
                    await self.arrived.wait()
        except TimeoutError:
            pass
        await asyncio.sleep(0.002)  # what comes together is fetched together
        if self.raw:
            return self.raw.popleft()
        batch, self._again = [*self._again, *self.queue.values()][:limit], []
        for entry in batch:
            self._stats["redelivered"] += "given" in entry
            entry["given"] = True
            if self._twice(entry):
                self._again.append(entry)
        return b'{"ok":true,"result":[' + b",".join(entry["raw"] for entry in batch) + b"]}"

    async def bring_to(self, url: str, secret: str) -> None:
        """Bring updates to `url` from now on, those that wait first; "" ends that."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._chats.clear()
        if self._http:
            await self._http.close()
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) if url else None
        self.url, self._secret = url, secret
        for entry in self.queue.values() if url else ():
            self._bring(entry)

    def _twice(self, entry: dict[str, Any]) -> bool:
        chosen = entry["id"] not in self._repeated and random.random() < self._dup_p
        if chosen:
            self._repeated.add(entry["id"])
        return chosen

    def _bring(self, entry: dict[str, Any]) -> None:
        chat = entry["chat"]
        if chat in self._chats:
            self._chats[chat].append(entry)
            return
        self._chats[chat] = deque([entry])
        task = asyncio.create_task(self._bring_all_of(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring_all_of(self, chat: int) -> None:
        waiting, failures = self._chats[chat], 0
        while waiting:
            entry = waiting[0]
            if await self._accepted(entry):
                failures = 0
                waiting.popleft()
                self.queue.pop(entry["id"], None)
                if self._twice(entry):
                    self._stats["redelivered"] += 1
                    waiting.append(entry)
            else:
                failures += 1
                await asyncio.sleep(min(LONGEST_PAUSE, 2.0 ** (failures - 1)) * self._retry)
        del self._chats[chat]

    async def _accepted(self, entry: dict[str, Any]) -> bool:
        assert self._http is not None  # there is a webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret, "Content-Type": "application/json"}
        try:
            async with self._http.post(self.url, data=entry["raw"], headers=headers) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
