"""How fast we speak and how fast one person may: Telegram's limits, kept before it has to say so, chat by chat."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Literal

from telegram.error import RetryAfter

Clock = Callable[[], float]

ALL_PER_SECOND = 30.0
CHAT_PER_SECOND = 1.0
CHAT_BURST = 3
GROUP_PER_SECOND = 20 / 60
GROUP_BURST = 3
TICK = 0.2
MOST_REMEMBERED = 2000
MOST_TYPED = 60
"""Refused messages in a minute that a person could have typed."""


class Rate:
    """A rate with bursts, for each key on its own: the generic cell rate algorithm (ITU-T I.371) as virtual schedule.

    The one number kept for a key is when it would be back to rest: its theoretical arrival time.
    """

    def __init__(self, per_second: float, burst: int, clock: Clock = time.monotonic) -> None:
        """Allow `burst` at once and `per_second` in the long run."""
        self._step = 1 / per_second
        self._slack = (burst - 1) * self._step
        self._clock = clock
        self._rest: dict[int, float] = {}

    def reserve(self, key: int) -> float:
        """Take the next turn of `key`; returns how many seconds to wait for it."""
        now = self._clock()
        rest = max(self._rest.get(key, now), now)
        self._rest[key] = rest + self._step
        if len(self._rest) > MOST_REMEMBERED:
            self._rest = {each: time for each, time in self._rest.items() if time > now}
        return max(0.0, rest - self._slack - now)

    def wait(self, key: int) -> float:
        """How many seconds until `key` has a turn; takes none."""
        now = self._clock()
        return max(0.0, max(self._rest.get(key, now), now) - self._slack - now)

    def hold(self, key: int, seconds: float) -> None:
        """Give `key` no turn for that long, whatever it had saved up."""
        self._rest[key] = max(self._rest.get(key, 0.0), self._clock() + seconds + self._slack)


class Pace:
    """When a message may be sent: within the budget of its chat, of a group, and of the bot as a whole."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Start with full budgets."""
        self._clock = clock
        self._chats = Rate(CHAT_PER_SECOND, CHAT_BURST, clock)
        self._groups = Rate(GROUP_PER_SECOND, GROUP_BURST, clock)
        self._all = Rate(ALL_PER_SECOND, int(ALL_PER_SECOND), clock)

    def chat(self, chat: int) -> float:
        """Take the next turn within a chat; returns how many seconds to wait for it."""
        wait = self._chats.reserve(chat)
        return max(wait, self._groups.reserve(chat)) if chat < 0 else wait

    def all(self) -> float:
        """Take the bot's next turn; returns how many seconds to wait for it.

        Those who must wait are let go together, a few times a second: waking for each would cost more than sending.
        """
        wait = self._all.reserve(0)
        if not wait:
            return 0.0
        now = self._clock()
        return math.ceil((now + wait) / TICK) * TICK - now

    def hold(self, chat: int, seconds: float) -> None:
        """Keep silent in one chat, as Telegram asked; the others go on."""
        self._chats.hold(chat, seconds)


def seconds_of(error: RetryAfter) -> float:
    """How long the server asks to wait."""
    pause = error.retry_after
    return float(pause if isinstance(pause, int | float) else pause.total_seconds())


Verdict = Literal["welcome", "first refusal", "refused", "unread"]


class FloodGate:
    """How many messages one person may send."""

    def __init__(self, per_minute: int, clock: Clock = time.monotonic) -> None:
        """Allow `per_minute` messages at once and in each minute; 0 allows any number."""
        self._rate = Rate(per_minute / 60, per_minute, clock) if per_minute else None
        self._refused: dict[int, tuple[float, int]] = {}
        self._clock = clock

    def admit(self, user: int) -> Verdict:
        """Whether a message of `user` is welcome; the first refusal in a minute is told apart, to be said once.

        What comes faster than anybody can type is not to be read at all.
        """
        if self._rate is None:
            return "welcome"
        if not self._rate.wait(user):
            self._rate.reserve(user)
            return "welcome"
        return self.refuse(user)

    def refuse(self, user: int) -> Verdict:
        """Refuse a message of a user, or of a chat, whatever was sent before."""
        now = self._clock()
        self._refused = {each: since for each, since in self._refused.items() if now - since[0] < 60}
        since, count = self._refused.get(user, (now, 0))
        self._refused[user] = since, count + 1
        if not count:
            return "first refusal"
        return "refused" if count < MOST_TYPED else "unread"
