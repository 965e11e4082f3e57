"""The door: repeats, floods, blocked people."""

from __future__ import annotations

from pathlib import Path

from bot.telegram_intake import BlockList
from tests.telegram_stage import TOKEN, running_bot, running_server


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


def test_block_list_skips_what_is_no_number(tmp_path: Path) -> None:
    """Two numbers and a comment: two are blocked; without the file nobody is."""
    blocked = BlockList(tmp_path / "blocked.txt")
    assert blocked.refresh() == 0
    (tmp_path / "blocked.txt").write_text("6\nsix # note\n8\n")
    assert blocked.refresh() == 2
    assert 8 in blocked
