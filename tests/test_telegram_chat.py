"""The bot on Telegram: real HTTP against a Bot API server on loopback."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lo_bot_api_emulator import ApiRefusal

from bot import telegram_chat
from bot.settings import InvalidSetting, Settings
from bot.telegram_chat import BROKEN, run
from bot.telegram_work import Forgetful
from tests.telegram_stage import PATIENCE, TOKEN, Stage, entities, running_bot, running_server, settings_for, tea_index


async def test_question_is_answered_with_passage_source_and_disclaimer(tmp_path: Path) -> None:
    """The passage is quoted word for word, the source is a link, and the disclaimer stands below."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        reply = await stage.ask("How is green tea brewed?")
    assert reply["chat_id"] == 5
    assert ("blockquote", "Green tea is brewed at eighty degrees.") in entities(reply)
    assert ("text_link", "Tea") in entities(reply)
    assert reply["text"].endswith("Disclaimer: Ask a tea master, not this page.")
    assert "parse_mode" not in reply


async def test_commands_have_answers(tmp_path: Path) -> None:
    """/sources lists the documents; a command for another bot is left alone."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        assert "Ask" in (await stage.ask("/start"))["text"]
        assert "word for word" in (await stage.ask("/help@tea_bot"))["text"]
        await stage.push(message=stage.message("/help@other_bot"))
        assert "automated" in (await stage.ask("/about"))["text"]
        assert "Tea" in (await stage.ask("/sources"))["text"]


async def test_one_chat_is_answered_in_order(tmp_path: Path) -> None:
    """Three questions at once in one chat: three answers, first to last."""
    questions = ["green?", "leaves?", "China?"]
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        for question in questions:
            await stage.push(message=stage.message(question))
        replies = await server.wait_for(4)
    assert [reply["text"].split("\n")[0] for reply in replies] == ["Brewing", "Storing", "History", "History"]


async def test_unreadable_update_stops_nobody(tmp_path: Path) -> None:
    """An update that makes no sense is passed over; the next question is answered."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.push(message={"message_id": 1, "date": "soon", "chat": None})
        assert "eighty" in (await stage.ask("green tea"))["text"]


async def test_library_keeps_no_list_of_who_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would grow by everybody who ever writes, and outlive /forget."""
    built: list[Forgetful] = []
    make = Forgetful.__init__

    def note(application: Forgetful, **parts: Any) -> None:
        built.append(application)
        make(application, **parts)

    monkeypatch.setattr(Forgetful, "__init__", note)
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.ask("green tea")
        assert not built[0]._chat_ids_to_be_updated_in_persistence
        assert not built[0].user_data


def test_missing_token_is_a_setting_to_make(tmp_path: Path) -> None:
    """Without a token there is nothing to run; the error names the variable."""
    settings = settings_for(type("Server", (), {"port": 9})(), tmp_path)
    with pytest.raises(InvalidSetting, match="PULLQUOTE_TELEGRAM_TOKEN"):
        run(type(settings)(documents=tmp_path, index=tmp_path, state=tmp_path), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("token", ["put-the-token-here", "7:TEST ING", "7:TESTING\nHost: elsewhere"])
def test_what_is_no_token_is_refused_before_anything_is_sent(tmp_path: Path, token: str) -> None:
    """A slip of the hand in the settings: one line that does not repeat it."""
    settings = Settings(documents=tmp_path, index=tmp_path, state=tmp_path, telegram_token=token)
    with pytest.raises(InvalidSetting, match="is no token") as refused:
        run(settings, None)  # type: ignore[arg-type]
    assert token not in str(refused.value)


def test_error_of_our_own_is_no_refused_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 2 would never be started again: an error in the midst of a run has another."""

    async def fail(*_: object, **__: object) -> int:
        raise UnicodeError  # a ValueError, as settings that cannot be used are

    monkeypatch.setattr(telegram_chat, "log_to_stderr", lambda _: None)
    monkeypatch.setattr(telegram_chat, "serve", fail)
    settings = Settings(documents=tmp_path, index=tmp_path, state=tmp_path, telegram_token=TOKEN)
    assert run(settings, None) == BROKEN  # type: ignore[arg-type]


TEXT = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}
BOT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from bot.answering import Responder
from bot.settings import read_settings
from bot.telegram_chat import run
from index.storage import open_index
settings = read_settings()
sys.exit(run(settings, Responder(lambda: open_index(Path(sys.argv[1])), settings)))
"""


def start_bot(url: str, state: Path, *, token: str = TOKEN, **environment: str) -> subprocess.Popen[str]:
    """A bot as a process of its own."""
    root = str(Path(__file__).parent.parent)
    return subprocess.Popen(
        [sys.executable, "-c", BOT, str(tea_index()), root],
        env={
            **os.environ,
            "PULLQUOTE_TELEGRAM_TOKEN": token,
            "PULLQUOTE_TELEGRAM_URL": url,
            "PULLQUOTE_STATE": str(state),
            "PULLQUOTE_FLOOD_LIMIT": "0",
            **environment,
        },
        stderr=subprocess.PIPE,
        text=True,
    )


async def test_sigterm_answers_what_was_taken_and_exits_cleanly(tmp_path: Path) -> None:
    """SIGTERM: exit status 0, and no token in anything that was logged."""
    async with running_server() as server:
        process = start_bot(f"http://127.0.0.1:{server.port}", tmp_path)
        await Stage(server, settings_for(server, tmp_path)).push(message={**TEXT, "text": "green"})
        await server.wait_for(1)
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.to_thread(process.communicate, timeout=PATIENCE)
    assert process.returncode == 0
    assert "TESTING-TOKEN" not in log


async def test_wrong_token_stops_at_once_with_one_line(tmp_path: Path) -> None:
    """A token that the server refuses: exit status 2, one line, and no token in it."""

    def unauthorised(*_: object) -> None:
        raise ApiRefusal("Unauthorized", 401)

    async with running_server() as server:
        server.faults.append(unauthorised)
        process = start_bot(f"http://127.0.0.1:{server.port}", tmp_path)
        _, log = await asyncio.to_thread(process.communicate, timeout=PATIENCE)
    assert process.returncode == 2
    assert len(log.splitlines()) == 1
    assert "TESTING-TOKEN" not in log
