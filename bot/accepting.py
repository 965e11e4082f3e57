"""An editor accepts an unanswered question: as a line of the question file, or as a phrasing that finds a passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from bot.question_file import NAME, line_for, parse
from bot.question_sets import folded
from corpus.passage import Passage
from corpus.reading import text_of

_PHRASINGS = re.compile(r"<!--\s*people also ask:(.*?)-->", re.I | re.S)


class NotAccepted(ValueError):
    """A question that could not be written down; its text is one line."""


def add_question(documents: Path, question: str, target: str) -> str:
    """Add a line to the question file; returns the line.

    Raises:
        NotAccepted: If the line would not be one, or the question stands there already.
    """
    path = documents / NAME
    text = text_of(path, NAME) if path.is_file() and path.stat().st_size else ""
    line = line_for(question, target)
    after = f"{text.rstrip()}\n{line}\n" if text.strip() else f"{line}\n"
    before, read = parse(text), parse(after)
    if len(read.expected) == len(before.expected):
        why = read.problems[-1].message if len(read.problems) > len(before.problems) else "is no question"
        raise NotAccepted(f"{NAME}: {line}: {why}")
    _write(path, after)
    return line


def add_phrasing(documents: Path, passages: Sequence[Passage], question: str, heading: str) -> Path:
    """Add a phrasing to the first section under `heading` of a Markdown document; returns the document's file.

    Raises:
        NotAccepted: If no Markdown document has that heading, or the question cannot stand in a comment.
    """
    if "|" in question or "--" in question:
        raise NotAccepted(f"a phrasing holds neither | nor --: {question}")
    passage = next((one for one in passages if folded(one.heading) == folded(heading) and one.kind != "row"), None)
    if passage is None or not passage.document.path.lower().endswith((".md", ".markdown")):
        raise NotAccepted(f"no Markdown document has the heading {heading!r}")
    path = documents / passage.document.path
    text = text_of(path, passage.document.path)
    _write(path, _with_phrasing(text, passage, question))
    return path


def _with_phrasing(text: str, passage: Passage, question: str) -> str:
    """The document with the phrasing in the comment of the passage's section, in a new one where it has none."""
    for comment in _PHRASINGS.finditer(text):
        if tuple(" ".join(one.split()) for one in comment[1].split("|")) == passage.also_asked:
            return f"{text[: comment.end(1)].rstrip()} | {question} {text[comment.end(1) :]}"
    lines = text.split("\n")
    lines[passage.lines[0] - 1 : passage.lines[0] - 1] = [f"<!-- people also ask: {question} -->", ""]
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    """Write a file with the line ends that it has."""
    ends = "\r\n" if path.is_file() and b"\r\n" in path.read_bytes() else "\n"
    path.write_text(text, encoding="utf-8", newline=ends)
