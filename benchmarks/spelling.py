"""How misspelt words are read over folders of documents: right, as another word, or not at all.

    python -m benchmarks.spelling PAIRS FOLDER...

PAIRS has a misspelling and what was meant on each line, divided by a tab, made of codespell's dictionary. Counted apart
are words that the documents of a folder hold, other common words of English, and the rest, which is best left alone.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.library import reindex
from index.searching import Index
from index.storage import open_index

COMMON = 3.0  # Zipf frequency of a common word
MOST = {"of the documents": 4000, "common": 2500, "rare": 1500}  # pairs of each kind, drawn by a seed

Pair = tuple[str, str]


def main() -> None:
    """Print the counts for each folder and kind of word, and the time for each word."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, metavar="PAIRS")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    pairs = list(read_pairs(options.pairs))
    print(f"{'documents':24}{'words':20}{'pairs':>8}{'right':>8}{'wrong':>8}{'none':>8}{'ms':>8}")
    for folder in options.folders:
        with tempfile.TemporaryDirectory() as scratch:
            reindex(folder, Path(scratch) / "index")
            index = open_index(Path(scratch) / "index")
            name = folder.resolve().parent.name if folder.name == "documents" else folder.name
            for kind, drawn in by_kind(pairs, index).items():
                start = time.process_time()
                counts = Counter(outcome(index, *pair) for pair in drawn)
                each = 1000 * (time.process_time() - start) / max(len(drawn), 1)
                row = "".join(f"{counts[result]:8}" for result in ("right", "wrong", "none"))
                print(f"{name:24}{kind:20}{len(drawn):8}{row}{each:8.2f}")


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of plain words in a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        typed, _, meant = line.partition("\t")
        if typed.isascii() and typed.isalpha() and meant.isascii() and meant.isalpha():
            yield typed.lower(), meant.lower()


def by_kind(pairs: Sequence[Pair], index: Index) -> dict[str, list[Pair]]:
    """At most so many pairs of each kind of word."""
    kinds: dict[str, list[Pair]] = {kind: [] for kind in MOST}
    for pair in pairs:
        found = index.languages.common(pair[1])
        is_common = found is not None and found.zipf >= COMMON
        kinds["of the documents" if pair[1] in index.words else "common" if is_common else "rare"].append(pair)
    rng = random.Random(1)
    return {kind: rng.sample(found, min(len(found), MOST[kind])) for kind, found in kinds.items()}


def outcome(index: Index, typed: str, meant: str) -> str:
    """What becomes of a misspelt word: "right" also where it is another form of the word that was meant."""
    understanding = index.understanding
    query = understanding.query(typed)
    if query.spelled == meant:
        return "right"
    own = [term for term in query.terms if term.origin in ("exact", "correction")]
    if [term.term for term in own] == [understanding.term_of(meant)]:
        return "right"
    return "none" if query.spelled == typed else "wrong"


if __name__ == "__main__":
    main()
