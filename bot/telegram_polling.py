"""Long polling: fetches updates as they are, so that one that nobody can read stops no other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram.error import InvalidToken, TelegramError

from bot.telegram_http import RawBot
from bot.telegram_updates import KINDS, RawUpdate

logger = logging.getLogger(__name__)

POLL_SECONDS = 30
LONGEST_PAUSE = 30.0


class Polling:
    """Fetches updates and confirms them once they are taken."""

    def __init__(self, bot: RawBot, take: Callable[[Sequence[RawUpdate]], Awaitable[None]]) -> None:
        """Give each batch to `take`; a batch is confirmed by the next fetch after `take` has returned."""
        self._bot = bot
        self._take = take
        self._offset = 0

    async def run(self) -> None:
        """Fetch until cancelled.

        Raises:
            InvalidToken: If the server does not know the token.
        """
        pause = 0.0
        while True:
            try:
                batch = await self._fetch()
            except InvalidToken:
                raise
            except TelegramError as error:
                pause = min(max(1.0, pause * 2), LONGEST_PAUSE)
                logger.warning("fetching updates failed (%s); again in %.0f s", type(error).__name__, pause)
                await asyncio.sleep(pause)
                continue
            pause = 0.0
            if batch:
                await self._take(batch)
                self._offset = max(int(update["update_id"]) for update in batch) + 1

    async def _fetch(self) -> list[RawUpdate]:
        batch = await self._bot.fetch_updates(offset=self._offset, limit=100, timeout=POLL_SECONDS, kinds=KINDS)
        return [update for update in batch if isinstance(update, dict) and isinstance(update.get("update_id"), int)]
