"""Where others read along: short, without what is somebody's own business, and with the way to the private chat."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.regions import IN_GROUP
from tests.telegram_stage import Stage, running_bot, running_server

pytestmark = pytest.mark.usefixtures("both_modes")

GROUP = {"id": -100777, "type": "supergroup", "title": "Tea club"}
TROUBLE = "he is unconscious and not breathing"
OWN_CASE = "should I stop taking my tablets?"


def link_in(keyboard: Any) -> str:
    """The address that the only button leads to."""
    read = json.loads(keyboard) if isinstance(keyboard, str) else keyboard
    return str(read["inline_keyboard"][0][0]["url"])


async def inline(stage: Stage, text: str) -> dict[str, Any]:
    """The only result of an inline query."""
    person = {"id": 5, "is_bot": False, "first_name": "Ada"}
    await stage.push(inline_query={"id": "1", "from": person, "query": text, "offset": ""})
    results = (await stage.server.wait_for(1, "answerInlineQuery"))[0]["results"]
    (only,) = json.loads(results) if isinstance(results, str) else results
    return dict(only)


@pytest.mark.parametrize(("message", "words"), [(TROUBLE, IN_GROUP), (OWN_CASE, "anybody's own case")])
async def test_trouble_in_a_group_gets_a_line_and_the_private_chat(tmp_path: Path, message: str, words: str) -> None:
    """One short line instead of the card, and a button that opens the chat with the bot."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        reply = await stage.ask(f"/ask {message}", chat=GROUP)
    assert words in reply["text"]
    assert len(reply["text"]) < 160
    assert link_in(reply["reply_markup"]) == "https://t.me/tea_bot?start=private"


async def test_trouble_in_private_gets_the_whole_card(tmp_path: Path) -> None:
    """Nobody reads along: the number to call comes first."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        assert (await stage.ask(TROUBLE))["text"].startswith("Call the emergency number now")


async def test_inline_result_does_not_show_what_was_asked_in_trouble(tmp_path: Path) -> None:
    """What is sent into another chat is the same short line, under a title that tells nothing."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        result = await inline(stage, TROUBLE)
    assert result["title"] == "Important"
    assert result["input_message_content"]["message_text"] == IN_GROUP
    assert link_in(result["reply_markup"]).endswith("?start=private")


async def test_private_chat_opened_by_the_button_begins_with_the_greeting(tmp_path: Path) -> None:
    """The word behind /start is ours and names no passage."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        for word in ("private", "inline"):
            assert (await stage.ask(f"/start {word}"))["text"].startswith("Hello")
