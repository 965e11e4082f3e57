"""The running text of a web page -> paragraphs: its line breaks, bold lines, and what only a page can show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.document import ListItem, Paragraph
from corpus.draft import Draft
from corpus.pasted_lines import BULLET

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

_NOWHERE = (0, 0)
_BOLD = "\ue000"  # stands on both sides of bold words while a paragraph is gathered; a character for private use
_LONGEST_HEADING = 12  # words
_LONGEST_ITEM = 14  # words
_FEWEST_ITEMS = 3
RAISED = str.maketrans(
    "0123456789+-\u2212", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b"
)
_MARK = re.compile(r"\[?(?:\d{1,3}|[*\u2020\u2021]|[a-z])\]?(?:\s?[,\u2013-]\s?\[?\d{1,3}\]?)*", re.I)
_BACK = frozenset("\u2191 \u21a9 \u21a9\ufe0e \u21b5".split())


def prepare(node: Tag, draft: Draft) -> None:
    """Write out what only a page can show: abbreviations, raised numbers; and take marks of footnotes off."""
    spelt_out: set[str] = set()
    for tag in node.find_all("abbr", title=True):
        _spell_out(tag, spelt_out, draft)
    marks = [tag for tag in node.find_all("sup") if _is_footnote(tag)]
    marks += [tag for tag in node.find_all("a") if tag.get_text().strip() in _BACK]
    for tag in marks:
        tag.extract()
    if marks:
        draft.doubt("the marks of footnotes were left out of the text")
    for tag in node.find_all("sup"):
        tag.string = tag.get_text().translate(RAISED)


def _spell_out(tag: Tag, before: set[str], draft: Draft) -> None:
    """Put the long form of an abbreviation behind it where it stands first."""
    words, meaning = tag.get_text().strip(), " ".join(str(tag["title"]).split())
    if meaning and words not in before and meaning.lower() != words.lower():
        before.add(words)
        tag.string = f"{words} ({meaning})"
        draft.doubt(f"the page shows what {words} means only when it is pointed at; it was written out")


def _is_footnote(tag: Tag) -> bool:
    link = tag.find("a") or (tag.parent if tag.parent and tag.parent.name == "a" else None)
    return bool(link and str(link.get("href") or "").startswith("#") and _MARK.fullmatch(tag.get_text().strip()))


@dataclass(slots=True)
class Inline:
    """Gathers the running text between two blocks."""

    _pieces: list[str] = field(default_factory=list)
    _doubts: list[str] = field(default_factory=list)

    def add(self, node: PageElement) -> None:
        """Add an element that is no block, or the text of one."""
        from bs4 import Tag

        if not isinstance(node, Tag):
            self._pieces.append(re.sub(r"\s", " ", str(node)))
        elif node.name == "img":
            if words := " ".join(str(node.get("alt") or "").split()):
                self._doubts.append(f"a picture was left out; its description is: {words}")
        elif node.name == "br":
            self._pieces.append("\n")
        elif node.name in ("strong", "b"):
            self._pieces.append(_BOLD)
            self._add_children(node)
            self._pieces.append(_BOLD)
        else:
            self._add_children(node)

    def _add_children(self, node: Tag) -> None:
        from bs4 import Tag
        from bs4.element import NavigableString

        for child in node.children:
            if isinstance(child, Tag) or type(child) is NavigableString:
                self.add(child)

    def end(self, draft: Draft) -> None:
        """Add what was gathered to the draft: paragraphs where lines stand apart, headings where one is bold."""
        text = re.sub(rf"{_BOLD}(\s*){_BOLD}", r"\1", "".join(self._pieces))
        for paragraph in re.split(r"\n\s*\n", re.sub(rf"(\n\s*){_BOLD}(?=\s*$)", rf"{_BOLD}\1", text)):
            self._add_paragraph([line for line in paragraph.split("\n") if line.strip(f" {_BOLD}")], draft)
        for doubt in self._doubts:
            draft.doubt(doubt)
        self._pieces.clear()
        self._doubts.clear()

    def _add_paragraph(self, lines: list[str], draft: Draft) -> None:
        """Add the lines up to a bold one that begins something, which is a heading; then the rest in the same way."""
        gathered: list[str] = []
        for line in lines:
            if _is_heading(line, alone=len(lines) == 1) and (not gathered or _words(gathered[-1])[-1] in ".!?"):
                _add_lines(gathered, draft)
                draft.bold_heading(_words(line))
                gathered = []
            else:
                gathered.append(line)
        _add_lines(gathered, draft)


def _add_lines(lines: list[str], draft: Draft) -> None:
    if _are_items([_words(line) for line in lines]):
        for number, line in enumerate(lines):
            doubt = "these lines, divided by line breaks, were taken for a list" if number == 0 else ""
            draft.add(ListItem(text=_words(line), lines=_NOWHERE), doubt)
    elif lines:
        text = _words(" ".join(lines))
        bullet = BULLET.match(text)
        if bullet and (isinstance(draft.last, ListItem) or _begins_list(bullet[0].strip("(). "))):
            draft.add(ListItem(text=text[bullet.end() :], lines=_NOWHERE))
        else:
            draft.add(Paragraph(text=text, lines=_NOWHERE))


def _begins_list(mark: str) -> bool:
    """Whether a mark is a bullet, or the first of some numbers or letters."""
    return mark in ("1", "a", "i") or not mark.isalnum()


def _is_heading(line: str, *, alone: bool) -> bool:
    """Whether a line is nothing but a few bold words without a full stop."""
    text = line.strip()
    inside = text.strip(_BOLD).strip()
    is_bold = text.startswith(_BOLD) and text.endswith(_BOLD) and _BOLD not in inside
    return bool(is_bold and inside and inside[-1] not in ".!;," and len(inside.split()) <= _LONGEST_HEADING) and (
        alone or inside[-1] != ":" or len(inside.split()) > 1
    )


def _are_items(lines: list[str]) -> bool:
    """Whether lines between line breaks are a list: several short ones, each beginning anew, none a sentence."""
    return len(lines) >= _FEWEST_ITEMS and all(
        len(line.split()) <= _LONGEST_ITEM and line[-1] not in ".:;," and not line[0].islower() for line in lines
    )


def _words(line: str) -> str:
    return " ".join(line.replace(_BOLD, "").split())
