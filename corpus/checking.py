"""The check of a folder of documents before it is published: what is missing, broken, doubled, or hard to read.

To add a check of one document, write one function of a Checked and one line in CHECKS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from corpus.document import Document
from corpus.finding import Checked, Finding
from corpus.formats import DATE_KEYS, TEXT_KEYS, front_matter
from corpus.markup import broken_tables, dead_links, empty_sections
from corpus.names import confusable_names, undefined_abbreviations
from corpus.near_duplicates import near_duplicates
from corpus.readability import HARDEST_GRADE, smog_grade
from corpus.reading import UnreadableDocument, document_paths, read_document, text_of
from corpus.sentences import sentences
from corpus.splitting import split

LONGEST_ON_A_PHONE = 900  # characters; about two screens of a phone


def check_folder(folder: Path, *, today: date) -> list[Finding]:
    """All findings in a folder of documents, in the order of files and lines.

    Raises:
        NotADirectoryError: If there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: there is no such folder of documents")
    problems: list[UnreadableDocument] = []
    checked: list[Checked] = []
    for path in document_paths(folder, problems):
        try:
            document = read_document(path, folder)
            checked.append(_checked(document, text_of(path, document.source.path), folder, today))
        except UnreadableDocument as problem:
            problems.append(problem)
    found = [finding for one in checked for check in CHECKS for finding in check(one)]
    passages = [passage for one in checked for passage in one.passages]
    found += [*near_duplicates(passages), *confusable_names(passages), *map(_unreadable, problems)]
    return sorted(found, key=lambda finding: (finding.path, finding.line, finding.code))


def check_document(document: Document, text: str, *, folder: Path, today: date) -> list[Finding]:
    """The findings in one document, whose file below `folder` holds `text`, in the order of lines."""
    checked = _checked(document, text, folder, today)
    return sorted((finding for check in CHECKS for finding in check(checked)), key=lambda finding: finding.line)


def table_faults(path: Path, folder: Path, *, today: date) -> list[Finding]:
    """The findings in the tables of one document alone.

    Raises:
        UnreadableDocument: If it cannot be read.
    """
    text = text_of(path, path.relative_to(folder).as_posix())
    if "|" not in text:
        return []  # nothing that could be a table: the document need not be read
    return list(broken_tables(_checked(read_document(path, folder), text, folder, today)))


def _checked(document: Document, text: str, folder: Path, today: date) -> Checked:
    return Checked(document=document, text=text, passages=tuple(split(document)), folder=folder, today=today)


def _unreadable(problem: UnreadableDocument) -> Finding:
    return Finding(path=problem.path, line=problem.line, severity="error", code="unreadable", message=problem.why)


def stated_source(checked: Checked) -> Iterator[Finding]:
    """Title, link, publisher and disclaimer, which every answer stands on."""
    source = checked.document.source
    if not source.url and not source.publisher:
        yield checked.finding(1, "warning", "missing-source", "neither url nor publisher is stated")
    if not source.disclaimer:
        yield checked.finding(1, "warning", "missing-disclaimer", "no disclaimer; add a section headed Disclaimer")
    if not checked.is_markdown:
        return
    front, _, _ = front_matter(checked.text)
    for key in front:
        if key not in (*TEXT_KEYS, *DATE_KEYS):
            line = checked.line_of(f"{key}:")
            yield checked.finding(line, "warning", "unknown-key", f"{key} is no key of the front matter that is used")


def review_dates(checked: Checked) -> Iterator[Finding]:
    """A document must say when it was reviewed, and not be overdue for the next time."""
    source, today = checked.document.source, checked.today
    if source.reviewed is None:
        yield checked.finding(1, "warning", "missing-review", "no date of review; add reviewed: YYYY-MM-DD")
    elif source.reviewed > today:
        line = checked.line_of("reviewed:")
        yield checked.finding(line, "error", "future-review", f"was reviewed on {source.reviewed}, which is to come")
    if source.next_review and source.next_review < today:
        late = (today - source.next_review).days
        line = checked.line_of("next_review:")
        message = f"was due for review on {source.next_review}, {late} days ago"
        yield checked.finding(line, "error", "overdue-review", message)


def long_passages(checked: Checked) -> Iterator[Finding]:
    """What fills more than two screens of a phone is not read to its end; a whole table is meant to be long."""
    for passage in checked.passages:
        if len(passage.text) > LONGEST_ON_A_PHONE and passage.kind not in ("table", "disclaimer"):
            length = len(passage.text)
            message = f"{length} characters are one passage; more than {LONGEST_ON_A_PHONE} are long on a phone"
            yield checked.finding(passage.lines[0], "warning", "long-passage", message)


def readability(checked: Checked) -> Iterator[Finding]:
    """English prose that needs more than HARDEST_GRADE years of school."""
    if checked.document.source.language != "en":
        return
    prose = [s for p in checked.passages if p.kind == "text" for s in sentences(p.text)]
    grade = smog_grade(prose)
    if grade is not None and grade > HARDEST_GRADE:
        message = f"SMOG grade {grade:.1f}: shorter sentences and words would help (above {HARDEST_GRADE} is hard)"
        yield checked.finding(1, "warning", "hard-to-read", message)


CHECKS: tuple[Callable[[Checked], Iterable[Finding]], ...] = (
    stated_source,
    review_dates,
    broken_tables,
    empty_sections,
    dead_links,
    long_passages,
    readability,
    undefined_abbreviations,
)
