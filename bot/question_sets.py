"""Question sets: messages with what a good reply must hold, and how a bot's replies to them are scored.

A set is a JSON-lines file of objects with `id` and, for a single message, `q`, `kind` and what is expected:

- `answer`: alternatives, each a list of quotations that one reply must hold together; null where no passage answers.
- `gold`: alternatives, each `{"must": [stems]}`, where "|" separates equal choices; null likewise.
- `parts`: for a message of several questions, such alternatives for each of them.
- `expect`: the kind of reply: "emergency", "selfharm", "advice", "smalltalk" or "normal" (no safety reply).
- `assumes`: what a follow-up is about, as its document calls it; null where it may take nothing over.

A line with `turns` is a dialogue: a list of such messages, asked in one fresh chat.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from bot.answer import Answer
from bot.answering import Responder
from index.hit import Hit

SCORED_CHARACTERS = 1200  # of a reply's passages; an answer that comes later is not seen on a phone
_SAFETY = ("emergency", "selfharm", "advice")
_DASHES_QUOTES_SPACES = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        "\u2019": "'",
        "\u2018": "'",
        "\u201c": '"',
        "\u201d": '"',
    }
)

Alternatives = list[list[list[str]]]
"""Alternatives of stems that must all be held, each stem a list of equal choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One message of a set.

    Attributes:
        id: As in the file.
        message: What is asked.
        kind: For the table of results.
        alternatives: What a good reply holds; None where no passage answers.
        parts: The same for each question of a message that asks several.
        expect: The kind of reply that is expected, "" where any is.
        assumes: What a follow-up takes over; None where it must take over nothing, "" where nothing is said of it.
    """

    id: str
    message: str
    kind: str
    alternatives: Alternatives | None
    parts: tuple[Alternatives, ...] = ()
    expect: str = ""
    assumes: str | None = ""


@dataclass(slots=True)
class Tally:
    """Passed and asked, by kind, and what failed."""

    passed: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    failed: list[tuple[Asked, Answer]] = field(default_factory=list)

    def count(self, asked: Asked, answer: Answer) -> bool:
        """Score one reply."""
        good = passes(asked, answer)
        self.asked[asked.kind] = self.asked.get(asked.kind, 0) + 1
        self.passed[asked.kind] = self.passed.get(asked.kind, 0) + good
        if not good:
            self.failed.append((asked, answer))
        return good


def read_set(path: Path) -> Iterator[tuple[Asked, ...]]:
    """The dialogues of a set, in order; a single message is a dialogue of one.

    Raises:
        ValueError: On a line that is not such an object; it names the file and the line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            turns = record.get("turns") or [record]
            kind = "turn" if "turns" in record else ""
            yield tuple(_asked(turn, record["id"], kind) for turn in turns)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path}:{number}: not a question with what its reply must hold") from error


def run(responder: Responder, paths: Sequence[Path]) -> Tally:
    """Ask every message of the sets and score the replies."""
    tally = Tally()
    for path in paths:
        for number, dialogue in enumerate(read_set(path)):
            chat = f"{path}:{number}"
            for asked in dialogue:
                tally.count(asked, responder.reply(asked.message, chat=chat))
            responder.forget(chat)
    return tally


def passes(asked: Asked, answer: Answer) -> bool:
    """Whether a reply is what the set asks for."""
    if asked.expect == "normal":
        return answer.kind not in _SAFETY
    if asked.expect:
        return answer.kind == asked.expect and (asked.expect == "advice" or not answer.passages)
    if asked.alternatives is None:
        return not answer.passages or answer.kind == "advice"
    if answer.kind != "answer":
        return False
    text = shown_text(answer.passages)
    return all(_held(text, part) for part in (asked.parts or (asked.alternatives,)))


def assumes_rightly(asked: Asked, answer: Answer) -> bool:
    """Whether what a reply says it took over, if anything, is what the set says it should."""
    if not answer.assumed or asked.assumes == "":
        return True
    return asked.assumes is not None and folded(asked.assumes) in folded(answer.assumed)


def held_by(hits: Sequence[Hit], asked: Asked) -> bool:
    """Whether passages hold what is asked for, or for a message of several questions one part of it."""
    text = shown_text(hits)
    return any(_held(text, part) for part in (asked.parts or (asked.alternatives or [],)))


def shown_text(hits: Sequence[Hit]) -> str:
    """Passages with their headings, folded, as far as they count."""
    pieces = (f"{hit.passage.heading}\n{hit.passage.text}" for hit in hits)
    return folded("\n".join(pieces)[:SCORED_CHARACTERS])


def to_text(tally: Tally) -> str:
    """A table of passed and asked by kind, and the whole."""
    rows = [f"{kind:14} {tally.passed[kind]:4} of {asked:4}" for kind, asked in sorted(tally.asked.items())]
    passed, asked = sum(tally.passed.values()), sum(tally.asked.values())
    return "\n".join([*rows, f"{'all':14} {passed:4} of {asked:4}  {100 * passed / max(asked, 1):.1f} %"])


def _asked(turn: dict[str, Any], identifier: str, kind: str) -> Asked:
    alternatives = turn["gold"] if "gold" in turn else turn.get("answer")
    return Asked(
        id=str(identifier),
        message=str(turn["q"]),
        kind=kind or str(turn.get("kind") or turn.get("expect") or "question"),
        alternatives=None if alternatives is None else _alternatives(alternatives),
        parts=tuple(_alternatives(part) for part in turn.get("parts", ())),
        expect=str(turn.get("expect", "")),
        assumes=turn.get("assumes", ""),
    )


def _alternatives(alternatives: list[Any]) -> Alternatives:
    return [
        [stem.split("|") for stem in one["must"]]
        if isinstance(one, dict)
        else [[folded(quote)] for quote in cast(list[str], one)]
        for one in alternatives
    ]


def _held(text: str, alternatives: Alternatives) -> bool:
    return any(all(any(choice in text for choice in stem) for stem in one) for one in alternatives)


def folded(text: str) -> str:
    """Text to be compared: small letters, plain dashes and quotation marks, single spaces."""
    return " ".join(text.lower().translate(_DASHES_QUOTES_SPACES).split())
