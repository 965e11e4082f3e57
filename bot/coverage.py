"""Coverage: which of the questions that people ask of a thing are answered, for each thing in the documents.

A question counts as answered where a passage is shown that names the thing and has words of the question's kind (its
signs); as weak where the passage has not, or was found and is not sure enough to be shown; as missing otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.answering import Responder
from bot.aspects import ASPECTS, Aspect, aspects_in
from bot.confidence import THRESHOLD
from bot.settings import Settings
from bot.things import Thing, things
from index.hit import Hit
from index.searching import Index

WEAK_SHARE = 0.5  # of the confidence that an answer needs

_PLURAL = re.compile(r"[^sui]s$")

State = Literal["answered", "weak", "missing"]
MARKS: Mapping[State, str] = {"answered": "+", "weak": "~", "missing": "."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One question of one thing.

    Attributes:
        question: As it was asked.
        state: "answered", "weak" or "missing".
        heading: Of the passage that is shown, or nearly; "" where there is none.
        passage_id: That passage's id.
    """

    question: str
    state: State
    heading: str
    passage_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A thing with its questions, by the names of ASPECTS."""

    thing: Thing
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The map.

    Attributes:
        rows: The things that most passages name, those first.
        left_out: How many things were not asked about.
    """

    rows: tuple[Row, ...]
    left_out: int

    def count(self, state: State) -> int:
        """How many questions are of that state."""
        return sum(cell.state == state for row in self.rows for cell in row.cells.values())

    def to_json(self) -> Iterator[dict[str, object]]:
        """A record for each question."""
        for row in self.rows:
            for aspect, cell in row.cells.items():
                yield {
                    "thing": row.thing.name,
                    "document": row.thing.document.id,
                    "aspect": aspect,
                    "question": cell.question,
                    "state": cell.state,
                    "heading": cell.heading,
                    "passage": cell.passage_id,
                }


def cover(index: Index, settings: Settings, *, limit: int) -> Coverage:
    """Ask every question of ASPECTS of the `limit` things that most passages name."""
    responder = Responder(lambda: index, settings)
    found = things(index)
    rows = tuple(_row(thing, responder, index) for thing in found[:limit])
    return Coverage(rows=rows, left_out=max(0, len(found) - limit))


def to_text(coverage: Coverage) -> str:
    """The map as a table, with what the marks mean."""
    if not coverage.rows:
        return "The documents name nothing that could be asked about."
    wide = max(len(row.thing.name) for row in coverage.rows)
    lines = [f"{'':{wide}}  {'  '.join(aspect.name for aspect in ASPECTS)}"]
    for row in coverage.rows:
        marks = "  ".join(f"{MARKS[cell.state]:^{len(name)}}" for name, cell in row.cells.items())
        lines.append(f"{row.thing.name:{wide}}  {marks}".rstrip())
    counted = ", ".join(f"{MARKS[state]} {coverage.count(state)} {state}" for state in MARKS)
    left = f"; {coverage.left_out} more things, see --limit" if coverage.left_out else ""
    return "\n".join([*lines, f"{counted}{left}"])


def _row(thing: Thing, responder: Responder, index: Index) -> Row:
    aspects = aspects_in(thing.document.language)
    return Row(thing=thing, cells={aspect.name: _cell(thing, aspect, responder, index) for aspect in aspects})


def _cell(thing: Thing, aspect: Aspect, responder: Responder, index: Index) -> Cell:
    template = aspect.many if _PLURAL.search(thing.name) else aspect.one
    question = template.format(thing=_in_a_sentence(thing.name, thing.document.language))
    answer = responder.reply(question)
    nearest = answer.passages[:1] or ((answer.runner_up,) if answer.confidence >= WEAK_SHARE * THRESHOLD else ())
    telling = any(_names(index, hit, thing) and aspect.signs.search(_all_words(hit)) for hit in answer.passages)
    hit = nearest[0] if nearest else None
    return Cell(
        question=question,
        state="answered" if telling else "weak" if hit else "missing",
        heading=hit.passage.heading if hit else "",
        passage_id=hit.passage.id if hit else "",
    )


def _names(index: Index, hit: Hit, thing: Thing) -> bool:
    title = index.analyse_text(hit.passage.document.title)
    return thing.terms <= {*index.passage_terms(hit.position), *title}


def _all_words(hit: Hit) -> str:
    passage = hit.passage
    return "\n".join((passage.text, *passage.headings, *passage.also_asked))


def _in_a_sentence(name: str, language: str) -> str:
    """A name without the capital that only begins a heading: "Green tea", but not "HER2" or "Parkinson"."""
    first, _, rest = name.partition(" ")
    return f"{first.lower()} {rest}" if rest and first.istitle() and language != "de" else name
