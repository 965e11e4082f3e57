"""Passage: the one type that the index eats and a reader is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PassageKind = Literal["text", "list", "row", "table", "disclaimer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is known of a document as a whole; all its passages share one.

    Attributes:
        id: The path below the documents folder without its suffix, with "/" between folders.
        path: The path below the documents folder, with "/" between folders.
        title: The document's title as published.
        url: Where the document is published, or "".
        publisher: Who publishes it, or "".
        reviewed: When its content was last reviewed, if stated.
        next_review: When it is due for its next review, if stated.
        language: A two-letter code (ISO 639-1).
        disclaimer: The publisher's disclaimer, verbatim, or "".
    """

    id: str
    path: str
    title: str
    url: str = ""
    publisher: str = ""
    reviewed: date | None = None
    next_review: date | None = None
    language: str = "en"
    disclaimer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of a document that can stand as an answer, verbatim.

    Attributes:
        id: Stable over edits elsewhere: "<source id>#<heading>.<n>", or "<source id>#<heading>/<first cell>" for a row.
        text: The words of the document. A table row names its headers: "Mechanism: ...; Used for: ...".
        headings: The headings it stands under, outermost first, without the document's title.
        kind: What it was in the document.
        cells: (header, cell) pairs, verbatim, of a "row"; empty for every other kind.
        document: The document it stands in.
        lines: Its first and last line in the file, counted from 1.
        also_asked: Phrasings by the editor of what people ask here; searched, never shown.
    """

    id: str
    text: str
    headings: tuple[str, ...]
    kind: PassageKind
    cells: tuple[tuple[str, str], ...] = ()
    document: Source
    lines: tuple[int, int]
    also_asked: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The nearest heading, or the document's title where there is none."""
        return self.headings[-1] if self.headings else self.document.title

    @property
    def section(self) -> tuple[str, tuple[str, ...]]:
        """What tells its section from all others: the document and the headings."""
        return self.document.id, self.headings
