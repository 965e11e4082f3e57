"""The article of a web page without what only the page needs: menus, share buttons, comments, cookie banners."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.document import is_disclaimer
from corpus.draft import Draft

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_ELEMENTS = "script style nav header footer aside form button template noscript svg iframe select dialog".split()
# Words of classes and ids that the common publishing systems give to what is no part of the article.
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|share|sharing|sharedaddy|social|related|comments?|respond|newsletter|"
    r"subscribe|toc|table-of-contents|pagination|advert|advertisement|promo|sidebar|skip-link|byline|meta|"
    r"reading-time)(?:$|[\s_-])",
    re.I,
)
_MOST = 0.3  # of the article's words; what holds more of them is the article, whatever its class is called
_LONGEST_NAMED = 60  # characters that a doubt quotes
_HEADING = re.compile(r"h[1-6]")
_LABELS = "h1 h2 h3 h4 h5 h6 strong b dt summary".split()


def article(soup: BeautifulSoup, draft: Draft) -> tuple[Tag, Tag | None]:
    """The main part of a page, and what holds a disclaimer outside of it; the rest is taken off, and named."""
    main = soup.find("main") or soup.find("article") or soup.find(None, {"role": "main"}) or soup.body or soup
    labels = [tag for tag in soup.find_all(_LABELS) if is_disclaimer(_words(tag))]
    outside = [tag for tag in labels if main not in tag.parents or tag.find_parent(_ELEMENTS)]
    holder = outside[0].parent.extract() if outside and outside == labels and outside[0].parent else None
    for tag in (*main.find_all(_ELEMENTS), *(holder.find_all(_ELEMENTS) if holder else ())):
        if not (tag.name == "header" and tag.find(_HEADING)):
            tag.extract()
    _take_off_named(main, draft)
    if not _words(main):
        draft.doubt("the page has no text of its own; perhaps its text is put there by a script")
    return main, holder


def _take_off_named(main: Tag, draft: Draft) -> None:
    whole = len(_words(main))
    for tag in main.find_all(["div", "section", "ul", "ol", "p", "span"]):
        name = f"{' '.join(tag.get('class') or ())} {tag.get('id') or ''}" if not tag.decomposed else ""
        if not _NAMES.search(name) or any(is_disclaimer(_words(label).rstrip(":")) for label in tag.find_all(_LABELS)):
            continue
        words = _words(tag)
        if len(words) <= _MOST * whole:
            tag.decompose()
            if words:
                quoted = words if len(words) <= _LONGEST_NAMED else f"{words[:_LONGEST_NAMED].rstrip()} ..."
                draft.doubt(f"left out as part of the page rather than of the article: {quoted}")


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())
