"""What the bot itself says on Telegram, in English; a language of its own is a file `data/telegram.<code>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot import wording

ENGLISH: Mapping[str, str] = {
    "start": wording.GREETING + "\n\n" + wording.HELP,
    "help": wording.HELP,
    "sources": wording.SOURCES,
    "no_sources": wording.EMPTY_INDEX,
    "about": wording.WHO,
    "failed": "Something went wrong with this one, and I could not answer it. Please ask again.",
    "too_slow": "This one took too long, so I stopped. Please ask again, perhaps in fewer words.",
}


def say(key: str, language: str | None = None, **values: object) -> str:
    """The sentence of that name in a language (an IETF tag such as "de-AT"), or in English where there is none."""
    words = _words((language or "en").lower().split("-")[0])
    return words.get(key, ENGLISH[key]).format(**values)


@lru_cache(maxsize=64)
def _words(language: str) -> Mapping[str, str]:
    path = Path(__file__).parent / "data" / f"telegram.{language}.toml"
    if not (language.isascii() and language.isalpha()) or not path.is_file():
        return ENGLISH
    return tomllib.loads(path.read_text(encoding="utf-8"))
