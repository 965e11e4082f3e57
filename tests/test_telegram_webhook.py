"""Webhook mode: behind a secret, on a path that nobody can guess, and into the journal before the "got it"."""

from __future__ import annotations

import itertools
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot import telegram_webhook
from bot.telegram_journal import Journal
from tests.telegram_stage import TOKEN, Server, entities, running_bot, running_server, webhook


async def post(server: Server, body: bytes, secret: str | None) -> int:
    """Bring something to the webhook; returns the status of the answer."""
    address = server.sent("setWebhook")[-1]["url"]
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    async with ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        return answer.status


async def test_question_is_answered_and_the_address_stays(tmp_path: Path) -> None:
    """An update brought to the webhook is answered; after a restart the path and the secret are the same."""
    async with running_server() as server:
        for _ in range(2):
            async with running_bot(server, tmp_path, **webhook()) as stage:
                assert "eighty" in (await stage.ask("green tea"))["text"]
        first, second = server.sent("setWebhook")
    assert first["url"].rpartition("/")[2] == second["url"].rpartition("/")[2]
    assert len(first["url"].rpartition("/")[2]) >= 32
    assert first["secret_token"] == second["secret_token"]
    assert TOKEN not in first["url"]


async def test_only_telegram_is_listened_to(tmp_path: Path) -> None:
    """A wrong secret or none is refused; nonsense with the right one is passed over, not to come again."""
    async with running_server() as server, running_bot(server, tmp_path, **webhook()) as stage:
        secret = server.sent("setWebhook")[0]["secret_token"]
        update = json.dumps({"update_id": 900, "message": stage.message("green tea")}).encode()
        assert await post(server, update, None) == 403
        assert await post(server, update, "wrong") == 403
        assert await post(server, b"{nonsense", secret) == 200
        assert await post(server, b"\xff\xfe", secret) == 200
        assert await post(server, update, secret) == 200
        assert await post(server, update, secret) == 200
        assert "eighty" in (await server.wait_for(1))[0]["text"]
        await stage.ask("dark leaves")
        assert len(server.sent()) == 2


async def test_operator_hears_of_an_unreadable_update(tmp_path: Path) -> None:
    """Nonsense, however deep, is passed over and told."""
    async with running_server() as server, running_bot(server, tmp_path, telegram_admin=99, **webhook()):
        secret = server.sent("setWebhook")[0]["secret_token"]
        assert await post(server, b"[" * 100_000, secret) == 200
        (alert,) = await server.wait_for(1)
    assert (alert["chat_id"], alert["text"]) == (99, "⚠ An update could not be read and was skipped.")


async def test_update_that_cannot_be_written_down_is_not_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: Telegram hears 500 and brings the update again; then it is answered."""
    async with running_server() as server, running_bot(server, tmp_path, **webhook()) as stage:
        secret = server.sent("setWebhook")[0]["secret_token"]
        update = json.dumps({"update_id": 900, "message": stage.message("green tea")}).encode()
        with monkeypatch.context() as broken:
            broken.setattr(Journal, "take", full_disk)
            assert await post(server, update, secret) == 500
        assert await post(server, update, secret) == 200
        assert ("blockquote", "Green tea is brewed at eighty degrees.") in entities((await server.wait_for(1))[0])


def full_disk(*_: object) -> list[dict[str, Any]]:
    """No room."""
    raise sqlite3.OperationalError("database or disk is full")


async def test_webhook_that_was_taken_away_is_set_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program deletes the webhook: the operator hears of it, and questions come here again."""
    monkeypatch.setattr(telegram_webhook, "LOOK_EVERY", 0.05)
    async with running_server() as server, running_bot(server, tmp_path, telegram_admin=99, **webhook()) as stage:
        async with ClientSession() as session:
            await session.post(f"http://127.0.0.1:{server.port}/bot{TOKEN}/deleteWebhook")
        await server.wait_for(2, "setWebhook")
        assert "took over" in (await server.wait_for(1))[0]["text"]
        assert "eighty" in (await stage.ask("green tea"))["text"]


async def test_operator_hears_that_updates_cannot_be_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that has run out: Telegram says so, and so does the alert."""
    monkeypatch.setattr(telegram_webhook, "LOOK_EVERY", 0.05)
    async with running_server() as server, running_bot(server, tmp_path, telegram_admin=99, **webhook()):
        failed = {"pending_update_count": 3, "last_error_message": "SSL error: certificate verify failed"}
        url, dates = server.sent("setWebhook")[0]["url"], itertools.count(1)
        monkeypatch.setattr(
            server._update_queues, "info", lambda _: {"url": url, "last_error_date": next(dates), **failed}
        )
        (alert,) = await server.wait_for(1)
    assert alert["text"] == "⚠ Telegram cannot bring updates: SSL error: certificate verify failed."


async def test_polling_leaves_webhook_mode(tmp_path: Path) -> None:
    """A bot that was in webhook mode and is started to poll removes the webhook first."""
    async with running_server() as server:
        async with running_bot(server, tmp_path, **webhook()):
            pass
        async with running_bot(server, tmp_path) as stage:
            assert "eighty" in (await stage.ask("green tea"))["text"]
        assert server.sent("deleteWebhook")
