"""Messages out: repeated only where a repeat cannot double, plain where the styled form is refused."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from bot.telegram_format import Part
from bot.telegram_http import NotSent

logger = logging.getLogger(__name__)

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


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


class Sender:
    """Sends the parts of a reply, one after the other."""

    def __init__(self, bot: Bot) -> None:
        """Send as `bot`."""
        self._bot = bot
        self._preview: LinkPreviewOptions | None = NO_PREVIEW

    async def send(
        self, place: Place, parts: Sequence[Part], *, keyboard: InlineKeyboardMarkup | None = None
    ) -> list[int]:
        """Send `parts` with the keyboard under the last; returns the ids of the messages that arrived."""
        sent = []
        for part in parts:
            message = await self._deliver(place, part, keyboard if part is parts[-1] else None)
            if message is None:
                break
            sent.append(message.message_id)
        return sent

    async def _deliver(self, place: Place, part: Part, keyboard: InlineKeyboardMarkup | None) -> Message | None:
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._once(place, part, keyboard)
            except NotSent:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
            except (Forbidden, ChatMigrated):
                return None
            except BadRequest as error:
                if self._preview and "link_preview_options" in error.message:
                    self._preview = None
                elif part.entities or keyboard:
                    logger.warning("a styled message was refused (%s); sending it plain", error.message)
                    part, keyboard = Part(text=part.text), None
                else:
                    raise

    async def _once(self, place: Place, part: Part, keyboard: InlineKeyboardMarkup | None) -> Message:
        reply = ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None
        return await self._bot.send_message(
            place.chat,
            part.text,
            entities=part.entities or None,
            link_preview_options=self._preview,
            message_thread_id=place.thread,
            reply_parameters=reply,
            reply_markup=keyboard,
        )


def _seconds(error: RetryAfter) -> float:
    pause = error.retry_after
    return float(pause if isinstance(pause, int | float) else pause.total_seconds())
