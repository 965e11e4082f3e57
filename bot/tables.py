"""Which rows of a table answer a question: one, several side by side, or the whole table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bot.asked_aspects import asked_aspects, asking, told_words
from bot.ranges import digits_of, rows_of_numbers
from corpus.passage import Passage, PassageKind
from index.hit import Hit, Query, QueryTerm, SearchResult, as_held
from index.searching import Index
from index.table_study import Table

_WHOLE = re.compile(
    r"""\b(?: all | every | each | whole | entire | list | tables? | chart | overview | summary | summari[sz]e | options
        | side\ by\ side | next\ to\ each\ other | comparison | compare
        | differen(?:t|ces?)\ (?:between|types|kinds|groups|classes|therapies|treatments|drugs)
        | (?:two|three|four|five|six)\ (?:\w+\ )?(?:types?|kinds?|therapies|treatments|drugs|groups|classes|rows)
        )\b""",
    re.I | re.X,
)
_SEVERAL = re.compile(
    # Not "which one lasts longest", nor "which drug lowers the pressure".
    r"\b(?:which|what)\s+(?!one\b)(?:\w+\s+)?(?!is\b|has\b|does\b|was\b|this\b)\w+s\s+"
    r"(?!(?:one|the|an?|it|its|my|your|their)\b)|\bones\b|\bare\b",
    re.I,
)
_COORDINATED = re.compile(
    r"\b(?:and|or|vs|versus|both|between|than|nor|respectively|differ\w*|compar\w+)\b|[,/&+]", re.I
)
_SIDE_BY_SIDE = re.compile(
    r"\b(?:differ(?:s|ent|ently|ences?)?|distinctions?|distinguish(?:es)?|contrasts?|compar(?:e[ds]?|ing|isons?))\b"
    r"(?: (?:between|from|to|with))?",
    re.I,
)
_IN_TABLE = re.compile(r"\b(?:table|row|column|chart|line|entry|overview|listing|heading)s?\b", re.I)
_WITHOUT = re.compile(
    r"\b(?:no|without|(?:n['\u2019]?t|not|never) (?:need|require|have|use|involve)s?)(?: (?:an?|any|the))?"
    r" ([a-z][\w-]+)",
    re.I,
)
_NONE = re.compile(r"^\W*(?:(?:none|no|not|nil|never|nothing)\b|$)", re.I)
MOST_ROWS = 4  # side by side; more is the whole table
_HEADER = 8.0  # the weight of a header that tells what is asked in other words: that of a rare word
_ENOUGH = 0.05  # of a question's weight: what another row must add to be shown beside the first


class RowsOfTables:
    """Which rows of tables, or which whole tables, to show for one question; each table is looked at once."""

    def __init__(self, result: SearchResult, index: Index) -> None:
        """Choose for what a search found."""
        self._result, self._index = result, index
        self._chosen = cache(self._choose)

    def beside(self, best: Hit) -> tuple[Hit, ...]:
        """The rows (or the whole table) to show where `best` is one of a table's; `best` itself otherwise."""
        if best.passage.kind not in ("row", "table"):
            return (best,)
        table = self._index.studies.table(best.position)
        return self._chosen(table, best.position == table.whole) or (best,)

    def _choose(self, table: Table, found_whole: bool) -> tuple[Hit, ...]:
        """Those of one table, of which as a whole was found or else a row; () where none stands out."""
        result, index = self._result, self._index
        concepts = result.query.concepts
        alternatives = _alternatives(concepts)
        covers = {position: _covered(alternatives, held) for position, held in table.held.items()}
        for position, numbers in rows_of_numbers(result.query.spelled, table).items():
            covers[position] |= {at for at, terms in concepts.items() if digits_of(terms[0].surface) in numbers.digits}
        chosen = _cover(covers, concepts, {hit.position: hit.score for hit in result.hits}, table)
        if len(chosen) > 1 and not coordinates(result.query.spelled) and not _named(chosen, result.query.names, index):
            called = [at for at in chosen if any(_calling(concepts, at, table))] or chosen
            chosen = [max(called, key=lambda at: (sum(concepts[n][0].importance for n in covers[at]), -at))]
        common = set.intersection(*covers.values()) if covers else set()
        if (without := _without(result.query.spelled, table, index)) and not _named(
            chosen, result.query.names, index, 1
        ):
            chosen = without
        elif len(chosen) == 1 and _SEVERAL.search(result.query.spelled) and covers[chosen[0]] - common:
            chosen = [position for position in covers if covers[position] == covers[chosen[0]]]
        if table.whole is not None and _wants_whole(result, chosen, found_whole, covers, common, index):
            return (as_hit(table.whole, result, index),)
        return tuple(as_hit(position, result, index) for position in chosen)


def _wants_whole(
    result: SearchResult,
    chosen: Sequence[int],
    found_whole: bool,
    covers: Mapping[int, set[int]],
    common: set[int],
    index: Index,
) -> bool:
    """Whether the whole table is asked for: by such words with no row named, or since no row stands out."""
    if len(chosen) > MOST_ROWS:
        return True
    typed = result.query.names
    named = any(typed.intersection(names) for names in names_of_rows(chosen[0], index).values()) if chosen else False
    if asks_whole(result.query.spelled) and not named:
        return True
    return found_whole and not any(covers[position] - common for position in chosen)


