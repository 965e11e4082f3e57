"""What the operator asks and is told: counts, alerts, health and metrics."""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot import telegram_admin, telegram_run, telegram_service
from bot.answer import Answer
from bot.answering import Responder, said
from bot.memory import FORGET_AFTER
from bot.settings import Settings
from bot.telegram_admin import summary
from bot.telegram_alerts import Alerts
from bot.telegram_metrics import Metrics
from bot.telegram_service import RecentAnswers
from corpus.passage import Source
from tests.telegram_stage import KEY_FACTS, TeaIndex, free_port, running_bot, running_server

ADMIN = 99

pytestmark = pytest.mark.usefixtures("both_modes")


class Shelf:
    """The state of an index, set by hand."""

    version = "0123456789abcdef"
    problem = ""
    looked = 0

    def reload(self) -> None:
        """Count the looks."""
        self.looked += 1


async def test_counts_are_for_the_operator_alone(tmp_path: Path) -> None:
    """/stats in the admin chat tells replies by kind; to anybody else it is no command."""
    async with running_server() as server, running_bot(server, tmp_path, telegram_admin=ADMIN) as stage:
        await stage.ask("green tea")
        assert "1 replies (1 answer)" in (await stage.ask("/stats", user=ADMIN))["text"]
        assert "do not know that command" in (await stage.ask("/stats"))["text"]
        assert "do not know that command" in (await stage.ask("/reload"))["text"]


async def test_reload_reads_block_list_and_index(tmp_path: Path) -> None:
    """/reload tells how many are blocked, and looks for a newer index."""
    shelf = Shelf()
    async with running_server() as server, running_bot(server, tmp_path, telegram_admin=ADMIN, index=shelf) as stage:
        (tmp_path / "blocked.txt").write_text("6\n7\n")
        assert (await stage.ask("/reload", user=ADMIN))["text"] == "2 people are blocked. Index 0123456789ab."
        assert shelf.looked == 1


async def test_broken_index_and_the_day_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that cannot be used is an alert, once; the counts of the day are a line; overdue documents another."""
    monkeypatch.setattr(telegram_admin, "TIDY_EVERY", 0.02)
    soon = datetime.datetime.now(datetime.UTC)
    monkeypatch.setattr(telegram_admin, "_next_daily", lambda: soon if not told else soon + datetime.timedelta(days=1))
    told: list[bool] = []
    shelf = Shelf()
    shelf.problem = "The newest index cannot be used."

    class Overdue(Responder):
        def sources(self) -> list[Source]:
            told.append(True)
            return [replace(KEY_FACTS, next_review=datetime.date(2020, 1, 1))]

    responder = Overdue(TeaIndex, Settings(documents=tmp_path, index=tmp_path, state=tmp_path))
    changes: dict[str, Any] = {"telegram_admin": ADMIN, "index": shelf, "responder": responder}
    async with running_server() as server, running_bot(server, tmp_path, **changes):
        texts = sorted(each["text"] for each in await server.wait_for(3))
    assert texts[0].startswith("The last day: 0 replies (none). Index 0123456789ab; The newest index")
    assert texts[1] == "⚠ Overdue for review: Tea (due 2020-01-01)"
    assert texts[2] == "⚠ The index: The newest index cannot be used."


async def test_poison_is_an_alert(tmp_path: Path) -> None:
    """An update that makes no sense is passed over, and the operator hears of it."""
    async with running_server() as server, running_bot(server, tmp_path, telegram_admin=ADMIN) as stage:
        await stage.push(message={"message_id": 1, "date": "soon", "chat": None})
        (alert,) = await server.wait_for(1)
    assert (alert["chat_id"], alert["text"]) == (ADMIN, "⚠ An update made no sense and was skipped.")


async def test_health_and_metrics(tmp_path: Path) -> None:
    """While it answers /healthz says ok; /metrics holds counts, latency, queue and the version of the index."""
    port = free_port()
    changes: dict[str, Any] = {"health_listen": ("127.0.0.1", port), "index": Shelf()}
    async with running_server() as server, running_bot(server, tmp_path, **changes) as stage, ClientSession() as http:
        await stage.ask("green tea")
        await stage.ask("he is unconscious and not breathing")
        async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")
        async with http.get(f"http://127.0.0.1:{port}/metrics") as answer:
            lines = (await answer.text()).splitlines()
    assert 'pullquote_replies_total{kind="answer"} 1' in lines
    assert 'pullquote_replies_total{kind="emergency"} 1' in lines
    assert "pullquote_updates_total 2" in lines
    assert 'pullquote_index_info{version="0123456789abcdef"} 1' in lines
    assert 'pullquote_answer_seconds_bucket{le="+Inf"} 2' in lines
    assert any(line.startswith("pullquote_queue_open ") for line in lines)


async def test_health_says_when_it_does_not_answer(tmp_path: Path) -> None:
    """Before the server has answered for the first time the status is 503."""
    import asyncio

    from bot.telegram_chat import serve
    from tests.telegram_stage import TOKEN

    port, stop = free_port(), asyncio.Event()
    settings = Settings(
        documents=tmp_path,
        index=tmp_path,
        state=tmp_path,
        telegram_token=TOKEN,
        telegram_url=f"http://127.0.0.1:{free_port()}",
        health_listen=("127.0.0.1", port),
    )
    bot = asyncio.create_task(serve(settings, Responder(TeaIndex, settings), stop=stop))
    async with ClientSession() as http:
        async with asyncio.timeout(60):
            while True:
                try:
                    async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                        assert answer.status == 503
                        break
                except OSError:
                    await asyncio.sleep(0.05)
    stop.set()
    assert await bot == 0


async def test_health_says_when_telegram_is_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing heard for longer than is allowed: 503, and the reason."""
    monkeypatch.setattr(telegram_run, "STUCK_SECONDS", 0.0)
    port = free_port()
    changes: dict[str, Any] = {"health_listen": ("127.0.0.1", port)}
    async with running_server() as server, running_bot(server, tmp_path, **changes) as stage, ClientSession() as http:
        await stage.ask("green tea")
        async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, await answer.text()) == (503, "nothing was heard of Telegram for minutes\n")


