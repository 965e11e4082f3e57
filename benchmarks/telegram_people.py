"""People who write to a bot, what it answers them, and what became of their questions: see `telegram_server.py`."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]


@dataclass(slots=True, eq=False)
class Track:
    """One message that somebody sent, and the replies to it: (when, the message). Times are of the monotonic clock."""

    chat_id: int
    message_id: int
    expect: bool
    t0: float = field(default_factory=time.monotonic)
    replies: list[tuple[float, Message]] = field(default_factory=list)
    event: asyncio.Event = field(default_factory=asyncio.Event)


class People:
    """Everybody who writes, each in a private chat of their own."""

    def __init__(self) -> None:
        """Nobody has written yet."""
        self.tracks: dict[int, Track] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.stats: Counter[str] = Counter()
        self._waiting: defaultdict[int, deque[Track]] = defaultdict(deque)
        self._latest: dict[int, Track] = {}
        self._newest_message = self._newest_track = 0

    def emit(self, kind: str, body: Any, *, chat: int) -> None:
        """Have an update of that kind delivered to the bot, in the order of its chat."""
        raise NotImplementedError

    def answer_with(self, raw: bytes) -> None:
        """Answer the next fetch of updates with these bytes."""
        raise NotImplementedError

    def message(self, chat: int, sender: Message, text: str) -> Message:
        """A new message in a private chat; all of these share one counter, as with Telegram."""
        self._newest_message += 1
        message = {
            "message_id": self._newest_message,
            "date": int(time.time()),
            "from": sender,
            "chat": {"id": chat, "type": "private", "first_name": f"Person {chat}"},
            "text": text,
        }
        self.messages[chat, self._newest_message] = message
        return message

    def push(self, *, user_id: int, text: str = "", kind: str = "text", expect: bool = True) -> Track:
        """Somebody writes; of a `kind` other than "text" it is something that nobody can answer."""
        person = {"id": user_id, "is_bot": False, "first_name": f"Person {user_id}", "language_code": "en"}
        message = self.message(user_id, person, text)
        self._newest_track += 1
        track = Track(user_id, message["message_id"], expect and kind == "text")
        self.tracks[self._newest_track] = track
        if track.expect:
            self._waiting[user_id].append(track)
        if kind in RAW:
            self.answer_with(RAW[kind])
        elif kind == "unknown_update":
            self.emit("teleport", {"to": "moon"}, chat=user_id)
        else:
            self.emit("message", {**message, **STRANGE.get(kind, {})}, chat=user_id)
        return track

    def credit(self, message: Message) -> None:
        """Count a message of the bot as the reply to the oldest message of its chat that has none."""
        chat, now = message["chat"]["id"], time.monotonic()
        waiting = self._waiting[chat]
        track = waiting.popleft() if waiting else self._latest.get(chat)
        if track:
            self._latest[chat] = track
            track.replies.append((now, message))
            track.event.set()

    async def load(
        self,
        *,
        n: int,
        chats: int,
        rate: float | None = None,
        text: str,
        timeout: float = 60.0,
        first_id: int = 10**6,
        settle: float = 0.2,
    ) -> dict[str, Any]:
        """Have n questions asked: `rate` a second, or where it is None each chat its next when the last is answered.

        Question i is `text.format(n=i)`. Returns the tally, `settle` seconds after the last answer.
        """
        end, numbers = time.monotonic() + timeout, iter(range(n))

        async def ask(chat: int, number: int) -> None:
            track = self.push(user_id=first_id + chat, text=text.format(n=number))
            try:
                await asyncio.wait_for(track.event.wait(), max(0.0, end - time.monotonic()))
            except TimeoutError:
                return

        async def ask_on(chat: int) -> None:
            for number in numbers:
                await ask(chat, number)

        if rate is None:
            await asyncio.gather(*(ask_on(chat) for chat in range(chats)))
        else:
            start, tasks = time.monotonic(), []
            for number in numbers:
                await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
                tasks.append(asyncio.create_task(ask(number % chats, number)))
            await asyncio.gather(*tasks)
        await asyncio.sleep(settle)
        return self.tally()

    def tally(self) -> dict[str, Any]:
        """What became of the messages that deserve an answer, and what else was counted; times in milliseconds."""
        asked = [track for track in self.tracks.values() if track.expect]
        waits = sorted(track.replies[0][0] - track.t0 for track in asked if track.replies)
        counts: Counter[str] = Counter(expected=len(asked), lost=sum(not track.replies for track in asked))
        latest: dict[int, float] = {}
        for track in asked:
            texts = [message["text"] for _, message in track.replies]
            counts["duplicated"] += len(set(texts)) < len(texts)
            if track.replies:
                counts["out_of_order"] += track.replies[0][0] < latest.get(track.chat_id, 0.0)
                latest[track.chat_id] = track.replies[0][0]
        times = {f"p{share}_ms": waits[int(len(waits) * share / 100)] * 1000 if waits else 0.0 for share in (50, 99)}
        return {"duplicated": 0, "out_of_order": 0, "redelivered": 0, "faults": 0, **self.stats, **counts, **times}


RAW = {
    "bad_json": b'{"ok":true,"result":[{"update_id":1,',
    "not_utf8": b'{"ok":true,"result":["\xff\xfe"]}',
    "not_an_object": b"[]",
}
"""Answers to a fetch of updates that make no sense."""

STRANGE: dict[str, Message] = {"poison": {"date": "soon", "chat": None}, "huge": {"text": "x" * 2_000_000}}
"""What is wrong with messages that make no sense."""
