"""The Telegram bot under load and under faults, beside a bare echo bot of the same library in the same run.

    python benchmarks/telegram.py SIM_DIR [--questions 1000] [--only cost,pace,faults,sigterm,sigkill] [--soak MINUTES]

SIM_DIR holds a Bot API simulator: `botsim.py` with a class `BotSim`, and `echo_bot.py`, the bare bot. Processor times
hold on a shared machine, wall times less so. Exits with 1 where a question was lost, doubled or out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
TOKEN = "123456:BENCHMARK"
QUESTION = "What are the benefits of HER2 targeted therapy? ({n})"
failures: list[str] = []


class Bot:
    """A bot as a process of its own."""

    def __init__(self, name: str, port: int, mode: str, folder: Path, simulator: Path) -> None:
        self.name, self._port, self._mode, self._folder, self._simulator = name, port, mode, folder, simulator
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._hook = probe.getsockname()[1]

    def start(self) -> None:
        url = f"http://127.0.0.1:{self._port}"
        command = [sys.executable, "-m", "bot", "telegram", "--index", str(self._folder / "index")]
        environment = {
            **os.environ,
            "PULLQUOTE_TELEGRAM_TOKEN": TOKEN,
            "PULLQUOTE_TELEGRAM_URL": url,
            "PULLQUOTE_STATE": str(self._folder / "state"),
            "PULLQUOTE_FLOOD_LIMIT": "0",
        }
        if self._mode == "hook":
            environment["PULLQUOTE_WEBHOOK_LISTEN"] = f"127.0.0.1:{self._hook}"
            environment["PULLQUOTE_WEBHOOK_URL"] = f"http://127.0.0.1:{self._hook}/bot"
        if self.name == "echo":
            options = json.dumps({"port": self._hook})
            command = [sys.executable, str(self._simulator / "echo_bot.py"), TOKEN, f"{url}/bot", self._mode, options]
        log = (self._folder / f"{self.name}.log").open("a")
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    async def up(self, sim: Any) -> None:
        while not (sim.hook or sim.poller):
            if self._process.poll() is not None:
                raise SystemExit(f"{self.name} ended: {(self._folder / f'{self.name}.log').read_text()[-2000:]}")
            await asyncio.sleep(0.02)

    def cpu(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def rss(self) -> float:
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))

    async def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        started = time.monotonic()
        if self._process.poll() is None:
            self._process.send_signal(number)
        status = await asyncio.to_thread(self._process.wait, 120)
        return status, time.monotonic() - started


@contextlib.asynccontextmanager
async def stage(name: str, mode: str, simulator: Path, **settings: Any) -> Any:
    """A simulator and a bot that has come up and is warm."""
    from botsim import BotSim

    sim = await BotSim(TOKEN, **settings).start()
    folder = Path(tempfile.mkdtemp(prefix="pullquote-telegram-"))
    bot = Bot(name, sim.port, mode, folder, simulator)
    bot.start()
    try:
        await bot.up(sim)
        await sim.load(n=20, chats=5, text=QUESTION, first_id=9 * 10**6)
        sim.tracks.clear()
        yield sim, bot
    finally:
        await bot.stop()
        await sim.stop()
        shutil.rmtree(folder, ignore_errors=True)


def verdict(what: str, tally: dict[str, Any], expected: int) -> str:
    wrong = {name: tally[name] for name in ("lost", "duplicated", "out_of_order") if tally[name]}
    if tally["expected"] != expected:
        wrong["asked"] = tally["expected"]
    if wrong:
        failures.append(f"{what}: {wrong}")
    return f"lost {tally['lost']}, doubled {tally['duplicated']}, out of order {tally['out_of_order']} of {expected}"


async def cost(simulator: Path, questions: int) -> None:
    """Processor time for each answered message, everything as fast as it goes, beside the echo bot."""
    for mode in ("poll", "hook"):
        figures = {}
        for name in ("echo", "pullquote"):
            async with stage(name, mode, simulator) as (sim, bot):
                before = bot.cpu()
                tally = await sim.load(n=questions, chats=50, text=QUESTION, timeout=300)
                figures[name] = (bot.cpu() - before) / questions * 1000
                print(
                    f"{mode} {name:9} {figures[name]:5.2f} ms of processor per message, {tally['per_s']:6.1f}/s, "
                    f"{bot.rss():.0f} MiB; {verdict(f'cost {mode} {name}', tally, questions)}",
                    flush=True,
                )
        print(f"{mode} ratio {figures['pullquote'] / figures['echo']:.2f} (aim: at most 1.25)", flush=True)


async def pace(simulator: Path) -> None:
    """Thirty questions a second, each from a chat of its own."""
    for mode in ("poll", "hook"):
        async with stage("pullquote", mode, simulator) as (sim, bot):
            before = bot.cpu()
            tally = await sim.load(n=900, chats=900, rate=30, text=QUESTION)
            print(
                f"{mode} 30 questions/s for 30 s: p50 {tally['p50_ms']:.0f} ms, p99 {tally['p99_ms']:.0f} ms (aim: "
                f"under 1000), {(bot.cpu() - before) / 30 * 100:.0f} % of a core, {bot.rss():.0f} MiB (aim: 120); "
                f"{verdict(f'pace {mode}', tally, 900)}",
                flush=True,
            )


async def trouble(sim: Any, *, restarts: int, every: float = 2.0) -> None:
    """Bursts of 502, dropped connections before and after the call took effect, 429s; and restarts of the server."""
    kinds: tuple[dict[str, Any], ...] = (
        {"method": "sendMessage", "code": 502, "n": 5},
        {"method": "sendMessage", "kind": "drop", "n": 3},
        {"method": "sendMessage", "kind": "drop", "after": True, "n": 3},
        {"method": "sendMessage", "code": 502, "after": True, "n": 2},
        {"method": "sendMessage", "kind": "cut", "n": 2},
        {"method": "sendMessage", "code": 429, "retry_after": 1, "n": 3},
        {"method": "getUpdates", "kind": "drop", "n": 1},
        {"method": "getUpdates", "code": 502, "n": 2},
        {"method": "getUpdates", "kind": "garbage", "n": 1},
    )
    for number in range(10**6):
        await asyncio.sleep(every)
        sim.faults.append(dict(kinds[number % len(kinds)]))
        if restarts and number % 8 == 7:
            restarts -= 1
            await sim.down(2)


async def asked_under_faults(sim: Any, questions: int, chats: int, *, timeout: float) -> dict[str, Any]:
    """Each chat asks its next question when the last is answered; faults all along."""
    faults = asyncio.create_task(trouble(sim, restarts=2))
    try:
        tally: dict[str, Any] = await sim.load(n=questions, chats=chats, text=QUESTION, timeout=timeout, settle=5)
    finally:
        faults.cancel()
    return tally


async def faults(simulator: Path) -> None:
    """2,000 questions of 200 chats with Telegram's limits on, 5 % repeated deliveries and every fault."""
    for mode in ("poll", "hook"):
        async with stage("pullquote", mode, simulator, limits=True, dup_p=0.05, webhook_retry=0.2) as (sim, bot):
            tally = await asked_under_faults(sim, 2000, 200, timeout=400)
            print(
                f"{mode} faults: {verdict(f'faults {mode}', tally, 2000)}; {tally['redelivered']} delivered again, "
                f"{tally['faults']} faults, {tally.get('http_429', 0)} times 429, {tally.get('early_retries', 0)} "
                f"early retries, p99 {tally['p99_ms']:.0f} ms, {bot.rss():.0f} MiB",
                flush=True,
            )


