"""`pullquote eval`: a retrieval test set, scored as trec_eval does.

nDCG uses the gain of the judgement itself and log2 of the rank (Järvelin and Kekäläinen, TOIS 2002), as trec_eval's
ndcg_cut; recall, reciprocal rank and success count judgements above 0. Queries without any such judgement are left out.
"""

from __future__ import annotations

import csv
import json
import math
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from corpus.passage import Passage, Source
from index.searching import Index

DEPTH = 100
Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Scores and costs; times in the unit of their name, sizes in bytes.

    Attributes:
        name: The test set's name.
        passages: How many passages were indexed.
        queries: How many queries were scored.
        scores: nDCG@10, recall@100, MRR@10 and success@1, by those names in lower case.
        costs: build_s, build_cpu_s, index_bytes, query_p50_ms, query_p99_ms.
    """

    name: str
    passages: int
    queries: int
    scores: Mapping[str, float]
    costs: Mapping[str, float]

    def to_json(self) -> dict[str, object]:
        """For a program."""
        return {"name": self.name, "passages": self.passages, "queries": self.queries, **self.costs, **self.scores}

    def to_text(self) -> str:
        """For a person."""
        lines = [f"{self.name}: {self.passages} passages, {self.queries} queries"]
        lines += [f"  {name:12} {value:.4f}" for name, value in self.scores.items()]
        lines += [f"  {name:12} {value:,.2f}" for name, value in self.costs.items()]
        return "\n".join(lines)


def evaluate(directory: Path, *, run_file: Path | None = None, index_directory: Path | None = None) -> Evaluation:
    """Index corpus.jsonl of a test set, ask its queries.jsonl, score against qrels.tsv.

    Raises:
        OSError: If a file is missing.
        ValueError: On a line that cannot be read; it names the file and the line.
    """
    from index.building import build
    from index.storage import open_index, publish

    qrels, queries = read_qrels(directory / "qrels.tsv"), read_queries(directory / "queries.jsonl")
    with tempfile.TemporaryDirectory() as scratch:
        folder = index_directory or Path(scratch)
        wall, cpu = time.perf_counter(), time.process_time()
        publish(build(read_corpus(directory / "corpus.jsonl")), folder)
        build_s, build_cpu_s = time.perf_counter() - wall, time.process_time() - cpu
        index = open_index(folder)
        judged = {key: text for key, text in queries.items() if any(grade > 0 for grade in qrels.get(key, {}).values())}
        index.search(next(iter(judged.values()), "warm up"), top_k=DEPTH)
        run, times = ask_all(index, judged)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        passages = len(index)
    if run_file:
        write_run(run, run_file)
    times.sort()
    costs = {"build_s": build_s, "build_cpu_s": build_cpu_s, "index_bytes": size}
    costs |= {"query_p50_ms": quantile(times, 0.5), "query_p99_ms": quantile(times, 0.99)}
    name = directory.resolve().name
    return Evaluation(name=name, passages=passages, queries=len(run), scores=score(run, qrels), costs=costs)


def ask_all(index: Index, queries: Mapping[str, str]) -> tuple[dict[str, list[str]], list[float]]:
    """The ids found for each query, best first, and the time each took in milliseconds."""
    run: dict[str, list[str]] = {}
    times: list[float] = []
    for key, text in queries.items():
        started = time.perf_counter()
        run[key] = index.search_ids(text, top_k=DEPTH)
        times.append((time.perf_counter() - started) * 1000)
    return run, times


def score(run: Run, qrels: Qrels) -> dict[str, float]:
    """The mean of each measure over the queries of a run."""
    judged = [(found, {key: grade for key, grade in qrels[query].items() if grade > 0}) for query, found in run.items()]
    if not judged:
        return dict.fromkeys(("ndcg@10", "recall@100", "mrr@10", "success@1"), 0.0)
    return {
        "ndcg@10": mean(ndcg(found, grades, 10) for found, grades in judged),
        "recall@100": mean(len(grades.keys() & set(found[:100])) / len(grades) for found, grades in judged),
        "mrr@10": mean(reciprocal_rank(found[:10], grades) for found, grades in judged),
        "success@1": mean(float(found[0] in grades) if found else 0.0 for found, grades in judged),
    }


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Normalised discounted cumulative gain of the first `depth`."""
    gain = sum(grades.get(key, 0) / math.log2(rank + 2) for rank, key in enumerate(found[:depth]))
    best = sum(grade / math.log2(rank + 2) for rank, grade in enumerate(sorted(grades.values(), reverse=True)[:depth]))
    return gain / best if best else 0.0


def reciprocal_rank(found: Iterable[str], grades: Mapping[str, int]) -> float:
    """One over the rank of the first that is relevant, 0 where none is."""
    return next((1 / rank for rank, key in enumerate(found, start=1) if key in grades), 0.0)


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of the ordered values lie."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def write_run(run: Run, path: Path) -> None:
    """Write a run in TREC's format: query, Q0, passage, rank, score, name."""
    with path.open("w", encoding="utf-8") as file:
        for query, found in run.items():
            for rank, key in enumerate(found, start=1):
                file.write(f"{query} Q0 {key} {rank} {DEPTH + 1 - rank} pullquote\n")


def read_corpus(path: Path) -> Iterator[Passage]:
    """A test set's documents, each as one passage under its title."""
    source = Source(id=path.parent.name, path=path.name, title="")
    for number, record in _records(path):
        title = str(record.get("title") or "")
        yield Passage(
            id=str(record["_id"]),
            text=str(record["text"]),
            headings=(title,) if title else (),
            kind="text",
            document=source,
            lines=(number, number),
        )


def read_queries(path: Path) -> dict[str, str]:
    """Queries by id."""
    return {str(record["_id"]): str(record["text"]) for _, record in _records(path)}


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Grades by query and document; the first line is a header."""
    qrels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t"), start=1):
            if number == 1:
                continue
            try:
                query, document, grade = row
                qrels.setdefault(query, {})[document] = int(grade)
            except ValueError as error:
                raise ValueError(f"{path}:{number}: not query-id, corpus-id and score") from error
    return qrels


def _records(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                record = json.loads(line)
                if "_id" not in record or "text" not in record:
                    raise ValueError
            except (ValueError, TypeError) as error:
                raise ValueError(f'{path}:{number}: not a JSON object with "_id" and "text"') from error
            yield number, record
