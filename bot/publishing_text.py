"""What publishing did, in lines for an editor: the difference for readers, the refusals, the versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.library import IndexReport
from bot.publishing import Change, ChangeKind, Inspection, shown
from bot.question_file import NAME
from bot.question_results import Result
from bot.settings import Settings
from index.versions import Version

KINDS: tuple[ChangeKind, ...] = ("lost", "changed", "gained")  # what an editor must see first stands first
MOST_SHOWN = 240  # characters of a passage; enough to see what another wording does
_VERBS = {"published": "published", "unchanged": "left as it is", "refused": "not published"}


def describe(report: IndexReport, inspection: Inspection | None, settings: Settings) -> str:
    """What a rebuild did: documents, the difference for readers, and whether it is published."""
    lines = [
        *(f"not read: {problem}" for problem in report.problems),
        f"Read {_documents(report.documents, report.passages)} in {settings.documents}.",
        *(_edits(report) or ["Nothing has changed since the last time."]),
    ]
    if inspection:
        lines += [*difference(inspection), *decision(inspection)]
    lines.append(f"Index {_VERBS[report.outcome]} in {settings.index} after {report.seconds:.1f} s.")
    return "\n".join(lines)


def difference(inspection: Inspection) -> list[str]:
    """How replies to the question file differ, summed up in the first line."""
    asked = len(inspection.results)
    if not asked:
        return [f"No questions were asked: there is no {NAME} beside the documents."]
    passed = f"{inspection.passed} of {asked} questions pass"
    if inspection.is_first:
        return [f"{passed}."]
    if not inspection.changes:
        return [f"{passed}; no answer has changed."]
    worst_first = sorted(inspection.changes, key=lambda change: KINDS.index(change.kind))
    return [f"{passed}; {_summed_up(inspection)}.", *(line for one in worst_first for line in _change(one))]


def _summed_up(inspection: Inspection) -> str:
    """How many answers are lost, changed and gained, such as "1 answer lost, 3 changed"."""
    counts = Counter(change.kind for change in inspection.changes)
    first, *others = ((kind, counts[kind]) for kind in KINDS if counts[kind])
    kind, count = first
    return ", ".join([f"{count} answer{'s' * (count != 1)} {kind}", *(f"{number} {other}" for other, number in others)])


def decision(inspection: Inspection) -> Iterator[str]:
    """Why a new index is not published, or was all the same; nothing where there was no doubt."""
    if inspection.refusals:
        yield "Published all the same:" if inspection.forced else "Refused, because"
        yield from (f"  {refusal}" for refusal in inspection.refusals)
    if inspection.refusals and not inspection.forced:
        yield "Readers still get the version before. Mend the documents or the question file, or use --force."


def versions_table(versions: Sequence[Version]) -> str:
    """The versions, newest first, a line each; the one that answers has a star."""
    lines = [
        f"{'*' if one.is_current else ' '} {one.name}  {one.published:%Y-%m-%d %H:%M} UTC  {', '.join(_facts(one))}"
        for one in versions
    ]
    return "\n".join(lines) or "There is no version yet; `pullquote index` makes one."


def _edits(report: IndexReport) -> list[str]:
    return [
        f"{len(ids)} {word}: {', '.join(ids[:5])}{' ...' if len(ids) > 5 else ''}"
        for word, ids in (("added", report.added), ("changed", report.changed), ("removed", report.removed))
        if ids
    ]


def _documents(documents: int, passages: int) -> str:
    counted = ((documents, "document"), (passages, "passage"))
    return ", ".join(f"{number} {thing}{'s' * (number != 1)}" for number, thing in counted)


def _change(change: Change) -> Iterator[str]:
    yield f"{change.kind}: {change.new.expected.question}"
    before, after = _around_difference(" ".join(shown(change.old)), " ".join(shown(change.new)))
    yield f"  before: {_reply(change.old, before)}"
    yield f"  now:    {_reply(change.new, after)}"


def _reply(result: Result, text: str) -> str:
    if not result.passages:
        return "not answered" if result.answer.kind == "abstain" else f"no passage ({result.answer.kind})"
    first = result.passages[0]
    return f"{first.document.path}:{first.lines[0]} {first.heading}: {text}"


def _around_difference(before: str, after: str) -> tuple[str, str]:
    """Both texts, where they are long from a little before the place where they part."""
    same = next((place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, min(same - 80, len(before) - MOST_SHOWN, len(after) - MOST_SHOWN))
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    inside = " ".join(text[start : start + MOST_SHOWN].split())
    return f"{'... ' if start else ''}{inside}{' ...' if start + MOST_SHOWN < len(text) else ''}"


def _facts(version: Version) -> Iterator[str]:
    record = version.record
    if "documents" in record:
        yield _documents(len(record["documents"]), record.get("passages", 0))
    if record.get("questions"):
        yield f"{record['questions_passed']} of {record['questions']} questions pass"
    if record.get("forced"):
        yield "published with --force"
    if version.is_withdrawn:
        yield "taken back"
