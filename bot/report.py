"""What a report on the documents tells an editor, gathered from the check, the question file, coverage and usage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.clusters import Cluster, clusters
from bot.coverage import Coverage, cover
from bot.question_file import read_question_file
from bot.question_results import Result, ask_all, findings
from bot.reliability import Bin, reliability
from bot.settings import Settings
from bot.usage import counts_by_passage, unanswered, usage_path
from corpus.checking import check_folder
from corpus.finding import Finding
from corpus.passage import Passage, Source
from corpus.readability import smog_grade
from corpus.sentences import sentences
from index.searching import Index
from index.versions import Version, versions

THINGS = 40  # asked about for the coverage map

Counts = Mapping[str, Mapping[str, int]]
"""How often each passage answered, was nearest, or was rejected: by passage id and kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """One document.

    Attributes:
        source: What is known of it.
        passages: Its passages, in order.
        grade: Years of school that its prose needs (SMOG); None where that cannot be said.
        is_overdue: Whether its next review should have been by now.
    """

    source: Source
    passages: tuple[Passage, ...]
    grade: float | None
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything on the page.

    Attributes:
        day: When it was made.
        folder: The folder of documents, as it was named.
        documents: The documents, in order of their paths.
        counts: How often each passage answered.
        findings: Of the check and of the question file.
        results: What was said to the question file.
        versions: The versions of the index, newest first.
        coverage: What people ask of each thing.
        clusters: Unanswered questions, those that ask the same together.
        reliability: How well the confidence holds on the question file.
    """

    day: date
    folder: str
    documents: tuple[DocumentFacts, ...]
    counts: Counts
    findings: tuple[Finding, ...]
    results: tuple[Result, ...]
    versions: tuple[Version, ...]
    coverage: Coverage
    clusters: tuple[Cluster, ...]
    reliability: tuple[Bin, ...]


def gather(index: Index, settings: Settings, *, today: date) -> Report:
    """All that is to be told of the documents and of the index that answers from them."""
    file = read_question_file(settings.documents)
    results = ask_all(file, index, settings)
    usage = usage_path(settings.state, settings.documents)
    return Report(
        day=today,
        folder=settings.documents.name,
        documents=tuple(_documents(index.passages, today)),
        counts=counts_by_passage(usage),
        findings=(*check_folder(settings.documents, today=today), *findings(file, results, index)),
        results=tuple(results),
        versions=tuple(versions(settings.index)),
        coverage=cover(index, settings, limit=THINGS),
        clusters=tuple(clusters(unanswered(usage, today=today))),
        reliability=tuple(reliability(results)),
    )


def used(counts: Counts, passages: Sequence[Passage], kind: str) -> int:
    """How often passages were of use in one way, together."""
    return sum(counts.get(passage.id, {}).get(kind, 0) for passage in passages)


def _documents(passages: Sequence[Passage], today: date) -> list[DocumentFacts]:
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document.id, []).append(passage)
    return [_facts(group, today) for _, group in sorted(by_document.items())]


def _facts(passages: Sequence[Passage], today: date) -> DocumentFacts:
    source = passages[0].document
    prose = [sentence for passage in passages if passage.kind == "text" for sentence in sentences(passage.text)]
    return DocumentFacts(
        source=source,
        passages=tuple(passages),
        grade=smog_grade(prose) if source.language == "en" else None,
        is_overdue=source.next_review is not None and source.next_review < today,
    )
