"""The way to a running bot: one process for each bot, and patience with a server that does not answer yet."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.settings import InvalidSetting
from bot.telegram_journal import Journal
from bot.telegram_limits import seconds_of

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0

Result = TypeVar("Result")


class NotNow(Exception):
    """Something that may pass keeps the bot from running: it is to be started again."""


class AlreadyRunning(NotNow):
    """Another process on this machine answers as this bot."""


def state_name(token: str) -> str:
    """The name of a bot's files: by its number, which is no secret, so that a renewed token keeps them."""
    number = token.partition(":")[0]
    return f"telegram-{number if number.isdigit() else 'bot'}"


@contextlib.contextmanager
def only_process(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`; the system frees it however the process ends.

    Raises:
        AlreadyRunning: If another process holds it.
        InvalidSetting: If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="ascii")
    except OSError as error:
        raise InvalidSetting(f"PULLQUOTE_STATE: {path.parent} cannot be written ({error.strerror})") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(f"another process answers as this bot ({path} is locked)") from None
        yield


def open_journal(path: Path) -> Journal:
    """The journal at `path`. One that is no database any more is set aside, and a new one begun.

    Raises:
        NotNow: If it cannot be written, such as on a full disk.
    """
    try:
        return Journal(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise NotNow(f"PULLQUOTE_STATE: {path} cannot be used ({error})") from None
        logger.error("the journal %s is damaged (%s); it is set aside as %s.damaged", path, error, path.name)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.replace(path.with_name(path.name + ".damaged"))
        return Journal(path)


async def persist(act: Callable[[], Awaitable[Result]], what: str) -> Result:
    """Do something that the server must answer, until it does.

    Raises:
        InvalidToken: If it refuses the token: waiting would not help.
    """
    pause = 1.0
    while True:
        try:
            return await act()
        except InvalidToken:
            raise
        except TelegramError as error:
            wait = seconds_of(error) if isinstance(error, RetryAfter) else pause
            logger.warning("%s failed (%s: %s); again in %.0f s", what, type(error).__name__, error.message, wait)
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)
