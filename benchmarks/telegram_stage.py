"""A bot as a process of its own before a Bot API server, and what was said to whom: for `telegram_bot.py`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
TOKEN = "123456:BENCHMARK"
FIRST_CHAT = 5_000_000
QUESTIONS = (
    "What kind of medicine is a HER2 targeted therapy?",
    "By which mechanisms does HER2 therapy act on a tumour?",
    "What is the main advantage of HER2 targeted therapy?",
    "How does EGFR targeted therapy work?",
    "Which therapy treats kidney cancer?",
    "How do the three targeted therapies differ?",
    "What are researchers working on next?",
    "Which organisations offer trusted information?",
    "What is the capital of Portugal?",
    "Hello!",
)
"""Each has an answer of its own, and the same whatever was asked before."""


class Mixture(str):
    """What people ask under load: the server calls `format` with the number of a question."""

    def format(self, *_: object, n: int = 0, **__: object) -> str:
        """Question number n, in turn."""
        return QUESTIONS[n % len(QUESTIONS)]


class Varied(Mixture):
    """The same questions, no two in the same letters: none is recognised as asked before."""

    def format(self, *_: object, n: int = 0, **__: object) -> str:
        """Question number n, with spaces doubled where its number in binary has ones."""
        words = super().format(n=n).split()
        gaps = (" " * (1 + (n // len(QUESTIONS) >> place & 1)) for place in range(len(words)))
        return "".join(gap + word for gap, word in zip(gaps, words, strict=True))


class Bot:
    """A bot as a process of its own."""

    def __init__(self, name: str, port: int, mode: str, folder: Path, **environment: str) -> None:
        """The bot "pullquote", or "echo": the bare one. `mode` is "poll" or "hook"."""
        self.name, self._port, self._mode, self._folder = name, port, mode, folder
        self._environment = environment
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._hook = probe.getsockname()[1]

    def start(self) -> None:
        """Start it, or start it again with the same state."""
        url = f"http://127.0.0.1:{self._port}"
        command = [sys.executable, "-m", "bot", "telegram", "--index", str(self._folder / "index")]
        environment = {
            **os.environ,
            "PULLQUOTE_TELEGRAM_TOKEN": TOKEN,
            "PULLQUOTE_TELEGRAM_URL": url,
            "PULLQUOTE_STATE": str(self._folder / "state"),
            "PULLQUOTE_FLOOD_LIMIT": "0",
            "MALLOC_ARENA_MAX": "1",  # as in deploy/pullquote.service
            **self._environment,
        }
        if self._mode == "hook":
            environment["PULLQUOTE_WEBHOOK_LISTEN"] = f"127.0.0.1:{self._hook}"
            environment["PULLQUOTE_WEBHOOK_URL"] = f"http://127.0.0.1:{self._hook}/bot"
        if self.name == "echo":
            command = [sys.executable, "-m", "benchmarks.telegram_echo"]
        with (self._folder / f"{self.name}.log").open("a") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    async def up(self, sim: Any) -> None:
        """Wait until it fetches updates or has set its webhook."""
        while not (sim.hook or sim.poller):
            if self._process.poll() is not None:
                raise SystemExit(f"{self.name} ended: {(self._folder / f'{self.name}.log').read_text()[-2000:]}")
            await asyncio.sleep(0.02)

    def cpu(self) -> float:
        """The processor time used so far, in seconds."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def rss(self) -> float:
        """The resident memory, in MiB."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))

    async def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; returns the exit status and how long the end took, in seconds."""
        started = time.monotonic()
        if self._process.poll() is None:
            self._process.send_signal(number)
        status = await asyncio.to_thread(self._process.wait, 120)
        return status, time.monotonic() - started


@contextlib.asynccontextmanager
async def stage(
    name: str, mode: str, server: type, environment: Mapping[str, str] | None = None, **settings: Any
) -> Any:
    """A server with these settings, and a bot that has come up and is warm."""
    sim = await server(TOKEN, **settings).start()
    folder = Path(tempfile.mkdtemp(prefix="pullquote-telegram-"))
    bot = Bot(name, sim.port, mode, folder, **(environment or {}))
    bot.start()
    try:
        await bot.up(sim)
        await sim.load(n=30, chats=5, text=Mixture(), first_id=9 * 10**6, timeout=60)
        sim.tracks.clear()
        yield sim, bot
    finally:
        await bot.stop()
        await sim.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def right_answers(sim: Any) -> list[str]:
    """The reply to each of QUESTIONS, asked one after the other in one chat, and again each in a chat of its own.

    Raises:
        SystemExit: If they differ or are alike: then nobody could tell from the replies what was lost or swapped.
    """
    replies = []
    for chats in ([1] * len(QUESTIONS), range(2, 2 + len(QUESTIONS))):
        tracks = []
        for number, chat in enumerate(chats):
            track = sim.push(user_id=8_000_000 + chat, text=QUESTIONS[number])
            await asyncio.wait_for(track.event.wait(), 30)
            tracks.append(track)
        replies.append([track.replies[0][1]["text"] for track in tracks])
    if replies[0] != replies[1] or len(set(replies[0])) < len(QUESTIONS):
        raise SystemExit("the questions do not have answers of their own")
    sim.tracks.clear()
    return replies[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of the questions: counts, judged by what each chat was told."""

    asked: int
    lost: int
    doubled: int
    out_of_order: int
    other: int
    most_doubled: int

    def __str__(self) -> str:
        """One line for a person."""
        strange = f", {self.other} other messages" if self.other else ""
        return f"of {self.asked} lost {self.lost}, doubled {self.doubled}, out of order {self.out_of_order}{strange}"


def judge(sim: Any, right: Sequence[str]) -> Verdict:
    """Compare what each chat was told, in order, with the right answers to what it asked."""
    counts: Counter[str] = Counter()
    most_doubled = 0
    chats: dict[int, list[Any]] = defaultdict(list)
    for track in sim.tracks.values():
        chats[track.chat_id].append(track)
    for tracks in chats.values():
        asked = [right[QUESTIONS.index(sim.messages[track.chat_id, track.message_id]["text"])] for track in tracks]
        messages = sorted((message["message_id"], message["text"]) for track in tracks for _, message in track.replies)
        told = [text for _, text in messages]
        more, first = Counter(told) - Counter(asked), list(dict.fromkeys(told))
        doubled = sum(number for text, number in more.items() if text in asked)
        counts["asked"] += len(asked)
        counts["lost"] += sum((Counter(asked) - Counter(told)).values())
        counts["doubled"] += doubled
        counts["other"] += sum(more.values()) - doubled
        counts["out_of_order"] += [text for text in first if text in asked] != [text for text in asked if text in told]
        most_doubled = max(most_doubled, doubled)
    names = ("asked", "lost", "doubled", "out_of_order", "other")
    return Verdict(**{name: counts[name] for name in names}, most_doubled=most_doubled)
