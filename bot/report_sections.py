"""The parts of the report's page that are tables; each is a function of the report that gives HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from bot.aspects import ASPECTS
from bot.coverage import Cell, State
from bot.question_results import Outcome, Result
from bot.report import DocumentFacts, Report, used
from bot.report_html import Tone, chip, counted, fold, table
from bot.report_plot import reliability_plot, versions_plot
from corpus.finding import Finding, Severity
from corpus.passage import Passage
from corpus.readability import HARDEST_GRADE
from index.versions import Version

SOON = timedelta(days=90)  # before its review a document is named as due
_EASY_GRADE = 9  # of SMOG; what a person of fourteen reads
_SEVERITIES: dict[Severity, Tone] = {"error": "bad", "warning": "weak", "note": "calm"}
_STATES: dict[State, tuple[str, Tone]] = {
    "answered": ("\u2713", "good"),
    "weak": ("~", "weak"),
    "missing": ("\u2013", "bad"),
}
_OUTCOMES: dict[Outcome, str] = {
    "passed": "passes",
    "unanswered": "not answered",
    "wrong-passage": "another passage",
    "answered": "answered, and must not be",
}


def documents(report: Report) -> str:
    """Each document: how hard it reads, when it was reviewed, how often it answered."""
    if not report.documents:
        return "<p>There are no documents yet.</p>"
    rows = [
        [
            f"{escape(one.source.title)}<br><code>{escape(one.source.path)}</code>",
            str(len(one.passages)),
            _grade(one.grade),
            str(one.source.reviewed) if one.source.reviewed else chip("not stated", "weak"),
            _next_review(one, report.day),
            *(str(used(report.counts, one.passages, kind)) for kind in ("answered", "abstained", "rejected")),
        ]
        for one in report.documents
    ]
    headers = "Document,Passages,SMOG grade,Reviewed,Next review,Answered,Nearest in vain,Not what was asked"
    return table("Documents, and how often their passages answered on Telegram", headers.split(","), rows)


def check(report: Report) -> str:
    """Errors and warnings, and the notes folded."""
    if not report.findings:
        return "<p>The check finds nothing.</p>"
    notes = [one for one in report.findings if one.severity == "note"]
    grave = [one for one in report.findings if one.severity != "note"]
    shown = _findings("What the check finds", grave) if grave else "<p>Nothing has to be mended.</p>"
    if notes:
        shown += fold(f"{counted(len(notes), 'note')}, to be looked at", _findings("Notes of the check", notes))
    return shown


def questions(report: Report) -> str:
    """What failed first, then what passes, then how it was over the versions."""
    if not report.results:
        return "<p>There is no questions.txt beside the documents.</p>"
    failed = [one for one in report.results if one.outcome != "passed"]
    passed = [one for one in report.results if one.outcome == "passed"]
    shown = _asked("Questions that fail", failed) if failed else "<p>Every question passes.</p>"
    if passed:
        title = f"{len(passed)} questions pass" if len(passed) > 1 else "1 question passes"
        shown += fold(title, _asked("Questions that pass", passed))
    return shown + _versions(report.versions)


def coverage(report: Report) -> str:
    """The map, and its gaps by their questions."""
    if not report.coverage.rows:
        return "<p>The documents name nothing that could be asked about.</p>"
    rows = [[escape(row.thing.name), *map(_mark, row.cells.values())] for row in report.coverage.rows]
    gaps = [
        [escape(cell.question), _word(cell.state), escape(cell.heading or "nothing")]
        for state in ("missing", "weak")
        for row in report.coverage.rows
        for cell in row.cells.values()
        if cell.state == state
    ]
    legend = " ".join(f'<span class="key {tone}">{mark}</span> {state}' for state, (mark, tone) in _STATES.items())
    left = f"<p>{report.coverage.left_out} more things were not asked about.</p>" if report.coverage.left_out else ""
    return (
        f'<p class="legend">{legend}</p>'
        + table("What people ask of each thing", ["Thing", *(aspect.name for aspect in ASPECTS)], rows, wide=True)
        + left
        + fold(
            f"The {len(gaps)} weak and missing ones",
            table("Weak and missing", ["Question", "State", "Nearest section"], gaps),
        )
    )


def asked_in_vain(report: Report) -> str:
    """Unanswered questions, those that ask the same together."""
    if not report.clusters:
        return "<p>No unanswered question is kept.</p>"
    rows = [
        [
            f"<q>{escape(one.question)}</q>",
            str(one.number),
            escape("; ".join(asked.question for asked in one.questions if asked.question != one.question)) or "\u2013",
        ]
        for one in report.clusters
    ]
    shown = table("Unanswered questions of the last 30 days", ["Question", "Times", "Also asked as"], rows)
    return f"{shown}<p><code>pullquote unanswered</code> turns one into a line of the question file, or a phrasing.</p>"


def confidence(report: Report) -> str:
    """The reliability curve, and its numbers."""
    if not report.reliability:
        return "<p>Without a question file nothing can be said of it.</p>"
    rows = [[f"{one.confidence:.0%}", f"{one.right:.0%}", str(one.number)] for one in report.reliability]
    headers = ["The bot was sure to", "It was right in", "Questions"]
    shown = table("How sure the bot was, and how often it was right", headers, rows)
    return f'<div class="beside"><figure>{reliability_plot(report.reliability)}</figure><div>{shown}</div></div>'


def _findings(caption: str, found: Sequence[Finding]) -> str:
    order = list(_SEVERITIES)
    rows = [
        [
            f"<code>{escape(one.path)}:{one.line}</code>",
            chip(one.severity, _SEVERITIES[one.severity]),
            escape(one.message),
            f"<code>{escape(one.code)}</code>",
        ]
        for one in sorted(found, key=lambda one: order.index(one.severity))
    ]
    return table(caption, ["Place", "Severity", "Finding", "Kind"], rows)


def _asked(caption: str, results: Sequence[Result]) -> str:
    rows = [
        [
            escape(result.expected.question),
            escape(result.expected.target),
            chip(_OUTCOMES[result.outcome], "good" if result.outcome == "passed" else "bad"),
            escape(_shown(result.passages)),
            f"{result.answer.confidence:.0%}",
        ]
        for result in results
    ]
    return table(caption, ["Question", "Must be answered by", "Result", "Shown", "Confidence"], rows)


def _versions(held: Sequence[Version]) -> str:
    rows = [
        [
            f"<code>{escape(one.name)}</code>",
            f"{one.published:%Y-%m-%d %H:%M} UTC",
            f"{one.record.get('questions_passed', '?')} of {one.record.get('questions', '?')}",
            str(one.record.get("wrong_answers", "?")),
            _state(one),
        ]
        for one in held
    ]
    headers = ["Version", "Published", "Questions passed", "Wrong answers", "State"]
    plot = versions_plot(held)
    figure = f"<figure>{plot}</figure>" if plot else ""
    return figure + table("The question file over the versions that are kept", headers, rows)


def _state(one: Version) -> str:
    if one.is_current:
        return chip("answers now", "good")
    return chip("taken back", "weak") if one.is_withdrawn else "kept"


def _grade(grade: float | None) -> str:
    if grade is None:
        return "\u2013"
    tone: Tone = "good" if grade <= _EASY_GRADE else "bad" if grade > HARDEST_GRADE else "calm"
    return chip(f"{grade:.1f}", tone)


def _next_review(one: DocumentFacts, today: date) -> str:
    due = one.source.next_review
    if due is None:
        return "not stated"
    if one.is_overdue:
        return chip(f"{due}, overdue", "bad")
    return chip(f"{due}, soon", "weak") if due - today <= SOON else str(due)


def _mark(cell: Cell) -> str:
    mark, tone = _STATES[cell.state]
    return (
        f'<span class="mark {tone}" title="{escape(cell.question)}"><span aria-hidden="true">{mark}</span>'
        f'<span class="hidden">{cell.state}</span></span>'
    )


def _word(state: State) -> str:
    return chip(state, _STATES[state][1])


def _shown(passages: Sequence[Passage]) -> str:
    return "; ".join(dict.fromkeys(passage.heading for passage in passages)) or "no passage"
