"""What a web page says of itself in its head: title, address, publisher, language, and when it was reviewed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.passage import Source

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


def page_facts(soup: BeautifulSoup, source: Source) -> Source:
    """The source with all that the page states; what it does not state stays as it is."""
    canonical = soup.find("link", rel="canonical")
    url = str(canonical.get("href") or "") if canonical else _meta(soup, "og:url")
    title = next((text for tag in (soup.find("h1"), soup.find("title")) if tag and (text := _words(tag))), "")
    language = str(soup.html.get("lang") or "")[:2].lower() if soup.html else ""
    return replace(
        source,
        title=title or source.title,
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
    except (ValueError, RecursionError):
        return
    for record in _records(data):
        if isinstance(record.get("lastReviewed"), str):
            yield record["lastReviewed"]


def _records(data: Any) -> Iterator[dict[str, Any]]:
    """The records of JSON-LD: one, a list of them, or those of a @graph."""
    for record in data if isinstance(data, list) else [data]:
        if isinstance(record, dict):
            yield record
            yield from _records(record.get("@graph", []))


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())
