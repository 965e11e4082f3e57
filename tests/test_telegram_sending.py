"""Messages out, through failures of every kind: none lost, none doubled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lo_bot_api_emulator import ApiRefusal

from bot import telegram_sending
from tests.telegram_stage import Server, running_bot, running_server

pytestmark = pytest.mark.usefixtures("both_modes")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_sending, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(telegram_sending, "SETTLE", 0.01)


def once(server: Server, method: str, fail: Callable[[dict[str, Any]], None]) -> None:
    """Have the next call of a method fail."""

    def fault(called: str, fields: dict[str, Any]) -> None:
        if called == method:
            server.faults.remove(fault)
            fail(fields)

    server.faults.append(fault)


def refuse(description: str, status: int = 400, **parameters: Any) -> Callable[[dict[str, Any]], None]:
    """A refusal with these words."""

    def fail(_: dict[str, Any]) -> None:
        raise ApiRefusal(description, status, parameters or None)

    return fail


async def _ask_with(tmp_path: Path, prepare: Callable[[Server], None]) -> list[dict[str, Any]]:
    """Ask once with a fault prepared, and once more; returns all messages sent."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        prepare(server)
        await stage.push(message=stage.message("green tea"))
        await stage.push(message=stage.message("dark leaves"))
        await server.wait_for(2)
        return server.sent()


async def test_502_is_tried_again(tmp_path: Path) -> None:
    """A bad gateway on the way out costs no answer."""
    sent = await _ask_with(tmp_path, lambda server: once(server, "sendMessage", refuse("Bad Gateway", 502)))
    assert [each["text"].split("\n")[0] for each in sent] == ["Brewing", "Storing"]


async def test_429_is_obeyed(tmp_path: Path) -> None:
    """Told to wait, the bot waits and sends once."""
    prepare = refuse("Too Many Requests: retry after 1", 429, retry_after=1)
    sent = await _ask_with(tmp_path, lambda server: once(server, "sendMessage", prepare))
    assert [each["text"].split("\n")[0] for each in sent] == ["Brewing", "Storing"]


async def test_refused_styling_falls_back_to_plain_text(tmp_path: Path) -> None:
    """Entities that the server does not take: the same words arrive without them, disclaimer included."""
    prepare = refuse("Bad Request: can't parse entities")
    sent = await _ask_with(tmp_path, lambda server: once(server, "sendMessage", prepare))
    assert "entities" not in sent[0]
    assert "Disclaimer: Ask a tea master" in sent[0]["text"]


async def test_topic_that_is_gone_does_not_cost_the_answer(tmp_path: Path) -> None:
    """The thread was deleted meanwhile: the words arrive in the group, as a message that replies to nothing."""
    group = {"id": -100777, "type": "supergroup", "title": "Tea club", "is_forum": True}
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        once(server, "sendMessage", refuse("Bad Request: message thread not found"))
        reply = await stage.ask("/ask green tea", chat=group, message_thread_id=9, is_topic_message=True)
    assert "eighty" in reply["text"]
    assert not {"message_thread_id", "reply_parameters"} & reply.keys()


async def test_delivered_message_with_a_lost_answer_is_not_sent_again(tmp_path: Path) -> None:
    """The server took the message and the connection broke: it is found by its id, and not doubled."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.ask("green tea")
        server.cut = 1
        await stage.push(message=stage.message("dark leaves"))
        await stage.push(message=stage.message("green tea"))
        sent = await server.wait_for(3)
        assert [each["text"].split("\n")[0] for each in sent] == ["Brewing", "Storing", "Brewing"]


async def test_blocked_chat_is_left_alone(tmp_path: Path) -> None:
    """Forbidden: nothing more is tried there, and others are answered."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        forbidden = refuse("Forbidden: bot was blocked by the user", 403)
        server.faults.append(lambda _, fields: forbidden(fields) if str(fields.get("chat_id")) == "6" else None)
        await stage.push(message=stage.message("green tea", user=6))
        assert "Storing" in (await stage.ask("dark leaves"))["text"]
        assert len(server.sent()) == 1


async def test_group_that_moved_is_followed(tmp_path: Path) -> None:
    """A group that became a supergroup: the answer goes to its new id."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        prepare = refuse("Bad Request: group chat was upgraded", 400, migrate_to_chat_id=-100500)
        once(server, "sendMessage", prepare)
        reply = await stage.ask("/ask green tea", chat={"id": -5, "type": "group", "title": "Tea"})
    assert reply["chat_id"] == -100500
