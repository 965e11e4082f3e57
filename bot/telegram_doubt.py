"""Did it arrive? When a connection breaks after a message was written to it, nobody says whether it was delivered.

Sending again could double it, and not sending again could lose it. But an edit can be repeated, and editing a message
into what it already is is refused as "not modified": that tells that it is there. Which id it would have is nearly
known as well. Private chats and basic groups share one counter, supergroups have one each, and we see the id of every
message that we get or send: the message in doubt, if it exists, is one of the few ids after the last one seen before
it was sent that nobody else's message has. While updates do not come in, that is not known: people go on writing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict

SUPERGROUPS = -(10**12)
"""Chats with ids below this count their messages on their own."""

REMEMBERED = 2000
MOST_SCOPES = 1000
MOST_CANDIDATES = 40
BEYOND = 3
"""How far beyond the newest id seen a message in doubt is looked for."""


CURRENT_SECONDS = 60.0


class MessageIds:
    """The ids of messages seen, by counter.

    Attributes:
        current: Set while updates come in, so that the ids of what people wrote are known.
    """

    def __init__(self) -> None:
        """Start with none."""
        self.current = asyncio.Event()
        self.current.set()
        self._seen: OrderedDict[int, OrderedDict[int, None]] = OrderedDict()
        self._newest: dict[int, int] = {}

    def note(self, chat: int, message: int) -> None:
        """Note that a message of that id came from or went to a chat."""
        scope = _scope(chat)
        ids = self._seen.setdefault(scope, OrderedDict())
        ids[message] = None
        if len(ids) > REMEMBERED:
            ids.popitem(last=False)
        self._newest[scope] = max(self._newest.get(scope, 0), message)
        self._seen.move_to_end(scope)
        if len(self._seen) > MOST_SCOPES:
            forgotten, _ = self._seen.popitem(last=False)
            del self._newest[forgotten]

    async def come_in(self) -> None:
        """Wait until updates come in again, at most a minute."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CURRENT_SECONDS):
                await self.current.wait()

    def newest(self, chat: int) -> int:
        """The highest id seen so far that counts with those of `chat`; 0 where there is none."""
        return self._newest.get(_scope(chat), 0)

    def candidates(self, chat: int, after: int, *, unseen: int = 0) -> list[int]:
        """The ids that a message sent to `chat` after the id `after` may have, with `unseen` others under way."""
        if not after:
            return []
        seen = self._seen.get(_scope(chat), OrderedDict())
        beyond = max(self.newest(chat), after) + BEYOND + unseen
        return [number for number in range(after + 1, beyond + 1) if number not in seen][:MOST_CANDIDATES]


def _scope(chat: int) -> int:
    return chat if chat < SUPERGROUPS else 0
