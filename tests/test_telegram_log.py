"""What is logged: where an error came from, and nothing that is secret or that somebody wrote."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from bot.telegram_log import Redacting

QUESTION = "am I ill?"
ADDRESS = "http://host/bot7:SECRET/getMe, http://host/bot7%3ASECRET/getMe"


def logged(fail: Callable[[], object]) -> str:
    """The lines of a record of what `fail` raises."""
    try:
        fail()
    except Exception:
        record = logging.LogRecord("bot", logging.ERROR, "", 1, "failed", None, sys.exc_info())
        return Redacting("7:SECRET").format(record)
    raise AssertionError("nothing was raised")


def test_words_of_an_error_that_may_quote_a_question_are_not_logged() -> None:
    """An error of int() names what it was given: the log has its kind and place, and those of what came of it."""

    def fail() -> None:
        try:
            int(QUESTION)
        except ValueError as error:
            raise RuntimeError(QUESTION) from error

    text = logged(fail)
    assert QUESTION not in text
    assert text.count("in fail") == 2
    assert "RuntimeError\nafter\n" in text
    assert text.endswith("ValueError")


def test_errors_of_the_system_keep_their_words() -> None:
    """What is wrong with a disk says so."""

    def fail() -> None:
        raise OSError("No space left on device")

    assert logged(fail).endswith("OSError: No space left on device")


def test_token_is_in_no_line() -> None:
    """Neither as it is nor as it stands in an address."""

    def fail() -> None:
        raise OSError(ADDRESS)

    assert logged(fail).endswith("http://host/bot<token>/getMe, http://host/bot<token>/getMe")
