"""Check what follow-ups take over, on conversations whose follow-ups a person has rewritten to stand alone.

    python -m training.follow_ups FOLDER

FOLDER holds JSON lines with `topic`, `turn`, `raw` (as asked) and `manual_rewrite`, as the topics of TREC CAsT 2019
(Dalton, Xiong and Callan) do. There are no passages: each rewrite stands for the passage that answers its turn, and a
turn is understood rightly where the passage shown is its own. Before each turn the passage of the turn before is taken
as shown. Printed for turns whose rewrite adds a word, and for those that stand alone: how many take something over, how
many find their own passage, and how many would by their own words.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bot.conversation import Reading
from bot.finding import Finding
from bot.library import reindex
from bot.lookup import look_up
from bot.memory import Memory
from bot.message import read_message
from bot.subject import note
from index.hit import Hit
from index.searching import Index
from index.storage import open_index

_BODY = "It is answered in this place."  # the shortest rewrites alone are too short to be shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn of a conversation.

    Attributes:
        topic: Which conversation it belongs to.
        raw: As asked.
        rewrite: As a person would have asked it alone.
    """

    topic: str
    raw: str
    rewrite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What became of a turn.

    Attributes:
        needs: Whether its rewrite has a word more than it has.
        takes: Whether something was taken over.
        found: Whether its own passage would be shown.
        alone: Whether it would have come first by the turn's own words.
    """

    needs: bool
    takes: bool
    found: bool
    alone: bool


def read_turns(folder: Path) -> list[Turn]:
    """The turns of every file of a folder, in order.

    Raises:
        ValueError: On a line that is not such an object; it names the file and the line.
    """
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                record = json.loads(line)
                raw, rewrite = str(record["raw"]).strip(), str(record["manual_rewrite"]).strip()
                found.append(Turn(topic=str(record["topic"]), raw=raw, rewrite=rewrite))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{path}:{number}: not a turn with its rewrite") from error
    return found


def follow(turns: Iterable[Turn]) -> Iterator[Understood]:
    """What becomes of each turn but the first of its conversation."""
    conversations = [list(group) for _, group in groupby(turns, key=lambda turn: turn.topic)]
    with tempfile.TemporaryDirectory() as scratch:
        documents, built = Path(scratch, "documents"), Path(scratch, "index")
        documents.mkdir()
        for number, conversation in enumerate(conversations):
            sections = "\n\n".join(f"## {turn.rewrite}\n\n{turn.rewrite} {_BODY}" for turn in conversation)
            Path(documents, f"{number}.md").write_text(f"# {number}\n\n{sections}\n", encoding="utf-8")
        reindex(documents, built)
        index = open_index(built)
        for number, conversation in enumerate(conversations):
            yield from _talk(str(number), conversation, index)


def _talk(document: str, conversation: Sequence[Turn], index: Index) -> Iterator[Understood]:
    own = [at for at in range(len(index)) if index.passages[at].document.id == document]
    memory = Memory()
    for at, turn in zip(own, conversation, strict=True):
        if at != own[0]:
            yield _understood(turn, at, memory, index)
        note(_shown(turn, at, index), memory, index)


def _shown(turn: Turn, at: int, index: Index) -> Finding:
    """The turn's own passage as the answer to it."""
    return Finding(
        reading=Reading(question=turn.rewrite),
        result=index.search(turn.rewrite),
        hits=(Hit(passage=index.passages[at], score=1.0, position=at),),
        evidence={},
        confidence=1.0,
    )


def _understood(turn: Turn, at: int, memory: Memory, index: Index) -> Understood:
    best = max(look_up(read_message(turn.raw), memory, index), key=lambda finding: finding.confidence)
    alone = index.search(turn.raw, top_k=1).hits
    return Understood(
        needs=not set(index.analyse_text(turn.rewrite)) <= set(index.analyse_text(turn.raw)),
        takes=bool(best.reading.takes),
        found=any(hit.position == at for hit in best.hits),
        alone=any(hit.position == at for hit in alone),
    )


def main() -> None:
    """Follow the conversations of a folder and print how they were understood."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    turns = list(follow(read_turns(parser.parse_args().folder)))
    for needs, name in ((True, "the rewrite adds a word"), (False, "stands alone")):
        group = [turn for turn in turns if turn.needs is needs]
        counts = ", ".join(
            f"{what} {sum(getattr(turn, field) for turn in group)}"
            for what, field in (("takes over", "takes"), ("finds its own", "found"), ("by its own words", "alone"))
        )
        print(f"{name:24} {len(group):4} turns: {counts}")


if __name__ == "__main__":
    main()
