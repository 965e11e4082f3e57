"""The check of a folder of documents before it is published: what is missing, broken, doubled, or hard to read.

To add a check of one document, write one function of a Checked and one line in CHECKS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from corpus.abbreviations import undefined_abbreviations
from corpus.contradictions import contradictions
from corpus.document import Document, TableRow, is_disclaimer
from corpus.finding import Checked, Finding
from corpus.formats import DATE_KEYS, TEXT_KEYS, front_matter
from corpus.links import dead_links
from corpus.markup import broken_tables, empty_sections
from corpus.names import confusable_names
from corpus.near_duplicates import near_duplicates
from corpus.passage import Passage
from corpus.readability import HARDEST_GRADE, polysyllables, smog_grade
from corpus.reading import UnreadableDocument, document_paths, read_document, text_of
from corpus.sentences import sentences
from corpus.splitting import LONGEST_PASSAGE, row_text, split

LONGEST_ON_A_PHONE = 900  # characters; about two screens of a phone
FOREIGN = frozenset(".docx .doc .odt .rtf .pdf .html .htm .pages".split())  # formats that are written, and not read


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
    found += [*_repeated(passages), *confusable_names(passages), *map(_unreadable, problems), *_foreign(folder)]
    return sorted(found, key=lambda finding: (finding.path, finding.line, finding.code))


def _repeated(passages: Sequence[Passage]) -> Iterator[Finding]:
    """What is said twice, and not in the same way; one finding for each two places."""
    told: set[tuple[str, int]] = set()
    for finding in (*near_duplicates(passages), *contradictions(passages)):
        if (finding.path, finding.line) not in told:
            told.add((finding.path, finding.line))
            yield finding


def _foreign(folder: Path) -> Iterator[Finding]:
    """Files that no reader reads, and that an editor may take for published."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.suffix.lower() in FOREIGN and path.is_file() and not any(part.startswith(".") for part in name.parts):
            message = f"is not read; make Markdown of it with: pullquote import {name.as_posix()}"
            yield Finding(path=name.as_posix(), line=1, severity="warning", code="not-read", message=message)


def check_document(document: Document, text: str, *, folder: Path, today: date) -> list[Finding]:
    """The findings in one document, whose file below `folder` holds `text`, in the order of lines."""
    checked = _checked(document, text, folder, today)
    return sorted((finding for check in CHECKS for finding in check(checked)), key=lambda finding: finding.line)


def table_faults(path: Path, folder: Path, *, today: date) -> list[Finding]:
    """The errors in the tables of one document alone.

    Raises:
        UnreadableDocument: If it cannot be read.
    """
    text = text_of(path, path.relative_to(folder).as_posix())
    if "|" not in text:
        return []  # nothing that could be a table: the document need not be read
    found = broken_tables(_checked(read_document(path, folder), text, folder, today))
    return [finding for finding in found if finding.severity == "error"]


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
    line = checked.line_of("next_review:")
    if source.reviewed is None:
        yield checked.finding(1, "warning", "missing-review", "no date of review; add reviewed: YYYY-MM-DD")
    elif source.reviewed > today:
        where = checked.line_of("reviewed:")
        yield checked.finding(where, "error", "future-review", f"was reviewed on {source.reviewed}, which is to come")
    if source.next_review and source.reviewed and source.next_review <= source.reviewed:
        message = f"next_review {source.next_review} is not behind reviewed {source.reviewed}"
        yield checked.finding(line, "error", "review-order", message)
    elif source.next_review and source.next_review < today:
        late = (today - source.next_review).days
        message = f"was due for review on {source.next_review}, {late} days ago"
        yield checked.finding(line, "error", "overdue-review", message)


def long_passages(checked: Checked) -> Iterator[Finding]:
    """Paragraphs, items and rows that readers are shown in several pieces, or that fill two screens of a phone."""
    for section in checked.document.sections:
        if section.headings and is_disclaimer(section.headings[-1]):
            continue
        for block in section.blocks:
            text = row_text(block.cells) if isinstance(block, TableRow) else block.text
            words = len(text.split())
            if (words > LONGEST_PASSAGE or len(text) > LONGEST_ON_A_PHONE) and not text.startswith("|"):
                message = f"{words} words in one piece are long on a phone; {LONGEST_PASSAGE} are shown whole"
                yield checked.finding(block.lines[0], "warning", "long-passage", message)


def readability(checked: Checked) -> Iterator[Finding]:
    """English prose that needs more than HARDEST_GRADE years of school, at its hardest passage."""
    if checked.document.source.language != "en":
        return
    prose = {p.lines[0]: sentences(p.text) for p in checked.passages if p.kind == "text"}
    grade = smog_grade([sentence for said in prose.values() for sentence in said])
    if grade is not None and round(grade, 1) > HARDEST_GRADE:
        hardest = max(prose, key=lambda line: polysyllables(prose[line]) / len(prose[line]))
        message = (
            f"SMOG grade {grade:.1f} as a whole, above {HARDEST_GRADE} is hard: shorter words and sentences help, "
            "here most of all"
        )
        yield checked.finding(hardest, "warning", "hard-to-read", message)


def phrasings_of_no_row(checked: Checked) -> Iterator[Finding]:
    """Phrasings of a row that no table of the section has: nothing is found by them."""
    for section in checked.document.sections:
        rows = {block.cells[0][1] for block in section.blocks if isinstance(block, TableRow)}
        for row in section.asked_of_rows:
            if row not in rows:
                message = f"people also ask of {row!r}, which is no row of a table here"
                line = checked.line_of(f"<!-- people also ask of {row}")
                yield checked.finding(line, "warning", "phrasings-of-no-row", message)


CHECKS: tuple[Callable[[Checked], Iterable[Finding]], ...] = (
    stated_source,
    review_dates,
    broken_tables,
    empty_sections,
    dead_links,
    long_passages,
    readability,
    undefined_abbreviations,
    phrasings_of_no_row,
)
