"""The door: repeats, floods, blocked people."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot import telegram_intake
from bot.answer import Answer
from bot.answering import Responder
from bot.settings import Settings
from bot.telegram_intake import BlockList
from tests.telegram_stage import TOKEN, TeaIndex, running_bot, running_server


async def test_repeated_delivery_is_answered_once_even_after_a_restart(tmp_path: Path) -> None:
    """The same update twice, and once more for the next run: one answer."""
    async with running_server() as server:
        async with running_bot(server, tmp_path) as stage:
            update = {"update_id": 500, "message": stage.message("green tea")}
            await server.enqueue_update(update, token=TOKEN)
            await server.wait_for(1)
        queue = server._update_queues._state(TOKEN)
        queue.updates[:0] = [update, update]
        async with running_bot(server, tmp_path) as stage:
            await stage.ask("dark leaves")
        assert len(server.sent()) == 2


async def test_flood_is_told_once_and_others_are_answered(tmp_path: Path) -> None:
    """Two a minute: five messages get two answers and one notice; somebody else is answered."""
    async with running_server() as server, running_bot(server, tmp_path, flood_limit=2) as stage:
        for _ in range(5):
            await stage.push(message=stage.message("green tea", user=6))
        await server.wait_for(3)
        await stage.ask("dark leaves")
        texts = [each["text"] for each in server.sent() if each["chat_id"] == 6]
    assert [("lot at once" in text) for text in texts] == [False, False, True]


async def test_crowd_in_one_group_leaves_room_for_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what a group asks faster than it can be answered, so much waits as is allowed; one line says so."""
    monkeypatch.setattr(telegram_intake, "MOST_OPEN_OF_CHAT", 3)
    group = {"id": -100777, "type": "supergroup", "title": "Tea club"}
    go, responder = held(tmp_path)
    async with running_server() as server, running_bot(server, tmp_path, responder=responder) as stage:
        for person in range(8):
            await stage.push(message=stage.message("/ask green tea", user=person + 1, chat=group))
        await stage.push(message=stage.message("he is unconscious and not breathing", user=99))
        assert (await server.wait_for(1))[0]["chat_id"] == 99
        go.set()
        texts = [each["text"] for each in await server.wait_for(5)][1:]
    assert [("lot at once" in text) for text in texts] == [False, False, False, True]


def held(folder: Path) -> tuple[threading.Event, Responder]:
    """A responder that thinks about green tea until it is let go."""
    go = threading.Event()

    class Held(Responder):
        def reply(self, message: str, *, chat: str | None = None) -> Answer:
            if "green" in message:
                go.wait(10)
            return super().reply(message, chat=chat)

    return go, Held(TeaIndex, Settings(documents=folder, index=folder, state=folder))


async def test_newer_inline_query_takes_the_place_of_one_that_waits(tmp_path: Path) -> None:
    """Typed letter by letter: the first is under way, of the others only the last is answered."""
    go, responder = held(tmp_path)
    person = {"id": 5, "is_bot": False, "first_name": "Ada"}
    async with running_server() as server, running_bot(server, tmp_path, responder=responder) as stage:
        for number, text in enumerate(("green", "dark", "dark l", "dark leaves")):
            await stage.push(inline_query={"id": str(number), "from": person, "query": text, "offset": ""})
        await stage.push(message=stage.message("dark leaves", user=6))
        await server.wait_for(1)  # by now all of the above has come in
        go.set()
        answers = await server.wait_for(2, "answerInlineQuery")
        await stage.ask("dark leaves")
        assert [each["inline_query_id"] for each in answers] == ["0", "3"]


async def test_emergency_is_answered_in_the_midst_of_a_flood(tmp_path: Path) -> None:
    """What is urgent passes the limit."""
    async with running_server() as server, running_bot(server, tmp_path, flood_limit=1) as stage:
        await stage.ask("green tea")
        assert "lot at once" in (await stage.ask("green tea"))["text"]
        assert "emergency number now" in (await stage.ask("he is unconscious and not breathing"))["text"]


async def test_blocked_people_are_ignored(tmp_path: Path) -> None:
    """Their ids stand in blocked.txt in the folder of the state; the file is read anew when it changes."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        (tmp_path / "blocked.txt").write_text("6\n")
        await stage.push(message=stage.message("green tea", user=6))
        await stage.ask("green tea")
        assert len(server.sent()) == 1


async def test_block_list_that_cannot_be_read_stops_nobody(tmp_path: Path) -> None:
    """The list before stays in force, and /reload says so; everybody else is answered."""
    async with running_server() as server, running_bot(server, tmp_path, telegram_admin=99) as stage:
        (tmp_path / "blocked.txt").write_text("6\n")
        await stage.ask("green tea")
        (tmp_path / "blocked.txt").unlink()
        (tmp_path / "blocked.txt").mkdir()
        await stage.push(message=stage.message("green tea", user=6))
        assert "eighty" in (await stage.ask("green tea"))["text"]
        assert "1 people are blocked. blocked.txt cannot be read" in (await stage.ask("/reload", user=99))["text"]


@pytest.mark.usefixtures("both_modes")
async def test_update_of_no_form_stops_nobody(tmp_path: Path) -> None:
    """Words where people and messages belong, and ids that nobody can have: each is passed over."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        for wrong in ({"from": "Ada"}, {"reply_to_message": "hello", "chat": {"id": -1}}, {"chat": {"id": 10**30}}):
            await stage.push(message={**stage.message("green tea"), **wrong})
        assert (await stage.ask("dark leaves"))["text"].startswith("Storing")
        assert len(server.sent()) == 1


async def test_message_that_the_door_cannot_judge_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should telling what is urgent fail, the message waits its turn, and the bot goes on."""

    def fails(_: str) -> bool:
        raise UnicodeError

    monkeypatch.setattr(telegram_intake, "is_urgent", fails)
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        for text in ("green tea", "dark leaves"):
            await stage.push(message=stage.message(text))
        assert [each["text"].split("\n")[0] for each in await server.wait_for(2)] == ["Brewing", "Storing"]


def test_block_list_skips_what_is_no_number(tmp_path: Path) -> None:
    """Two numbers and a comment: two are blocked; without the file nobody is."""
    blocked = BlockList(tmp_path / "blocked.txt")
    assert blocked.refresh() == 0
    (tmp_path / "blocked.txt").write_text("6\nsix # note\n8\n")
    assert blocked.refresh() == 2
    assert 8 in blocked
