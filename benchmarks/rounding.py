"""What rounding weights to a byte costs: nDCG@10 of the words alone, beside scikit-learn's product of exact weights.

python -m benchmarks.rounding DIR...

Each DIR is a retrieval test set, as for `pullquote eval`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.metrics.pairwise import linear_kernel

from bot.evaluation import Run, read_corpus, read_qrels, read_queries, score
from index.building import build
from index.forward import read
from index.postings import HIGHEST, norms
from index.searching import Index
from index.storage import open_index, publish

TOP_K = 10


def main(directories: list[str]) -> None:
    """Print both for each test set, and how many questions have other passages."""
    for directory in map(Path, directories):
        qrels, queries = read_qrels(directory / "qrels.tsv"), read_queries(directory / "queries.jsonl")
        judged = {key: text for key, text in queries.items() if any(grade > 0 for grade in qrels.get(key, {}).values())}
        with tempfile.TemporaryDirectory() as scratch:
            publish(build(read_corpus(directory / "corpus.jsonl")), Path(scratch))
            index = open_index(Path(scratch))
            rounded: Run = {key: index.match_ids(text, top_k=TOP_K) for key, text in judged.items()}
            weights = exact_weights(index)
            exact: Run = {key: best(index, weights, text) for key, text in judged.items()}
        shown = " ".join(f"{score(run, qrels)['ndcg@10']:.4f}" for run in (rounded, exact))
        others = sum(set(rounded[key]) != set(exact[key]) for key in judged)
        print(f"{directory.name:20} rounded, exact: {shown}   {others} of {len(judged)} questions find another passage")


def exact_weights(index: Index) -> csr_matrix:
    """What each term weighs in each passage, shape (passages, terms)."""
    lengths, passage, rows = read(index._arrays, np.arange(len(index)))
    counts = csr_matrix((np.ones(len(rows)), (passage, rows)), (len(index), len(index.vocabulary)))
    norm: NDArray[np.float64] = np.repeat(norms(lengths).astype(float), np.diff(counts.indptr))
    counts.data = counts.data * HIGHEST / (counts.data + norm)
    return counts


def best(index: Index, weights: csr_matrix, text: str) -> list[str]:
    """The ids of the best passages by exact weights."""
    rows = [row for term in index.analyse_text(text) if (row := index.rows.get(term, -1)) >= 0]
    question = csr_matrix((index._arrays["idf"][rows], ([0] * len(rows), rows)), (1, weights.shape[1]))
    scores = linear_kernel(question, weights).ravel()
    return [index.passages.id(int(at)) for at in np.argsort(-scores, kind="stable")[:TOP_K] if scores[at] > 0]


if __name__ == "__main__":
    main(sys.argv[1:])
