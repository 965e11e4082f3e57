"""Buttons under answers, and links into the documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer, Suggestion
from bot.answering import Responder
from bot.settings import Settings
from bot.telegram_buttons import SHOW
from bot.telegram_journal import Journal
from bot.telegram_links import key_of, passage_of
from bot.telegram_start import state_name
from index.hit import Hit
from tests.telegram_stage import PASSAGES, TOKEN, Stage, TeaIndex, entities, running_bot, running_server

pytestmark = pytest.mark.usefixtures("both_modes")


def buttons(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a sent message by their labels."""
    markup = message["reply_markup"]
    rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
    return {button["text"]: button for row in rows for button in row}


async def press(stage: Stage, data: str, message: int) -> None:
    """A press of a button under one of the bot's messages."""
    await stage.push(
        callback_query={
            "id": "1",
            "from": {"id": 5, "is_bot": False, "first_name": "Ada"},
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": message, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "x"},
        }
    )


class Undecided(Responder):
    """Never answers, but suggests."""

    def reply(self, message: str, *, chat: str | None = None) -> Answer:
        """An abstention with one suggestion."""
        suggestion = Suggestion(label="Storing", passage_id=PASSAGES[1].id)
        return Answer(
            kind="abstain",
            question=message,
            passages=(),
            disclaimer="",
            message="Not answered.",
            suggestions=(suggestion,),
            runner_up=Hit(passage=PASSAGES[0], score=1.0),
        )


async def test_answer_has_its_buttons(tmp_path: Path) -> None:
    """A link to the source, the same to copy, more, not what I asked, why."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        found = buttons(await stage.ask("green tea"))
    assert list(found) == ["Source", "Copy link", "More", "Not what I asked", "Why this?"]
    assert found["Source"]["url"] == found["Copy link"]["copy_text"]["text"] == "https://example.org/tea"


async def test_press_is_acknowledged_and_answered(tmp_path: Path) -> None:
    """Why: a message on the words that matched. Not what I asked: a way on."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.ask("green tea")
        number = server.next_id - 1
        await press(stage, "why", number)
        assert "sure" in (await server.wait_for(2))[1]["text"]
        await press(stage, "not", number)
        assert "other words" in (await server.wait_for(3))[2]["text"]
        await press(stage, "more", number)
        await server.wait_for(5)  # the next passage is long: two messages
        await press(stage, "no such button", number)
        assert len(await server.wait_for(4, "answerCallbackQuery")) == 4
        assert len(server.sent()) == 5


async def test_press_in_a_flood_is_told_beside_the_button(tmp_path: Path) -> None:
    """One a minute: a press after the question gets no message, but the button is released, once with the reason."""
    async with running_server() as server, running_bot(server, tmp_path, flood_limit=1) as stage:
        await stage.ask("green tea")
        for _ in range(2):
            await press(stage, "more", server.next_id - 1)
        (told,) = await server.wait_for(1, "answerCallbackQuery")
        await stage.ask("dark leaves", user=6)
        assert "lot at once" in told["text"]
        assert len(server.sent()) == 2


async def test_suggestion_shows_its_passage(tmp_path: Path) -> None:
    """An abstention suggests a section as a button; a press of it shows the passage."""
    responder = Undecided(TeaIndex, Settings(documents=tmp_path, index=tmp_path, state=tmp_path))
    async with running_server() as server, running_bot(server, tmp_path, responder=responder) as stage:
        data = buttons(await stage.ask("?!"))["Storing"]["callback_data"]
        assert len(data.encode()) <= 64
        await press(stage, data, server.next_id - 1)
        reply = (await server.wait_for(2))[1]
    assert ("blockquote", "Keep leaves dry and dark.") in entities(reply)


async def test_region_is_chosen_by_a_button_and_kept(tmp_path: Path) -> None:
    """/region shows the countries; a press of one changes the number to call, also after a restart; /forget ends it."""
    async with running_server() as server:
        async with running_bot(server, tmp_path) as stage:
            data = buttons(await stage.ask("/region"))["🇩🇪 DE"]["callback_data"]
            await press(stage, data, server.next_id - 1)
            assert "numbers of DE" in (await server.wait_for(2))[1]["text"]
        async with running_bot(server, tmp_path) as stage:
            assert "112" in (await stage.ask("he is unconscious and not breathing"))["text"].split("\n")[0]
            assert "do not know" in (await stage.ask("/region XX"))["text"]
            await stage.ask("/forget")
        with Journal(tmp_path / f"{state_name(TOKEN)}.sqlite3") as journal:
            assert journal.kept("region:") == {}


async def test_start_with_a_link_shows_the_passage(tmp_path: Path) -> None:
    """t.me/tea_bot?start=KEY comes as "/start KEY"; an unknown key is an honest no."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        with Journal(tmp_path / "links") as journal:
            key = key_of(PASSAGES[1].id, journal)
        assert "dry and dark" in (await stage.ask(f"/start {key}"))["text"]
        assert "dry and dark" in (await stage.ask(f"/start {PASSAGES[1].id}"))["text"]
        assert "do not answer" in (await stage.ask("/start bm9uZQ"))["text"]


def test_keys_lead_back_to_their_passages(tmp_path: Path) -> None:
    """Ids of every length and in other scripts; each key fits into a button and is of the characters for links."""
    with Journal(tmp_path / "j") as journal:
        for passage in (*("guide#long-heading-"[: n % 19] + "x" * n for n in range(1, 90)), "Führer#Überschrift.2"):
            key = key_of(passage, journal)
            assert len(f"{SHOW}{key}".encode()) <= 64
            assert key.replace("-", "").replace("_", "").isalnum()
            assert passage_of(key, journal) == passage
