"""Finding: what a check of the documents names, and Checked: what a check of one document looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from corpus.document import Document
from corpus.passage import Passage

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing for the editor.

    Attributes:
        path: The file, below the documents folder.
        line: The line, counted from 1.
        severity: "error" must be mended before publishing, "warning" ought to be, "note" is to be looked at.
        code: A short name of the kind of finding, such as "missing-disclaimer".
        message: One line for a person.
    """

    path: str
    line: int
    severity: Severity
    code: str
    message: str

    def __str__(self) -> str:
        """As compilers print it: path:line: severity: message [code]."""
        return f"{self.path}:{self.line}: {self.severity}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A document under check.

    Attributes:
        document: The document as read.
        text: Its file.
        passages: Its passages.
        folder: The folder of documents.
        today: The day on which review dates are overdue or not.
    """

    document: Document
    text: str
    passages: tuple[Passage, ...]
    folder: Path
    today: date

    @property
    def is_markdown(self) -> bool:
        """Whether its file is Markdown, with front matter and links."""
        return self.document.source.path.lower().endswith((".md", ".markdown"))

    def finding(self, line: int, severity: Severity, code: str, message: str) -> Finding:
        """A finding in this document."""
        return Finding(path=self.document.source.path, line=line, severity=severity, code=code, message=message)

    def line_of(self, start: str) -> int:
        """The first line that begins so, or 1."""
        lines = enumerate(self.text.split("\n"), start=1)
        return next((number for number, line in lines if line.startswith(start)), 1)
