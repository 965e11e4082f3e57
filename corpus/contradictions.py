"""Statements that say the same but for one thing: a number, a "not", or a word and its opposite.

Sentences are compared without what can contradict: two that are the same but for one number, one word of negation or
one pair of opposites are named together. So are rows of tables with the same columns and the same first cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.finding import Finding
from corpus.passage import Passage
from corpus.sentences import sentences

NEGATION = frozenset(
    "not no never without cannot none nor neither nicht kein keine keinen keiner nie ohne nunca sin jamás ninguna "
    "ninguno tampoco".split()
)
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred thousand "
    "half quarter third once twice ein eine einen zwei drei vier fünf sechs sieben acht neun zehn zwölf einmal zweimal "
    "dreimal uno una dos tres cuatro cinco seis siete ocho nueve diez doce medio media".split()
)
_OPPOSITES = (
    "increase decrease, increases decreases, raise lower, raises lowers, more less, more fewer, higher lower, "
    "high low, before after, always never, safe unsafe, start stop, with without, daily weekly, hours days, "
    "days weeks, weeks months, minutes hours, best worst, inside outside, allowed forbidden, mehr weniger, vor nach, "
    "immer nie, erhöht senkt, höher niedriger, stunden tage, täglich wöchentlich, más menos, antes después, "
    "siempre nunca, aumenta disminuye, horas días, diario semanal"
)
_OPPOSITE: dict[str, set[str]] = defaultdict(set)
for _pair in _OPPOSITES.split(", "):
    _one, _other = _pair.split()
    _OPPOSITE[_one].add(_other)
    _OPPOSITE[_other].add(_one)
WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:['’]\w+)?")
_HOLE = "#"
_COUNTS = re.compile(r"(?:there (?:are|is)|the following|es gibt|hay)\b", re.I)  # of other things in each document
_FEWEST_WORDS = 6  # of a sentence without what may differ
_FEWEST_COLUMNS = 3  # of tables that stand under different headings


def is_telling(word: str) -> bool:
    """Whether two texts that differ in this word, in small letters, may contradict each other."""
    return _is_number(word) or word in NEGATION or word.endswith("n't")


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBERS


@dataclass(frozen=True, slots=True)
class _Statement:
    passage: Passage
    text: str
    words: tuple[str, ...]


def contradictions(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Findings at the later of each two statements that differ in one telling word; the nearest before it only."""
    held: dict[tuple[str, ...], list[_Statement]] = defaultdict(list)
    for passage in passages:
        if passage.kind not in ("text", "list"):
            continue
        for text in (sentence for line in passage.text.split("\n") for sentence in sentences(line)):
            one = _Statement(passage, text, tuple(_words(text)))
            if _COUNTS.match(text):
                continue
            bones = tuple(_HOLE if _is_number(word) else word for word in one.words if not _may_differ(word))
            if len([word for word in bones if word != _HOLE]) < _FEWEST_WORDS:
                continue
            before = next((other for other in reversed(held[bones]) if _contradicts(one, other)), None)
            if all(one.words != other.words for other in held[bones]):  # boilerplate is held once
                held[bones].append(one)
            if before:
                yield _finding(one.passage, before.passage, one.words, before.words)
    yield from _rows(passages)


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def _may_differ(word: str) -> bool:
    return word in NEGATION or word.endswith("n't") or word in _OPPOSITE


def _contradicts(one: _Statement, other: _Statement) -> bool:
    """Whether exactly one thing differs: a number for a number, a word for its opposite, or a negation more."""
    if len(one.words) != len(other.words):
        longer, shorter = sorted((one.words, other.words), key=len, reverse=True)
        return any(
            longer[:at] + longer[at + 1 :] == shorter and is_telling(word) and not _is_number(word)
            for at, word in enumerate(longer)
        )
    differing = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return False
    ((mine, others),) = differing
    return (_is_number(mine) and _is_number(others)) or others in _OPPOSITE.get(mine, ())


def _rows(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Rows of the same columns and name, of which a cell differs in numbers or a negation alone."""
    held: dict[tuple[str, ...], Passage] = {}
    for passage in passages:
        if passage.kind != "row":
            continue
        headers = tuple(header.lower() for header, _ in passage.cells)
        place = () if len(headers) >= _FEWEST_COLUMNS else (passage.heading.lower(),)
        key = (*headers, passage.cells[0][1].lower(), *place)
        before = held.setdefault(key, passage)
        if before is passage:
            continue
        for (_, mine), (_, others) in zip(passage.cells[1:], before.cells[1:], strict=True):
            differing = {*_words(mine)} ^ {*_words(others)}
            if differing and all(is_telling(word) for word in differing):
                yield _finding(passage, before, _words(mine), _words(others))
                break


def _finding(later: Passage, earlier: Passage, mine: Sequence[str], others: Sequence[str]) -> Finding:
    differing = sorted({*mine} ^ {*others})
    where = f"{earlier.document.path}:{earlier.lines[0]}"
    message = f"says the same as {where} but for {', '.join(differing)}: do they contradict each other?"
    return Finding(
        path=later.document.path, line=later.lines[0], severity="warning", code="contradiction", message=message
    )
