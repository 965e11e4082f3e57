"""Which rows of a table answer a question: one, several side by side, or the whole table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.asked_aspects import asked_aspects, told_words
from corpus.passage import Passage, PassageKind
from index.hit import Hit, Query, QueryTerm, SearchResult
from index.searching import Index
from index.studies import Table

_WHOLE = re.compile(
    r"""\b(?: all | every | each | whole | entire | list | tables? | chart | overview | summary | summari[sz]e | options
        | side\ by\ side | next\ to\ each\ other | comparison | compare
        | differen(?:t|ces?)\ (?:between|types|kinds|groups|classes|therapies|treatments|drugs)
        | (?:two|three|four|five|six)\ (?:\w+\ )?(?:types?|kinds?|therapies|treatments|drugs|groups|classes|rows)
        )\b""",
    re.I | re.X,
)
_SEVERAL = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+)?(?!is\b|has\b|does\b|was\b|this\b)\w+s\s+(?!one\b)|\bones\b|\bare\b", re.I
)
_COORDINATED = re.compile(
    r"\b(?:and|or|vs|versus|both|between|than|nor|respectively|differ\w*|compar\w+)\b|[,/&+]", re.I
)
_IN_TABLE = re.compile(r"\b(?:table|row|column|chart|line|entry|overview|listing|heading)s?\b", re.I)
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
        concepts = result.query.concepts()
        covers = {position: _covered(concepts, _held(position, table, index)) for position in table.rows}
        chosen = _cover(covers, concepts, {hit.position: hit.score for hit in result.hits}, table.names)
        if len(chosen) > 1 and not _COORDINATED.search(result.query.spelled) and not _named(chosen, concepts, index):
            chosen = [max(chosen, key=lambda at: (sum(concepts[n][0].importance for n in covers[at]), -at))]
        common = set.intersection(*covers.values()) if covers else set()
        if len(chosen) == 1 and _SEVERAL.search(result.query.spelled) and covers[chosen[0]] - common:
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
    typed = {term.term for term in result.query.terms if term.origin != "synonym"}
    named = any(typed.intersection(names) for names in names_of_rows(chosen[0], index).values()) if chosen else False
    if asks_whole(result.query.spelled) and not named:
        return True
    return found_whole and not any(covers[position] - common for position in chosen)


def _named(rows: Sequence[int], concepts: Mapping[int, Sequence[QueryTerm]], index: Index) -> bool:
    """Whether the question calls several of the rows by their names."""
    asked = {term.term for terms in concepts.values() for term in terms if term.origin != "synonym"}
    names = names_of_rows(rows[0], index)
    return sum(bool(asked.intersection(names[row])) for row in rows) > 1


def asks_whole(question: str) -> bool:
    """Whether a question has words that ask for a whole table."""
    return bool(_WHOLE.search(question))


def asks_for_table(question: str, kind: PassageKind) -> bool:
    """Whether a question speaks of a table or a row, or asks for all of a table, and a passage is such a one."""
    return kind in ("row", "table") and bool(_IN_TABLE.search(question) or (kind == "table" and asks_whole(question)))


def told_by_table(question: str, kind: PassageKind) -> frozenset[str]:
    """The words of a question, in lower case, that only ask for a table or a row, where a passage is such a one."""
    if kind not in ("row", "table"):
        return frozenset()
    patterns = (_WHOLE, _IN_TABLE) if kind == "table" else (_IN_TABLE,)
    return frozenset(word for at in patterns for found in at.findall(question) for word in found.lower().split())


def names_of_rows(position: int, index: Index) -> Mapping[int, tuple[str, ...]]:
    """The terms that tell the rows of a table apart in its first column, by position."""
    return index.studies.table(position).names


def aspect_of(query: Query, passage: Passage, index: Index) -> str:
    """The header of the cell that a question is about, "" where none stands out; the row's own name is about none."""
    named = frozenset(index.analyse_text(passage.cells[0][1]))
    concepts = {at: terms for at, terms in query.concepts().items() if terms[0].term not in named}
    aspects, best, most = asked_aspects(query.spelled), "", 0.0
    for header, cell in passage.cells[1:]:
        held = frozenset(index.analyse_text(f"{header} {cell}"))
        weight = sum(concepts[number][0].importance for number in _covered(concepts, held))
        weight += _HEADER * bool(told_words(query.spelled, aspects, header))
        if weight > most:
            best, most = header, weight
    return best


def _held(position: int, table: Table, index: Index) -> frozenset[str]:
    """The terms of a row, less those that only the headings hold and that other rows are called by.

    In a document called "Drug A" all rows stand under that name, and yet only one is about A.
    """
    row = index.studies.of(position)
    return row.held - (frozenset[str]().union(*table.names.values()) - row.below_headings)


def _covered(concepts: Mapping[int, Sequence[QueryTerm]], held: frozenset[str]) -> set[int]:
    return {
        number for number, terms in concepts.items() if any(held.issuperset(term.term.split(" ")) for term in terms)
    }


def _cover(
    covers: Mapping[int, set[int]],
    concepts: Mapping[int, Sequence[QueryTerm]],
    scores: Mapping[int, float],
    names: Mapping[int, Sequence[str]],
) -> list[int]:
    """The fewest rows that hold what the table holds of the question, in the table's order (greedy set cover).

    A word that a row is called by counts twice for that row: others only mention it. Beside rows that the question
    calls by their names no others are shown.
    """
    weight = {number: terms[0].importance for number, terms in concepts.items()}
    whole = sum(weight.values()) or 1.0
    calls = {at: {number for number, terms in concepts.items() if terms[0].term in names[at]} for at in covers}
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


def as_hit(position: int, result: SearchResult, index: Index) -> Hit:
    """A passage as a hit of a search that may not have found it."""
    found = next((hit for hit in result.hits if hit.position == position), None)
    score = result.hits[0].score if result.hits else 0.0
    return found or Hit(passage=index.passages[position], score=score, position=position)
