"""Inline mode: results with passage and disclaimer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.telegram_stage import Stage, running_bot, running_server

pytestmark = pytest.mark.usefixtures("both_modes")


async def query(stage: Stage, text: str) -> dict[str, Any]:
    """What the bot answers to an inline query."""
    before = len(stage.server.sent("answerInlineQuery"))
    person = {"id": 5, "is_bot": False, "first_name": "Ada"}
    await stage.push(inline_query={"id": str(before), "from": person, "query": text, "offset": ""})
    return (await stage.server.wait_for(before + 1, "answerInlineQuery"))[before]


async def test_query_is_answered_with_the_passage(tmp_path: Path) -> None:
    """The result carries passage and disclaimer, is cached for seconds, and its id has the version of the index."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        answer = await query(stage, "green tea")
        again = await query(stage, "green tea")
    results = answer["results"]
    result = (json.loads(results) if isinstance(results, str) else results)[0]
    assert "eighty" in result["input_message_content"]["message_text"]
    assert "tea master" in result["input_message_content"]["message_text"]
    assert result["id"].startswith("index:")
    assert int(answer["cache_time"]) <= 60
    assert str(answer["is_personal"]).lower() == "true"  # in the language of one person
    assert again["results"] == results


async def test_nothing_found_is_a_hint(tmp_path: Path) -> None:
    """An empty query and one without an answer get no result but a button into the private chat."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        for text in ("", "zzz"):
            answer = await query(stage, text)
            assert "Type a question" in str(answer["button"])
            assert answer["results"] in ([], "[]")