async def interrupted(simulator: Path, number: int, name: str) -> None:
    """Stopped in the middle of 400 questions of 40 chats that do not wait for their answers, and started again."""
    for mode in ("poll", "hook"):
        async with stage("pullquote", mode, simulator, webhook_retry=0.2) as (sim, bot):
            tracks = [sim.push(user_id=5_000_000 + n % 40, text=QUESTION.format(n=n)) for n in range(400)]
            await asyncio.sleep(1 + random.random())
            status, seconds = await bot.stop(number)
            delivered = sum(bool(track.given) for track in tracks)
            answered = sum(bool(track.replies) for track in tracks)
            bot.start()
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and not all(track.replies for track in tracks):
                await asyncio.sleep(0.2)
            await asyncio.sleep(1)
            replies = sum(len(track.replies) for track in tracks)
            lost = sum(not track.replies for track in tracks)
            print(
                f"{mode} {name}: exit {status} after {seconds:.1f} s, {answered} of {delivered} delivered answered; "
                f"after the restart {lost} of 400 lost, {replies - 400 + lost} repeated",
                flush=True,
            )
            if lost or (number == signal.SIGTERM and (replies > 400 or status)) or replies > 440:
                failures.append(f"{name} {mode}: lost {lost}, replies {replies}, status {status}")


async def soak(simulator: Path, minutes: float) -> None:
    """Thirty questions a second with faults for a long time: nothing lost, and memory that stays flat."""
    async with stage("pullquote", "poll", simulator, limits=True, dup_p=0.05) as (sim, bot):
        disturbing = asyncio.create_task(trouble(sim, restarts=0, every=10.0))
        sizes, total, end = [bot.rss()], 0, time.monotonic() + minutes * 60
        try:
            while time.monotonic() < end:
                tally = await sim.load(n=1500, chats=1500, rate=25, text=QUESTION, first_id=10**7 + total, settle=3)
                total += 1500
                sizes.append(bot.rss())
                print(f"{total}: {verdict('soak', tally, total)}; {sizes[-1]:.1f} MiB", flush=True)
        finally:
            disturbing.cancel()
        print(f"soak of {minutes:g} minutes: {sizes[1]:.1f} MiB after the first minute, {sizes[-1]:.1f} at the end")


async def run(options: argparse.Namespace) -> None:
    wanted = options.only.split(",")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    if "cost" in wanted:
        await cost(options.simulator, options.questions)
    if "pace" in wanted:
        await pace(options.simulator)
    if "faults" in wanted:
        await faults(options.simulator)
    if "sigterm" in wanted:
        await interrupted(options.simulator, signal.SIGTERM, "SIGTERM")
    if "sigkill" in wanted:
        await interrupted(options.simulator, signal.SIGKILL, "SIGKILL")
    if options.soak:
        await soak(options.simulator, options.soak)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("simulator", type=Path, metavar="SIM_DIR")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--only", default="cost,pace,faults,sigterm,sigkill")
    parser.add_argument("--soak", type=float, default=0.0, metavar="MINUTES")
    options = parser.parse_args()
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(options.simulator.resolve()))
    asyncio.run(run(options))
    for failure in failures:
        print(f"FAILED {failure}")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
