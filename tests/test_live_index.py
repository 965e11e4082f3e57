"""A bot that runs takes newer documents up, and keeps what it has where the newer are no good."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import telegram_admin
from bot.answering import Responder
from bot.live_index import LiveIndex
from bot.settings import Settings
from index.versions import switch, version_name
from tests.telegram_stage import PATIENCE, Stage, running_bot, running_server

pytestmark = pytest.mark.usefixtures("both_modes")

EDITED = "\n## Storing\n\nGreen tea is kept in a tin of copper for a year.\n"
QUESTION = "What is green tea kept in?"


@pytest.fixture
def live(documents: Path, tea_folder: Path, tmp_path: Path) -> LiveIndex:
    """The index of the short book of tea, kept in step with its documents."""
    return LiveIndex(documents, Path(shutil.copytree(tea_folder, tmp_path / "index")))


def with_index(live: LiveIndex, folder: Path, **changes: Any) -> dict[str, Any]:
    """How a bot runs on it."""
    settings = Settings(documents=folder / "documents", index=folder / "index", state=folder)
    return {"responder": Responder(live.current, settings), "index": live, **changes}


async def looked(live: LiveIndex, until: Callable[[], bool]) -> None:
    """Have the index looked after, as its thread does it, until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not until():
            await asyncio.to_thread(live.look)


async def test_edited_document_is_answered_from_without_a_restart(
    documents: Path, tmp_path: Path, live: LiveIndex
) -> None:
    """The same question before and after an edit; questions that are asked meanwhile are all answered."""
    before = live.version
    async with running_server() as server, running_bot(server, tmp_path, **with_index(live, tmp_path)) as stage:
        assert "copper" not in (await stage.ask(QUESTION))["text"]
        with (documents / "tea.md").open("a") as book:
            book.write(EDITED)
        asking = asyncio.create_task(ask_while(stage, lambda: live.version == before))
        await looked(live, lambda: live.version != before)
        await asking
        assert "copper" in (await stage.ask(QUESTION, user=6))["text"]
    assert live.problem == ""


async def ask_while(stage: Stage, lasting: Callable[[], bool]) -> None:
    """Ask somebody else's question again and again, each answered before the next, while something lasts."""
    while lasting():
        assert "Disclaimer" in (await stage.ask("How is green tea brewed?", user=7))["text"]


async def test_broken_index_is_reported_and_the_one_before_serves_on(
    tmp_path: Path, live: LiveIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer version whose files are cut short: an alert, and answers as before."""
    monkeypatch.setattr(telegram_admin, "TIDY_EVERY", 0.05)
    before, changes = live.version, with_index(live, tmp_path, telegram_admin=99)
    async with running_server() as server, running_bot(server, tmp_path, **changes) as stage:
        break_newest(tmp_path / "index")
        await looked(live, lambda: bool(live.problem))
        assert "The newest index cannot be used" in (await server.wait_for(1))[0]["text"]
        assert "brew" in (await stage.ask("How is green tea brewed?"))["text"].lower()
    assert live.version == before


def break_newest(directory: Path) -> None:
    """Publish a version of which half of each file is missing."""
    name = version_name(directory)
    broken = f"{int(name[:6]) + 1:06}-{'0' * 16}"
    shutil.copytree(directory / name, directory / broken)
    for path in filter(Path.is_file, (directory / broken).rglob("*")):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    switch(directory, broken)
