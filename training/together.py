"""What is lost where all training corpora are published together, against each by itself.

    python -m training.together [--failed]

Each question is asked twice: of its own corpus alone, and of one library of all corpora, each in a folder of its own
there. Printed are the questions answered rightly in both ways, by kind of question; those lost and gained; and of the
answers in the library how many come from a document of the question's own corpus, with that document's own disclaimer
and link. Questions that name their subject, by a word that no other corpus has, are counted apart from those that do
not, as "what are the side effects?": in a library these mean any of several documents. A question that its own corpus
does not answer may be answered by another.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Answer
from bot.answering import Responder
from bot.library import reindex
from bot.question_sets import Asked, passes, read_set
from bot.rendering import plain_text
from bot.settings import Settings
from index.searching import Index
from index.storage import open_index
from training.examples import corpora, documents_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A question, what was replied to it by its own corpus and by the library, and whether it names its subject."""

    corpus: str
    asked: Asked
    apart: Answer
    together: Answer
    names_subject: bool

    @property
    def from_own(self) -> bool:
        """Whether all that the library showed is from the question's own corpus."""
        return all(hit.passage.document.id.startswith(f"{self.corpus}/") for hit in self.together.passages)

    @property
    def is_well_stated(self) -> bool:
        """Whether the library's reply has the disclaimer and the link of each document that it shows."""
        sources = {hit.passage.document.id: hit.passage.document for hit in self.together.passages}.values()
        text = plain_text(self.together)
        return all(
            " ".join(said.split()) in " ".join(text.split()) for one in sources for said in (one.disclaimer, one.url)
        )


def pairs() -> Iterator[Pair]:
    """Every question of every corpus, asked in both ways."""
    with tempfile.TemporaryDirectory() as scratch:
        library = Path(scratch) / "library"
        for corpus in corpora():
            shutil.copytree(documents_of(corpus), library / corpus.name)
            (library / corpus.name / "questions.txt").unlink(missing_ok=True)
        together = responder(library, Path(scratch) / "index")
        index = open_index(Path(scratch) / "index")
        for corpus in corpora():
            apart = responder(documents_of(corpus), Path(scratch) / f"index-{corpus.name}")
            own = _own_terms(corpus.name, index)
            for dialogue in read_set(corpus / "questions.jsonl"):
                for asked in dialogue:
                    replies = apart.reply(asked.message), together.reply(asked.message)
                    yield Pair(
                        corpus=corpus.name,
                        asked=asked,
                        apart=replies[0],
                        together=replies[1],
                        names_subject=not own.isdisjoint(index.analyse_text(asked.message)),
                    )


def _own_terms(corpus: str, index: Index) -> set[str]:
    """The terms that stand in the documents of one corpus alone."""
    own: set[str] = set()
    others: set[str] = set()
    for position, passage in enumerate(index.passages):
        is_own = passage.document.id.startswith(f"{corpus}/")
        (own if is_own else others).update(index.passage_terms(position))
    return own - others


def responder(documents: Path, folder: Path) -> Responder:
    """A responder over the index of a folder of documents."""
    reindex(documents, folder)
    index = open_index(folder)
    return Responder(lambda: index, Settings(documents=documents, index=folder, state=folder))


def table(asked: Sequence[Pair]) -> str:
    """Questions passed apart and together, lost and gained, by kind."""
    rows = [f"{'':14} {'asked':>5} {'apart':>6} {'together':>8} {'lost':>5} {'gained':>6}"]
    for kind in [*sorted({pair.asked.kind for pair in asked}), "all"]:
        counts: Counter[str] = Counter()
        for pair in asked:
            if kind in (pair.asked.kind, "all"):
                apart, together = passes(pair.asked, pair.apart), passes(pair.asked, pair.together)
                counts.update({"asked": 1, "apart": apart, "together": together})
                counts.update({"lost": apart and not together, "gained": together and not apart})
        numbers = (counts["asked"], counts["apart"], counts["together"], counts["lost"], counts["gained"])
        rows.append("{:14} {:5} {:6} {:8} {:5} {:6}".format(kind, *numbers))
    return "\n".join(rows)


def main() -> None:
    """Print what is lost, and where the answers come from."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--failed", action="store_true", help="name what passes apart and not together")
    options = parser.parse_args()
    asked = list(pairs())
    answerable = [pair for pair in asked if pair.asked.alternatives is not None or pair.asked.parts]
    others = [pair for pair in asked if pair not in answerable]
    print("Questions that their corpus answers and that name their subject")
    print(table([pair for pair in answerable if pair.names_subject]))
    print("\nQuestions that their corpus answers and that could mean another document")
    print(table([pair for pair in answerable if not pair.names_subject]))
    shown = [pair for pair in answerable if pair.together.kind == "answer"]
    print(f"answered by the library: {len(shown)}; from the question's own corpus: {sum(p.from_own for p in shown)};")
    print(f"with the disclaimer and the link of each document shown: {sum(p.is_well_stated for p in shown)}\n")
    print("Questions that their corpus does not answer\n", table(others), sep="")
    by_others = sum(pair.together.kind == "answer" and not pair.from_own for pair in others)
    print(f"answered by the library from another corpus: {by_others}")
    if options.failed:
        for pair in asked:
            if passes(pair.asked, pair.apart) and not passes(pair.asked, pair.together):
                print(failure(pair))


def failure(pair: Pair) -> str:
    """A line on a question that is lost."""
    told = [
        ", ".join(hit.passage.id for hit in answer.passages) or answer.kind for answer in (pair.apart, pair.together)
    ]
    nearest = pair.together.runner_up.passage.id if pair.together.runner_up and not pair.together.passages else ""
    kind = f"{pair.asked.kind}{', subject named' if pair.names_subject else ''}"
    return (
        f"{pair.asked.id} {kind}: {pair.asked.message!r} apart {told[0]} ({pair.apart.confidence:.2f}), "
        f"together {told[1]} ({pair.together.confidence:.2f}) {nearest}"
    )


if __name__ == "__main__":
    main()
