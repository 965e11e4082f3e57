"""An HTML table -> headers and rows, with cells that span several rows or columns repeated in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import Tag

_MOST_SPANNED = 50  # rows or columns; a broken page may claim a billion


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlTable:
    """A table of a page.

    Attributes:
        headers: One for each column; "" where it has none.
        rows: The cells of each row, as many as there are headers.
        doubt: What is uncertain about the headers, or "".
        caption: What a first row says that is one cell over all columns, or "".
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    doubt: str = ""
    caption: str = ""


def table_rows(table: Tag) -> HtmlTable:
    """The headers and rows of a table; no rows where it only lays out the page."""
    lines = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    grid = _grid(lines)
    width = max(map(len, grid), default=0)
    if table.get("role") == "presentation" or width < 2:
        return HtmlTable(headers=(), rows=())
    full = [(*row, *[""] * (width - len(row))) for row in grid]
    caption = full[0][0] if len(full) > 2 and len(set(full[0])) == 1 else ""
    if caption:
        full, lines = full[1:], lines[1:]
    heads = 0
    while heads < len(lines) and not lines[heads].find("td"):
        heads += 1
    if heads:
        headers = tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*full[:heads], strict=True))
        return HtmlTable(headers=headers, rows=_filled(full[heads:]), caption=caption)
    if all(row.find("th") for row in lines):
        return HtmlTable(
            headers=("",) * width, rows=_filled(full), doubt="this table has no header row; write one", caption=caption
        )
    doubt = "this table names no headers; its first row was taken for them"
    return HtmlTable(headers=full[0], rows=_filled(full[1:]), doubt=doubt, caption=caption)


def _filled(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(row for row in rows if any(row))


def _grid(rows: list[Any]) -> list[list[str]]:
    """The cells with spans written out."""
    grid: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}  # column -> how many more rows its cell goes on for, and its text
    for row in rows:
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            _take_hanging(cells, hanging)
            text = " ".join(cell.get_text(" ").split())
            for _ in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    hanging[len(cells)] = (_span(cell, "rowspan") - 1, text)
                cells.append(text)
        _take_hanging(cells, hanging)
        grid.append(cells)
    return grid


def _take_hanging(cells: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    while len(cells) in hanging:
        column = len(cells)
        left, text = hanging.pop(column)
        if left > 1:
            hanging[column] = (left - 1, text)
        cells.append(text)


def _span(cell: Any, key: str) -> int:
    value = str(cell.get(key) or "1")
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdecimal() else 1
