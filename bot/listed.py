"""Which rows of a table a follow-up points to without naming them: "the second", "the other two", "which of them"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.memory import Memory
from bot.tables import MOST_ROWS, names_of_rows
from index.hit import QueryTerm
from index.searching import Index

# What may follow "the second" where a row is meant: not "the second dose".
_A_ROW = r"""(?: \ (?:ones?|rows?|types?|kinds?|class(?:es)?|groups?|options?|methods?
                    |therap(?:y|ies)|treatments?|drugs?|medicines?)\b
    | (?:\ of\ (?:them|these|those))\b | (?=['\u2019]s\b) | (?=\s*(?:[,.?!;:]|$|again\b))
    | (?=\ (?:is|are|was|were|do|does|did|has|have|can|for|in|then|too|work|works|used|given|taken|made|called)\b) )"""
_ORDINALS = tuple(
    re.compile(rf"\bthe\ (?:{words}){_A_ROW}", re.I | re.X)
    for words in ("first|former|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th", "last|latter")
)
_KINDS = "type kind class group option method therapy treatment drug medicine row"  # what any row may be called
_PEOPLE = "people person patient user someone anyone"  # of whom anything is asked
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_OTHER = re.compile(
    r"""\b(?: the\ other(?:\ (?:one|(?P<thing>(?!(?:two|three|four|five|\w+s)\b)\w+)))?
              (?=['\u2019]s\b|\s*(?:[,.?!;:]|$)|\ (?:is|are|was|does|do|for|has|too)\b)
        | (?:the\ )?(?P<many>others|(?:other|remaining)\ ones|rest(?!\ of\ (?:the|my|your)\ (?!table|rows))
            | (?:other|remaining)\ (?P<number>two|three|four|five)(?:\ \w+s)?
            | (?<=the\ )(?:other|remaining)\ (?P<noun>\w+s)) )\b""",
    re.I | re.X,
)
_EACH_OTHER = re.compile(r"\bone \w+ the other\b", re.I)  # "one over the other": of two things that are both named
_ONE_OF = re.compile(
    r"""^\W*(?:(?:and|so|but|ok)\ )*(?: (?:which|what)(?:\ ones?)?\ of\ (?:them|these|those|the\ (?:two|three|four))
        | (?:which|what)\ ones?
        | which(?=\ (?:is|has|are|have|needs?|takes?|works?|does|do|causes?|acts?|costs?)\b) )\b""",
    re.I | re.X,
)
# "The blue one", but not "the right one": words that tell one of several apart.
_DESCRIBED = re.compile(
    r"""\b(?:the|that)\ (?:anti[ -])?
        (?P<how>(?!(?:other|same|right|wrong|only|first|second|third|fourth|fifth|last|next|former|latter|best|worst|new|old|one)\b)
        [\w-]+(?:\ [\w-]+)?)\ one\b""",
    re.I | re.X,
)
_EACH = re.compile(
    r"""\b(?: (?:each|all|both|either)\ of\ (?:them|these|those) | (?:each|all|both)(?=\W*$) | each(?:\ one)?
        | both(?!\b.*\band) )\b""",
    re.I | re.X,
)
_COMPARES = re.compile(
    r"""\b(?: more | most | less | least | fewer | fewest | better | best | worse | worst
        | (?:fast|quick|slow|cheap|safe?|mild|strong|weak|long|short|high|low|new|old|eas|hard|simple?|gentle?|close?
            |great|small|large?|bigg|heav|light|rare?|common|likel)(?:i?er|i?est|r|st) )\b""",
    re.I | re.X,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """Rows that a question points to.

    Attributes:
        question: What it asks of them.
        rows: Their positions, in the table's order.
        how: "all" where they are meant together, "one" where one of them is asked for, "either" where the wording
            allows both.
        sure: Whether nothing else can be meant.
    """

    question: str
    rows: tuple[int, ...]
    how: str
    sure: bool


def of_anything(index: Index) -> frozenset[str]:
    """The terms by which a question names nothing of its own: what any row may be called, and people."""
    return frozenset(index.analyse_text(f"{_KINDS} {_PEOPLE}"))


def pointed(question: str, memory: Memory, index: Index) -> Pointed | None:
    """The rows that a question points to; None where it points to none."""
    listed = index.positions(memory.listed)
    for number, pattern in enumerate(_ORDINALS):
        if pattern.search(question):
            place = number if number < len(_ORDINALS) - 1 else len(listed) - 1
            rows = tuple(listed[place : place + 1])
            return Pointed(question=pattern.sub("it", question), rows=rows, how="all", sure=True) if rows else None
    if (others := _OTHER.search(question)) and not _EACH_OTHER.search(question):
        rows = _others(others, memory, listed, index)
        return Pointed(question=_OTHER.sub("", question), rows=rows, how="all", sure=True) if rows else None
    if len(listed) > 1:
        return _some_of(question, listed)
    return None


def described(question: str, index: Index) -> Pointed | None:
    """The row that "the blue one" means: the only one of its table that holds these words; None where it is none."""
    said = _DESCRIBED.search(question)
    if not said:
        return None
    found = index.search(said["how"])
    concepts = found.query.concepts.values()
    rows = [
        hit.position
        for hit in found.hits
        if hit.passage.kind == "row" and all(_holds(hit.position, terms, index) for terms in concepts)
    ]
    if len(rows) != 1:
        return None
    return Pointed(question=_DESCRIBED.sub("it", question), rows=tuple(rows), how="all", sure=False)


def _holds(position: int, terms: Sequence[QueryTerm], index: Index) -> bool:
    held = index.studies.of(position).below_headings
    return any(held.issuperset(term.term.split(" ")) for term in terms)


def side_by_side(question: str, memory: Memory, index: Index) -> Pointed | None:
    """The rows last shown, of which a question that names none of them may ask; None where it was not several."""
    rows = index.positions(memory.shown)
    several = 1 < len(rows) <= MOST_ROWS and all(index.passages[at].kind == "row" for at in rows)
    return Pointed(question=question, rows=tuple(rows), how="either", sure=False) if several else None


def _some_of(question: str, listed: Sequence[int]) -> Pointed | None:
    if (one := _ONE_OF.search(question)) and len(listed) <= MOST_ROWS + 1:
        how = "either" if _COMPARES.search(question) and len(listed) <= MOST_ROWS else "one"
        return Pointed(question=question, rows=tuple(listed), how=how, sure=" of " in one.group())
    if _EACH.search(question) and len(listed) <= MOST_ROWS:
        return Pointed(question=_EACH.sub("", question), rows=tuple(listed), how="all", sure=True)
    return None


def _others(said: re.Match[str], memory: Memory, listed: Sequence[int], index: Index) -> tuple[int, ...]:
    """The rows that "the other", "the others" or "the other two" mean beside those that were shown."""
    shown = index.positions(memory.shown)
    if not shown or index.passages[shown[0]].kind != "row":
        return ()
    table = list(names_of_rows(shown[0], index))
    beside = [at for at in listed if at not in shown]
    rest = [at for at in table if at not in shown]
    seen = index.positions(memory.apart)
    if (noun := said["noun"] or said["thing"]) and not _names_table(noun, shown[0], index):
        named = [at for at in rest if not set(index.analyse_text(noun)).isdisjoint(index.studies.of(at).called)]
        return tuple(named) if len(named) == 1 or said["many"] else ()
    further = [at for at in rest if at not in listed]
    if not said["many"]:
        unseen = ([at for at in rows if at not in seen] for rows in (beside, rest))
        return tuple(next((rows for rows in (*unseen, beside, rest) if len(rows) == 1), rest))
    wanted = _NUMBERS.get((said["number"] or "").lower(), 0)
    choices = [rows for rows in (further, beside, rest) if rows and len(rows) <= MOST_ROWS]
    return tuple(next((rows for rows in choices if len(rows) == wanted), choices[0] if choices else ()))


def _names_table(noun: str, position: int, index: Index) -> bool:
    """Whether a noun is what the first column of a table lists, or a word for any such thing."""
    listed = index.analyse_text(f"{index.passages[position].cells[0][0]} {_KINDS}")
    return not set(index.analyse_text(noun)).isdisjoint(listed)
