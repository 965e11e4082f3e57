"""What a reader makes of a file: a document of sections, each holding blocks in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.passage import Source

HEADING_LEVELS = 5  # below the title, which is Markdown's first of six


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph: its words with white space folded, and its first and last line, counted from 1."""

    text: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """An item of a list, without its bullet or number."""

    text: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a table.

    Attributes:
        cells: (header, cell) pairs, verbatim; an empty cell is "".
        lines: Its first and last line.
        first: Whether a new table begins with this row.
    """

    cells: tuple[tuple[str, str], ...]
    lines: tuple[int, int]
    first: bool = False


Block = Paragraph | ListItem | TableRow

_DISCLAIMER = re.compile(
    r"((medical|legal|important|health|general|website)\W+)*disclaimers?|haftungsausschluss|medizinischer hinweis|"
    r"(aviso|descargo|nota) (legal|de responsabilidad|médico|médica)|avertissement",
    re.I,
)

_NO_ADVICE = re.compile(
    r"""\b(?:this|these|our|the)\ (?:\w+\ )?(?:contents?|information|text|articles?|materials?|pages?|(?:web)?sites?|
            leaflet|guide|brochure|booklet|document|blog|factsheet|handout)\b [^.]*
        (?: \b(?:not|no|cannot|never)\b [^.]*
            \b(?:substitutes?|replace|replacement|place\ of|constitutes?|intended|meant)\b [^.]*
            \b(?:advice|doctor|physician|diagnosis|consultation|professional|treatment|visit)
        | \b(?:is|are)\ not\ (?:medical|professional)\ advice
        | \b(?:for|of)\ (?:general\ )?information(?:al)?(?:\ purposes)?\ only )""",
    re.I | re.X,
)


def is_disclaimer(heading: str) -> bool:
    """Whether a heading announces the disclaimer."""
    return bool(_DISCLAIMER.fullmatch(heading.strip(" :#*_.")))


def disclaims(text: str) -> bool:
    """Whether a paragraph says of itself that it is no advice, as disclaimers without a heading do."""
    return bool(_NO_ADVICE.search(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands under one heading.

    Attributes:
        headings: The headings it stands under, outermost first, without the document's title; () before the first.
        line: Where the section begins.
        blocks: Its paragraphs, list items and table rows in order.
        also_asked: The editor's phrasings of what people ask here; searched, never shown.
        asked_of_rows: The same of single rows of its tables, by the row's first cell.
    """

    headings: tuple[str, ...]
    line: int
    blocks: tuple[Block, ...]
    also_asked: tuple[str, ...] = ()
    asked_of_rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as read: what is known of it as a whole, and its sections in order."""

    source: Source
    sections: tuple[Section, ...]
