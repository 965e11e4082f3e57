"""The report as one HTML page: no script and no network; for keyboards, screen readers and paper, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from bot.aspects import ASPECTS
from bot.report import Report
from bot.report_html import Tone, anchor, card, counted
from bot.report_passages import passages
from bot.report_sections import asked_in_vain, check, confidence, coverage, documents, questions

_STYLE = Path(__file__).parent / "data" / "report.css"
_GOOD, _FAIR = 0.95, 0.8  # shares of questions from which a bar is green, and amber

# To add a part, write a function of the report that gives HTML, and a line here.
_SECTIONS = (
    ("Documents", "What is published, how hard it is to read, and when it is due for review.", documents),
    ("Check", "What an editor ought to mend, by file and line.", check),
    ("Questions", "The question file: what readers must find answered after every edit.", questions),
    ("Coverage", "What people ask of each thing that the documents talk about, and whether it is answered.", coverage),
    ("Asked in vain", "What readers asked and the documents do not answer.", asked_in_vain),
    ("Confidence", "How sure the bot was, against how often it was right.", confidence),
    ("Passages", "Every passage, and how often it answered.", passages),
)


def page(report: Report) -> str:
    """The whole page."""
    links = "".join(f'<li><a href="#{anchor(title)}">{title}</a></li>' for title, _, _ in _SECTIONS)
    body = "".join(
        f'<section aria-labelledby="{anchor(title)}"><h2 id="{anchor(title)}">{title}</h2>'
        f'<p class="lead">{lead}</p>{make(report)}</section>'
        for title, lead, make in _SECTIONS
    )
    title = f"Report on {escape(report.folder)}"
    day = f"{report.day.day} {report.day:%B %Y}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}, {day}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><style>{_STYLE.read_text(encoding="utf-8")}</style></head><body>'
        f'<a class="skip" href="#main">Skip to the report</a><header><p class="eyebrow">pullquote · '
        f'<time datetime="{report.day}">{day}</time></p><h1>{title}</h1>'
        f'<nav aria-label="Parts of the report"><ul>{links}</ul></nav></header><main id="main" tabindex="-1">'
        f'<ul class="summary" aria-label="At a glance">{"".join(_cards(report))}</ul>{body}</main>'
        "</body></html>\n"
    )


def _cards(report: Report) -> Iterator[str]:
    held = sum(len(one.passages) for one in report.documents)
    overdue = sum(one.is_overdue for one in report.documents)
    yield card(
        "Documents",
        f"{len(report.documents):,}",
        f"{counted(held, 'passage')}; {overdue or 'none'} overdue for review",
    )
    if report.results:
        passed = sum(result.outcome == "passed" for result in report.results)
        wrong = sum(result.is_wrong for result in report.results)
        share = passed / len(report.results)
        detail = f"{counted(wrong, 'wrong answer')}"
        yield card("Questions that pass", f"{passed} of {len(report.results)}", detail, share=share, tone=_tone(share))
    errors = sum(finding.severity == "error" for finding in report.findings)
    others = counted(len(report.findings) - errors, "warning or note").replace("warning or notes", "warnings and notes")
    yield card("To be mended", counted(errors, "error"), others)
    asked = len(report.coverage.rows) * len(ASPECTS)
    if asked:
        answered = report.coverage.count("answered")
        detail = f"{report.coverage.count('weak')} weakly, {report.coverage.count('missing')} not at all"
        share = answered / asked
        yield card("Coverage", f"{share:.0%}", f"{answered} of {asked} answered; {detail}", share=share)
    number = sum(cluster.number for cluster in report.clusters)
    yield card("Asked in vain", f"{number:,}", f"{counted(len(report.clusters), 'subject')} in the last 30 days")


def _tone(share: float) -> Tone:
    return "good" if share >= _GOOD else "weak" if share >= _FAIR else "bad"
