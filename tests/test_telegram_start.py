"""From start to stop: one process for each bot, patience with the server, exit statuses, systemd."""

from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
from pathlib import Path

import pytest
from lo_bot_api_emulator import ApiRefusal
from telegram.error import Conflict

from bot import telegram_polling, telegram_start
from bot.answering import Responder
from bot.telegram_chat import TRY_LATER, serve
from bot.telegram_journal import Journal
from bot.telegram_start import NotNow, open_journal, state_name
from bot.telegram_supervisor import feed_watchdog
from tests.telegram_stage import (
    PATIENCE,
    TOKEN,
    Stage,
    TeaIndex,
    free_port,
    running_bot,
    running_server,
    settings_for,
)
from tests.test_telegram_chat import start_bot


async def test_second_process_of_the_same_bot_goes_at_once(tmp_path: Path) -> None:
    """Two pollers would steal each other's updates: the second ends with 75, in one line, and the first answers on."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        second = start_bot(f"http://127.0.0.1:{server.port}", tmp_path)
        _, log = await asyncio.to_thread(second.communicate, timeout=PATIENCE)
        assert second.returncode == TRY_LATER
        assert len(log.splitlines()) == 1
        assert "eighty" in (await stage.ask("green tea"))["text"]


async def test_server_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    """Started before its server, the bot answers once that is up."""
    port = free_port()
    process = start_bot(f"http://127.0.0.1:{port}", tmp_path)
    try:
        assert process.stderr
        assert "the first call of the server failed" in await asyncio.to_thread(process.stderr.readline)
        async with running_server(port) as server:
            stage = Stage(server, settings_for(server, tmp_path))
            assert "eighty" in (await stage.ask("green tea"))["text"]
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.communicate, timeout=PATIENCE)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


async def test_stop_while_the_server_is_waited_for_is_a_stop(tmp_path: Path) -> None:
    """SIGTERM ends the wait, with status 0."""
    process = start_bot(f"http://127.0.0.1:{free_port()}", tmp_path)
    assert process.stderr
    await asyncio.to_thread(process.stderr.readline)  # the first try has failed
    process.send_signal(signal.SIGTERM)
    await asyncio.to_thread(process.communicate, timeout=PATIENCE)
    assert process.returncode == 0


async def test_killed_bot_answers_what_it_had_taken_at_the_next_start(tmp_path: Path) -> None:
    """SIGKILL with a question in the journal and no way out for its answer; after the restart it is answered."""

    def no_way_out(method: str, _: object) -> None:
        if method == "sendMessage":
            raise ApiRefusal("Bad Gateway", 502)

    async with running_server() as server:
        server.faults.append(no_way_out)
        process = start_bot(f"http://127.0.0.1:{server.port}", tmp_path)
        stage = Stage(server, settings_for(server, tmp_path))
        await stage.push(message=stage.message("green tea"))
        journal = tmp_path / f"{state_name(TOKEN)}.sqlite3"
        async with asyncio.timeout(PATIENCE):
            while not _open_updates(journal):
                await asyncio.sleep(0.05)
        process.kill()
        await asyncio.to_thread(process.communicate, timeout=PATIENCE)
        server.faults.clear()
        async with running_bot(server, tmp_path):
            assert "eighty" in (await server.wait_for(1))[0]["text"]
        assert not _open_updates(journal)


def _open_updates(journal: Path) -> int:
    try:
        with sqlite3.connect(f"file:{journal}?mode=ro", uri=True) as read:
            return int(read.execute("SELECT count(*) FROM updates WHERE payload IS NOT NULL").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0
    finally:
        if "read" in locals():
            read.close()


async def test_lasting_conflict_is_told_and_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody elsewhere polls with this token: an alert in the admin chat, and after more of it the end."""
    monkeypatch.setattr(telegram_polling, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(telegram_polling, "LONGEST_PAUSE", 0.02)

    def conflict(method: str, _: object) -> None:
        if method == "getUpdates":
            raise ApiRefusal("Conflict: terminated by other getUpdates request", 409)

    async with running_server() as server:
        server.faults.append(conflict)
        settings = settings_for(server, tmp_path, telegram_admin=99)
        with pytest.raises(Conflict):
            await serve(settings, Responder(TeaIndex, settings), stop=asyncio.Event())
        assert [each["chat_id"] for each in server.sent()] == [99]
        assert "Another program" in server.sent()[0]["text"]


async def test_systemd_hears_of_start_watchdog_and_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """READY once it answers, WATCHDOG again and again while the event loop turns, STOPPING at the end."""
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.settimeout(PATIENCE)
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        monkeypatch.setenv("WATCHDOG_USEC", "20000")
        async with running_server() as server, running_bot(server, tmp_path) as stage:
            await stage.ask("green tea")
            heard = [await asyncio.to_thread(systemd.recv, 100) for _ in range(3)]
        assert heard == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
        monkeypatch.delenv("NOTIFY_SOCKET")
        while (last := systemd.recv(100)) == b"WATCHDOG=1":
            pass
        assert last == b"STOPPING=1"


async def test_watchdog_is_not_fed_while_an_answer_is_stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is well, then not: one WATCHDOG is heard and no more, and systemd starts the bot again."""
    address, well = tmp_path / "notify", iter([True])
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        monkeypatch.setenv("WATCHDOG_USEC", "2000")
        feeding = asyncio.create_task(feed_watchdog(lambda: next(well, False)))
        await asyncio.sleep(0.05)
        feeding.cancel()
        assert systemd.recv(100) == b"WATCHDOG=1"
        with pytest.raises(BlockingIOError):
            systemd.recv(100)


def test_journal_that_cannot_be_opened_may_be_another_time(tmp_path: Path) -> None:
    """A full disk is no refused setting: a supervisor is to try again."""
    (tmp_path / "j.sqlite3").mkdir()
    with pytest.raises(NotNow, match="PULLQUOTE_STATE"):
        open_journal(tmp_path / "j.sqlite3")


def test_damaged_journal_is_set_aside(tmp_path: Path) -> None:
    """A file that is no database is kept under another name, and a new journal begun."""
    path = tmp_path / "j.sqlite3"
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    with open_journal(path) as journal:
        assert journal.unfinished() == []
    assert (tmp_path / "j.sqlite3.damaged").read_bytes().startswith(b"not a database")


def test_journal_is_for_its_owner_alone(tmp_path: Path) -> None:
    """What people write stands in it until it is answered: nobody else may read the file."""
    with Journal(tmp_path / "j"):
        assert (tmp_path / "j").stat().st_mode & 0o077 == 0


async def test_wait_that_the_server_asks_for_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Retry after 3" at start means a pause of three seconds, not of one."""
    from telegram.error import RetryAfter

    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(telegram_start.asyncio, "sleep", sleep)
    answers = iter([RetryAfter(3), None])

    async def act() -> None:
        if error := next(answers):
            raise error

    await telegram_start.persist(act, "a try")
    assert pauses == [3.0]
