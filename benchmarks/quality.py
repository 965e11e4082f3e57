"""Retrieval quality beside BM25 and scikit-learn's TF-IDF, clean and with a slip of the thumb in every query.

    python -m benchmarks.quality DIR... [--ablation]

Each DIR is a test set as `pullquote eval` takes it. BM25 is bm25s's (Lucene's variant, k1 1.5, b .75, Porter stems).
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean

import bm25s
import Stemmer
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.evaluation import read_corpus, read_qrels, read_queries, score
from corpus.passage import Passage
from index import signals
from index.building import build
from index.searching import Index
from index.storage import open_index, publish

Search = Callable[[str], list[str]]
DEPTH = 100


def main() -> None:
    """Print nDCG@10 of every peer on every set, and the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--ablation", action="store_true", help="print ours without each signal too")
    options = parser.parse_args()
    table: dict[str, list[float]] = {}
    for directory in options.directories:
        with tempfile.TemporaryDirectory() as scratch:
            for name, value in measured(directory, Path(scratch), ablation=options.ablation):
                table.setdefault(name, []).append(value)
    print(f"{'nDCG@10':28}" + "".join(f"{path.name[:12]:>14}" for path in options.directories) + f"{'mean':>10}")
    for name, values in table.items():
        print(f"{name:28}" + "".join(f"{value:14.4f}" for value in values) + f"{mean(values):10.4f}")


def measured(directory: Path, scratch: Path, *, ablation: bool) -> list[tuple[str, float]]:
    """(name, nDCG@10) of every peer on one set."""
    passages = list(read_corpus(directory / "corpus.jsonl"))
    qrels = read_qrels(directory / "qrels.tsv")
    queries = {key: text for key, text in read_queries(directory / "queries.jsonl").items() if key in qrels}
    typed = {key: slipped(text, random.Random(key)) for key, text in queries.items()}
    publish(build(passages), scratch)
    index = open_index(scratch)
    peers: dict[str, Search] = {
        "pullquote": ours(index),
        "bm25s": bm25(passages),
        "scikit-learn TF-IDF": tfidf(passages),
    }
    rows = [(name, ndcg(search, queries, qrels)) for name, search in peers.items()]
    rows += [(f"{name}, one slip", ndcg(search, typed, qrels)) for name, search in peers.items()]
    return rows + (without_each(index, queries, qrels) if ablation else [])


def without_each(
    index: Index, queries: Mapping[str, str], qrels: Mapping[str, Mapping[str, int]]
) -> list[tuple[str, float]]:
    """Ours without each signal in turn."""
    whole = dict(signals.SIGNALS)
    rows = []
    for name in list(whole)[1:]:
        signals.SIGNALS = {key: value for key, value in whole.items() if key != name}
        rows.append((f"without {name}", ndcg(ours(index), queries, qrels)))
    signals.SIGNALS = whole
    return rows


def ndcg(search: Search, queries: Mapping[str, str], qrels: Mapping[str, Mapping[str, int]]) -> float:
    """nDCG@10 over the queries that have a judgement above 0."""
    judged = {key: text for key, text in queries.items() if any(grade > 0 for grade in qrels[key].values())}
    return score({key: search(text) for key, text in judged.items()}, qrels)["ndcg@10"]


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
