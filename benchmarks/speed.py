"""The index beside the fast lexical libraries, by size, in one run: building, disk, cold start, memory, searching.

    python -m benchmarks.speed PASSAGES.jsonl.gz [--sizes 1000 10000 100000 1000000] [--questions N] [--peers NAME ...]
        [--out FOLDER]

Questions are made of the passages' own words: short ones of three, long ones of ten. All are asked the same question in
turn, one at a time; then two processes of each library are given half of them each, all at once. Times are the
processor's, so that other programs on the machine do not count. With `--out`, the table (speed.md), the figures
(speed.json) and a plot of them (speed.png) are written there, beside those of sizes measured before.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in bot/__main__.py

from benchmarks.passages import questions, texts
from benchmarks.peers import PEERS, Search, folder_of
from benchmarks.plot import plot
from bot.evaluation import quantile

SLOW = 20.0  # milliseconds an answer, from which a peer is asked a tenth of the questions only
COLUMNS = {
    "built": "passages / CPU s",
    "disk_mb": "disk MB",
    "opened_s": "cold start CPU s",
    "rss_mb": "RSS MB",
    "private_mb": "private MB",
    "misspelt_mb": "after a slip",
    "short_p50": "short p50 ms",
    "short_p99": "p99",
    "long_p50": "long p50 ms",
    "long_p99": "p99 ",
    "short_rate": "short / s by two",
    "long_rate": "long / s by two",
}
KINDS = {"short": 3, "long": 10}  # words of a question
ROUNDS = 5  # in which two processes answer all questions

Row = dict[str, Any]


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=list(PEERS), metavar="NAME")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            rows = measured(list(texts(options.file, size)), options.questions, options.peers, Path(scratch))
        print(table(rows), flush=True)
        if options.out:
            write(rows, options.out)


def write(rows: list[Row], folder: Path) -> None:
    """Write figures beside those of other sizes that are there."""
    path = folder / "speed.json"
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    measured_now = {(row["passages"], row["name"]) for row in rows}
    held = [row for row in held if (row["passages"], row["name"]) not in measured_now] + rows
    held.sort(key=lambda row: (row["passages"], list(PEERS).index(row["name"])))
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    (folder / "speed.md").write_text(table(held) + "\n", encoding="utf-8")
    plot(held, folder / "speed.png")


def measured(held: list[str], count: int, names: Sequence[str], scratch: Path) -> list[Row]:
    """A row of figures for each peer of `names`."""
    asked = {kind: questions(held, words, count) for kind, words in KINDS.items()}
    rows: dict[str, Row] = {}
    for name in names:
        peer = PEERS[name]
        folder = scratch / folder_of(name)
        row: Row = {"passages": len(held), "name": name}
        if not folder.exists():
            folder.mkdir()
            with tempfile.TemporaryDirectory() as warm:  # imports are paid for once in a process
                peer.build(held[:20], Path(warm))
            started = time.process_time()
            peer.build(held, folder)
            row["built"] = len(held) / (time.process_time() - started)
            files = [path for path in folder.rglob("*") if path.is_file() and path.name != "passages.txt"]
            row["disk_mb"] = sum(path.stat().st_size for path in files) / 1e6
        row |= cold_start(name, folder, asked["short"][0], with_slips(asked["short"][0]))
        rows[name] = row
    searches = {name: PEERS[name].open(scratch / folder_of(name)) for name in names}
    for kind, every in asked.items():
        for name, times in in_turn(searches, every).items():
            rows[name] |= {f"{kind}_p50": quantile(times, 0.5), f"{kind}_p99": quantile(times, 0.99)}
    quick = [name for name in names if rows[name]["long_p50"] < SLOW]
    for name, rates in by_two({name: scratch / folder_of(name) for name in quick}, held, count).items():
        rows[name] |= rates
    return list(rows.values())


def with_slips(question: str) -> str:
    """A question with two letters swapped in each of its longer words."""
    return " ".join(word[:-3] + word[-2] + word[-3] + word[-1] if len(word) > 5 else word for word in question.split())


def cold_start(name: str, folder: Path, question: str, misspelt: str) -> Row:
    """What a process of its own takes to open an index and answer once, and its memory then; the median of three.

    And its private memory after it was also asked a misspelt question.
    """
    command = [sys.executable, "-m", "benchmarks.peers", name, str(folder), question, misspelt]
    ran = [json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(3)]
    return {key: median(one[key] for one in ran) for key in ("opened_s", "rss_mb", "private_mb", "misspelt_mb")}


def by_two(folders: Mapping[str, Path], held: Sequence[str], count: int) -> dict[str, dict[str, float]]:
    """Questions a second that two processes of each peer answer together, the peers in turn; the median of ROUNDS.

    In each round they are given `count` questions that they have not had yet.
    """
    rates: dict[str, dict[str, float]] = {name: {} for name in folders}
    with ExitStack() as running:
        pairs = {name: [started(running, name, folder) for _ in range(2)] for name, folder in folders.items()}
        for kind, words in KINDS.items():
            every = questions(held, words, count * (1 + ROUNDS))
            rounds = [every[first : first + count] for first in range(0, len(every), count)]
            taken = [{name: together(pair, asked) for name, pair in pairs.items()} for asked in rounds]
            for name in folders:  # the first round reads the files and compiles
                rates[name][f"{kind}_rate"] = median(rate[name] for rate in taken[1:])
    return rates


def started(running: ExitStack, name: str, folder: Path) -> subprocess.Popen[str]:
    """A process that answers lists of questions from an index."""
    command = [sys.executable, "-m", "benchmarks.peers", name, str(folder)]
    return running.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))


def together(pair: Sequence[subprocess.Popen[str]], asked: Sequence[str]) -> float:
    """Questions a second that two processes answer, half of them each, at the same time."""
    halves = [asked[start :: len(pair)] for start in range(len(pair))]
    for process, half in zip(pair, halves, strict=True):
        print(json.dumps(half), file=process.stdin, flush=True)
    seconds = [float(process.stdout.readline()) for process in pair if process.stdout]
    return sum(len(half) / taken for half, taken in zip(halves, seconds, strict=True))


def in_turn(searches: dict[str, Search], every: list[str]) -> dict[str, list[float]]:
    """The sorted times of each peer in milliseconds, the peers asked in turn."""
    times: dict[str, list[float]] = {name: [] for name in searches}
    slow = set()
    for number, question in enumerate([*every[:3], *every]):
        for name, search in searches.items():
            if name in slow and number % 10:
                continue
            started = time.process_time()
            search(question)
            taken = (time.process_time() - started) * 1000
            if number >= 3:
                times[name].append(taken)
            elif number == 2 and taken > SLOW:
                slow.add(name)
    return {name: sorted(values) for name, values in times.items()}


def table(rows: list[Row]) -> str:
    """The figures as a Markdown table."""
    lines = ["| passages | | " + " | ".join(COLUMNS.values()) + " |", "| " + "--- | " * (len(COLUMNS) + 2)]
    for row in rows:
        values = [_shown(row.get(key)) for key in COLUMNS]
        lines.append(f"| {row['passages']:,} | {row['name']} | " + " | ".join(values) + " |")
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


if __name__ == "__main__":
    main()
