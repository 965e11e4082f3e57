"""The scores of `pullquote eval` are those of trec_eval."""

from __future__ import annotations

import json
from math import log2
from pathlib import Path

import ir_measures
import pytest

from bot.evaluation import evaluate, ndcg, quantile, score


def test_ndcg_by_hand() -> None:
    """A grade of 2 at rank 2 where the best order is 2, 1: (2/log2(3)) / (2 + 1/log2(3))."""
    assert ndcg(["x", "a"], {"a": 2, "b": 1}, 10) == pytest.approx((2 / log2(3)) / (2 + 1 / log2(3)))


def test_measures_by_hand() -> None:
    """One query found at rank 2, one not at all."""
    scores = score({"1": ["x", "a"], "2": ["y"]}, {"1": {"a": 1}, "2": {"b": 1, "c": 0}})
    assert scores["mrr@10"] == 0.25
    assert scores["recall@100"] == 0.5
    assert scores["success@1"] == 0.0


def test_agrees_with_ir_measures() -> None:
    """A known-good scorer gives the same numbers."""
    qrels = {"1": {"a": 2, "b": 1, "c": 0}, "2": {"d": 1}}
    run = {"1": ["c", "b", "x", "a"], "2": ["y", "d"]}
    measures = [ir_measures.nDCG @ 10, ir_measures.R @ 100, ir_measures.RR @ 10, ir_measures.Success @ 1]
    scored = {query: {key: float(-rank) for rank, key in enumerate(found)} for query, found in run.items()}
    theirs = ir_measures.calc_aggregate(measures, qrels, scored)
    assert list(score(run, qrels).values()) == pytest.approx([theirs[measure] for measure in measures])


def test_a_test_set_is_scored_and_its_run_written(tmp_path: Path) -> None:
    """Two passages, one query, found first."""
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "a", "title": "Tea", "text": "Leaves in hot water."}\n'
        '{"_id": "b", "title": "", "text": "Roasted beans."}\n'
    )
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "hot leaves"}\n{"_id": "2", "text": "unjudged"}\n')
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n")
    result = evaluate(tmp_path, run_file=tmp_path / "run.txt")
    record = json.loads(json.dumps(result.to_json()))
    assert (record["passages"], record["ndcg@10"], record["success@1"]) == (2, 1.0, 1.0)
    assert {
        "build_s",
        "build_cpu_s",
        "index_bytes",
        "query_p50_ms",
        "query_p99_ms",
        "recall@100",
        "mrr@10",
    } <= record.keys()
    assert (tmp_path / "run.txt").read_text().splitlines()[0] == "1 Q0 a 1 100 pullquote"


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """File and line."""
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "text": "x"}\n{"text": "no id"}\n')
    (tmp_path / "queries.jsonl").write_text("")
    (tmp_path / "qrels.tsv").write_text("")
    with pytest.raises(ValueError, match=r"corpus\.jsonl:2: not a JSON object"):
        evaluate(tmp_path)


def test_quantiles() -> None:
    """Of four values half lie under the third."""
    assert quantile([1, 2, 3, 4], 0.5) == 3
    assert quantile([], 0.5) == 0.0
