"""A reader for each file format, and READERS, which lists them.

A reader turns a file's text into a Document. To add a format, write one function here and one line in READERS.

Beside what everybody knows of it, our Markdown has one thing more: a comment in a section,

    <!-- people also ask: does it hurt? | is it painful? -->

gives phrasings under which what follows it is found as well, up to the next such comment or heading. They are searched
and never shown. Those of one row of a table name it by its first cell, anywhere in the table's section:

    <!-- people also ask of Green tea: which one is pale? -->
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from corpus.document import Block, Document, ListItem, Paragraph, Section, TableRow, disclaims, is_disclaimer
from corpus.passage import Source
from corpus.plain_text import read_plain_text

_ALSO_ASKED = re.compile(r"<!--\s*people also ask(?:\s+of\s+([^:|]*?))?\s*:(.*?)-->", re.I | re.S)
_HTML = re.compile(r"<!--.*?(-->|\Z)|<(script|style)\b.*?</\2>|<[!?/a-z][^>]*>", re.I | re.S)
DATE_KEYS = ("reviewed", "next_review")
TEXT_KEYS = ("title", "url", "publisher", "language", "disclaimer")
_WRITTEN_BARE = re.compile(
    rf"""^((?:{"|".join(TEXT_KEYS)}):[ \t]+)(?!"[^"]*"[ \t]*$|'[^']*'[ \t]*$|[|>])(\S.*?)[ \t]*$""", re.M
)


class BrokenFormat(ValueError):
    """A file that breaks its format; `line` is counted from 1."""

    def __init__(self, line: int, why: str) -> None:
        """Name the line and the reason."""
        super().__init__(why)
        self.line = line
        self.why = why


def read_markdown(text: str, identity: Source) -> Document:
    """Markdown with YAML front matter: title, url, publisher, reviewed, next_review, language, disclaimer.

    Raises:
        BrokenFormat: If the front matter is not YAML of these keys or is never closed.
    """
    from markdown_it import MarkdownIt  # only a rebuild reads documents

    front, body, skipped = front_matter(text)
    tokens = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").parse(body)
    sections = _Sections(offset=skipped)
    sections.read(tokens)
    title = str(front.get("title") or sections.title or identity.title)
    source = replace(identity, **{**_known(front), "title": title})
    return with_disclaimer(source, sections.finished(title))


def read_text(text: str, identity: Source) -> Document:
    """Plain text as people paste it, see plain_text.py."""
    title, sections = read_plain_text(text)
    return with_disclaimer(replace(identity, title=title or identity.title), sections)


READERS: Mapping[str, Callable[[str, Source], Document]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
}


def with_disclaimer(source: Source, sections: Sequence[Section]) -> Document:
    """The front matter's disclaimer, or the text of the section headed so, or of a paragraph that begins so."""
    sections = [piece for section in sections for piece in _announced(section)]
    if not source.disclaimer:
        headed = [section for section in sections if section.headings and is_disclaimer(section.headings[-1])]
        texts = [block.text for section in headed for block in section.blocks if not isinstance(block, TableRow)]
        source = replace(source, disclaimer="\n\n".join(texts) or _unannounced(sections))
    return Document(source=source, sections=tuple(sections))


def _unannounced(sections: Sequence[Section]) -> str:
    """A disclaimer that no heading announces: the last paragraph that says that it is no medical advice."""
    paragraphs = [block for section in sections for block in section.blocks if isinstance(block, Paragraph)]
    return next((block.text for block in reversed(paragraphs) if disclaims(block.text)), "")


def _announced(section: Section) -> Iterator[Section]:
    """A section, with a paragraph "Disclaimer: ..." and all behind it made a section of its own."""
    for index, block in enumerate(section.blocks):
        if not isinstance(block, Paragraph):
            continue
        label, _, rest = block.text.partition(":")
        if rest.strip() and is_disclaimer(label):
            if index:
                yield replace(section, blocks=section.blocks[:index])
            blocks = (replace(block, text=rest.strip()), *section.blocks[index + 1 :])
            yield Section(headings=(label,), line=block.lines[0], blocks=blocks)
            return
    yield section


def front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """The front matter, the text behind it, and how many lines were taken off.

    Raises:
        BrokenFormat: If it is never closed, is not YAML of keys and values, or holds a wrong value.
    """
    opening = re.match(r"---[ \t]*\n", text)
    if opening is None:
        return {}, text, 0
    end = re.search(r"^(---|\.\.\.)[ \t]*$", text[opening.end() :], re.M)
    if end is None:
        raise BrokenFormat(1, "its front matter is opened with --- and never closed")
    import yaml

    head, body = text[opening.end() :][: end.start()], text[opening.end() + end.end() :]
    try:
        try:
            front = yaml.safe_load(head) or {}
        except yaml.YAMLError:
            # Editors write "title: Coeliac disease: tests and diet", which YAML reads as a key within a value.
            front = yaml.safe_load(_WRITTEN_BARE.sub(lambda line: line[1] + json.dumps(line[2]), head))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BrokenFormat(2 + (mark.line if mark else 0), "its front matter is not valid YAML") from error
    if not isinstance(front, dict):
        raise BrokenFormat(2, "its front matter is not a list of keys and values")
    _refuse_wrong_values(front, head)
    return front, body, head.count("\n") + 1


