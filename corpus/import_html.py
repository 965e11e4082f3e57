"""A web page -> a draft: the article without the page's furniture, read by beautifulsoup4."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.document import ListItem, Paragraph, TableRow, is_disclaimer
from corpus.draft import Draft
from corpus.html_tables import table_rows
from corpus.passage import Source

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_FURNITURE = "script style nav header footer aside form button template noscript svg iframe select dialog".split()
_HEADING = re.compile(r"h[1-6]")
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_LABELS = "h1 h2 h3 h4 h5 h6 strong b dt summary".split()
_LONGEST_BOLD_HEADING = 12  # words
_NOWHERE = (0, 0)


def import_html(content: bytes, source: Source) -> Draft:
    """The main part of a page.

    Raises:
        ModuleNotFoundError: If beautifulsoup4 is not installed.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(content, "html.parser")
    draft = Draft(source=_identity(soup, source))
    main = soup.find("main") or soup.find("article") or soup.find(None, {"role": "main"}) or soup.body or soup
    fine_print = _without_furniture(soup, main, draft)
    read_html(main, draft)
    if fine_print is not None:
        draft.top()
        read_html(fine_print, draft)
        draft.doubt("this disclaimer stood outside of the article")
    return draft


def _without_furniture(soup: BeautifulSoup, main: Tag, draft: Draft) -> Tag | None:
    """Take menus, forms and the like off; return what holds a disclaimer outside of the article."""
    labels = [tag for tag in soup.find_all(_LABELS) if is_disclaimer(_text(tag))]
    outside = [tag for tag in labels if main not in tag.parents or tag.find_parent(_FURNITURE)]
    holder = outside[0].parent.extract() if outside and outside == labels and outside[0].parent else None
    for tag in (*main.find_all(_FURNITURE), *(holder.find_all(_FURNITURE) if holder else ())):
        if not (tag.name == "header" and tag.find(_HEADING)):
            tag.extract()
    if not _text(main):
        draft.doubt("the page has no text of its own; perhaps its text is put there by a script")
    return holder


def read_html(node: Tag, draft: Draft) -> None:
    """Add everything under `node` to the draft, in order."""
    from bs4 import Tag
    from bs4.element import NavigableString

    words: list[str] = []
    doubts: list[str] = []
    for child in node.children:
        if isinstance(child, Tag) and (child.name in _BLOCKS or child.find(_BLOCKS)):
            _end_paragraph(words, doubts, draft)
            _read_block(child, draft)
        elif isinstance(child, Tag) and child.name == "img":
            doubts += filter(None, [_picture(child)])
        elif isinstance(child, Tag):
            words.append(" " if child.name == "br" else _text(child, keep=True))
        elif type(child) is NavigableString:  # not a comment, which is a kind of it
            words.append(str(child))
    _end_paragraph(words, doubts, draft)


def _end_paragraph(words: list[str], doubts: list[str], draft: Draft) -> None:
    draft.add(Paragraph(text=" ".join("".join(words).split()), lines=_NOWHERE))
    for doubt in doubts:
        draft.doubt(doubt)
    words.clear()
    doubts.clear()


def _read_block(tag: Tag, draft: Draft) -> None:
    if _HEADING.fullmatch(tag.name):
        draft.heading(int(tag.name[1]), _text(tag))
    elif tag.name == "table":
        _table(tag, draft)
    elif tag.name == "li":
        _item(tag, draft)
    elif tag.name == "dl":
        _definitions(tag, draft)
    elif tag.name == "p" and _is_bold_line(tag):
        draft.heading(draft.level + (draft.level == 1), _text(tag), "this bold line was taken for a heading")
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
    for number, cells in enumerate(found.rows):
        row = TableRow(cells=tuple(zip(found.headers, cells, strict=True)), lines=_NOWHERE, first=number == 0)
        draft.add(row, found.doubt if number == 0 else "")


def _picture(tag: Tag) -> str:
    words = " ".join(str(tag.get("alt") or "").split())
    return f"a picture was left out; its description is: {words}" if words else ""


def _is_bold_line(tag: Tag) -> bool:
    """A paragraph that is nothing but a few bold words without a full stop."""
    bold = tag.find(["strong", "b"])
    text = _text(tag)
    return bool(
        bold and text and _text(bold) == text and text[-1] not in ".!;," and len(text.split()) <= _LONGEST_BOLD_HEADING
    )


def _text(tag: Any, *, keep: bool = False) -> str:
    """The words of an element; `keep` leaves white space as it is."""
    for line_break in tag.find_all("br"):
        line_break.replace_with(" ")
    blocks = tag.find(["p", "div", "li"]) is not None
    text = str(tag.get_text(" " if blocks else ""))
    return text if keep else " ".join(text.split())


def _identity(soup: BeautifulSoup, source: Source) -> Source:
    """What the page says of itself in its head."""
    canonical = soup.find("link", rel="canonical")
    url = str(canonical.get("href") or "") if canonical else _meta(soup, "og:url")
    title = soup.find("h1") or soup.find("title")
    language = str(soup.html.get("lang") or "")[:2].lower() if soup.html else ""
    return replace(
        source,
        title=_text(title) if title and _text(title) else source.title,
        url=url if url.startswith("http") else "",
        publisher=_meta(soup, "og:site_name") or _meta(soup, "publisher") or _meta(soup, "DC.publisher"),
        reviewed=_reviewed(soup),
        language=language if language.isalpha() else source.language,
    )


def _meta(soup: BeautifulSoup, name: str) -> str:
    found = soup.find("meta", property=name) or soup.find("meta", attrs={"name": name})
    return " ".join(str(found.get("content") or "").split()) if found else ""


def _reviewed(soup: BeautifulSoup) -> date | None:
    """The day of the last review: schema.org's lastReviewed, or a <time> that stands beside the word."""
    stated = [
        value for script in soup.find_all("script", type="application/ld+json") for value in _last_reviewed(script)
    ]
    stated += [
        str(time.get("datetime") or time.get_text())
        for time in soup.find_all("time")
        if time.parent and re.search(r"review|geprüft|revis", time.parent.get_text(), re.I)
    ]
    for text in stated:
        try:
            return date.fromisoformat(text.strip()[:10])
        except ValueError:
            continue
    return None


def _last_reviewed(script: Tag) -> Iterator[str]:
    try:
        data = json.loads(script.get_text())
    except ValueError:
        return
    for record in data if isinstance(data, list) else [data]:
        if isinstance(record, dict) and isinstance(record.get("lastReviewed"), str):
            yield record["lastReviewed"]
