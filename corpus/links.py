"""Links that lead nowhere: to headings that a document does not have, and to files that are not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from corpus.finding import Checked, Finding
from corpus.markup import headings_of, markdown_tokens

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.I)
_HEADING_LINE = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.M)
_STATED = re.compile(r"""<[a-z]+\b[^>]*\b(?:id|name)=["']([^"']+)["']|\{#([\w-]+)\}""", re.I)


def dead_links(checked: Checked) -> Iterator[Finding]:
    """Links to headings that the document does not have, and links and pictures of files that are not there."""
    if not checked.is_markdown:
        return
    own = anchors([text for _, _, text in headings_of(checked)], checked.text)
    here = (checked.folder / checked.document.source.path).parent
    for target, line in _targets(checked):
        path, _, fragment = target.partition("#")
        fragment = unquote(fragment).lower()
        if not path and fragment and fragment not in own:
            yield checked.finding(line, "error", "dead-anchor", f"no heading here makes the anchor #{fragment}")
        elif path and not _ELSEWHERE.match(path):
            file = here / unquote(path)
            if not file.exists():
                yield checked.finding(line, "error", "dead-link", f"there is no file {path}")
            elif fragment and file.suffix.lower() in (".md", ".markdown") and fragment not in _anchors_of(file):
                yield checked.finding(
                    line, "error", "dead-anchor", f"no heading of {path} makes the anchor #{fragment}"
                )


def anchors(headings: list[str], text: str) -> set[str]:
    """The anchors that headings make, those of the same words numbered, and the ones that a text states itself."""
    found = {(stated or braced).lower() for stated, braced in _STATED.findall(text)}
    seen: Counter[str] = Counter()
    for heading in headings:
        name = anchor(heading)
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def anchor(heading: str) -> str:
    """The anchor of a heading as web sites make it: small letters, hyphens for spaces, no other marks."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


def _anchors_of(file: Path) -> set[str]:
    text = file.read_text(encoding="utf-8", errors="replace")
    return anchors([re.sub(r"[*_`]", "", heading) for heading in _HEADING_LINE.findall(text)], text)


def _targets(checked: Checked) -> Iterator[tuple[str, int]]:
    """Target and line of each link and picture."""
    tokens, skipped = markdown_tokens(checked)
    for token in tokens:
        line = (token.map[0] if token.map else 0) + skipped + 1
        for child in token.children or ():
            if child.type == "softbreak":
                line += 1
            elif child.type in ("link_open", "image"):
                yield str(child.attrGet("href") or child.attrGet("src") or ""), line
