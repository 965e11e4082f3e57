"""Long polling: fetches updates as they are, so that one that nobody can read stops no other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram_alerts import Alerts
from bot.telegram_doubt import MessageIds
from bot.telegram_http import RawBot, Unreadable
from bot.telegram_limits import seconds_of
from bot.telegram_metrics import Metrics
from bot.telegram_updates import KINDS, RawUpdate

logger = logging.getLogger(__name__)

POLL_SECONDS = 30
BATCH = 100
FIRST_PAUSE = 0.6
"""Seconds; asked again within half a second from the same offset, the server gives a single update."""

LONGEST_PAUSE = 3.0
GATHER_SECONDS = 0.04
"""Seconds; what comes close together is fetched together, for a fetch costs the processor as much as sending does."""

REMEMBERED = 1000
CONFLICTS_TO_TELL = 3
CONFLICTS_TO_STOP = 20
REFUSALS_TO_STOP = 100
"""Five minutes: Telegram has refused good tokens for moments, and nobody starts a bot again that ended for that."""

UNREADABLE_TO_SKIP = 5


class Polling:
    """Fetches updates and confirms them once they are taken."""

    def __init__(
        self,
        bot: RawBot,
        *,
        take: Callable[[Sequence[RawUpdate]], None],
        room: Callable[[], Awaitable[None]],
        ids: MessageIds,
        metrics: Metrics,
        alerts: Alerts,
    ) -> None:
        """Give each batch to `take`, which writes it down, and wait for `room` before the next fetch confirms it.

        `ids` is told whether all that people wrote has come in.
        """
        self._bot, self._take, self._room = bot, take, room
        self._ids, self._metrics, self._alerts = ids, metrics, alerts
        self._offset = self._confirmed = self._asked = 0
        self._seen: deque[int] = deque(maxlen=REMEMBERED)
        self._asked_again = False
        self._limit = BATCH
        self._conflicts = self._refusals = self._unreadable = 0

    async def run(self) -> None:
        """Fetch until cancelled.

        Raises:
            InvalidToken: If the server has not known the token for minutes.
            Conflict: If somebody else keeps fetching this bot's updates.
        """
        pause = 0.0
        while True:
            try:
                pause = GATHER_SECONDS if await self._fetch() else 0.0
            except Unreadable as error:
                self._asked = self._offset
                self._ids.current.clear()
                pause = self._step_over(error)
            except (TelegramError, sqlite3.Error) as error:
                self._asked = self._offset
                self._ids.current.clear()
                pause = min(max(FIRST_PAUSE, pause * 2), LONGEST_PAUSE)
                if isinstance(error, RetryAfter):
                    pause = seconds_of(error)
                self._note(error, pause)
            await asyncio.sleep(pause)

    async def confirm(self) -> None:
        """Tell the server what was taken, if it does not know yet: a tidy end, not a needed one."""
        if self._offset != self._confirmed:
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(5):
                    await self._bot.fetch_updates(offset=self._offset, limit=1, timeout=0, kinds=KINDS)

    async def _fetch(self) -> bool:
        """Take the next batch; returns whether the next one had better wait a moment for company."""
        offset, limit, patience = self._offset, self._limit, POLL_SECONDS if self._ids.current.is_set() else 0
        batch = await self._bot.fetch_updates(offset=offset, limit=limit, timeout=patience, kinds=KINDS)
        if not batch or (len(batch) < BATCH // 2 and limit == BATCH and offset != self._asked):
            self._ids.current.set()  # nothing is waiting behind these
        self._asked = self._confirmed = offset
        updates = [each for each in batch if isinstance(each, dict) and isinstance(each.get("update_id"), int)]
        if batch and not updates:
            raise Unreadable("no update has an id")
        self._limit = BATCH
        self._conflicts = self._refusals = self._unreadable = 0
        if updates:
            updates.sort(key=lambda update: int(update["update_id"]))
            end = self._end_of([update["update_id"] for update in updates])
            ready = [update for update in updates if update["update_id"] < end]
            self._take(ready)
            self._offset = end
            self._seen.extend(update["update_id"] for update in ready)
            await self._room()
        return 0 < len(batch) < BATCH // 2

    def _end_of(self, came: Sequence[int]) -> int:
        """The offset behind what is to be taken now of the updates that came, by their ids in order.

        Ids follow one another; what is missing in between may have been left out of this answer, and an offset beyond
        it would tell the server to forget it. So what stands behind a gap is taken only when the gap is still there at
        a second look. After a week of silence the ids start anew elsewhere.
        """
        ahead = [number for number in came if number >= self._offset]
        if not ahead:
            return self._offset if came[-1] in self._seen else came[-1] + 1
        if self._offset and ahead[0] > self._offset and not self._asked_again:
            self._asked_again = True
            return self._offset
        self._asked_again = False
        return next(number + 1 for number in ahead if number + 1 not in ahead)

    def _step_over(self, error: Unreadable) -> float:
        """Ask for one update at a time until the unreadable one is met, and go on behind it; returns how long to pause.

        One that not even its id can be made out of is taken for the next one due when it came a few times.
        """
        if self._limit > 1:
            self._limit, self._unreadable = 1, 0
            return 0.0
        self._unreadable += 1
        if error.update is None and (self._unreadable < UNREADABLE_TO_SKIP or not self._offset):
            return FIRST_PAUSE
        self._offset = self._offset + 1 if error.update is None else error.update + 1
        self._unreadable = 0
        self._metrics.count("unreadable")
        self._alerts.alert("unreadable", "An update could not be read and was skipped.")
        return 0.0

    def _note(self, error: Exception, pause: float) -> None:
        logger.warning("fetching updates failed (%s); again in %.1f s", type(error).__name__, pause)
        if isinstance(error, sqlite3.Error):
            self._alerts.alert("journal", f"The journal cannot be written ({error}); no questions are taken.")
        self._refusals = self._refusals + 1 if isinstance(error, InvalidToken) else 0
        self._conflicts = self._conflicts + 1 if isinstance(error, Conflict) else 0
        if self._conflicts:
            self._metrics.count("conflicts")
        if self._conflicts == CONFLICTS_TO_TELL:
            self._alerts.alert("conflict", "Another program fetches this bot's updates.")
        if self._conflicts == CONFLICTS_TO_STOP or self._refusals == REFUSALS_TO_STOP:
            raise error
