"""The building blocks of the report's page: tables that become cards on a phone, chips, bars.

Tables name their roles, since a phone's layout takes them from elements that are no longer shown as a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

Tone = Literal["good", "weak", "bad", "calm"]


def table(caption: str, headers: Sequence[str], rows: Iterable[Sequence[str]], *, wide: bool = False) -> str:
    """A table of cells that are HTML; the first of a row is its header.

    Args:
        caption: What it shows; unique on the page.
        headers: One for each column, text.
        rows: The cells.
        wide: Keep it a table on a phone, where it scrolls by itself; others become a card for each row.
    """
    name = f"{anchor(caption)}-table"
    kind = "matrix" if wide else "cards"
    head = "".join(f'<th scope="col" role="columnheader">{escape(header)}</th>' for header in headers)
    body = "".join(_row(headers, cells) for cells in rows)
    return (
        f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0">'
        f'<table role="table" class="{kind}"><caption><span id="{name}">{escape(caption)}</span></caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _row(headers: Sequence[str], cells: Sequence[str]) -> str:
    first, *rest = cells
    told = "".join(
        f'<td role="cell" data-label="{escape(header)}">{cell}</td>'
        for header, cell in zip(headers[1:], rest, strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{first}</th>{told}</tr>'


def fold(summary: str, content: str) -> str:
    """Content that opens when its summary, a text, is chosen."""
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def chip(text: str, tone: Tone) -> str:
    """A word in a coloured frame."""
    return f'<span class="chip {tone}">{escape(text)}</span>'


def bar(share: float, tone: Tone) -> str:
    """A bar filled to a share of 0 to 1; it adds nothing to the words beside it."""
    width = round(100 * min(max(share, 0.0), 1.0))
    return f'<span class="bar" aria-hidden="true"><span class="{tone}" style="width:{width}%"></span></span>'


def card(label: str, value: str, detail: str, *, share: float | None = None, tone: Tone = "calm") -> str:
    """A number that says much, with its label, what it consists of, and perhaps a bar."""
    shown = "" if share is None else bar(share, tone)
    return (
        f'<li class="card"><span class="label">{escape(label)}</span><span class="value">{escape(value)}</span>'
        f'{shown}<span class="detail">{escape(detail)}</span></li>'
    )


def counted(number: int, thing: str) -> str:
    """A number of things, such as "1 question" or "3 questions"."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def anchor(text: str) -> str:
    """An id made of a text."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
