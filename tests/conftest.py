"""What several test files share: a folder of one small document, its index, and a responder over it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bot.answering import Responder
from bot.library import Library, reindex
from bot.settings import Settings
from index.searching import Index
from index.storage import open_index
from tests.telegram_stage import webhooks

SOAK = int(os.environ.get("PULLQUOTE_SOAK", "1"))  # how many times as long the tests that look for faults go on
TEA = Path(__file__).parent / "tea"


def examples(few: int) -> int:
    """How many examples a property is tried on: `few`, and many in a soak."""
    return few * SOAK


def index_of(text: str, folder: Path) -> Index:
    """The index of one document in Markdown, both in a folder of their own."""
    (folder / "documents").mkdir()
    (folder / "documents" / "document.md").write_text(text, encoding="utf-8")
    reindex(folder / "documents", folder / "index")
    return open_index(folder / "index")


@pytest.fixture(params=["polling", "webhook"])
def both_modes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test twice: with bots that poll, and with bots that have a webhook."""
    monkeypatch.setitem(webhooks, "on", request.param == "webhook")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder of its own with the short book of tea, to be edited."""
    return Path(shutil.copytree(TEA, tmp_path / "documents"))


@pytest.fixture(scope="session")
def tea_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published index of the short book of tea; not to be changed."""
    folder = tmp_path_factory.mktemp("tea") / "index"
    reindex(TEA, folder)
    return folder


@pytest.fixture(scope="session")
def tea(tea_folder: Path) -> Index:
    """The index of the short book of tea."""
    return open_index(tea_folder)


@pytest.fixture
def settings(tea_folder: Path, tmp_path: Path) -> Settings:
    """Settings over the short book of tea."""
    return Settings(documents=TEA, index=tea_folder, state=tmp_path / "state")


@pytest.fixture
def responder(settings: Settings) -> Responder:
    """A responder over the short book of tea."""
    return Responder(Library(settings.documents, settings.index, rebuild=None).current, settings)
