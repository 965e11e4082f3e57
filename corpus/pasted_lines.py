"""The lines of a pasted text, without what only its page had: page numbers, repeated heads and feet, markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

BULLET = re.compile(
    r"^\s*(?:[-*+\u2022\u25cf\u25cb\u25e6\u25aa\u25ab\u25a0\u25a1\u25ba\u25b8\u25b6\u2023\u2043\u00b7\u2013\u2014\u2713"
    r"\u2714\u2717\u2718\u2192\u27a4\u27a2\u2756\u2751\uf0b7\uf0a7]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{2,4}[.)]|o(?=\s{2,}|\s+[a-z]))"
    r"\s+(?=\S)"
)
SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*$")
_UNDERLINE = re.compile(r"^\s*([=\-_*~])\1{2,}\s*$")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|p\.|seite|p\u00e1gina|p\u00e1g\.)\s*\d{1,4}(?:\s*(?:of|/|von|de)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}|"
    r"[-\u2013\u2014]\s*\d{1,4}\s*[-\u2013\u2014])\W*$",
    re.I,
)
_HASHES = re.compile(r"^#{1,6}\s+(?=\S)")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*\*\*|\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?![\w*_])")
_DIVIDED_WORD = re.compile(r"([a-z\u00df-\u00ff]{2,})-$")
_FIRST_WORD = re.compile(r"[a-z\u00df-\u00ff]+(?=[\s.,;:)]|$)[.,;:)]*")
_PREFIX = frozenset("self well non long short high low half co anti post pre re over under follow all x".split())
_FEWEST_REPEATED = 2  # words; a shorter line may well stand there several times


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that says something.

    Attributes:
        number: Counted from 1 in the text.
        text: Without spaces around it.
        indent: Spaces before it.
        apart: Whether a blank line stands above it.
        marked: Whether it is marked as a heading: by #, by a line under it, or as bold as a whole.
    """

    number: int
    text: str
    indent: int = 0
    apart: bool = False
    marked: bool = False

    @property
    def length(self) -> int:
        """Characters from the margin to its end."""
        return self.indent + len(self.text)

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet or a number."""
        return not self.marked and bool(BULLET.match(self.text))

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(SENTENCE_END.search(self.text))


def lines_of(text: str) -> list[Line]:
    """The lines of a text that say something."""
    raw = text.replace("\u00a0", " ").replace("\f", "\n").split("\n") if "\f" not in text else _paged(text)
    furniture = _furniture(raw)
    found: list[Line] = []
    apart = False
    for number, line in enumerate(raw, start=1):
        if _UNDERLINE.match(line):
            if found and not apart and found[-1].number == number - 1 and _may_be_underlined(found[-1], line):
                found[-1] = replace(found[-1], marked=True)
            apart = True
        elif not line.strip():
            apart = True
        elif number not in furniture:
            found.append(_line(line, number, apart))
            apart = False
    return list(_without_divided_words(found, text))


def _paged(text: str) -> list[str]:
    """Lines where a form feed begins a page: it stands at the beginning of a line, and is no line of its own."""
    return [line.replace("\f", "") for line in text.replace("\u00a0", " ").split("\n")]


def _line(line: str, number: int, apart: bool) -> Line:
    line = line.rstrip(" ")
    indent = len(line) - len(line.lstrip(" "))
    text = line.strip(" ")
    if bullet := BULLET.match(text):
        mark = bullet[0].strip()
        text = f"{'-' if mark == 'o' else mark} {text[bullet.end() :]}"
    hashes = bool(_HASHES.match(text))
    plain = _HASHES.sub("", text).rstrip("# ") if hashes else text
    without = _EMPHASIS.sub(r"\2", plain)
    whole = _EMPHASIS.fullmatch(plain)
    bold = whole is not None and len(whole[1]) > 1 and not SENTENCE_END.search(whole[2].rstrip(":"))
    return Line(number=number, text=without or text, indent=indent, apart=apart, marked=hashes or bold)


def _may_be_underlined(above: Line, line: str) -> bool:
    return (
        len(above.text.split()) <= 12 and len(line.strip()) >= 3 and not above.ends_sentence and "\t" not in above.text
    )


def _furniture(lines: Sequence[str]) -> set[int]:
    """The numbers of lines that only say which page it is, and of those that stand beside them on each page."""
    pages = [index for index, line in enumerate(lines) if _PAGE_NUMBER.match(line)]
    beside = Counter(" ".join(lines[other].split()) for page in pages for other in _neighbours(lines, page))
    repeated = {text for text, count in beside.items() if count > 1 and len(text.split()) >= _FEWEST_REPEATED}
    found = {page + 1 for page in pages}
    if repeated:
        found |= {number for number, line in enumerate(lines, start=1) if " ".join(line.split()) in repeated}
    return found


def _neighbours(lines: Sequence[str], page: int) -> Iterator[int]:
    """The nearest lines above and below a page number that say something."""
    for step in (-1, 1):
        index = page + step
        while 0 <= index < len(lines) and not lines[index].strip():
            index += step
        if 0 <= index < len(lines):
            yield index


def _without_divided_words(lines: Sequence[Line], text: str) -> Iterator[Line]:
    """The lines with words that were divided at a line's end put together again, in the line where they begin."""
    taken = 0  # letters that the line before took from the beginning of this one
    for line, behind in pairwise([*lines, Line(number=0, text="", apart=True)]):
        rest = line.text[taken:].lstrip() if taken else line.text
        taken = 0
        divided = _DIVIDED_WORD.search(rest)
        goes_on = _FIRST_WORD.match(behind.text)
        if divided and goes_on and not behind.apart:
            with_hyphen = f"{divided[1]}-{goes_on[0]}"
            keeps = divided[1] in _PREFIX or re.search(rf"\b{re.escape(with_hyphen)}", text)
            rest = rest[: divided.start()] + (with_hyphen if keeps else divided[1] + goes_on[0])
            taken = goes_on.end()
        if rest:
            yield replace(line, text=rest) if rest != line.text else line
