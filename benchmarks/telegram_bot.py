"""The Telegram bot under load and under faults, beside a bare echo bot of the same library in the same run.

    python -m benchmarks.telegram_bot [--questions 600] [--only cost,pace,...] [--soak MINUTES] [--simulator DIR]

The server is `telegram_server.py`, or another one: DIR then holds a `botsim.py` with a class `BotSim` that has the same
methods. Processor times hold on a shared machine, wall times less so. Exits with 1 where a question was lost, doubled
or out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.telegram_server import BotServer
from benchmarks.telegram_stage import FIRST_CHAT, QUESTIONS, Mixture, Varied, Verdict, judge, right_answers, stage
from bot.memory import MOST_CHATS

MODES = ("poll", "hook")
CHATS = 200
failures: list[str] = []


def checked(what: str, verdict: Verdict, *, repeats: int = 0) -> str:
    """The verdict as text; noted as a failure where it is one. A chat may be told `repeats` answers twice."""
    if verdict.lost or verdict.out_of_order or verdict.other or verdict.most_doubled > repeats:
        failures.append(f"{what}: {verdict}")
    return str(verdict)


def tallied(what: str, tally: dict[str, Any], expected: int) -> str:
    """The simulator's own count as text; noted as a failure where it is one."""
    names = ("lost", "duplicated", "out_of_order")
    if any(tally[name] for name in names) or tally["expected"] != expected:
        failures.append(f"{what}: { ({name: tally[name] for name in names}) }, asked {tally['expected']} of {expected}")
    return f"of {expected} lost {tally['lost']}, doubled {tally['duplicated']}, out of order {tally['out_of_order']}"


async def cost(server: type, questions: int) -> None:
    """Processor time for each answered message beside the echo bot: both at 30 a second, the echo bot also at once."""
    runs = (
        ("echo", "at full speed", None, Mixture()),
        ("echo", "at 30/s", 30, Mixture()),
        ("pullquote", "at 30/s", 30, Mixture()),
        ("pullquote", "at 30/s, no two alike", 30, Varied()),
    )
    for mode in MODES:
        spent = {}
        for name, pace, rate, text in runs:
            async with stage(name, mode, server) as (sim, bot):
                await asyncio.sleep(2)
                before = bot.cpu()
                await asyncio.sleep(5)
                idle, before = (bot.cpu() - before) / 5, bot.cpu()
                tally = await sim.load(n=questions, chats=200 if rate else 50, rate=rate, text=text, timeout=300)
                spent[name, pace] = (bot.cpu() - before) / questions * 1000
                print(
                    f"{mode} {name:9} {pace:22} {spent[name, pace]:5.2f} ms of processor per message, idle "
                    f"{idle:.1%}, {bot.rss():.0f} MiB; {tallied(f'cost {mode} {name}', tally, questions)}",
                    flush=True,
                )
        echo = spent["echo", "at 30/s"]
        print(
            f"{mode} ratio to the echo bot at the same rate: {spent['pullquote', 'at 30/s'] / echo:.2f} where ten "
            f"questions are asked again and again (aim: at most 1.25), {spent['pullquote', runs[-1][1]] / echo:.2f} "
            "where no two are alike",
            flush=True,
        )


