"""The libraries that pullquote's index is measured beside: each builds, saves, opens and answers with the best ten.

BM25 everywhere (scikit-learn: the cosine of TF-IDF), English stems and stop words where the library has them.

    python -m benchmarks.peers NAME FOLDER QUESTION MISSPELT    opens an index, answers once, and prints what it took
    python -m benchmarks.peers NAME FOLDER                      reads many lists of questions (see `answer_lists`)
"""

from __future__ import annotations

import json
import pickle
import re
import sqlite3
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path

Search = Callable[[str], object]
SearchAll = Callable[[list[str]], object]

TOP_K = 10


class Peer(ABC):
    """A library that is measured."""

    @abstractmethod
    def build(self, texts: Iterable[str], folder: Path) -> None:
        """Make an index of texts and save it."""

    @abstractmethod
    def open(self, folder: Path) -> Search:
        """What answers a question from a saved index."""

    def open_for_many(self, folder: Path) -> SearchAll:
        """What answers many questions at once: one after another, where the library has no other way."""
        search = self.open(folder)
        return lambda questions: [search(question) for question in questions]


class Pullquote(Peer):
    """Ours: `search_ids` with all signals, or `match_ids` of the words alone, as the peers do it."""

    def __init__(self, *, whole: bool, compiled: bool = True) -> None:
        """Search with all signals where `whole`; by numpy, as where there is no C compiler, unless `compiled`."""
        self.whole = whole
        self.compiled = compiled

    def build(self, texts: Iterable[str], folder: Path) -> None:
        """Build and publish."""
        from corpus.passage import Passage, Source
        from index.building import build
        from index.storage import publish

        source = Source(id="book", path="book.txt", title="")
        held = (
            Passage(id=f"p{n}", text=text, headings=(), kind="text", document=source, lines=(n, n))
            for n, text in enumerate(texts)
        )
        publish(build(held), folder)

    def open(self, folder: Path) -> Search:
        """Open the published index."""
        from index import first_stage
        from index.storage import open_index

        kernel = first_stage.kernel
        first_stage.kernel = kernel if self.compiled else None
        index = open_index(folder)
        first_stage.kernel = kernel
        return index.search_ids if self.whole else index.match_ids


class Tantivy(Peer):
    """Rust, block-max WAND; one thread."""

    def build(self, texts: Iterable[str], folder: Path) -> None:
        """One segment."""
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("id", stored=True)
        schema.add_text_field("text", stored=False, tokenizer_name="en_stem", index_option="freq")
        index = tantivy.Index(schema.build(), path=str(folder))
        writer = index.writer(heap_size=512_000_000, num_threads=1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(id=number, text=text))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> Search:
        """Map the segments."""
        import tantivy

        index = tantivy.Index.open(str(folder))
        searcher = index.searcher()

        def search(text: str) -> object:
            query = index.parse_query(text, ["text"])
            hits = searcher.search(query, TOP_K, count=False).hits
            return [searcher.doc(address)["id"][0] for _, address in hits]

        return search


class Bm25s(Peer):
    """numpy or numba over a sparse matrix."""

    def __init__(self, backend: str) -> None:
        """Take the back end."""
        self.backend = backend

    def build(self, texts: Iterable[str], folder: Path) -> None:
        """Tokenise, index, save."""
        import bm25s
        import Stemmer

        stemmer = Stemmer.Stemmer("english")
        tokens = bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, show_progress=False)
        retriever = bm25s.BM25(backend=self.backend)
        retriever.index(tokens, show_progress=False)
        retriever.save(str(folder), show_progress=False)

    def open(self, folder: Path) -> Search:
        """Load, as its documentation says."""
        return self._opened(folder)

    def open_for_many(self, folder: Path) -> SearchAll:
        """The same: it takes one question or many."""
        return self._opened(folder)

    def _opened(self, folder: Path) -> Callable[[str | list[str]], object]:
        import bm25s
        import Stemmer

        stemmer = Stemmer.Stemmer("english")
        retriever = bm25s.BM25.load(str(folder), mmap=self.backend == "numpy")
        retriever.backend = self.backend
        if self.backend == "numba":
            retriever.activate_numba_scorer()

        def search(texts: str | list[str]) -> object:
            tokens = bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)
            if not tokens.vocab:  # stop words alone, at which retrieve raises
                return []
            return retriever.retrieve(tokens, k=TOP_K, show_progress=False, n_threads=0)

        return search