def _without(question: str, table: Table, index: Index) -> list[int]:
    """The rows of which a cell says none under the header of what a question wants none of: "which needs no X?" """
    for found in _WITHOUT.finditer(question):
        terms = {*index.analyse_text(found[1])}
        for column, (header, _) in enumerate(table.passages[table.rows[0]].cells if table.rows else ()):
            if terms and terms.issubset(index.analyse_text(header)):
                return [row for row in table.rows if _NONE.match(table.passages[row].cells[column][1])]
    return []


def _named(rows: Sequence[int], asked: frozenset[str], index: Index, fewest: int = 2) -> bool:
    """Whether the question calls so many of the rows by their names, by the terms `asked`."""
    names = names_of_rows(rows[0], index) if rows else {}
    return sum(bool(asked.intersection(names[row])) for row in rows) >= fewest


def asks_whole(question: str) -> bool:
    """Whether a question has words that ask for a whole table."""
    return bool(_WHOLE.search(question))


def asks_for_table(question: str, kind: PassageKind) -> bool:
    """Whether a question speaks of a table or a row, or asks for all of a table, and a passage is such a one."""
    return kind in ("row", "table") and bool(_IN_TABLE.search(question) or (kind == "table" and asks_whole(question)))


def told_by_table(question: str, kind: PassageKind, *, several: bool) -> frozenset[str]:
    """The words of a question, in lower case, that only ask for a table, a row or `several` of them, where it is such.

    Rows side by side tell the difference between what they are about.
    """
    if kind not in ("row", "table"):
        return frozenset()
    patterns = (_WHOLE, _IN_TABLE) if kind == "table" else (_SIDE_BY_SIDE, _IN_TABLE) if several else (_IN_TABLE,)
    return frozenset(word for at in patterns for found in at.findall(question) for word in found.lower().split())


def coordinates(question: str) -> bool:
    """Whether a question has words that join or compare several things."""
    return bool(_COORDINATED.search(question))


def names_of_rows(position: int, index: Index) -> Mapping[int, tuple[str, ...]]:
    """The terms that tell the rows of a table apart in its first column, by position."""
    return index.studies.table(position).names


def aspect_of(query: Query, passage: Passage, index: Index) -> str:
    """The header of the cell that a question is about, "" where none stands out; the row's own name is about none."""
    named = frozenset(index.analyse_text(passage.cells[0][1]))
    concepts = {at: terms for at, terms in query.concepts.items() if terms[0].term not in named}
    alternatives = _alternatives(concepts)
    asked, best, most = asking(query.spelled, asked_aspects(query.spelled)), "", 0.0
    for header, cell in passage.cells[1:]:
        held = frozenset(index.analyse_text(f"{header} {cell}"))
        weight = sum(concepts[number][0].importance for number in _covered(alternatives, held))
        weight += _HEADER * bool(told_words(asked, header))
        if weight > most:
            best, most = header, weight
    return best


def _alternatives(concepts: Mapping[int, Sequence[QueryTerm]]) -> Mapping[int, Sequence[Sequence[str]]]:
    """By the number of each word of a question, what may stand for it, each as the terms that must be held."""
    return {number: [term.term.split(" ") for term in terms] for number, terms in concepts.items()}


def _covered(alternatives: Mapping[int, Sequence[Sequence[str]]], held: frozenset[str]) -> set[int]:
    """The words of a question for which something stands among terms held."""
    return {number for number, terms in alternatives.items() if any(map(held.issuperset, terms))}


def _cover(
    covers: Mapping[int, set[int]],
    concepts: Mapping[int, Sequence[QueryTerm]],
    scores: Mapping[int, float],
    table: Table,
) -> list[int]:
    """The fewest rows that hold what the table holds of the question, in the table's order (greedy set cover).

    A word that a row is called by counts twice for that row, and not at all for others, which only mention it. Beside
    rows that the question calls by their names no others are shown.
    """
    weight = {number: terms[0].importance for number, terms in concepts.items()}
    whole = sum(weight.values()) or 1.0
    calls = {at: set(_calling(concepts, at, table)) for at in covers}
    names_some = set[int]().union(*calls.values())
    covers = {at: held - names_some | calls[at] for at, held in covers.items()}
    chosen: list[int] = []
    done: set[int] = set()
    while len(chosen) < len(covers):
        gains = {
            at: sum(weight[number] * (2 if number in calls[at] else 1) for number in held - done)
            for at, held in covers.items()
            if at not in chosen
        }
        best = max(gains, key=lambda at: (round(gains[at], 6), scores.get(at, 0.0), -at))
        if chosen and gains[best] < _ENOUGH * whole:
            break
        if not chosen and gains[best] <= 0:
            break
        chosen.append(best)
        done |= covers[best]
    called = [at for at in chosen if calls[at]]
    return sorted(called if len(called) > 1 else chosen)


def _calling(concepts: Mapping[int, Sequence[QueryTerm]], row: int, table: Table) -> Iterator[int]:
    """The words of a question that call a row; in "virtual colonoscopy" the second does not call the row of that name,
    where the first cell of another has both.
    """
    names, longer, before = table.names[row], table.longer[row], ""
    for number, terms in concepts.items():
        if any(term.term in names and (before, term.term) not in longer for term in as_held(terms)):
            yield number
        before = terms[0].term


def as_hit(position: int, result: SearchResult, index: Index) -> Hit:
    """A passage as a hit of a search that may not have found it."""
    found = next((hit for hit in result.hits if hit.position == position), None)
    score = result.hits[0].score if result.hits else 0.0
    return found or Hit(passage=index.passages[position], score=score, position=position)
