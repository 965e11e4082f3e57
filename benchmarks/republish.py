"""What publishing an edit costs beside publishing everything: CPU seconds in a process that has done it before.

    python -m benchmarks.republish PASSAGES.jsonl.gz [--documents 2000] [--passages 1000000]

First one of so many documents of ten passages each is edited, between full builds; then ten of so many passages. The
costs of an edit are those up to the switch, by which readers get it; what is kept for the next edit is written behind.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.passages import passages, texts
from bot import library
from corpus.passage import Passage
from index.building import build
from index.kept import keep, open_kept
from index.storage import open_index, publish
from index.versions import version_name

ROUNDS = 5
PER_DOCUMENT = 10


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--passages", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        one_document(options.file, options.documents, Path(scratch))
    with tempfile.TemporaryDirectory() as scratch:
        ten_passages(options.file, options.passages, Path(scratch))


def one_document(file: Path, count: int, scratch: Path) -> None:
    """Edit one document of a folder."""
    folder = scratch / "documents"
    folder.mkdir()
    held = texts(file, count * PER_DOCUMENT)
    for number in range(count):
        parts = "\n\n".join(f"## Part {n}\n\n{text}" for n, text in enumerate(islice(held, PER_DOCUMENT)))
        (folder / f"{number}.md").write_text(f"---\ntitle: Leaflet {number}\n---\n\n{parts}\n", encoding="utf-8")
    library.reindex(folder, scratch / "index")  # imports are paid for once in a process
    whole, edits, behind, opened = [], [], [], []
    for number in range(ROUNDS):
        shutil.rmtree(scratch / "index")
        whole.append(until_switch(lambda: library.reindex(folder, scratch / "index"))[0])
        path = folder / f"{number * count // ROUNDS}.md"
        path.write_text(path.read_text(encoding="utf-8") + f"\nEdition {number} was revised.\n", encoding="utf-8")
        taken, kept = until_switch(lambda: library.reindex(folder, scratch / "index"))
        edits.append(taken)
        behind.append(kept)
        opened.append(taken_to_open(scratch / "index"))
    print(f"one of {count:,} documents edited: {shown(edits)}, and {median(behind):.2f} s behind the switch")
    print(f"a reader takes the new version over in {median(opened):.1f} ms ({min(opened):.1f} to {max(opened):.1f})")
    print(f"all documents published: {shown(whole)}; an edit costs {median(edits) / median(whole):.3f} of that")


def ten_passages(file: Path, count: int, scratch: Path) -> None:
    """Edit ten passages, wherever they stand."""
    started = time.process_time()
    built = build(passages(file, count))
    publish(built, scratch)
    whole = time.process_time() - started
    keep(built, scratch / version_name(scratch), None)
    del built
    at = range(count // 20, count, count // 10)
    changed = [replace(p, text=f"{p.text} Revised.") for n, p in enumerate(passages(file, count)) if n in at]
    started = time.process_time()
    kept, _ = open_kept(scratch)
    opened = time.process_time()
    built = build(edited(at, changed, count), kept=kept)
    analysed = time.process_time()
    publish(built, scratch)
    switched = time.process_time()
    print(f"{len(at)} of {count:,} passages edited: {switched - started:.2f} CPU s up to the switch:")
    print(
        f"  {opened - started:.2f} s opening, {analysed - opened:.2f} s building, {switched - analysed:.2f} s writing"
    )
    print(f"  a reader takes the new version over in {taken_to_open(scratch):.1f} ms")
    print(f"all of them published: {whole:.2f} CPU s; the edit costs {(switched - started) / whole:.3f} of that")


def edited(at: Sequence[int], changed: Sequence[Passage], count: int) -> Iterator[Passage | range]:
    """All passages, those at `at` replaced."""
    start = 0
    for place, passage in zip(at, changed, strict=True):
        yield range(start, place)
        yield passage
        start = place + 1
    yield range(start, count)


def until_switch(publish: Callable[[], object]) -> tuple[float, float]:
    """The CPU seconds up to the switch, and those behind."""
    switched = 0.0

    def noted(*arguments: object) -> None:
        nonlocal switched
        switched = time.process_time()
        whole(*arguments)

    whole = library._keep
    library._keep = noted
    try:
        started = time.process_time()
        publish()
        return switched - started, time.process_time() - switched
    finally:
        library._keep = whole


def taken_to_open(directory: Path) -> float:
    """The CPU milliseconds that a reader needs to take a version over."""
    started = time.process_time()
    open_index(directory)
    return (time.process_time() - started) * 1000


def shown(seconds: Sequence[float]) -> str:
    """The median and the spread."""
    return f"{median(seconds):.2f} CPU s ({min(seconds):.2f} to {max(seconds):.2f})"


if __name__ == "__main__":
    main()
