"""What the bot itself says on Telegram, in English; another language is a file `data/telegram.<code>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot import wording

_DATA = Path(__file__).parent / "data"

LANGUAGES = tuple(sorted(path.name.split(".")[1] for path in _DATA.glob("telegram.*.toml")))
"""The languages, besides English, that there is a file for (ISO 639-1)."""

ENGLISH: Mapping[str, str] = {
    "start": wording.GREETING + "\n\n" + wording.HELP,
    "help": wording.HELP,
    "sources": wording.SOURCES,
    "no_sources": wording.EMPTY_INDEX,
    "about": wording.WHO,
    "version": "Version of the index: {version}",
    "privacy": (
        "Your message is kept until it is answered, then it is deleted. What stays for two days are numbers: of the "
        "chat, of your message and of my reply, so that nothing is answered twice and an edit finds its answer. What "
        "we talked about is remembered for half an hour, in memory only. If you choose a region, I keep that choice. "
        "Nothing is passed on, and no message is written to a log. /forget deletes all of it at once. "
        "Besides, it is counted by day how often each passage answers; and if the publisher has switched that on, the "
        "words of questions that were not answered stay for 30 days, without numbers, names or who asked. "
        "Telegram itself keeps this chat by its own rules."
    ),
    "forgotten": wording.FORGOTTEN,
    "region_ask": (
        "For the emergency numbers of your country choose it here, or send /region and its letters, such as /region GB."
    ),
    "region_set": "I will show the emergency numbers of {code}.",
    "region_unknown": "I do not know the emergency numbers of that country. The two letters are as in GB, DE or US.",
    "unknown_command": "I do not know that command. /help says what I can do. Or simply ask a question.",
    "ask_what": "What is your question? Write it after /ask or after my name.",
    "only_text": "I can only read text. Please type your question. In an emergency call the emergency number at once.",
    "not_seen": "I cannot see pictures or hear recordings; I only read what you wrote with it.",
    "too_long": "Your message is long. I read the first {read:,} characters.",
    "slow_down": "That is a lot at once. I answer again in a minute; please ask one thing at a time.",
    "failed": "Something went wrong with this one, and I could not answer it. Please ask again.",
    "too_slow": "This one took too long, so I stopped. Please ask again, perhaps in fewer words.",
    "button_source": "Source",
    "button_copy": "Copy link",
    "button_more": "More",
    "button_not_this": "Not what I asked",
    "button_why": "Why this?",
    "button_private": "Write to me privately",
    "advice_in_group": "I cannot advise on anybody's own case; please ask the care team. We can also talk privately.",
    "why_words": "These words of your question are in the passage, with the weight of each:",
    "why_nothing": "The passage was chosen by its place in the document, not by words of your question.",
    "why_read_as": "I read “{typed}” as “{read}”.",
    "why_certainty": "How sure I am that it answers you: {percent} %.",
    "why_gone": "I do not remember how I came to that any more. Please ask again.",
    "not_this": "Sorry. Please ask again in other words, with the words that your documents might use.",
    "not_this_others": "Sorry. Is it one of these? Otherwise please ask again in other words.",
    "inline_hint": "Type a question about the documents",
    "inline_important": "Important",
    "command_start": "What this bot does",
    "command_help": "What can be asked",
    "command_ask": "Ask a question",
    "command_more": "The next passage on the last question",
    "command_sources": "The documents behind the answers",
    "command_about": "About this bot",
    "command_privacy": "What is kept of what you write",
    "command_forget": "Forget this conversation",
    "command_region": "Choose the country for emergency numbers",
}


def say(key: str, language: str | None = None, **values: object) -> str:
    """The sentence of that name in a language (an IETF tag such as "de-AT"), or in English where there is none."""
    words = _words((language or "en").lower().split("-")[0])
    return words.get(key, ENGLISH[key]).format(**values)


@lru_cache(maxsize=64)
def _words(language: str) -> Mapping[str, str]:
    if language not in LANGUAGES:
        return ENGLISH
    return tomllib.loads((_DATA / f"telegram.{language}.toml").read_text(encoding="utf-8"))
