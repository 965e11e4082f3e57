"""Commands: what is published in the menus, and what /privacy, /forget and a moved group mean for what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.telegram_commands import GROUP, PRIVATE
from bot.telegram_journal import Journal
from bot.telegram_start import state_name
from bot.telegram_wording import LANGUAGES
from tests.telegram_stage import TOKEN, running_bot, running_server

pytestmark = pytest.mark.usefixtures("both_modes")

MENUS = 2 * (1 + len(LANGUAGES))
"""Private chats and groups, in English and in each language that there is a file for."""


async def test_menus_are_published_once(tmp_path: Path) -> None:
    """Every kind of chat and language has its menu; at the next start nothing differs, and nothing is set again."""
    async with running_server() as server:
        async with running_bot(server, tmp_path):
            published = await server.wait_for(MENUS, "setMyCommands")
        assert all(name in str(published) for name in (*PRIVATE, *GROUP))
        async with running_bot(server, tmp_path):
            await server.wait_for(2 * MENUS, "getMyCommands")
        assert len(server.sent("setMyCommands")) == MENUS


async def test_privacy_says_what_is_kept(tmp_path: Path) -> None:
    """Two days of numbers, the words until the answer, and how to end it."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        text = (await stage.ask("/privacy"))["text"]
    assert "two days" in text
    assert "/forget" in text


async def test_forgotten_chat_has_no_number_in_the_journal(tmp_path: Path) -> None:
    """After /forget no row tells which chat asked; the next question is a new one."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        question = stage.message("green tea")
        await stage.push(message=question)
        await server.wait_for(1)
        await stage.ask("/forget")
        await stage.push(edited_message={**question, "text": "dark leaves", "edit_date": 2})
        await stage.ask("hello")
        assert not server.sent("editMessageText")


async def test_region_moves_with_its_group(tmp_path: Path) -> None:
    """A group that chose a region becomes a supergroup: the choice is kept under the new id alone."""
    group = {"id": -5, "type": "group", "title": "Tea"}
    async with running_server() as server:
        async with running_bot(server, tmp_path) as stage:
            await stage.ask("/region@tea_bot DE", chat=group)
            moved: dict[str, Any] = {**stage.message("", chat=group), "migrate_to_chat_id": -100500}
            del moved["text"]
            await stage.push(message=moved)
            await stage.ask("green tea")
        with Journal(tmp_path / f"{state_name(TOKEN)}.sqlite3") as journal:
            assert journal.kept("region:") == {"region:-100500/": "DE"}


async def test_no_message_shows_a_preview_of_its_links(tmp_path: Path) -> None:
    """The first message asks the server for none, before this one says that it does not know of previews."""
    asked: list[object] = []
    async with running_server() as server, running_bot(server, tmp_path) as stage:

        def note(method: str, fields: dict[str, Any]) -> None:
            if method == "sendMessage":
                asked.append(fields.get("link_preview_options"))

        server.faults.append(note)
        await stage.ask("green tea")
    assert "true" in str(asked[0]).lower()


async def test_bot_that_is_removed_forgets_the_conversation(tmp_path: Path) -> None:
    """Blocked, then let in again: what was talked about before is not known any more."""
    person = {"id": 5, "is_bot": False, "first_name": "Ada"}
    me = {"id": 7, "is_bot": True, "first_name": "Tea", "username": "tea_bot"}
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.ask("green tea")
        number = server.next_id - 1
        await stage.push(
            my_chat_member={
                "chat": {"id": 5, "type": "private"},
                "from": person,
                "date": 1,
                "old_chat_member": {"status": "member", "user": me},
                "new_chat_member": {"status": "kicked", "user": me, "until_date": 0},
            }
        )
        await stage.push(
            callback_query={
                "id": "1",
                "from": person,
                "chat_instance": "1",
                "data": "why",
                "message": {"message_id": number, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "x"},
            }
        )
        assert "do not remember" in (await server.wait_for(2))[1]["text"]
