"""Document -> our Markdown; read again, it is the same document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.document import HEADING_LEVELS, Block, Document, ListItem, Section, TableRow, is_disclaimer
from corpus.formats import DATE_KEYS, TEXT_KEYS
from corpus.passage import Source

_INLINE = re.compile(r"([\\`*_\[\]]|<(?=[!?/a-zA-Z])|&(?=[#\w]))")
_MARK_AT_START = re.compile(r"^([#>~+=-])")
_NUMBER_AT_START = re.compile(r"^(\d{1,9})(?=[.)])")

Line = tuple[str, Block | None]


def write_markdown(document: Document, *, prompts: bool = False) -> str:
    """The document as Markdown with front matter; `prompts` puts unknown keys there to be filled in."""
    return "\n".join(line for line, _ in markdown_lines(document, prompts=prompts)) + "\n"


def markdown_lines(document: Document, *, prompts: bool = False) -> Iterator[Line]:
    """The lines of the Markdown, each with the block that it is, if it is one."""
    for line in _front(document, prompts):
        yield line, None
    yield from (("", None), (f"# {_heading(document.source.title)}", None))
    path: tuple[str, ...] = ()
    for number, section in enumerate(document.sections):
        for line in _opening(section, path, number == 0, document.source.title):
            yield from (("", None), (line, None))
        path = section.headings
        yield from _body(section.blocks)


def _front(document: Document, prompts: bool) -> Iterator[str]:
    import yaml

    source = document.source
    known = {key: value for key, value in _known(source).items() if key != "disclaimer" or not _has_section(document)}
    yield "---"
    for key, value in known.items():
        if value:
            yield from yaml.safe_dump({key: value}, allow_unicode=True, width=1_000_000).splitlines()
        elif prompts:
            yield f"{key}:"
    yield "---"


def _known(source: Source) -> dict[str, str | date | None]:
    keys = ("title", "url", "publisher", *DATE_KEYS, *(key for key in TEXT_KEYS if key in ("language", "disclaimer")))
    return {key: getattr(source, key) for key in keys}


def _has_section(document: Document) -> bool:
    return any(section.headings and is_disclaimer(section.headings[-1]) for section in document.sections)


def _opening(section: Section, before: tuple[str, ...], first: bool, title: str) -> Iterator[str]:
    """The headings that lead from the section before to this one, and its phrasings."""
    path = section.headings
    shared = 0
    while shared < min(len(path), len(before)) and path[shared] == before[shared]:
        shared += 1
    if shared == len(path) and not first and not section.also_asked:
        shared = max(shared - 1, 0)
        if not path:
            yield f"# {_heading(title)}"
    elif not path and before:
        yield f"# {_heading(title)}"
    for depth in range(shared, len(path)):
        yield f"{'#' * min(depth + 2, HEADING_LEVELS + 1)} {_heading(path[depth])}"
    if section.also_asked:
        yield f"<!-- people also ask: {' | '.join(section.also_asked)} -->"
    for row, asked in section.asked_of_rows.items():
        yield f"<!-- people also ask of {row}: {' | '.join(asked)} -->"


def _body(blocks: Sequence[Block]) -> Iterator[Line]:
    before: Block | None = None
    for block in blocks:
        if not (type(block) is type(before) and isinstance(block, ListItem | TableRow)) or _begins(block):
            yield "", None
        if isinstance(block, TableRow):
            if _begins(block) or not isinstance(before, TableRow):
                yield _row([header for header, _ in block.cells]), None
                yield _row(["---"] * len(block.cells), plain=True), None
            yield _row([cell for _, cell in block.cells]), block
        elif isinstance(block, ListItem):
            yield f"- {_escaped(block.text)}", block
        else:
            yield _escaped(block.text), block
        before = block


def _begins(block: Block) -> bool:
    return isinstance(block, TableRow) and block.first


def _row(cells: Sequence[str], *, plain: bool = False) -> str:
    shown = cells if plain else [_INLINE.sub(r"\\\1", cell).replace("|", r"\|") for cell in cells]
    return f"| {' | '.join(shown)} |"


def _heading(text: str) -> str:
    return re.sub(r"(#+)$", r"\\\1", _INLINE.sub(r"\\\1", text))


def _escaped(text: str) -> str:
    """Text in which nothing is taken for markup."""
    text = _INLINE.sub(r"\\\1", text)
    return _NUMBER_AT_START.sub(r"\1\\", _MARK_AT_START.sub(r"\\\1", text))