class Sqlite(Peer):
    """FTS5 with the Porter stemmer; no copy of the text."""

    def build(self, texts: Iterable[str], folder: Path) -> None:
        """One transaction, then merged."""
        with sqlite3.connect(folder / "fts.db") as base:
            base.execute("create virtual table t using fts5(text, content='', tokenize='porter unicode61')")
            base.executemany("insert into t(rowid, text) values (?, ?)", enumerate(texts))
            base.execute("insert into t(t) values ('optimize')")

    def open(self, folder: Path) -> Search:
        """Open the file."""
        base = sqlite3.connect(folder / "fts.db")

        def search(text: str) -> object:
            words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
            return base.execute("select rowid from t where t match ? order by rank limit ?", (words, TOP_K)).fetchall()

        return search


class ScikitLearn(Peer):
    """TfidfVectorizer and the cosine with every passage."""

    def build(self, texts: Iterable[str], folder: Path) -> None:
        """Fit, and save as scikit-learn's documentation says."""
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(stop_words="english", dtype=np.float32)
        matrix = vectorizer.fit_transform(texts)
        (folder / "model.pickle").write_bytes(pickle.dumps((vectorizer, matrix), protocol=5))

    def open(self, folder: Path) -> Search:
        """Unpickle what was written here."""
        import numpy as np

        vectorizer, matrix = pickle.loads((folder / "model.pickle").read_bytes())

        def search(text: str) -> object:
            cosines = (matrix @ vectorizer.transform([text]).T).toarray().ravel()
            best = np.argpartition(cosines, -TOP_K)[-TOP_K:]
            return best[np.argsort(-cosines[best])]

        return search


PEERS: dict[str, Peer] = {
    "pullquote, words alone": Pullquote(whole=False),
    "pullquote, words alone, numpy": Pullquote(whole=False, compiled=False),
    "pullquote, all signals": Pullquote(whole=True),
    "tantivy": Tantivy(),
    "bm25s numba": Bm25s("numba"),
    "bm25s numpy": Bm25s("numpy"),
    "SQLite FTS5": Sqlite(),
    "scikit-learn": ScikitLearn(),
}


def folder_of(name: str) -> str:
    """Where a peer's index is kept; two that differ in the search alone share one."""
    return name.split(",")[0].split(" num")[0].replace(" ", "-")


def answer_once(name: str, folder: str, question: str, misspelt: str) -> None:
    """Open an index, answer once, and print what it took; for a process of its own.

    The memory is told again after a misspelt question: who corrects it may hold more then.
    """
    started = time.process_time()
    search = PEERS[name].open(Path(folder))
    search(question)
    taken = {"opened_s": time.process_time() - started, "rss_mb": memory("VmRSS"), "private_mb": memory("RssAnon")}
    search(misspelt)
    loaded = sorted({"sklearn", "nltk", "scipy.sparse"} & set(sys.modules))
    print(json.dumps({**taken, "misspelt_mb": memory("RssAnon"), "loaded": loaded}))


def memory(kind: str) -> float:
    """Megabytes of memory of this process."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status[kind].split()[0]) / 1000


def answer_lists(name: str, folder: str) -> None:
    """For each line of the input, questions as JSON: answer them all, and print the CPU seconds that it took."""
    search = PEERS[name].open_for_many(Path(folder))
    for line in sys.stdin:
        questions = json.loads(line)
        started = time.process_time()
        search(questions)
        print(time.process_time() - started, flush=True)


if __name__ == "__main__":
    (answer_once if len(sys.argv) > 3 else answer_lists)(*sys.argv[1:])
