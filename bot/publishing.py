"""The gate before publishing: what changes for readers between the index that answers and the one that would.

The question file is asked on both. A new index is refused where a question is lost, where more questions are answered
wrongly than the file allows, or where an edit broke a table or made a document unreadable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.library import Candidate
from bot.question_file import NAME, QuestionFile, read_question_file
from bot.question_results import Result, ask_all, lost_targets, wrong_share
from bot.settings import Settings
from corpus.checking import table_faults
from corpus.finding import Finding
from corpus.reading import UnreadableDocument
from index.versions import current_record

ChangeKind = Literal["lost", "changed", "gained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A question whose reply is another one.

    Attributes:
        kind: "lost" where it passed and no longer does, "gained" the other way round, "changed" where it passes with
            other words or fails in another way.
        old: The result on the index that answers.
        new: The result on the index that would.
    """

    kind: ChangeKind
    old: Result
    new: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What the gate found.

    Attributes:
        file: The question file.
        results: What the new index says to its questions.
        changes: The questions that have another reply than before, in the order of the file; empty for a first index.
        is_first: Whether there was nothing to compare with.
        refusals: Why the new index must not be published, a line each; empty where it may be.
        forced: Whether it is published all the same.
    """

    file: QuestionFile
    results: tuple[Result, ...]
    changes: tuple[Change, ...]
    is_first: bool
    refusals: tuple[str, ...]
    forced: bool

    @property
    def passed(self) -> int:
        """How many questions pass."""
        return sum(result.outcome == "passed" for result in self.results)


class QuestionGate:
    """A gate for `reindex`; keeps what it found."""

    def __init__(
        self, settings: Settings, *, force: bool = False, must_answer: bool = False, today: date | None = None
    ) -> None:
        """Ask the question file of `settings.documents`.

        Args:
            settings: Names the documents and the index.
            force: Refuse nothing.
            must_answer: Refuse nothing where no index can be read: a bot with a poor one is better than none.
            today: The day for the checks.
        """
        self._settings = settings
        self._force = force
        self._must_answer = must_answer
        self._today = today or date.today()
        self.inspection: Inspection | None = None

    def __call__(self, candidate: Candidate) -> Mapping[str, object] | None:
        """Look a new index over: what is noted about its version, None where it must not be published."""
        file = read_question_file(self._settings.documents)
        new = ask_all(file, candidate.new, self._settings)
        old = ask_all(file, candidate.old, self._settings) if candidate.old else []
        before = current_record(self._settings.index).get("faults", {}) if candidate.old else {}
        faults = self._faults(candidate)
        changes = tuple(_changes(old, new))
        refusals = [*_refusals(candidate, file, new, changes)]
        if candidate.old:
            refusals += [
                str(fault) for path in faults if len(faults[path]) > before.get(path, 0) for fault in faults[path]
            ]
        self.inspection = Inspection(
            file=file,
            results=tuple(new),
            changes=changes,
            is_first=candidate.old is None,
            refusals=tuple(refusals),
            forced=bool(refusals) and (self._force or (self._must_answer and candidate.old is None)),
        )
        if refusals and not self.inspection.forced:
            return None
        kept = {path: count for path, count in before.items() if path not in faults}
        return {**counts(self.inspection), "faults": kept | {path: len(found) for path, found in faults.items()}}

    def _faults(self, candidate: Candidate) -> dict[str, list[Finding]]:
        """What is broken in the tables of the edited documents, by path."""
        documents = self._settings.documents
        paths = sorted(source.path for key, source in candidate.new.passages.sources.items() if key in candidate.edited)
        return {path: table_faults(documents / path, documents, today=self._today) for path in paths}


def counts(found: Inspection) -> dict[str, object]:
    """What is kept about a published version: counts, never a question."""
    return {
        "questions": len(found.results),
        "questions_passed": found.passed,
        "wrong_answers": sum(result.is_wrong for result in found.results),
        "changes": dict(Counter(change.kind for change in found.changes)),
        "forced": found.forced,
    }


def _changes(old: Sequence[Result], new: Sequence[Result]) -> Iterator[Change]:
    for before, after in zip(old, new, strict=False):
        passed, passes = before.outcome == "passed", after.outcome == "passed"
        if passed and not passes:
            yield Change(kind="lost", old=before, new=after)
        elif passes and not passed:
            yield Change(kind="gained", old=before, new=after)
        elif shown(before) != shown(after):
            yield Change(kind="changed", old=before, new=after)


def shown(result: Result) -> tuple[str, ...]:
    """The words that a reader is shown."""
    return tuple(passage.text for passage in result.passages)


def _refusals(
    candidate: Candidate,
    file: QuestionFile,
    new: Sequence[Result],
    changes: Sequence[Change],
) -> Iterator[str]:
    yield from (f"{problem}; it was published before" for problem in _vanished(candidate))
    yield from map(str, file.problems)
    gone = {finding.line: finding.message for finding in lost_targets(file, candidate.new)}
    for change in changes:
        if change.kind == "lost":
            expected = change.new.expected
            why = gone.get(expected.line) or f"{expected.target} answered it before"
            yield f"{NAME}:{expected.line}: lost: \u201c{expected.question}\u201d ({why})"
    share = wrong_share(new)
    if share > file.budget:
        wrong = sum(result.is_wrong for result in new)
        yield f"answered wrongly: {wrong} of {len(new)} questions, {share:.0%}; allowed are {file.budget * 100:g} %"


def _vanished(candidate: Candidate) -> Iterator[UnreadableDocument]:
    """The documents that the published index holds and that cannot be read any more."""
    held = candidate.old.passages.sources.values() if candidate.old else ()
    paths = {source.path for source in held}
    return (problem for problem in candidate.problems if problem.path in paths)
