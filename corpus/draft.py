"""A document while an importer gathers it, with all that is uncertain about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.document import Block, Document, Section, TableRow
from corpus.formats import with_disclaimer
from corpus.passage import Source
from corpus.stated import Stated, language_of, says_only, stated_in
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
    _marked: int = 1
    _closed: tuple[str, ...] = ()

    def heading(self, level: int, text: str, doubt: str = "") -> None:
        """Begin a section; a first heading of level one is the title."""
        if not text:
            return
        self._close(before=level)
        if level == 1 and not self._sections and not self._path:
            self.source = replace(self.source, title=text)
        self._path = [(at, above) for at, above in self._path if at < level] + [(level, text)]
        self._headings.append(text)
        self._marked = level
        if doubt:
            self._doubts.append(((text, self._headings.count(text)), doubt))

    def bold_heading(self, text: str) -> None:
        """Begin a section at a bold line: one level below the heading that the file itself marks as one.

        The first of all is the title, where the file states none but its name.
        """
        if not self._headings and not self.blocks and self.source.title == self.source.id:
            self.heading(1, text, "this bold line was taken for the title")
            return
        marked = self._marked
        self.heading(marked + 1, text, "this bold line was taken for a heading")
        self._marked = marked

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is added within stands under headings of its own; what comes behind it stands where it stood before."""
        path, marked = self._path, self._marked
        yield
        if self._path != path:
            self._close(before=0)
            self._path, self._marked = path, marked

    def top(self) -> None:
        """Leave all sections: what comes next stands under the title."""
        self._close()
        self._path = self._path[:1] if self._path and self._path[0] == (1, self.source.title) else []
        self._marked = 1

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
    def last(self) -> Block | None:
        """The last block, None at the beginning of a section."""
        return self._blocks[-1] if self._blocks else None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks so far."""
        return (*(block for section in self._sections for block in section.blocks), *self._blocks)

    def finished(self, name: str) -> Imported:
        """The Markdown and its doubts."""
        self._close(before=0)
        self._fill_in()
        document = with_disclaimer(self.source, self._sections)
        lines = list(markdown_lines(document, prompts=True))
        doubts = [Doubt(line=_line(lines, at), why=why) for at, why in [*self._doubts, *_missing(document)]]
        return Imported(
            name=name,
            markdown="\n".join(line for line, _ in lines) + "\n",
            doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
        )

    def _fill_in(self) -> None:
        """Fill what the front matter lacks from what the text says of itself; each value is a doubt."""
        texts = [block.text for block in self.blocks if not isinstance(block, TableRow)]
        spoken = [self.source.title, *self._headings, *texts]
        taken = [found for found in stated_in(texts) if not getattr(self.source, found.key)]
        for found in taken:
            self._take(found)
        self._leave_out([found.said for found in taken])
        if not self.source.language:
            code = language_of(spoken)
            if code == "en":
                self.source = replace(self.source, language=code)
            else:
                self._take(Stated(key="language", value=code, why=f"the words look like language {code}; compare it"))

    def _leave_out(self, said: Sequence[str]) -> None:
        """Take paragraphs off that say nothing but what now stands in the front matter."""
        for number, section in enumerate(self._sections):
            kept = tuple(one for one in section.blocks if isinstance(one, TableRow) or not says_only(one.text, said))
            self._sections[number] = replace(section, blocks=kept)

    def _take(self, found: Stated) -> None:
        known: dict[str, Any] = {found.key: found.value}
        self.source = replace(self.source, **known)
        self._doubts.append(((f"{found.key}:", 1), found.why))

    def _close(self, before: int | None = None) -> None:
        """End the section; `before` is the level of the heading that comes next, 0 at the end of the file.

        A heading with nothing under it is kept where the next one is not below it.
        """
        path = tuple(text for index, (_, text) in enumerate(self._path) if index or text != self.source.title)
        is_empty = not self._blocks and before is not None and path and path != self._closed
        if self._blocks or (is_empty and before is not None and before <= self._path[-1][0]):
            self._sections.append(Section(headings=path, line=0, blocks=tuple(self._blocks)))
            self._blocks = []
            self._closed = path


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
    if text.endswith(":") and line.startswith(f"{text} "):
        return True  # a key of the front matter and its value
    return line == text or (line.startswith("#") and line.lstrip("# ") == text)
