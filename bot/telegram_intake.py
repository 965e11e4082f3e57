"""The door: what is meant for the bot is written down and queued, everything else goes no further."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.telegram_doubt import MessageIds
from bot.telegram_journal import Journal
from bot.telegram_limits import FloodGate, Verdict
from bot.telegram_metrics import Metrics
from bot.telegram_updates import MOST_OPEN_OF_CHAT, Dispatcher, RawUpdate, Taken, body_of, chat_of, message_of
from bot.urgency import READ_AT_ONCE, is_urgent

logger = logging.getLogger(__name__)

MOST_QUERIES = 1000
_ADDRESSEE = re.compile(r"/\w+@(\w+)")


class BlockList:
    """People whose updates are ignored: a file with one user id on a line, read again whenever it changes.

    Attributes:
        problem: Why the file cannot be read, so that the list before stays in force; "" where it can.
    """

    def __init__(self, path: Path) -> None:
        """Read `path`; a missing file blocks nobody."""
        self._path = path
        self._seen = 0
        self._users: frozenset[int] = frozenset()
        self.problem = ""

    def __contains__(self, user: int) -> bool:
        """Whether that user is blocked."""
        return user in self._users

    def refresh(self) -> int:
        """Read the file again if it has changed; returns how many are blocked. Lines that are no number are skipped."""
        try:
            changed = self._path.stat().st_mtime_ns
            words = self._path.read_text(encoding="utf-8", errors="replace").split() if changed != self._seen else None
        except FileNotFoundError:
            changed, words = 0, []
        except OSError as error:
            self.problem = f"{self._path.name} cannot be read ({error.strerror}); the list before is in force."
            return len(self._users)
        self._seen, self.problem = changed, ""
        if words is not None:
            self._users = frozenset(int(word) for word in words if word.isascii() and word.isdigit())
        return len(self._users)


class Intake:
    """Takes updates: sorts out noise, drops repeats, refuses floods, journals and queues the rest."""

    def __init__(
        self,
        *,
        journal: Journal,
        dispatcher: Dispatcher,
        ids: MessageIds,
        gate: FloodGate,
        blocked: BlockList,
        metrics: Metrics,
        me: Callable[[], tuple[int, str]],
    ) -> None:
        """Use these; `me` gives the bot's own id and user name."""
        self._journal, self._dispatcher, self._gate, self._blocked = journal, dispatcher, gate, blocked
        self._ids, self._metrics, self._me = ids, metrics, me
        self._queries: OrderedDict[int, None] = OrderedDict()

    def resume(self) -> int:
        """Queue what an earlier run took and did not answer; returns how many those are."""
        unfinished = self._journal.unfinished()
        self._note_ids(unfinished)
        for update in unfinished:
            self._dispatcher.add(Taken(raw=update))
        return len(unfinished)

    def take(self, updates: Sequence[RawUpdate]) -> None:
        """Take updates; when this returns, those that are ours are in the journal.

        Raises:
            sqlite3.Error: If they cannot be written down; then none is taken.
        """
        self._blocked.refresh()
        ours = [update for update in updates if self._may_concern_us(update)]
        queries = [update for update in ours if "inline_query" in update]
        new = self._journal.take(update for update in ours if "inline_query" not in update)
        self._metrics.count("updates", len(new) + len(queries))
        self._note_ids(updates)
        for update in (*new, *self._unseen(queries)):
            try:
                self._queue(update)
            except Exception as error:  # whatever it is about this update, the others are to be answered
                logger.error("update %s goes past the limits (%s)", update["update_id"], type(error).__name__)
                self._dispatcher.add(Taken(raw=update))

    def _note_ids(self, updates: Iterable[RawUpdate]) -> None:
        for update in updates:
            number = message_of(update)
            if number is not None:
                self._ids.note(chat_of(update), number)

    def _unseen(self, queries: Iterable[RawUpdate]) -> list[RawUpdate]:
        """Inline queries live for seconds: their ids are remembered here, and not in the journal."""
        new = [update for update in queries if update["update_id"] not in self._queries]
        for update in new:
            self._queries[update["update_id"]] = None
        while len(self._queries) > MOST_QUERIES:
            self._queries.popitem(last=False)
        return new

    def _queue(self, update: RawUpdate) -> None:
        chat, asks = chat_of(update), "message" in update or "edited_message" in update
        verdict: Verdict = "welcome"
        if "inline_query" in update:
            self._dispatcher.supersede(chat, "inline_query")
        elif self._dispatcher.waiting(chat) >= MOST_OPEN_OF_CHAT:
            verdict = self._gate.refuse(chat)
        elif asks or "callback_query" in update:
            verdict = self._gate.admit(_sender(update))
        if verdict == "welcome" and not self._dispatcher.waiting(chat):
            self._dispatcher.add(Taken(raw=update))
        elif asks and verdict != "unread" and is_urgent(_words(body_of(update))[:READ_AT_ONCE]):
            # Somebody's emergency waits neither behind their other questions nor for a flood to pass.
            self._dispatcher.add(Taken(raw=update), at_once=True)
        elif verdict == "welcome":
            self._dispatcher.add(Taken(raw=update))
        else:
            self._metrics.count("flooded")
            if verdict == "first refusal":
                self._dispatcher.add(Taken(raw=update, slow_down=True))
            else:
                self._journal.done(int(update["update_id"]))

    def _may_concern_us(self, update: RawUpdate) -> bool:
        try:
            return self._concerns_us(update)
        except Exception:  # of a form that no update has: whoever is to answer it will find that it makes no sense
            return True

    def _concerns_us(self, update: RawUpdate) -> bool:
        body = body_of(update)
        if not body or _sender(update) in self._blocked:
            return False
        message = update.get("message") or update.get("edited_message")
        return message is None or "migrate_to_chat_id" in message or self._speaks_to_us(message)

    def _speaks_to_us(self, message: RawUpdate) -> bool:
        sender = message.get("from") or {}
        if sender.get("is_bot") or any(key in message for key in ("sender_chat", "is_automatic_forward", "via_bot")):
            return False
        chat, text = message.get("chat"), str(message.get("text") or "")
        number, name = self._me()
        addressee = _ADDRESSEE.match(text)
        if addressee and addressee[1].lower() != name.lower():
            return False
        if not isinstance(chat, dict) or chat.get("type") == "private":
            return True  # one without a chat is for nobody, but to be noted as unreadable
        answered = ((message.get("reply_to_message") or {}).get("from") or {}).get("id")
        to_us = text.startswith("/") or answered == number or f"@{name}".lower() in text.lower()
        return bool(text) and to_us and "forward_origin" not in message


def _words(message: RawUpdate) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _sender(update: RawUpdate) -> int:
    sender = body_of(update).get("from")
    number = sender.get("id") if isinstance(sender, dict) else None
    return number if isinstance(number, int) else chat_of(update)
