"""The report as one HTML page: no script and no network; for keyboards, screen readers and paper, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from bot.aspects import ASPECTS
from bot.coverage import Cell
from bot.question_results import Result
from bot.rendering import passage_text
from bot.report import Counts, DocumentFacts, Report
from bot.report_plot import reliability_plot
from corpus.finding import Finding
from corpus.passage import Passage
from index.versions import Version

_STYLE = Path(__file__).parent / "data" / "report.css"
_MARKS = {"answered": "\u2713", "weak": "~", "missing": "\u2013"}
_OUTCOMES = {
    "passed": "passes",
    "unanswered": "not answered",
    "wrong-passage": "another passage",
    "answered": "answered, and must not be",
}


def page(report: Report) -> str:
    """The whole page."""
    sections = [
        ("Documents", _documents(report)),
        ("Check", _findings(report.findings)),
        ("Questions", _questions(report)),
        ("Coverage", _coverage(report)),
        ("Asked in vain", _clusters(report)),
        ("Confidence", _confidence(report)),
        ("Passages", "".join(_passages(one, report.counts) for one in report.documents)),
    ]
    links = "".join(f'<li><a href="#{_anchor(title)}">{title}</a></li>' for title, _ in sections)
    body = "".join(
        f'<section aria-labelledby="{_anchor(title)}"><h2 id="{_anchor(title)}">{title}</h2>{content}</section>'
        for title, content in sections
    )
    title = f"{escape(report.folder)}: report of {report.day.day} {report.day:%B %Y}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><style>{_STYLE.read_text(encoding="utf-8")}</style></head><body>'
        f'<a class="skip" href="#main">Skip to the report</a><header><h1>{title}</h1><p>{_summary(report)}</p>'
        f'<nav aria-label="Parts of the report"><ul>{links}</ul></nav></header><main id="main">{body}</main>'
        "</body></html>\n"
    )


def _summary(report: Report) -> str:
    passages = sum(len(one.passages) for one in report.documents)
    parts = [f"{_count(len(report.documents), 'document')}, {_count(passages, 'passage')}"]
    if report.results:
        passed = sum(result.outcome == "passed" for result in report.results)
        parts.append(f"{passed} of {len(report.results)} questions pass")
    errors = sum(finding.severity == "error" for finding in report.findings)
    parts.append(f"{_count(errors, 'error')} among {_count(len(report.findings), 'finding')} of the check")
    asked = len(report.coverage.rows) * len(ASPECTS)
    parts.append(f"{report.coverage.count('answered')} of {asked} questions about what the documents name are answered")
    return "; ".join(parts) + "."


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' * (number != 1)}"


def _documents(report: Report) -> str:
    rows = [
        [
            escape(one.source.title),
            escape(one.source.path),
            str(len(one.passages)),
            "" if one.grade is None else f"{one.grade:.1f}",
            str(one.source.reviewed or "not stated"),
            f"{one.source.next_review or 'not stated'}{' (overdue)' if one.is_overdue else ''}",
            *(str(_counted(one.passages, report.counts, kind)) for kind in ("answered", "abstained", "rejected")),
        ]
        for one in report.documents
    ]
    headers = "Document,File,Passages,SMOG grade,Reviewed,Next review,Answered,Nearest in vain,Not what was asked"
    return _table("Documents, and how often their passages answered on Telegram", headers.split(","), rows)


def _findings(found: Sequence[Finding]) -> str:
    if not found:
        return "<p>The check finds nothing.</p>"
    rows = [[f"{escape(one.path)}:{one.line}", one.severity, escape(one.message), escape(one.code)] for one in found]
    return _table("What the check finds", ["Place", "Severity", "Finding", "Kind"], rows)


def _questions(report: Report) -> str:
    if not report.results:
        return "<p>There is no questions.txt beside the documents.</p>"
    rows = [
        [
            escape(result.expected.question),
            escape(result.expected.target),
            f'<span class="{"good" if result.outcome == "passed" else "bad"}">{_OUTCOMES[result.outcome]}</span>',
            escape(_shown(result)),
            f"{result.answer.confidence:.0%}",
        ]
        for result in report.results
    ]
    headers = ["Question", "Must be answered by", "Result", "Shown", "Confidence"]
    return _table("The question file, asked today", headers, rows) + _versions(report.versions)


def _versions(held: Sequence[Version]) -> str:
    rows = [
        [
            escape(one.name),
            f"{one.published:%Y-%m-%d %H:%M} UTC",
            f"{one.record.get('questions_passed', '?')} of {one.record.get('questions', '?')}",
            str(one.record.get("wrong_answers", "?")),
            "answers now" if one.is_current else "taken back" if one.is_withdrawn else "",
        ]
        for one in held
    ]
    headers = ["Version", "Published", "Questions passed", "Wrong answers", "State"]
    return _table("The question file over the versions that are kept", headers, rows)


def _coverage(report: Report) -> str:
    rows = [[escape(row.thing.name), *(_mark(cell) for cell in row.cells.values())] for row in report.coverage.rows]
    if not rows:
        return "<p>The documents name nothing that could be asked about.</p>"
    left = f"<p>{report.coverage.left_out} more things were not asked about.</p>" if report.coverage.left_out else ""
    gaps = [
        [escape(cell.question), cell.state, escape(cell.heading or "nothing")]
        for row in report.coverage.rows
        for cell in row.cells.values()
        if cell.state != "answered"
    ]
    headers = ["Thing", *(aspect.name for aspect in ASPECTS)]
    return (
        _table("What people ask of each thing", headers, rows)
        + left
        + f"<details><summary>The {len(gaps)} weak and missing ones</summary>"
        + _table("Weak and missing", ["Question", "State", "Nearest section"], gaps)
        + "</details>"
    )


def _clusters(report: Report) -> str:
    if not report.clusters:
        return "<p>No unanswered question is kept.</p>"
    rows = [
        [escape(one.question), str(one.number), escape("; ".join(asked.question for asked in one.questions[1:5]))]
        for one in report.clusters
    ]
    return _table("Unanswered questions of the last 30 days", ["Question", "Times", "Also asked as"], rows)


def _confidence(report: Report) -> str:
    if not report.reliability:
        return "<p>Without a question file nothing can be said of it.</p>"
    rows = [[f"{one.confidence:.0%}", f"{one.right:.0%}", str(one.number)] for one in report.reliability]
    headers = ["The bot was sure to", "It was right in", "Questions"]
    return f"<figure>{reliability_plot(report.reliability)}</figure>" + _table(
        "How sure the bot was, and how often it was right", headers, rows
    )


def _passages(document: DocumentFacts, counts: Counts) -> str:
    rows = [
        [
            escape(passage.heading),
            f"{passage.lines[0]}\u2013{passage.lines[1]}",
            f'<span class="words" lang="{escape(passage.document.language)}">{escape(passage_text(passage))}</span>',
            *(str(counts.get(passage.id, {}).get(kind, 0)) for kind in ("answered", "abstained", "rejected")),
        ]
        for passage in document.passages
    ]
    headers = ["Heading", "Lines", "Passage", "Answered", "Nearest in vain", "Not what was asked"]
    title = escape(document.source.title)
    table = _table(f"Passages of {title}", headers, rows, name=_anchor(f"passages {document.source.path}"))
    return f"<details><summary>{title}</summary>{table}</details>"


def _table(caption: str, headers: Sequence[str], rows: Iterable[Sequence[str]], *, name: str = "") -> str:
    """A table of cells that are HTML; the first of a row is its header. It scrolls by itself where it is too wide."""
    name = f"{name or _anchor(caption)}-table"
    head = "".join(f'<th scope="col">{header}</th>' for header in headers)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>' for first, *rest in rows
    )
    return (
        f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0"><table><caption>'
        f'<span id="{name}">{caption}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _mark(cell: Cell) -> str:
    return f'<span class="{cell.state}"><span aria-hidden="true">{_MARKS[cell.state]} </span>{cell.state}</span>'


def _shown(result: Result) -> str:
    return "; ".join(dict.fromkeys(passage.heading for passage in result.passages)) or "no passage"


def _counted(passages: Sequence[Passage], counts: Counts, kind: str) -> int:
    return sum(counts.get(passage.id, {}).get(kind, 0) for passage in passages)


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
