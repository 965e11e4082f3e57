"""A PDF with a text layer -> a draft, read by pdfplumber: larger or bold lines are headings."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.document import ListItem, Paragraph, TableRow
from corpus.draft import BrokenFile, Draft
from corpus.passage import Source
from corpus.pasted_lines import BULLET
from corpus.pdf_lines import lines_of_page
from corpus.pdf_tables import PrintedLine

_LARGER = 1.12  # times the size of the body text: a heading
_APART = 0.75  # times the size of a line: the gap to the line above begins a paragraph
_LONGEST_HEADING = 90  # characters
_NOWHERE = (0, 0)
_HEADERS = "this table's first row was taken for its headers; compare it with the original"
_WITHOUT_LINES = "this table has no lines around its cells and was rebuilt from where they stand; compare it"


def import_pdf(content: bytes, source: Source) -> Draft:
    """The text layer of a PDF.

    Raises:
        ModuleNotFoundError: If pdfplumber is not installed.
        BrokenFile: If it is not a PDF, is encrypted or has no text layer.
    """
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            title = str((pdf.metadata or {}).get("Title") or "")
            pages = [list(lines_of_page(page)) for page in pdf.pages]
    except (PDFException, PdfminerException, ValueError, KeyError, TypeError) as error:
        raise BrokenFile("is not a PDF that can be read, or needs a password") from error
    if not any(pages):
        raise BrokenFile("has no text layer; have its text recognised (OCR) first")
    draft = Draft(source=replace(source, title=" ".join(title.split()) or source.title))
    _read(_without_margins(pages, draft), draft)
    return draft


def _without_margins(pages: Sequence[Sequence[PrintedLine]], draft: Draft) -> list[PrintedLine]:
    """All lines in order without page numbers and what stands at the top or foot of most pages."""
    edges = Counter(key for page in pages for key in {_key(line) for line in (*page[:1], *page[-1:]) if line.text})
    repeated = {key for key, count in edges.items() if key == "#" or (count > 1 and count * 2 > len(pages))}
    kept: list[PrintedLine] = []
    for number, page in enumerate(pages):
        for index, line in enumerate(page):
            if index in (0, len(page) - 1) and line.text and _key(line) in repeated:
                if number == 0 and _key(line) != "#":
                    draft.doubt(f"left out from the top or foot of every page: {line.text}")
            else:
                kept.append(line)
    return kept


def _key(line: PrintedLine) -> str:
    return re.sub(r"(page|seite|página)?\s*\d+(\s*(of|/|von|de)\s*\d+)?", "#", line.text.lower()).strip(" -–|")


def _read(lines: Sequence[PrintedLine], draft: Draft) -> None:
    printed = [line for line in lines if line.text]
    weights = Counter[float]()
    for line in printed:
        weights[line.size] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 1.0
    sizes = sorted({line.size for line in printed if line.size > body * _LARGER}, reverse=True)
    for group in _groups(lines, body):
        first = group[0]
        text, doubt = _joined([line.text for line in group])
        if first.rows:
            _add_table(first, draft)
        elif _is_heading(first, body):
            if first.size in sizes:
                draft.heading(min(sizes.index(first.size) + 1, 5), text)
            else:
                draft.bold_heading(text)
        elif BULLET.match(text):
            draft.add(ListItem(text=BULLET.sub("", text), lines=_NOWHERE), doubt)
        else:
            draft.add(Paragraph(text=text, lines=_NOWHERE), doubt)


def _groups(lines: Sequence[PrintedLine], body: float) -> Iterator[list[PrintedLine]]:
    """Lines that belong together: one table, one heading, one item or one paragraph."""
    group: list[PrintedLine] = []
    for line in lines:
        if group and not _goes_on(group[-1], line, body):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(before: PrintedLine, line: PrintedLine, body: float) -> bool:
    if before.rows or line.rows or BULLET.match(line.text):
        return False
    if _is_heading(before, body) or _is_heading(line, body):
        return before.size == line.size and before.bold == line.bold and 0 < line.gap < line.size * _APART
    if line.gap == 0.0:  # the first line of a page
        return before.text[-1] not in ".!?:" and not line.text[0].isupper()
    return line.gap < line.size * _APART


def _is_heading(line: PrintedLine, body: float) -> bool:
    if not line.text or len(line.text) > _LONGEST_HEADING:
        return False
    return line.size > body * _LARGER or (line.bold and line.text[-1] not in ".,;" and not BULLET.match(line.text))


def _joined(texts: Sequence[str]) -> tuple[str, str]:
    """The lines of a paragraph, words divided at a line's end put together again, and what is uncertain about it."""
    whole, joints = texts[0], []
    for text in texts[1:]:
        divided = re.search(r"([a-zäöüß]{2,})-$", whole)
        if divided and text[0].islower():
            joints.append(f"{divided[0]}{text.split()[0]}")
            whole = whole[:-1] + text
        else:
            whole = f"{whole}{'' if whole.endswith('-') else ' '}{text}"
    return whole, f"hyphens at a line's end were taken out of {', '.join(dict.fromkeys(joints))}" if joints else ""


def _add_table(table: PrintedLine, draft: Draft) -> None:
    headers, *body = table.rows
    before = draft.blocks[-1] if draft.blocks else None
    goes_on = isinstance(before, TableRow) and tuple(header for header, _ in before.cells) == headers
    for number, row in enumerate(body):
        first = number == 0 and not goes_on
        doubt = _HEADERS if table.is_drawn else _WITHOUT_LINES
        draft.add(
            TableRow(cells=tuple(zip(headers, row, strict=True)), lines=_NOWHERE, first=first), doubt if first else ""
        )
