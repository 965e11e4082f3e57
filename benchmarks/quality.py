"""Retrieval quality beside BM25 and scikit-learn's TF-IDF, clean and with a slip of the thumb in every query.

    python -m benchmarks.quality DIR... [--ablation]

With `--ablation` a table follows of what each signal brings and costs, the weights chosen without the set it is
measured on. Each DIR is a test set as `pullquote eval` takes it. BM25 is bm25s's (Lucene's variant, k1 1.5, b .75,
Porter stems).
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import bm25s
import Stemmer
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks import ablation
from bot.evaluation import Qrels, read_corpus, read_qrels, read_queries, score
from corpus.passage import Passage
from index.building import build
from index.searching import Index
from index.storage import open_index, publish

Search = Callable[[str], list[str]]
DEPTH = 100


def main() -> None:
    """Print nDCG@10 of every peer on every set, and the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--ablation", action="store_true", help="print what each signal brings too")
    options = parser.parse_args()
    table: dict[str, list[float]] = {}
    sets: dict[str, ablation.Ranked] = {}
    for directory in options.directories:
        with tempfile.TemporaryDirectory() as scratch:
            data = Data.read(directory, Path(scratch))
            for name, value in measured(data):
                table.setdefault(name, []).append(value)
            if options.ablation:
                sets[directory.resolve().name] = ablation.ranked(data.index, data.queries, data.qrels)
    print(f"{'nDCG@10':28}" + "".join(f"{path.name[:12]:>14}" for path in options.directories) + f"{'mean':>10}")
    for name, values in table.items():
        print(f"{name:28}" + "".join(f"{value:14.4f}" for value in values) + f"{mean(values):10.4f}")
    if sets:
        print(ablation.table(sets))


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A test set, and our index of it."""

    passages: Sequence[Passage]
    queries: Mapping[str, str]
    qrels: Qrels
    index: Index

    @classmethod
    def read(cls, directory: Path, scratch: Path) -> Data:
        """Read a folder as `pullquote eval` takes it, and index it in `scratch`; only judged queries are kept."""
        passages = list(read_corpus(directory / "corpus.jsonl"))
        qrels = read_qrels(directory / "qrels.tsv")
        judged = {query for query, grades in qrels.items() if any(grade > 0 for grade in grades.values())}
        queries = {key: text for key, text in read_queries(directory / "queries.jsonl").items() if key in judged}
        publish(build(passages), scratch)
        return cls(passages=passages, queries=queries, qrels=qrels, index=open_index(scratch))


def measured(data: Data) -> list[tuple[str, float]]:
    """(name, nDCG@10) of every peer on one set."""
    typed = {key: slipped(text, random.Random(key)) for key, text in data.queries.items()}
    peers: dict[str, Search] = {
        "pullquote": ours(data.index),
        "bm25s": bm25(data.passages),
        "scikit-learn TF-IDF": tfidf(data.passages),
    }
    rows = [(name, ndcg(search, data.queries, data.qrels)) for name, search in peers.items()]
    return rows + [(f"{name}, one slip", ndcg(search, typed, data.qrels)) for name, search in peers.items()]


def ndcg(search: Search, queries: Mapping[str, str], qrels: Qrels) -> float:
    """The mean nDCG@10 of the queries."""
    return score({key: search(text) for key, text in queries.items()}, qrels)["ndcg@10"]


def ours(index: Index) -> Search:
    """pullquote's own search."""
    return lambda text: index.search_ids(text, top_k=DEPTH)


def bm25(passages: Sequence[Passage]) -> Search:
    """bm25s over headings and text."""
    stemmer = Stemmer.Stemmer("porter")
    tokens = bm25s.tokenize(texts(passages), stopwords="en", stemmer=stemmer, show_progress=False)
    retriever = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    retriever.index(tokens, show_progress=False)

    def search(text: str) -> list[str]:
        query = bm25s.tokenize(text, stopwords="en", stemmer=stemmer, show_progress=False)
        found, scores = retriever.retrieve(query, k=min(DEPTH, len(passages)), show_progress=False)
        return [passages[row].id for row, value in zip(found[0], scores[0], strict=True) if value > 0]

    return search


def tfidf(passages: Sequence[Passage]) -> Search:
    """scikit-learn's TfidfVectorizer as it comes, and the cosine."""
    vectorizer = TfidfVectorizer()
    matrix = vectorizer.fit_transform(texts(passages))

    def search(text: str) -> list[str]:
        cosines = (matrix @ vectorizer.transform([text]).T).toarray().ravel()
        return [passages[row].id for row in (-cosines).argsort(kind="stable")[:DEPTH] if cosines[row] > 0]

    return search


def texts(passages: Sequence[Passage]) -> list[str]:
    """Headings and text of each passage."""
    return [" ".join((*passage.headings, passage.text)) for passage in passages]


def slipped(text: str, rng: random.Random) -> str:
    """The text with two neighbouring letters of one longer word swapped, or one letter dropped or doubled."""
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return text
    at = rng.choice(long)
    word = words[at]
    place = rng.randrange(1, len(word) - 1)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    words[at] = rng.choice((swapped, word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:]))
    return " ".join(words)


if __name__ == "__main__":
    main()