async def pace(server: type) -> None:
    """Thirty questions a second, each from a chat of its own, no two alike."""
    for mode in MODES:
        async with stage("pullquote", mode, server) as (sim, bot):
            before = bot.cpu()
            tally = await sim.load(n=900, chats=900, rate=30, text=Varied())
            print(
                f"{mode} 30 questions/s for 30 s: p50 {tally['p50_ms']:.0f} ms, p99 {tally['p99_ms']:.0f} ms (aim: "
                f"under 1000), {(bot.cpu() - before) / 30:.0%} of a core, {bot.rss():.0f} MiB (aim: 120); "
                f"{tallied(f'pace {mode}', tally, 900)}",
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


async def ask_in_bursts(sim: Any, chats: range, *, seconds: float) -> None:
    """Each chat asks all of QUESTIONS in two bursts, without waiting for answers; chats begin one after the other."""

    async def one(chat: int) -> None:
        await asyncio.sleep((chat - chats.start) / len(chats) * seconds)
        for number, question in enumerate(QUESTIONS):
            sim.push(user_id=chat, text=question)
            await asyncio.sleep(8 if number == len(QUESTIONS) // 2 else 0.2 * random.random())

    await asyncio.gather(*(one(chat) for chat in chats))


async def all_answered(sim: Any, *, timeout: float) -> None:
    """Wait until all questions have replies, at most `timeout` seconds, and a while for what should not come."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and not all(track.replies for track in sim.tracks.values()):
        await asyncio.sleep(0.2)
    await asyncio.sleep(5)


async def faults(server: type) -> None:
    """2,000 questions of 200 chats with Telegram's limits on, 5 % repeated deliveries and every fault."""
    for mode in MODES:
        async with stage("pullquote", mode, server, limits=True, dup_p=0.05, webhook_retry=0.2) as (sim, bot):
            right = await right_answers(sim)
            disturbing = asyncio.create_task(trouble(sim, restarts=2))
            try:
                await ask_in_bursts(sim, range(FIRST_CHAT, FIRST_CHAT + CHATS), seconds=60)
                await all_answered(sim, timeout=200)
            finally:
                disturbing.cancel()
            tally = sim.tally()
            print(
                f"{mode} faults: {checked(f'faults {mode}', judge(sim, right))}; {tally['redelivered']} delivered "
                f"again, {tally['faults']} faults, {tally.get('http_429', 0)} times 429, "
                f"{tally.get('early_retries', 0)} early retries, {bot.rss():.0f} MiB",
                flush=True,
            )


async def interrupted(server: type, number: int, name: str) -> None:
    """Stopped in the middle of 400 questions of 40 chats that do not wait for their answers, and started again."""
    for mode in MODES:
        async with stage("pullquote", mode, server, webhook_retry=0.2) as (sim, bot):
            right = await right_answers(sim)
            tracks = [sim.push(user_id=FIRST_CHAT + n % 40, text=QUESTIONS[n // 40]) for n in range(400)]
            await asyncio.sleep(1 + random.random())
            before = sum(bool(track.replies) for track in tracks)
            taken = len(tracks) - sum("given" not in entry for entry in sim.queue.values())
            status, seconds = await bot.stop(number)
            answered = sum(bool(track.replies) for track in tracks)
            bot.start()
            await all_answered(sim, timeout=60)
            verdict = judge(sim, right)
            repeats = int(number == signal.SIGKILL)  # the one in flight in each chat
            print(
                f"{mode} {name} after {before} answers, {taken} questions taken: exit {status} after {seconds:.1f} s, "
                f"{answered} answered; after the restart {checked(f'{name} {mode}', verdict, repeats=repeats)}",
                flush=True,
            )
            if number == signal.SIGTERM and (status or answered < taken):
                failures.append(f"{name} {mode}: exit {status}, {answered} of {taken} taken questions answered")


async def neighbours(server: type) -> None:
    """Twenty questions a second of as many people, in peace, then beside one who floods and updates that are poison."""
    for mode in MODES:
        limit = {"PULLQUOTE_FLOOD_LIMIT": "20"}
        async with stage("pullquote", mode, server, limit, webhook_retry=0.2) as (sim, _):
            for name, disturb in (("in peace", None), ("beside a flood", _flood), ("beside poison", _poison)):
                sim.tracks.clear()
                task = asyncio.create_task(disturb(sim, mode)) if disturb else None
                first = FIRST_CHAT + 10_000 * (1 + len(name))
                await sim.load(n=300, chats=300, rate=20, text=Mixture(), first_id=first)
                if task:
                    task.cancel()
                asked = [track for track in sim.tracks.values() if first <= track.chat_id < first + 300]
                waits = sorted(track.replies[0][0] - track.t0 for track in asked if track.replies)
                if len(waits) < 300:
                    failures.append(f"{mode} {name}: {300 - len(waits)} of 300 not answered")
                p50, p99 = waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000
                print(f"{mode} {name}: {len(waits)} of 300 answered, p50 {p50:.0f} ms, p99 {p99:.0f} ms", flush=True)


async def _flood(sim: Any, _: str) -> None:
    for number in range(10**6):
        sim.push(user_id=666, text=QUESTIONS[number % len(QUESTIONS)], expect=False)
        await asyncio.sleep(0.02)


async def _poison(sim: Any, mode: str) -> None:
    raw = ("bad_json", "not_utf8", "not_an_object") if mode == "poll" else ()
    kinds = ("poison", "unknown_update", "huge", *raw)
    for number in range(10**6):
        sim.push(kind=kinds[number % len(kinds)], user_id=667)
        await asyncio.sleep(1)


async def soak(server: type, minutes: float) -> None:
    """Thirty questions a second with faults for a long time: nothing lost, and memory that stays flat."""
    async with stage("pullquote", "poll", server, limits=True, dup_p=0.05) as (sim, bot):
        disturbing = asyncio.create_task(trouble(sim, restarts=0, every=10.0))
        sizes, total, started = [bot.rss()], 0, time.monotonic()
        before = bot.cpu()
        try:
            while time.monotonic() < started + minutes * 60:
                sim.tracks.clear()
                first = 10**7 + total
                asked = {"n": 1500, "chats": 1500, "rate": 30, "text": Varied(), "first_id": first}
                tally = await sim.load(**asked, settle=3, timeout=300)
                total += 1500
                sizes.append(bot.rss())
                print(
                    f"{total}: {tallied('soak', tally, 1500)}; p99 {tally['p99_ms']:.0f} ms, {sizes[-1]:.1f} MiB",
                    flush=True,
                )
        finally:
            disturbing.cancel()
        seconds, half = time.monotonic() - started, len(sizes) // 2
        print(
            f"soak of {seconds / 60:.1f} minutes, {total} questions, each of a new chat ({MOST_CHATS:,} remembered): "
            f"{sizes[1]:.1f} MiB after the first minute, {sizes[half]:.1f} at half time, {max(sizes):.1f} at most, "
            f"{sizes[-1]:.1f} at the end; {(bot.cpu() - before) / seconds:.0%} of a core"
        )


def server_in(simulator: Path | None) -> type:
    """The class of the server to measure with: our own, or the one of a simulator."""
    if simulator is None:
        return BotServer
    sys.dont_write_bytecode = True  # the folder is not ours
    sys.path.insert(0, str(simulator.resolve()))
    return importlib.import_module("botsim").BotSim  # type: ignore[no-any-return]


async def run(options: argparse.Namespace) -> None:
    """The measurements that are asked for, one after the other."""
    wanted, server = options.only.split(","), server_in(options.simulator)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    if options.soak:
        await soak(server, options.soak)
        return
    if "cost" in wanted:
        await cost(server, options.questions)
    if "pace" in wanted:
        await pace(server)
    if "faults" in wanted:
        await faults(server)
    if "sigterm" in wanted:
        await interrupted(server, signal.SIGTERM, "SIGTERM")
    if "sigkill" in wanted:
        await interrupted(server, signal.SIGKILL, "SIGKILL")
    if "neighbours" in wanted:
        await neighbours(server)


def main() -> int:
    """Measure, print, and exit with 1 where something was lost, doubled or out of order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulator", type=Path, metavar="DIR", help="a Bot API simulator to use instead of our own")
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--only", default="cost,pace,faults,sigterm,sigkill,neighbours")
    parser.add_argument("--soak", type=float, default=0.0, metavar="MINUTES", help="only the soak, so long")
    options = parser.parse_args()
    asyncio.run(run(options))
    for failure in failures:
        print(f"FAILED {failure}")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
