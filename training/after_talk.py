"""Measure what a talk about something else does to questions that stand alone: nothing, they should be answered alike.

    python -m training.after_talk [CORPUS ...]

Every single question of each corpus is asked in a fresh chat, and in chats that have just had the answer to another
question, from another section. Judged by the model that is shipped. Printed by corpus: how many replies show the same,
how many that were right no longer are, and how many became right.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.answer import Answer
from bot.answering import Responder
from bot.question_sets import Asked, passes, read_set
from bot.settings import Settings
from training.examples import HERE, corpora, documents_of, indexed

TALKS = 3  # before each question, each in a chat of its own
OPENERS = frozenset({"direct", "paraphrase", "table"})  # kinds of questions that a talk begins with


def compared(corpus: Path) -> Iterator[str]:
    """For each question of a corpus and each talk before it "same", "lost", "gained" or "other"."""
    chooser = random.Random(5)
    with indexed(documents_of(corpus)) as index:
        settings = Settings(documents=documents_of(corpus), index=Path(), state=Path())
        responder = Responder(lambda: index, settings)
        alone = [(asked, responder.reply(asked.message)) for (asked,) in read_set(corpus / "questions.jsonl")]
        openers = [(asked, reply) for asked, reply in alone if asked.kind in OPENERS and passes(asked, reply)]
        for asked, first in alone:
            elsewhere = [opener for opener, reply in openers if _sections(reply).isdisjoint(_sections(first))]
            for number, opener in enumerate(chooser.sample(elsewhere, min(TALKS, len(elsewhere)))):
                chat = f"{asked.id}-{number}"
                responder.reply(opener.message, chat=chat)
                yield _change(asked, first, responder.reply(asked.message, chat=chat))
                responder.forget(chat)


def _sections(reply: Answer) -> set[tuple[str, tuple[str, ...]]]:
    hits = reply.passages or ((reply.runner_up,) if reply.runner_up else ())
    return {hit.passage.section for hit in hits}


def _change(asked: Asked, alone: Answer, later: Answer) -> str:
    if (alone.kind, _ids(alone)) == (later.kind, _ids(later)):
        return "same"
    return {(True, False): "lost", (False, True): "gained"}.get((passes(asked, alone), passes(asked, later)), "other")


def _ids(reply: Answer) -> list[str]:
    return [hit.passage.id for hit in reply.passages]


def table(changes: Sequence[tuple[str, Counter[str]]]) -> str:
    """What changed, by corpus and in all."""
    whole = sum((count for _, count in changes), Counter[str]())
    rows = [f"{'corpus':22} {'asked':>6} {'same':>6} {'lost':>6} {'gained':>6}"]
    for name, count in [*changes, ("all", whole)]:
        rows.append(f"{name:22} {count.total():6} {count['same']:6} {count['lost']:6} {count['gained']:6}")
    return "\n".join(rows)


def main() -> None:
    """Ask every question alone and after talk, and print what changes."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help="only these (all)")
    options = parser.parse_args()
    chosen = [HERE / name for name in options.corpora] or corpora()
    print(table([(corpus.name, Counter(compared(corpus))) for corpus in chosen]))


if __name__ == "__main__":
    main()
