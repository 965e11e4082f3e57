"""The whole bot through a server that fails in every way: nothing lost, nothing doubled, nothing out of order."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks.telegram_people import People
from benchmarks.telegram_server import BotServer
from bot import telegram_limits, telegram_sending
from bot.answering import Responder
from bot.settings import Settings
from bot.telegram_chat import serve
from tests.telegram_stage import PATIENCE, TOKEN, TeaIndex, opened_index, webhook

QUESTIONS = ("green tea", "dark leaves", "hello")
BEGINNINGS = ("Brewing", "Storing", "Hello")
FAULTS = (
    {"method": "sendMessage", "code": 502, "n": 3},
    {"method": "sendMessage", "kind": "drop", "n": 2},
    {"method": "sendMessage", "kind": "drop", "after": True, "n": 3},
    {"method": "sendMessage", "code": 502, "after": True, "n": 2},
    {"method": "sendMessage", "kind": "cut", "n": 2},
    {"method": "sendMessage", "code": 429, "retry_after": 1, "n": 1},
    {"method": "getUpdates", "kind": "drop", "n": 1},
    {"method": "getUpdates", "kind": "garbage", "n": 1},
)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_nothing_is_lost_doubled_or_out_of_order(
    tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten chats ask three things each without waiting, half of it delivered twice, the server down in between."""
    monkeypatch.setattr(telegram_sending, "SETTLE", 0.05)
    monkeypatch.setattr(telegram_limits, "CHAT_PER_SECOND", 1000.0)
    opened_index()
    server = await BotServer(TOKEN, dup_p=0.5, webhook_retry=0.1).start()
    settings = Settings(
        documents=tmp_path,
        index=tmp_path,
        state=tmp_path,
        telegram_token=TOKEN,
        telegram_url=f"http://127.0.0.1:{server.port}",
        flood_limit=0,
        **(webhook() if mode == "webhook" else {}),  # type: ignore[arg-type]
    )
    stop = asyncio.Event()
    bot = asyncio.create_task(serve(settings, Responder(TeaIndex, settings), stop=stop))
    try:
        await server.load(n=1, chats=1, text="green tea", timeout=PATIENCE)
        server.faults.extend(dict(fault) for fault in FAULTS)
        for question in QUESTIONS:
            for chat in range(10):
                server.push(user_id=100 + chat, text=question)
        await server.down(0.3)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(track.event.wait() for track in server.tracks.values()))
        await asyncio.sleep(0.5)  # for what should not come
    finally:
        stop.set()
        async with asyncio.timeout(PATIENCE):
            assert await bot == 0
        await server.stop()
    assert server.stats["redelivered"]
    assert server.stats["faults"] >= sum(int(str(f["n"])) for f in FAULTS if f["method"] == "sendMessage")
    assert [told(server, 100 + chat) for chat in range(10)] == [list(BEGINNINGS)] * 10


def told(people: People, chat: int) -> list[str]:
    """The first word of each message that the bot sent to a chat, in order."""
    return [
        message["text"].split()[0].rstrip(".")
        for (owner, _), message in people.messages.items()
        if owner == chat and message["from"]["is_bot"]
    ]
