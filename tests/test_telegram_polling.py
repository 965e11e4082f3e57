"""Fetching: what is confirmed to the server, and when the ids of messages are known to be current."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot import telegram_polling
from bot.telegram_doubt import MessageIds
from bot.telegram_http import Unreadable
from bot.telegram_metrics import Metrics
from bot.telegram_polling import UNREADABLE_TO_SKIP, Polling


class Over(Exception):
    """All batches were given."""


class Answers:
    """A server that gives these batches of update ids in turn; an error is raised instead."""

    def __init__(self, *batches: list[int] | Exception) -> None:
        self.batches = list(batches)
        self.offsets: list[int] = []
        self.taken: list[int] = []
        self.told = 0

    async def fetch_updates(self, *, offset: int, **_: Any) -> list[dict[str, int]]:
        self.offsets.append(offset)
        if not self.batches:
            raise Over
        batch = self.batches.pop(0)
        if isinstance(batch, Exception):
            raise batch
        return [{"update_id": number} for number in batch]

    def alert(self, topic: str, text: str) -> None:
        self.told += 1


async def offsets_of(server: Answers, ids: MessageIds | None = None) -> list[int]:
    """The offsets that were asked for while these answers came."""

    async def room() -> None:
        return None

    polling = Polling(
        server,  # type: ignore[arg-type]
        take=lambda updates: server.taken.extend(update["update_id"] for update in updates),
        room=room,
        ids=ids or MessageIds(),
        metrics=Metrics(),
        alerts=server,  # type: ignore[arg-type]
    )
    with contextlib.suppress(Over):
        await polling.run()
    return server.offsets


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_polling, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(telegram_polling, "GATHER_SECONDS", 0.0)


async def test_what_was_taken_is_confirmed() -> None:
    """Updates 5, 6 and then 7: the next fetch starts at 8."""
    assert await offsets_of(Answers([5, 6], [7])) == [0, 7, 8]


async def test_gap_is_looked_at_again_before_it_is_confirmed() -> None:
    """After 5 comes 8, and at the second look 6 and 7 as well: none of them is skipped."""
    assert await offsets_of(Answers([5], [8], [6, 7, 8])) == [0, 6, 6, 9]


async def test_updates_are_taken_in_the_order_of_their_ids() -> None:
    """A repeated delivery of 7 comes before 5 and 6, and 9 before 8 was given: 8 is not overtaken."""
    server = Answers([7, 5, 6], [9], [8, 9])
    await offsets_of(server)
    assert server.taken == [5, 6, 7, 8, 9]


async def test_unreadable_update_is_stepped_over() -> None:
    """After 4 comes nonsense that begins with the id 5: asked for one at a time it is met again, and 6 is next."""
    poison = Unreadable('{"result":[{"update_id":5,"mess')
    assert await offsets_of(Answers([4], poison, poison, [6])) == [0, 5, 5, 6, 7]


async def test_unreadable_update_without_an_id_is_given_up() -> None:
    """After 4 comes nonsense without end: some tries later it is taken for 5."""
    nonsense = [Unreadable("<html>")] * (UNREADABLE_TO_SKIP + 1)
    assert await offsets_of(Answers([4], *nonsense, [6])) == [0, *[5] * (UNREADABLE_TO_SKIP + 1), 6, 7]


async def test_gap_that_stays_is_left_behind() -> None:
    """After 5 comes 8, twice: 6 and 7 do not exist, and 9 is next."""
    assert await offsets_of(Answers([5], [8], [8])) == [0, 6, 6, 9]


async def test_repeated_delivery_does_not_move_the_offset_back() -> None:
    """5 comes once more after 6: the offset stays at 7."""
    assert await offsets_of(Answers([5, 6], [5])) == [0, 7, 7]


async def test_ids_that_start_anew_are_followed() -> None:
    """After a week of silence the server counts from elsewhere: after 500 comes 20, and 21 is next."""
    assert await offsets_of(Answers([500], [20])) == [0, 501, 21]


async def test_wait_that_the_server_asks_for_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Retry after 7" is a pause of seven seconds."""
    pauses: list[float] = []
    rest = asyncio.sleep

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await rest(0)

    monkeypatch.setattr(telegram_polling.asyncio, "sleep", sleep)
    await offsets_of(Answers(RetryAfter(7), [5]))
    assert pauses[0] == 7.0


async def test_good_token_may_be_refused_for_a_moment() -> None:
    """Telegram has done so: the fetching goes on."""
    assert await offsets_of(Answers([5], InvalidToken(), InvalidToken(), [6])) == [0, 6, 6, 6, 7]


async def test_token_that_stays_refused_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Revoked at @BotFather: the end comes after minutes of refusals."""
    monkeypatch.setattr(telegram_polling, "REFUSALS_TO_STOP", 3)
    with pytest.raises(InvalidToken):
        await offsets_of(Answers([5], *[InvalidToken()] * 3))


async def test_ids_are_not_current_after_a_failure_until_nothing_is_waiting() -> None:
    """After a failure one batch is not enough: the server may give a single update where many wait."""
    for batches, current in (([], False), ([[5]], False), ([[5], [6]], True), ([[]], True)):
        ids = MessageIds()
        await offsets_of(Answers(NetworkError("gone"), *batches), ids)
        assert ids.current.is_set() is current
