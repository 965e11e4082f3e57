"""A document while an importer gathers it, with all that is uncertain about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Block, Document, Section, TableRow
from corpus.formats import with_disclaimer
from corpus.passage import Source
from corpus.writing import Line, markdown_lines

_Place = Block | tuple[str, int]  # a block, or the words of a heading or key and at which time they stand there


class BrokenFile(ValueError):
    """A file that is not what its name says; its text is the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something for the editor to look at: a line of the Markdown, counted from 1, and what is uncertain there."""

    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file.

    Attributes:
        name: A file name for it, such as "kidney-stones.md".
        markdown: The document in our Markdown, front matter first.
        doubts: What was uncertain, in the order of the lines.
    """

    name: str
    markdown: str
    doubts: tuple[Doubt, ...]


@dataclass(slots=True)
class Draft:
    """Takes headings and blocks in the order of the file.

    Attributes:
        source: What the file says of itself.
    """

    source: Source
    _sections: list[Section] = field(default_factory=list)
    _path: list[tuple[int, str]] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _doubts: list[tuple[_Place, str]] = field(default_factory=list)
    _headings: list[str] = field(default_factory=list)

    def heading(self, level: int, text: str, doubt: str = "") -> None:
        """Begin a section; a first heading of level one is the title."""
        if not text:
            return
        self._close()
        if level == 1 and not self._sections and not self._path:
            self.source = replace(self.source, title=text)
        self._path = [(at, above) for at, above in self._path if at < level] + [(level, text)]
        self._headings.append(text)
        if doubt:
            self._doubts.append(((text, self._headings.count(text)), doubt))

    def top(self) -> None:
        """Leave all sections: what comes next stands under the title."""
        self._close()
        self._path = self._path[:1] if self._path and self._path[0] == (1, self.source.title) else []

    def add(self, block: Block, doubt: str = "") -> None:
        """Add a block to the section; an empty one is passed over."""
        if isinstance(block, TableRow) or block.text:
            self._blocks.append(block)
            if doubt:
                self._doubts.append((block, doubt))

    def extend(self, sections: Sequence[Section]) -> None:
        """Add sections that are ready."""
        self._close()
        self._sections.extend(sections)

    def doubt(self, why: str) -> None:
        """Name something uncertain about the last block, or about the document where there is none."""
        self._doubts.append((self._blocks[-1] if self._blocks else ("", 1), why))

    @property
    def level(self) -> int:
        """The level of the heading that the next block stands under; 1 at the beginning."""
        return self._path[-1][0] if self._path else 1

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks so far."""
        return (*(block for section in self._sections for block in section.blocks), *self._blocks)

    def finished(self, name: str) -> Imported:
        """The Markdown and its doubts."""
        self._close()
        document = with_disclaimer(self.source, self._sections)
        lines = list(markdown_lines(document, prompts=True))
        doubts = [Doubt(line=_line(lines, at), why=why) for at, why in [*self._doubts, *_missing(document)]]
        return Imported(
            name=name,
            markdown="\n".join(line for line, _ in lines) + "\n",
            doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
        )

    def _close(self) -> None:
        if self._blocks:
            path = [text for index, (_, text) in enumerate(self._path) if index or text != self.source.title]
            self._sections.append(Section(headings=tuple(path), line=0, blocks=tuple(self._blocks)))
            self._blocks = []


def _missing(document: Document) -> Iterator[tuple[_Place, str]]:
    """What the front matter ought to say and the file did not."""
    source = document.source
    for key, value in (("url", source.url), ("publisher", source.publisher), ("reviewed", source.reviewed)):
        if not value:
            yield (f"{key}:", 1), f"{key} is not stated in the file; fill it in"
    if not source.disclaimer:
        yield ("", 1), "no disclaimer was found; add a section headed Disclaimer"


def _line(lines: Sequence[Line], place: _Place) -> int:
    """The line of a block, or of a heading or key at its nth time; 1 for the document as a whole."""
    if not isinstance(place, tuple):
        return next((number for number, (_, block) in enumerate(lines, start=1) if block is place), 1)
    text, nth = place
    found = [number for number, (line, block) in enumerate(lines, start=1) if block is None and _says(line, text)]
    return found[min(nth, len(found)) - 1] if found and text else 1


def _says(line: str, text: str) -> bool:
    return line == text or (line.startswith("#") and line.lstrip("# ") == text)