async def test_health_says_when_an_answer_is_stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its person was told that it took too long; but what thinks about it has not come back."""
    monkeypatch.setattr(telegram_service, "ANSWER_SECONDS", 0.05)
    go, port = threading.Event(), free_port()

    class Stuck(Responder):
        def reply(self, message: str, *, chat: str | None = None) -> Answer:
            go.wait(60)
            return super().reply(message, chat=chat)

    responder = Stuck(TeaIndex, Settings(documents=tmp_path, index=tmp_path, state=tmp_path))
    changes: dict[str, Any] = {"health_listen": ("127.0.0.1", port), "responder": responder}
    async with running_server() as server, running_bot(server, tmp_path, **changes) as stage, ClientSession() as http:
        assert "too long" in (await stage.ask("green tea"))["text"]
        monkeypatch.setattr(telegram_run, "STUCK_SECONDS", 0.01)
        async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, await answer.text()) == (503, "an answer has been worked on for minutes\n")
        go.set()


def test_answers_behind_buttons_are_forgotten_with_the_conversation() -> None:
    """After half an hour nothing is known of a message any more."""
    now = [0.0]
    answers = RecentAnswers(clock=lambda: now[0])
    answers.remember(5, 1, said("answer", "first"))
    now[0] = FORGET_AFTER
    answers.remember(5, 2, said("answer", "second"))
    now[0] = FORGET_AFTER + 1
    answers.tidy()
    assert (answers.of(5, 1) is None, answers.of(5, 2) is None) == (True, False)


async def test_alert_is_told_once_an_hour() -> None:
    """The same thing twice is one message; an hour later it is told again; without an admin chat nobody is told."""
    sent: list[str] = []

    class Sender:
        async def send(self, place: Any, parts: Any, **_: Any) -> list[int]:
            sent.append(parts[0].text)
            return [1]

    now = [0.0]
    alerts = Alerts(Sender(), ADMIN, clock=lambda: now[0])  # type: ignore[arg-type]
    for time in (0.0, 10.0, 3601.0):
        now[0] = time
        alerts.alert("disk", "The disk is full.")
    Alerts(Sender(), None).alert("disk", "The disk is full.")  # type: ignore[arg-type]
    await alerts.close()
    assert len(sent) in (0, 2)  # closing ends what was under way


def test_summary_is_one_line() -> None:
    """Kinds by number, and what went wrong."""
    counts = Counter({("replies", "answer"): 3, ("replies", "abstain"): 1, ("flooded", ""): 2, ("sent", ""): 9})
    assert summary(counts) == "4 replies (3 answer, 1 abstain), 2 flooded."


def test_histogram_is_cumulative() -> None:
    """0.2 s and 3 s: one at most 0.25, two at most 5."""
    metrics = Metrics()
    metrics.observe(0.2)
    metrics.observe(3.0)
    lines = metrics.render().splitlines()
    assert 'pullquote_answer_seconds_bucket{le="0.25"} 1' in lines
    assert 'pullquote_answer_seconds_bucket{le="5.0"} 2' in lines
    assert "pullquote_answer_seconds_sum 3.200" in lines
