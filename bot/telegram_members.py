"""Chats that come, go and move: what is kept of them goes with them."""

from __future__ import annotations

import logging

from telegram import ChatMember, Update

from bot.telegram_journal import Journal
from bot.telegram_sending import Place
from bot.telegram_service import Context, RecentAnswers, Responder, conversation_of

logger = logging.getLogger(__name__)

REGION = "region:"


class Members:
    """The handlers of a chat's own changes."""

    def __init__(self, journal: Journal, responder: Responder, answers: RecentAnswers) -> None:
        """Keep these in step."""
        self._journal, self._responder, self._answers = journal, responder, answers

    def restore_regions(self) -> None:
        """Tell the responder the regions that people chose in earlier runs."""
        for name, code in self._journal.kept(REGION).items():
            self._responder.set_region(name.removeprefix(REGION), code)

    async def changed(self, update: Update, context: Context) -> None:
        """The bot was blocked, removed, added or let in again."""
        change = update.my_chat_member
        if change and change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
            self._responder.forget(conversation_of(Place(chat=change.chat.id)))
            self._answers.forget(change.chat.id)

    async def migrated(self, update: Update, context: Context) -> None:
        """A group became a supergroup, with a new id."""
        message = update.message
        if message and message.migrate_to_chat_id:
            self.move(message.chat.id, message.migrate_to_chat_id)

    def move(self, old: int, new: int) -> None:
        """Move what is kept of a chat to its new id."""
        for name, code in self._journal.kept(f"{REGION}{old}/").items():
            moved = f"{new}/{name.partition('/')[2]}"
            self._journal.keep(name, "")
            self._journal.keep(f"{REGION}{moved}", code)
            self._responder.set_region(moved, code)
        self._answers.forget(old)