def _known(front: Mapping[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {key: " ".join(str(front[key]).split()) for key in TEXT_KEYS if front.get(key)}
    for key in DATE_KEYS:
        value = front.get(key) or None
        known[key] = value.date() if isinstance(value, datetime) else value
    return known


def _refuse_wrong_values(front: Mapping[str, Any], head: str) -> None:
    for key, value in front.items():
        line = 2 + next((at for at, text in enumerate(head.split("\n")) if text.startswith(str(key))), 0)
        if key in DATE_KEYS and value and not isinstance(value, date):
            raise BrokenFormat(line, f"{key} must be a date such as 2026-03-31, not {str(value)[:40]!r}")
        if key in TEXT_KEYS and isinstance(value, list | dict):
            raise BrokenFormat(line, f"{key} must be a text, not a list")


@dataclass(slots=True)
class _Sections:
    """Walks over the tokens of a Markdown file and gathers its sections.

    Attributes:
        offset: How many lines of the file stand before the tokens' first line.
        title: The text of the first heading of level one.
    """

    offset: int
    title: str = ""
    _done: list[Section] = field(default_factory=list)
    _path: list[tuple[int, str]] = field(default_factory=list)
    _line: int = 1
    _blocks: list[Block] = field(default_factory=list)
    _asked: list[str] = field(default_factory=list)
    _asked_of_rows: dict[str, list[str]] = field(default_factory=dict)

    def read(self, tokens: Sequence[Any]) -> None:
        """Take in all tokens."""
        stream = iter(tokens)
        depth = 0
        item: list[Any] = []
        for token in stream:
            if token.type in ("heading_open", "table_open", "fence", "code_block", "html_block"):
                self._flush_item(item)
            if token.type == "heading_open":
                self._open(int(token.tag[1]), _plain(next(stream)), token.map[0] + self.offset + 1)
            elif token.type == "table_open":
                self._blocks.extend(self._rows(stream))
            elif token.type == "list_item_open":
                self._flush_item(item)
                depth += 1
            elif token.type == "list_item_close":
                self._flush_item(item)
                depth -= 1
            elif token.type == "inline" and depth:
                item.append(token)
            elif token.type == "inline" or token.type in ("fence", "code_block"):
                self._blocks.append(Paragraph(text=_plain(token), lines=self._lines(token)))
            elif token.type == "html_block":
                self._html(token)
        self._blocks = [block for block in self._blocks if isinstance(block, TableRow) or block.text]

    def finished(self, title: str) -> tuple[Section, ...]:
        """All sections that hold something, without the title among their headings."""
        self._close()
        return tuple(
            replace(section, headings=tuple(h for i, h in enumerate(section.headings) if i or h != title))
            for section in self._done
            if section.blocks
        )

    def _open(self, level: int, heading: str, line: int) -> None:
        self._close()
        self.title = self.title or (heading if level == 1 else "")
        self._path = [(at, text) for at, text in self._path if at < level] + [(level, heading)]
        self._line = line

    def _close(self) -> None:
        blocks = tuple(block for block in self._blocks if isinstance(block, TableRow) or block.text)
        headings = tuple(text for _, text in self._path)
        self._done.append(
            Section(
                headings=headings,
                line=self._line,
                blocks=blocks,
                also_asked=tuple(self._asked),
                asked_of_rows={row: tuple(asked) for row, asked in self._asked_of_rows.items()},
            )
        )
        self._blocks, self._asked, self._asked_of_rows = [], [], {}

    def _flush_item(self, item: list[Any]) -> None:
        if item:
            text = " ".join(_plain(token) for token in item)
            lines = (self._lines(item[0])[0], self._lines(item[-1])[1])
            self._blocks.append(ListItem(text=text, lines=lines))
            item.clear()

    def _rows(self, stream: Iterator[Any]) -> Iterator[TableRow]:
        headers: list[str] = []
        cells: list[str] = []
        lines = (0, 0)
        first = True
        for token in stream:
            if token.type == "table_close":
                return
            if token.type == "tr_open":
                cells, lines = [], self._lines(token)
            elif token.type == "inline":
                cells.append(_plain(token))
            elif token.type == "tr_close" and not headers:
                headers = cells
            elif token.type == "tr_close" and any(cells):
                yield TableRow(cells=tuple(zip(headers, cells, strict=False)), lines=lines, first=first)
                first = False

    def _lines(self, token: Any) -> tuple[int, int]:
        first, last = token.map or (0, 1)
        return first + self.offset + 1, last + self.offset

    def _html(self, token: Any) -> None:
        """The phrasings in a comment; or else the words of raw HTML, without its tags."""
        for row, found in _ALSO_ASKED.findall(token.content):
            asked = [" ".join(one.split()) for one in found.split("|") if one.strip()]
            if row:
                self._asked_of_rows.setdefault(" ".join(row.split()), []).extend(asked)
                continue
            if self._blocks:
                self._close()
            self._asked = asked
        words = " ".join(html.unescape(_HTML.sub(" ", token.content)).split())
        if words:
            self._blocks.append(Paragraph(text=words, lines=self._lines(token)))


def _plain(token: Any) -> str:
    """The words of an inline token without its markup, white space folded."""
    if token.children is None:
        return " ".join(token.content.split())
    pieces = (
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children
        if child.type in ("text", "code_inline", "softbreak", "hardbreak", "text_special")
        or (child.type == "image" and child.content)
    )
    return " ".join("".join(pieces).split())
