"""Measure conversations: replay the dialogues of each corpus with a confidence learned on the other corpora.

    python -m training.dialogues [--failed] [CORPUS ...]

Each turn goes through `Responder`, as every front end asks it. A turn is passed where its reply is what the set asks
for and where what it says it took over from the turns before is not something else. Printed by corpus, and by what the
turn asks of a conversation.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Answer
from bot.answering import Responder
from bot.close_reading import judged_alone
from bot.confidence import Model, calibration, judging_by
from bot.question_sets import Asked, assumes_rightly, passes, read_set
from bot.settings import Settings
from training.examples import HERE, Example, all_examples, corpora, documents_of, indexed
from training.judge import learn

_KINDS = (
    ("which of them", re.compile(r"\b(?:which|what|any|either|each|all|both|some|none)(?: ones?)? of (?:them|the)\b")),
    ("the others", re.compile(r"\b(?:the |any )?(?:other (?:ones?|two|three|four|rows?)|others|rest|remaining)\b")),
    ("ordinal", re.compile(r"\bthe (?:first|second|third|fourth|last|former|latter)\b")),
    ("another one", re.compile(r"\b(?:what|how) about\b|\bsame\b|\bi mean|\bcompare|^(?:no|and|or)\b.* instead")),
    ("pronoun", re.compile(r"\b(?:it|its|it's|they|them|their|this|that|those|these|one|ones|there)\b")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn of a dialogue with its reply.

    Attributes:
        corpus: The name of the corpus.
        kind: What it asks of a conversation.
        asked: The turn.
        answer: The reply.
    """

    corpus: str
    kind: str
    asked: Asked
    answer: Answer

    @property
    def passed(self) -> bool:
        """Whether the reply is what was asked for, and took over nothing else than it should."""
        return passes(self.asked, self.answer) and assumes_rightly(self.asked, self.answer)


def kinds(dialogue: Sequence[Asked]) -> Iterator[str]:
    """What each turn of a dialogue asks of a conversation, told from its wording and from what is expected."""
    for number, asked in enumerate(dialogue):
        before = dialogue[number - 1] if number else None
        if before is None:
            yield "first"
        elif asked.expect:
            yield "aside"
        elif asked.alternatives is None:
            yield "not answered"
        elif asked.assumes is None:
            yield "new topic"
        elif before.expect:
            yield "after an aside"
        else:
            yield next((name for name, said in _KINDS if said.search(asked.message.lower())), "ellipsis")


def replay(corpus: Path, model: Model) -> Iterator[Turn]:
    """The turns of a corpus's dialogues, each dialogue in a chat of its own, judged by `model`."""
    with indexed(documents_of(corpus)) as index, judging_by(model), judged_alone():
        settings = Settings(documents=documents_of(corpus), index=Path(), state=Path())
        responder = Responder(lambda: index, settings)
        for number, dialogue in enumerate(read_set(corpus / "dialogues.jsonl")):
            for asked, kind in zip(dialogue, kinds(dialogue), strict=True):
                answer = responder.reply(asked.message, chat=str(number))
                yield Turn(corpus=corpus.name, kind=kind, asked=asked, answer=answer)


def main() -> None:
    """Learn leaving one corpus out, replay its dialogues, print what passed."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help="only these (all)")
    parser.add_argument("--failed", action="store_true", help="print the turns that did not pass")
    options = parser.parse_args()
    data = all_examples()
    chosen = [HERE / name for name in options.corpora] or corpora()
    turns = [turn for corpus in chosen for turn in replay(corpus, learn(_without(corpus.name, data), calibration()))]
    if options.failed:
        for turn in turns:
            if not turn.passed:
                print(failure(turn))
    print(table(turns, [turn.corpus for turn in turns]), table(turns, [turn.kind for turn in turns]), sep="\n\n")


def failure(turn: Turn) -> str:
    """A line on a turn that did not pass."""
    wanted = turn.asked.expect or ("a passage" if turn.asked.alternatives else "no passage")
    shown = ", ".join(hit.passage.id for hit in turn.answer.passages)
    took = f" [{turn.answer.assumed}]" if turn.answer.assumed else ""
    nearest = f" nearest {turn.answer.runner_up.passage.id}" if turn.answer.runner_up and not shown else ""
    return (
        f"{turn.asked.id} {turn.kind}: {turn.asked.message!r} wants {wanted}, got {turn.answer.kind} "
        f"{shown}{took}{nearest} ({turn.answer.confidence:.2f})"
    )


def table(turns: Sequence[Turn], groups: Sequence[str]) -> str:
    """Turns passed and asked by group, and the whole."""
    rows = []
    for group in [*sorted(set(groups)), "all"]:
        inside = [turn for turn, of in zip(turns, groups, strict=True) if group in (of, "all")]
        passed = sum(turn.passed for turn in inside)
        rows.append(f"{group:22} {passed:4} of {len(inside):4}  {100 * passed / max(len(inside), 1):5.1f} %")
    return "\n".join(rows)


def _without(corpus: str, data: Sequence[Example]) -> list[Example]:
    return [example for example in data if example.corpus != corpus]


if __name__ == "__main__":
    main()
