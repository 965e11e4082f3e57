"""A web page -> a draft: the article without the page's furniture, read by beautifulsoup4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.document import ListItem, Paragraph, TableRow
from corpus.draft import Draft
from corpus.html_tables import table_rows
from corpus.inline import Inline, prepare
from corpus.page_facts import page_facts
from corpus.page_furniture import article
from corpus.passage import Source

if TYPE_CHECKING:
    from bs4 import Tag

_HEADING = re.compile(r"h[1-6]")
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_NOWHERE = (0, 0)


def import_html(content: bytes, source: Source) -> Draft:
    """The main part of a page.

    Raises:
        ModuleNotFoundError: If beautifulsoup4 is not installed.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(content, "html.parser")
    for tag in soup.find_all("p", class_="MsoTitle"):  # as Word saves its title
        tag.name = "h1"
    draft = Draft(source=page_facts(soup, source))
    main, fine_print = article(soup, draft)
    prepare(main, draft)
    read_html(main, draft)
    if fine_print is not None:
        prepare(fine_print, draft)
        draft.top()
        read_html(fine_print, draft)
        draft.doubt("this disclaimer stood outside of the article")
    return draft


def read_html(node: Tag, draft: Draft) -> None:
    """Add everything under `node` to the draft, in order."""
    from bs4 import Tag
    from bs4.element import NavigableString

    words = Inline()
    for child in node.children:
        if isinstance(child, Tag) and (child.name in _BLOCKS or child.find(_BLOCKS)):
            words.end(draft)
            _read_block(child, draft)
        elif isinstance(child, Tag) or type(child) is NavigableString:
            words.add(child)
    words.end(draft)


def _read_block(tag: Tag, draft: Draft) -> None:
    if _HEADING.fullmatch(tag.name):
        draft.heading(int(tag.name[1]), _text(tag))
    elif tag.name == "table":
        _table(tag, draft)
    elif tag.name == "li":
        _item(tag, draft)
    elif tag.name == "dl":
        _definitions(tag, draft)
    elif tag.name == "details":
        with draft.aside():
            read_html(tag, draft)
    elif tag.name == "summary":
        draft.bold_heading(_text(tag))
    else:
        read_html(tag, draft)


def _item(tag: Tag, draft: Draft) -> None:
    inner = [found.extract() for found in tag.find_all(["ul", "ol", "table"]) if found.find_parent("li") is tag]
    draft.add(ListItem(text=_text(tag), lines=_NOWHERE))
    for block in inner:
        _read_block(block, draft)


def _definitions(tag: Tag, draft: Draft) -> None:
    terms: list[str] = []
    for child in tag.find_all(["dt", "dd"]):
        if child.name == "dt":
            terms.append(_text(child))
        else:
            draft.add(ListItem(text=": ".join(filter(None, [", ".join(terms), _text(child)])), lines=_NOWHERE))
            terms = []


def _table(tag: Tag, draft: Draft) -> None:
    caption = tag.find("caption")
    if caption:
        draft.add(Paragraph(text=_text(caption), lines=_NOWHERE))
    found = table_rows(tag)
    if not found.rows:
        for cell in tag.find_all(["td", "th"]):
            if cell.find_parent("table") is tag:
                read_html(cell, draft)
        return
    draft.add(Paragraph(text=found.caption, lines=_NOWHERE))
    for number, cells in enumerate(found.rows):
        row = TableRow(cells=tuple(zip(found.headers, cells, strict=True)), lines=_NOWHERE, first=number == 0)
        draft.add(row, found.doubt if number == 0 else "")


def _text(tag: Any) -> str:
    """The words of an element."""
    for line_break in tag.find_all("br"):
        line_break.replace_with(" ")
    blocks = tag.find(["p", "div", "li"]) is not None
    return " ".join(str(tag.get_text(" " if blocks else "")).split())
