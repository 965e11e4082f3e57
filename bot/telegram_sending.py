"""Messages out: within the limits, repeated only where a repeat cannot double, plain where styling is refused."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.telegram_doubt import MessageIds
from bot.telegram_format import Part
from bot.telegram_http import NotSent, RawBot
from bot.telegram_limits import Pace, seconds_of
from bot.telegram_metrics import Metrics

logger = logging.getLogger(__name__)

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 30.0
MOST_DOUBTS = 40
"""A message that the server will neither take nor refuse is given up after that many tries: some twenty minutes."""

SETTLE = 0.3
"""How long a request in doubt may still take effect before we look for its message, in seconds."""

FEW, LOOKS = 5, 20
"""With so few updates to come it is known well enough which ids are taken; looked at so often before giving that up."""

_NO_PREVIEW: Mapping[str, bool] = {"is_disabled": True}
_NO_ACCESS = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
    "topic_closed",
    "restricted",
)


Keyboard = Sequence[Sequence[Mapping[str, Any]]]
"""Rows of buttons under a message: InlineKeyboardButtons of the Bot API; none where it is empty."""


class Unreachable(Exception):
    """The chat takes no messages from us: blocked, deactivated, kicked out, or no right to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a reply goes.

    Attributes:
        chat: The chat's id.
        thread: The topic within it, or None.
        reply_to: The message it replies to, or None.
    """

    chat: int
    thread: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    place: Place
    part: Part
    keyboard: Keyboard

    def options(self, preview: Mapping[str, bool] | None) -> dict[str, object]:
        """What sending and editing have in common, as parameters of the Bot API."""
        options: dict[str, object] = {"link_preview_options": preview} if preview else {}
        if self.part.entities:
            options["entities"] = [entity.to_json() for entity in self.part.entities]
        if self.keyboard:
            options["reply_markup"] = {"inline_keyboard": self.keyboard}
        return options

    def plainer(self) -> _Letter | None:
        """The same words with less around them; None where there is nothing left to take away."""
        plain = _Letter(place=Place(chat=self.place.chat), part=Part(text=self.part.text), keyboard=())
        return plain if plain != self else None


class Sender:
    """Sends the parts of a reply, one after the other, for as long as it takes."""

    def __init__(
        self,
        bot: RawBot,
        *,
        pace: Pace,
        ids: MessageIds,
        metrics: Metrics,
        on_migration: Callable[[int, int], None],
        brought: bool = False,
    ) -> None:
        """Send as `bot`; `on_migration` is told the old and the new id of a group that became a supergroup.

        `brought` is whether updates are brought to a webhook: then the server is asked how many are still to come.
        """
        self._bot, self._pace, self._ids, self._metrics = bot, pace, ids, metrics
        self._on_migration, self._brought = on_migration, brought
        self._preview: Mapping[str, bool] | None = _NO_PREVIEW
        self._in_flight = self._in_doubt = 0

    async def send(
        self,
        place: Place,
        parts: Sequence[Part],
        *,
        keyboard: Keyboard = (),
        urgent: bool = False,
    ) -> list[int]:
        """Send `parts` with the keyboard under the last; returns their message ids, none from an unreachable chat.

        An `urgent` reply does not wait for any budget of ours.
        """
        sent: list[int] = []
        try:
            for part in parts:
                letter = _Letter(place=place, part=part, keyboard=keyboard if part is parts[-1] else ())
                number, place = await self._deliver(letter, urgent=urgent)
                sent.append(number)
        except Unreachable:
            self._metrics.count("unreachable")
        return sent

    async def edit(self, place: Place, message: int, part: Part, keyboard: Keyboard = ()) -> bool:
        """Change one of our messages; False where it is not there any more."""
        letter = _Letter(place=place, part=part, keyboard=keyboard)
        return await self._persist(place.chat, lambda: self._edit_once(letter, message))

    async def delete(self, place: Place, message: int) -> None:
        """Remove one of our messages, if it is there."""

        async def once() -> bool:
            return await self._bot.delete_message(place.chat, message)

        await self._persist(place.chat, once)

    async def _deliver(self, letter: _Letter, *, urgent: bool) -> tuple[int, Place]:
        pause, doubts = FIRST_PAUSE, 0
        while True:
            await self._wait_for_turn(letter.place.chat, urgent=urgent)
            newest, preview = self._ids.newest(letter.place.chat), self._preview
            try:
                number = await self._once(letter)
            except ChatMigrated as error:
                self._on_migration(letter.place.chat, error.new_chat_id)
                letter = replace(letter, place=replace(letter.place, chat=error.new_chat_id, reply_to=None))
                continue
            except BadRequest as error:
                letter = self._after_refusal(letter, error, preview)
                continue
            except (RetryAfter, Forbidden, InvalidToken, NotSent) as error:
                await self._after_failure(letter.place.chat, error, pause)
            except TelegramError:
                doubts += 1
                found = await self._find(letter, newest)
                if found is not None:
                    number = found
                    break
                if doubts == MOST_DOUBTS:
                    raise
                await asyncio.sleep(pause)
            else:
                break
            pause = min(pause * 2, LONGEST_PAUSE)
            self._metrics.count("resent")
        self._ids.note(letter.place.chat, number)
        self._metrics.count("sent")
        return number, letter.place

    async def _once(self, letter: _Letter) -> int:
        place, options = letter.place, letter.options(self._preview)
        if place.thread is not None:
            options["message_thread_id"] = place.thread
        if place.reply_to is not None:
            options["reply_parameters"] = {"message_id": place.reply_to, "allow_sending_without_reply": True}
        self._in_flight += 1
        try:
            return await self._bot.send_text(place.chat, letter.part.text, **options)
        finally:
            self._in_flight -= 1

    async def _edit_once(self, letter: _Letter, message: int) -> bool:
        await self._bot.edit_text(letter.place.chat, message, letter.part.text, **letter.options(self._preview))
        return True

    async def _find(self, letter: _Letter, newest: int) -> int | None:
        """The id of a message that may have been delivered, None where it was not."""
        self._metrics.count("in_doubt")
        self._in_doubt += 1
        try:
            return await self._look_for(letter, newest)
        finally:
            self._in_doubt -= 1

    async def _look_for(self, letter: _Letter, newest: int) -> int | None:
        await asyncio.sleep(SETTLE)
        await self._ids.come_in()
        to_come = await self._to_come() if self._brought else 0
        unseen = self._in_flight + self._in_doubt + to_come
        for number in self._ids.candidates(letter.place.chat, newest, unseen=unseen):
            if await self._persist(letter.place.chat, lambda n=number: self._edit_once(letter, n), paced=False):  # type: ignore[misc]
                self._ids.note(letter.place.chat, number)
                return number
        return None

    async def _to_come(self) -> int:
        """How many updates are still to be brought to us; waits a while for these to be few."""
        waiting = 0
        for _ in range(LOOKS):
            with contextlib.suppress(TelegramError):
                waiting = int((await self._bot.webhook_info())["pending_update_count"])
                if waiting <= FEW:
                    break
            await asyncio.sleep(2 * SETTLE)
        return waiting

    async def _persist(self, chat: int, once: Callable[[], Awaitable[bool]], *, paced: bool = True) -> bool:
        """Do what can be done twice without harm until the server has said yes or no to it."""
        pause = FIRST_PAUSE
        while True:
            if paced:
                await self._wait_for_turn(chat, urgent=False)
            preview = self._preview
            try:
                return await once()
            except BadRequest as error:
                if self._learns_from(error, preview):
                    continue
                return "not modified" in error.message.lower()
            except ChatMigrated:
                return False
            except TelegramError as error:
                try:
                    await self._after_failure(chat, error, pause)
                except Unreachable:
                    return False
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _wait_for_turn(self, chat: int, *, urgent: bool) -> None:
        wait = max(self._pace.chat(chat), self._pace.all())
        if wait and not urgent:
            await asyncio.sleep(wait)

    async def _after_failure(self, chat: int, error: TelegramError, pause: float) -> None:
        if isinstance(error, Forbidden):
            raise Unreachable from None
        if isinstance(error, RetryAfter):
            seconds = seconds_of(error)
            self._pace.hold(chat, seconds)
            await asyncio.sleep(seconds)
        else:
            await asyncio.sleep(pause)

    def _learns_from(self, error: BadRequest, preview: Mapping[str, bool] | None) -> bool:
        """Whether the server only minded a parameter that we can do without from now on; sent was `preview`."""
        if preview is not None and "link_preview_options" in error.message:
            self._preview = None
            return True
        return False

    def _after_refusal(self, letter: _Letter, error: BadRequest, preview: Mapping[str, bool] | None) -> _Letter:
        if self._learns_from(error, preview):
            return letter
        if any(words in error.message.lower() for words in _NO_ACCESS):
            raise Unreachable from None
        plainer = letter.plainer()
        if plainer is None:
            raise error
        logger.warning("a message was refused (%s); sending it plain", error.message)
        return plainer
