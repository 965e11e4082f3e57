"""The question file: `questions.txt` beside the documents, a line for each question that must stay answered.

    # what readers of the tea book ask
    How is green tea brewed? -> Brewing
    How long do the leaves keep? -> "a year in a dark and dry place"
    Where does rooibos come from? -> A short book of tea > Rooibos
    What does a tin of tea cost? -> not answered
    wrong answers allowed: 5 %

Behind the arrow stands what must answer: a heading, a row's name or a document's title (with ">" between them where one
alone is not enough), or quotations in quotation marks, or "not answered". None of them names a passage, so that the
file outlives every change in how documents are cut into passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.question_sets import folded
from corpus.finding import Finding
from corpus.reading import UnreadableDocument, text_of

NAME = "questions.txt"
BUDGET = 0.05  # share of wrong answers that is allowed where the file states none

_ARROW = re.compile(r"\s*(?:->|=>|\u2192)\s*")
_STEP = re.compile(r"\s+[>\u203a]\s+")
_QUOTATION = re.compile('"([^"]*)"|\u201c([^\u201d]*)\u201d|\u201e([^\u201c]*)\u201c|\u00ab([^\u00bb]*)\u00bb')
_BUDGET = re.compile(r"wrong answers allowed:\s*(\d+(?:\.\d+)?)\s*%", re.I)
_NOT_ANSWERED = "not answered"
_FORM = 'not of the form: question -> heading, or "quotation", or not answered'


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One line: a question and what must answer it.

    Attributes:
        line: Its line in the file, counted from 1.
        question: As a reader asks it.
        target: What stands behind the arrow.
        path: Names to be found among title, headings and row of the passage, outermost first; folded.
        quotations: What the reply must show, all of them; folded.
    """

    line: int
    question: str
    target: str
    path: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether a passage must answer it at all."""
        return bool(self.path or self.quotations)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFile:
    """What the file holds.

    Attributes:
        expected: Its questions, in order.
        budget: The share of them, 0 to 1, that may be answered wrongly.
        problems: The lines that could not be understood.
    """

    expected: tuple[Expected, ...] = ()
    budget: float = BUDGET
    problems: tuple[Finding, ...] = ()


class UnusableLine(ValueError):
    """A line that could not be understood; its text says why."""


def read_question_file(documents: Path) -> QuestionFile:
    """The question file of a folder of documents; an empty one where there is none."""
    path = documents / NAME
    if not path.is_file():
        return QuestionFile()
    try:
        return parse(text_of(path, NAME))
    except UnreadableDocument as problem:
        return QuestionFile(problems=(finding(problem.line, "question-file", problem.why),))


def parse(text: str) -> QuestionFile:
    """Read the lines of a question file; every line that cannot be understood becomes a problem, the rest is read."""
    expected: dict[str, Expected] = {}
    problems: list[Finding] = []
    budget = BUDGET
    for number, line in _lines(text):
        if stated := _BUDGET.fullmatch(line):
            budget = float(stated[1]) / 100
            continue
        try:
            one = _expected(number, line)
            before = expected.setdefault(folded(one.question), one)
            if before is not one:
                raise UnusableLine(f"is asked in line {before.line} already")
        except UnusableLine as problem:
            problems.append(finding(number, "question-file", str(problem)))
    return QuestionFile(expected=tuple(expected.values()), budget=budget, problems=tuple(problems))


def line_for(question: str, target: str) -> str:
    """A line of the file that asks `question`."""
    return f"{' '.join(question.split())} -> {' '.join(target.split())}"


def finding(line: int, code: str, message: str) -> Finding:
    """An error in the question file."""
    return Finding(path=NAME, line=line, severity="error", code=code, message=message)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _expected(number: int, line: str) -> Expected:
    question, *targets = _ARROW.split(line, maxsplit=1)
    if not question or not targets or not targets[0]:
        raise UnusableLine(_FORM)
    target = targets[0]
    if folded(target) == _NOT_ANSWERED:
        return Expected(line=number, question=question, target=target)
    quotations = [folded(next(filter(None, groups), "")) for groups in _QUOTATION.findall(target)]
    beside = re.sub(r"\band\b|[,+]", "", _QUOTATION.sub("", target)).strip()
    if quotations and not beside and all(quotations):
        return Expected(line=number, question=question, target=target, quotations=tuple(quotations))
    if target[0] in '"\u201c\u201e\u00ab':
        raise UnusableLine('a quotation is empty, not closed or stands beside other words; join several with "and"')
    path = tuple(folded(step) for step in _STEP.split(target))
    return Expected(line=number, question=question, target=target, path=path)
