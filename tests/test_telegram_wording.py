"""The bot's own words on Telegram, in every language that there is a file for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot import telegram_wording
from bot.telegram_wording import ENGLISH, LANGUAGES, say

DATA = Path(telegram_wording.__file__).parent / "data"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_is_there_with_its_blanks(code: str) -> None:
    """A file has the sentences that English has, no more and no fewer, and each names what is filled in."""
    words = tomllib.loads((DATA / f"telegram.{code}.toml").read_text(encoding="utf-8"))
    assert words.keys() == ENGLISH.keys()
    for key, sentence in words.items():
        assert blanks(sentence) == blanks(ENGLISH[key]), key


def blanks(sentence: str) -> set[str]:
    """The names of what is filled in."""
    return set(re.findall(r"\{(\w+)", sentence))


@pytest.mark.parametrize("code", ["en", *LANGUAGES])
def test_commands_can_be_published(code: str) -> None:
    """Telegram takes descriptions of 1 to 256 characters."""
    assert all(0 < len(say(key, code)) <= 256 for key in ENGLISH if key.startswith("command_"))


def test_german_and_spanish_are_among_them() -> None:
    """The languages of documents that the index reads."""
    assert {"de", "es"} <= set(LANGUAGES)
