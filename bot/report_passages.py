"""The passages on the report's page, each as a reader sees it, with how often it answered."""

from __future__ import annotations

from html import escape

from bot.rendering import passage_text
from bot.report import DocumentFacts, Report, used
from bot.report_html import bar, counted, fold
from corpus.passage import Passage

_KINDS = {"answered": "answered", "abstained": "nearest in vain", "rejected": "not what was asked"}


def passages(report: Report) -> str:
    """The passages by document; each document is folded."""
    return "".join(_document(one, report) for one in report.documents) or "<p>There are none yet.</p>"


def _document(document: DocumentFacts, report: Report) -> str:
    most = max((used(report.counts, [passage], "answered") for passage in document.passages), default=0)
    items = "".join(_item(passage, report, most) for passage in document.passages)
    title = f"{document.source.title} ({counted(len(document.passages), 'passage')})"
    return fold(title, f'<ol class="passages">{items}</ol>')


def _item(passage: Passage, report: Report, most: int) -> str:
    numbers = {told: used(report.counts, [passage], kind) for kind, told in _KINDS.items()}
    told = ", ".join(f"{number} \u00d7 {kind}" for kind, number in numbers.items() if number) or "not shown yet"
    first, last = passage.lines
    place = f"{passage.document.path}:{first}" + (f"\u2013{last}" if last > first else "")
    share = numbers["answered"] / most if most else 0.0
    return (
        f'<li><h3>{escape(passage.heading)}</h3><p class="facts"><code>{escape(place)}</code> {told} '
        f"{bar(share, 'calm') if share else ''}</p>"
        f'<blockquote lang="{escape(passage.document.language)}">{escape(passage_text(passage))}</blockquote></li>'
    )
