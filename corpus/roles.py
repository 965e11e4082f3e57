"""Passages that play the same part in every document, and how people ask for them.

A disclaimer says that it is no medical advice; who asks "can this replace my doctor?" uses none of its words. The
phrasings here stand in for those that an editor would otherwise have to write into every document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.passage import PassageKind

DISCLAIMER = (
    "is this medical advice",
    "does this replace seeing my doctor or another professional",
    "can I rely on this for my own case",
    "may I change my treatment or prescription because of this page",
    "whom should I ask about my own health",
    "who is liable or responsible",
    "what is the information meant for, is it only general information",
)
MORE_INFORMATION = (
    "where can I read more about it",
    "where else can I find out more or look things up",
    "which other sources, websites or books are reliable and trusted",
    "which organisations, charities or institutes have more information",
    "is there somebody I can talk to, a support group or a phone line",
)
ABOUT = (
    "what is this article or page about",
    "what is in this text, which topics does it cover",
    "who is this guide written for",
    "who should read it, for whom is it meant",
)
_MORE_HEADING = re.compile(
    r"""^\W*(?: (?:where|how)\ to\ (?:learn|find(?:\ out)?|read|get)\b.* | (?:learn|find\ out|read)\ more\b.*
        | (?:for\ )?(?:more|further|additional|other)\ (?:information|reading|resources|help|sources|links)\b.*
        | (?:useful|helpful)\ (?:contacts?|links|addresses|websites|resources)\b.*
        | resources | links | references | sources | (?:help\ and\ )?support(?:\ groups?)? | contacts? )\W*$""",
    re.I | re.X,
)
_OF_ITSELF = re.compile(
    r"\bthis (?:article|guide|page|leaflet|booklet|brochure|factsheet|text|website|course|book|handout)\b", re.I
)


def phrasings(kind: PassageKind, headings: Sequence[str], text: str) -> tuple[str, ...]:
    """How people ask for a passage that is a disclaimer, names further sources, or says what its document is about."""
    if kind == "disclaimer":
        return DISCLAIMER
    if kind not in ("text", "list"):
        return ()
    if headings and _MORE_HEADING.match(headings[-1]):
        return MORE_INFORMATION
    return ABOUT if _OF_ITSELF.search(text) else ()
