"""The commands for editors: import, check, index; each a thin one over a plain function."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.library import Progress
    from corpus.finding import Finding
    from index.searching import Index


def add_commands(commands: Any, folders: argparse.ArgumentParser) -> None:
    """Add the editors' commands to the subparsers `commands`; `folders` holds the options that all of them take."""
    command = commands.add_parser("index", parents=[folders], help="publish the documents after an edit")
    command.add_argument("--force", action="store_true", help="publish even where readers lose an answer")
    other = command.add_mutually_exclusive_group()
    other.add_argument("--rollback", action="store_true", help="go back to the version published before")
    other.add_argument("--versions", action="store_true", help="list the versions")
    other.add_argument("--verify", action="store_true", help="compare every byte of the index with what was written")
    other.add_argument("--watch", action="store_true", help="publish at each save, until Ctrl-C")
    command.set_defaults(run=index)

    command = commands.add_parser("check", parents=[folders], help="look the documents over before publishing")
    command.add_argument("--json", action="store_true", help="print each finding as a line of JSON")
    command.set_defaults(run=check)

    command = commands.add_parser("import", help="make Markdown of HTML, DOCX, PDF or pasted text, for review")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--out", type=Path, default=Path("imported"), metavar="DIR", help="where to write (imported)")
    command.set_defaults(run=import_documents)


def index(options: argparse.Namespace) -> int:
    """Publish the documents as they are now, or one of the other things that can be done with versions.

    The exit status is 1 where publishing was refused.
    """
    settings = settings_of(options)
    if options.versions:
        return _versions(settings)
    if options.rollback:
        return _roll_back(settings)
    if options.verify:
        return _verify(settings)
    if options.watch:
        return _watch(settings, force=options.force)
    return _publish(settings, force=options.force)


def _publish(settings: Settings, *, force: bool) -> int:
    from bot.library import reindex
    from bot.publishing import QuestionGate
    from bot.publishing_text import describe

    gate = QuestionGate(settings, force=force)
    report = reindex(settings.documents, settings.index, progress=progress(), gate=gate)
    print(describe(report, gate.inspection, settings), flush=True)
    if report.outcome != "refused":
        return 0
    count = len(gate.inspection.refusals) if gate.inspection else 0
    print(f"pullquote: not published, {count} reason{'s' * (count != 1)}; readers get what they had", file=sys.stderr)
    return 1


def republish(settings: Settings) -> None:
    """Publish edited documents on the way to an answer: only what went wrong is said, on standard error."""
    from bot.library import reindex
    from bot.publishing import QuestionGate
    from bot.publishing_text import decision

    print(f"Indexing {settings.documents} ...", file=sys.stderr)
    gate = QuestionGate(settings, must_answer=True)
    report = reindex(settings.documents, settings.index, progress=progress(), gate=gate)
    for problem in report.problems:
        print(f"not read: {problem}", file=sys.stderr)
    for line in decision(gate.inspection) if gate.inspection else ():
        print(line, file=sys.stderr)


def _versions(settings: Settings) -> int:
    from bot.publishing_text import versions_table
    from index.versions import versions

    print(versions_table(versions(settings.index)))
    return 0


def _roll_back(settings: Settings) -> int:
    from bot.freshness import leave_as_it_is
    from index.versions import withdraw

    version = withdraw(settings.index)
    leave_as_it_is(settings.documents, settings.index)
    print(f"Readers get version {version.name} of {version.published:%Y-%m-%d %H:%M} UTC again.")
    print("The documents are as you left them; their next edit, or `pullquote index`, publishes them.")
    return 0


def _verify(settings: Settings) -> int:
    from index.verifying import verify

    name, files, size = verify(settings.index)
    print(f"Version {name}: {files} files, {size / 1e6:.1f} MB, every byte as it was written.")
    return 0


def _watch(settings: Settings, *, force: bool) -> int:
    from bot.watching import edits

    expected: tuple[type[Exception], ...] = (OSError, ValueError, *index_errors())
    print(f"Watching {settings.documents}; Ctrl-C ends it.", flush=True)
    for _ in edits(settings.documents):
        try:
            _publish(settings, force=force)
        except expected as error:
            print(f"pullquote: {error}", file=sys.stderr, flush=True)
    return 0


def check(options: argparse.Namespace) -> int:
    """Look the documents over and ask the question file; the exit status is 1 where something must be mended."""
    from dataclasses import asdict
    from datetime import date

    from bot.regions import check_numbers
    from corpus.checking import check_folder

    settings = settings_of(options)
    findings = [*check_folder(settings.documents, today=date.today()), *check_numbers(date.today())]
    asked, failures = _question_findings(settings)
    for finding in (*findings, *failures):
        print(json.dumps(asdict(finding), ensure_ascii=False) if options.json else finding)
    print(_counted([*findings, *failures]) + asked, file=sys.stderr)
    return int(any(finding.severity == "error" for finding in (*findings, *failures)))


def import_documents(options: argparse.Namespace) -> int:
    """Make Markdown of files in other formats; the exit status is 2 where one of them could not be read."""
    from corpus.importing import import_file
    from corpus.reading import UnreadableDocument

    unread = 0
    for path in options.files:
        try:
            imported = import_file(path)
            target = options.out / imported.name
            _write_new(target, imported.markdown)
        except (UnreadableDocument, FileExistsError) as problem:
            print(f"not imported: {problem}", file=sys.stderr)
            unread += 1
            continue
        print(f"{path} -> {target}: {len(imported.doubts)} to look at")
        for doubt in imported.doubts:
            print(f"{target}:{doubt.line}: {doubt.why}")
    return 2 if unread else 0


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings, with the folders named on the command line."""
    return read_settings(documents=options.documents, index=options.index)


def index_errors() -> tuple[type[Exception], ...]:
    """What an index can raise."""
    from index.versions import BusyIndex, UnusableIndex

    return UnusableIndex, BusyIndex


def progress() -> Progress | None:
    """A progress line on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        return None
    from bot.progress_line import ProgressLine

    return ProgressLine()


def _question_findings(settings: Settings) -> tuple[str, list[Finding]]:
    """How many questions of the question file pass, as words for a person, and what is wrong with the others."""
    from bot.question_file import read_question_file
    from bot.question_results import ask_all, findings

    file = read_question_file(settings.documents)
    if not file.expected:
        return "", list(file.problems)
    with _index_of(settings.documents) as index:
        results = ask_all(file, index, settings)
        passed = sum(result.outcome == "passed" for result in results)
        return f"; {passed} of {len(results)} questions pass", findings(file, results, index)


@contextmanager
def _index_of(documents: Path) -> Iterator[Index]:
    """An index of the documents as they are now, made aside: what is published stays as it is."""
    import tempfile

    from bot.library import reindex
    from index.storage import open_index

    with tempfile.TemporaryDirectory() as scratch:
        reindex(documents, Path(scratch), progress=progress())
        yield open_index(Path(scratch))


def _counted(findings: Sequence[Finding]) -> str:
    counts = ((sum(f.severity == severity for f in findings), severity) for severity in ("error", "warning", "note"))
    return ", ".join(f"{count} {severity}{'s' * (count != 1)}" for count, severity in counts)


def _write_new(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise FileExistsError(f"{path}: is there already; move it away or name another folder with --out") from error
