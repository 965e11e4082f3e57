"""Building and asking a large index, beside bm25s with its numba and its numpy back end, in one run.

    python -m benchmarks.speed PASSAGES.jsonl.gz [--limit N] [--queries N]

Each line of the file is {"_id", "title", "text"}. Queries are made of the passages' own words: short ones of three,
long ones of ten. Peers are asked in turn, one question at a time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bm25s
import Stemmer

from bot.evaluation import quantile
from corpus.passage import Passage, Source
from index.building import build
from index.storage import open_index, publish

Search = Callable[[str], object]


def main() -> None:
    """Print passages per CPU second, peak memory, p50 and p99."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    passages = read(options.file, options.limit)
    with tempfile.TemporaryDirectory() as scratch:
        started = time.process_time()
        publish(build(passages), Path(scratch))
        report_build("pullquote", len(passages), time.process_time() - started)
        peers: dict[str, Search] = {"pullquote": open_index(Path(scratch)).search_ids}
        for backend in ("numba", "numpy"):
            started = time.process_time()
            peers[f"bm25s {backend}"] = bm25(passages, backend)
            report_build(f"bm25s {backend}", len(passages), time.process_time() - started)
        for words in (3, 10):
            report_search(peers, made(passages, words, options.queries), words)


def read(path: Path, limit: int) -> list[Passage]:
    """The first `limit` passages of a file."""
    source = Source(id=path.stem, path=path.name, title="")
    passages = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            record = json.loads(line)
            headings = (record["title"],) if record.get("title") else ()
            passages.append(
                Passage(
                    id=record["_id"],
                    text=record["text"],
                    headings=headings,
                    kind="text",
                    document=source,
                    lines=(number, number),
                )
            )
            if number == limit:
                break
    return passages


def bm25(passages: list[Passage], backend: str) -> Search:
    """bm25s over the same texts."""
    stemmer = Stemmer.Stemmer("english")
    tokens = bm25s.tokenize([p.text for p in passages], stopwords="en", stemmer=stemmer, show_progress=False)
    retriever = bm25s.BM25(backend=backend)
    retriever.index(tokens, show_progress=False)
    return lambda text: retriever.retrieve(
        bm25s.tokenize(text, stopwords="en", stemmer=stemmer, show_progress=False),
        k=10,
        show_progress=False,
        n_threads=0,
    )


def made(passages: list[Passage], words: int, count: int) -> list[str]:
    """Questions of so many words, each of one passage's longer words."""
    rng = random.Random(words)
    texts = (rng.choice(passages).text.split() for _ in range(count * 3))
    long = ([word for word in text if word.isalpha() and len(word) > 3] for text in texts)
    return [" ".join(rng.sample(text, words)) for text in long if len(text) >= words][:count]


def report_build(name: str, passages: int, cpu: float) -> None:
    """One line of the build's cost."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:14} build {passages / cpu:10,.0f} passages per CPU s   peak memory so far {peak:,.0f} MiB", flush=True
    )


def report_search(peers: dict[str, Search], questions: list[str], words: int) -> None:
    """p50 and p99 of each peer, asked in turn."""
    times: dict[str, list[float]] = {name: [] for name in peers}
    for search in peers.values():
        search(questions[0])
    for question in questions:
        for name, search in peers.items():
            started = time.perf_counter()
            search(question)
            times[name].append((time.perf_counter() - started) * 1000)
    for name, values in times.items():
        values.sort()
        print(f"{name:14} {words:2} words   p50 {quantile(values, 0.5):8.2f} ms   p99 {quantile(values, 0.99):8.2f} ms")


if __name__ == "__main__":
    main()
