"""What a bot says to the questions of the publisher's question file, and whether that is what must be said."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answer import Answer
from bot.answering import Responder
from bot.question_file import Expected, QuestionFile, finding
from bot.question_sets import folded
from bot.settings import Settings
from corpus.finding import Finding
from corpus.passage import Passage
from index.searching import Index

LEAST_SHARE = 0.5  # of a quotation that a shown passage must hold where the quotation runs over its end

Outcome = Literal["passed", "unanswered", "wrong-passage", "answered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was said to one question.

    Attributes:
        expected: The question and what must answer it.
        answer: The reply.
        outcome: "passed"; "unanswered" where a passage was expected and none is shown; "wrong-passage" where another
            one is shown; "answered" where none was expected.
    """

    expected: Expected
    answer: Answer
    outcome: Outcome

    @property
    def is_wrong(self) -> bool:
        """Whether a reader is shown a passage that does not answer."""
        return self.outcome in ("wrong-passage", "answered")

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages shown."""
        return tuple(hit.passage for hit in self.answer.passages)


def ask_all(file: QuestionFile, index: Index, settings: Settings) -> list[Result]:
    """Ask every question of the file in a chat of its own."""
    responder = Responder(lambda: index, settings)
    return [_result(expected, responder.reply(expected.question)) for expected in file.expected]


def wrong_share(results: Sequence[Result]) -> float:
    """The share of questions that are answered with a passage that does not answer, 0 to 1."""
    return sum(result.is_wrong for result in results) / max(len(results), 1)


def findings(file: QuestionFile, results: Sequence[Result], index: Index) -> list[Finding]:
    """What is wrong with the file and what failed, in the order of lines."""
    lost = list(lost_targets(file, index))
    known = {one.line for one in lost}
    failed = (one for one in results if one.outcome != "passed" and one.expected.line not in known)
    found = [*file.problems, *lost, *(finding(one.expected.line, one.outcome, _message(one)) for one in failed)]
    return sorted(found, key=lambda one: one.line)


def lost_targets(file: QuestionFile, index: Index) -> Iterator[Finding]:
    """The lines whose heading or quotation stands in none of the documents."""
    passages = list(index.passages)
    texts = _document_texts(passages)
    paths = {_path(passage) for passage in passages}
    names = {name for path in paths for name in path}
    for expected in file.expected:
        for quotation in expected.quotations:
            if not any(quotation in text for text in texts):
                yield finding(expected.line, "unknown-target", f"stands in no document: \u201c{quotation}\u201d")
        if expected.path and not any(_leads_to(expected.path, path) for path in paths):
            near = difflib.get_close_matches(expected.path[-1], names, n=1)
            hint = f"; did you mean \u201c{near[0]}\u201d?" if near else ""
            yield finding(expected.line, "unknown-target", f"no document has the heading {expected.target!r}{hint}")


def outcome_of(expected: Expected, answer: Answer) -> Outcome:
    """Whether a reply is what is expected."""
    if not expected.is_answered:
        return "answered" if answer.kind == "answer" else "passed"
    if not answer.passages:
        return "unanswered"
    return "passed" if holds(expected, [hit.passage for hit in answer.passages]) else "wrong-passage"


def holds(expected: Expected, passages: Sequence[Passage]) -> bool:
    """Whether passages are what must answer; never where nothing may."""
    if expected.path:
        return any(_leads_to(expected.path, _path(passage)) for passage in passages)
    return expected.is_answered and all(_holds(passages, quotation) for quotation in expected.quotations)


def _result(expected: Expected, answer: Answer) -> Result:
    return Result(expected=expected, answer=answer, outcome=outcome_of(expected, answer))


def _path(passage: Passage) -> tuple[str, ...]:
    """The names that a passage goes by: its document's title, its headings, and the first cell of a row."""
    row = (passage.cells[0][1],) if passage.cells else ()
    return tuple(folded(name) for name in (passage.document.title, *passage.headings, *row))


def _leads_to(path: Sequence[str], names: Iterable[str]) -> bool:
    """Whether the names of `path` occur in `names` in that order."""
    rest = iter(names)
    return all(step in rest for step in path)


def _holds(passages: Sequence[Passage], quotation: str) -> bool:
    """Whether passages hold a quotation, or where it runs on into the next one, most of it."""
    texts = [folded(passage.text) for passage in passages]
    if quotation in " ".join(texts):
        return True
    return any(_overlap(text, quotation) >= LEAST_SHARE * len(quotation) for text in texts)


def _overlap(text: str, quotation: str) -> int:
    """How many characters of a quotation a text holds that begins or ends inside of it."""
    ends = (size for size in range(len(quotation), 0, -1) if text.endswith(quotation[:size]))
    begins = (size for size in range(len(quotation), 0, -1) if text.startswith(quotation[-size:]))
    return max(next(ends, 0), next(begins, 0), len(text) if text in quotation else 0)


def _document_texts(passages: Iterable[Passage]) -> list[str]:
    """The running text of each document, folded."""
    texts: dict[str, list[str]] = {}
    for passage in passages:
        texts.setdefault(passage.document.id, []).append(passage.text)
    return [folded(" ".join(parts)) for parts in texts.values()]


def _message(result: Result) -> str:
    asked = f"\u201c{result.expected.question}\u201d"
    if result.outcome == "unanswered":
        return f"{asked} is not answered; {result.expected.target} must answer it"
    shown = ", ".join(f"{passage.document.path}:{passage.lines[0]} {passage.heading}" for passage in result.passages)
    if result.outcome == "answered":
        return f"{asked} is answered with {shown}, and must not be"
    return f"{asked} is answered with {shown}, not with {result.expected.target}"
