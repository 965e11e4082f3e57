"""Questions about a document itself, "the article": what it covers, for whom it is, when it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.hit import Hit, Query
from index.understanding import ABOUT_DOCUMENTS

DOCUMENT = r"(?:pages?|articles?|texts?|guides?|leaflets?|booklets?|brochures?|websites?|documents?)"
_NAMED = re.compile(rf"\b(?:this|the|your) {DOCUMENT}\b", re.I)
_CALLED = "the article"
_IT = re.compile(r"\b(?:it|this|that)\b(?!\s+\w+\s+(?:is|are)\b)", re.I)
_MOST_BESIDES = 1  # words of weight in a question that asks of nothing but the document
# What is asked of a text, and hardly of what it is about.
_OF_A_TEXT = re.compile(
    r"""\bfor\b(?:\ (?:me|us|patients|families|doctors|nurses|everyone|everybody|anyone|whom|who))?\W*$
      | \bfor\ (?:whom|who)\b | \babout\W*$ | \bmeant\b | \baimed\b
      | \b(?:written|wrote|writes?|author|published?|publish(?:es|er)|posted|updated?|reviewed?|edited|checked|dated?)\b
      | \b(?:have|has|contain|include|mention|cover|say|tell|explain|list|show|go\ into)s?\b
      | \b(?:long|trust|reliable|current|up[ -]to[ -]date|free|worth)\b""",
    re.I | re.X,
)
_ASKS_WHEN = re.compile(
    r"\b(?:when|what (?:year|date|day)|which year|how (?:old|recent|current|new)|up[ -]to[ -]date|last)\b", re.I
)
_MADE = re.compile(
    r"\b(?:written|wrote|write|published?|posted|updated?|reviewed?|edited|checked|made|created|changed|old|recent|current|new"
    r"|up[ -]to[ -]date)\b",
    re.I,
)
_ASKS_WHO = re.compile(
    rf"\b(?:who(?: has| have)? (?:wrote|written|write|writes|authored|published|made|edited|prepared)\b"
    rf"|who(?:'?s| is| are| was| were) (?:the )?(?:authors?|writers?|editors?|publishers?)\b"
    rf"|(?:authors?|writers?) of (?:this|the|your) {DOCUMENT}\b)",
    re.I,
)
_BY_SOMEBODY = re.compile(
    r"\b(?:wrote|written|writ(?:er|ing)s?|authors?|edit(?:ed|or|ors)|publish(?:ed|er|ers)|prepared|produced|compiled|checked)\b",
    re.I,
)
# "Does it replace my doctor?", "is this medical advice".
_INSTEAD = re.compile(
    rf"""\b(?:it|this|that|{DOCUMENT})\b (?: .{{0,40}}
        \b(?: replac(?:e|es|ed|ing|ement) | substitutes? | stands?\ in | in\ place | instead | takes?\ the\ place )\b
        (?:\ (?:of|for|the|an?|my|your|our|seeing|visiting|going\ to|talking\ to|asking|own|proper|real|health|care))*
        \ (?:doctors?|gps?|nurses?|medical|professionals?|consultants?|specialists?|advice|appointments?)\b
      | \W+(?:\w+\W+){{0,2}}?(?:medical|professional|personal|proper|real)\ advice\b )""",
    re.I | re.X,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def of_the_document(question: str) -> bool:
    """Whether a question speaks of the document that is talked about, "this article"."""
    return bool(_NAMED.search(question))


def asks_of_the_document(asked: Query) -> bool:
    """Whether a question is about the document itself, and about nothing else that it names."""
    besides = [words for words in asked.concepts.values() if words[0].surface not in ABOUT_DOCUMENTS]
    return of_the_document(asked.spelled) and len(besides) <= _MOST_BESIDES


def about_it(question: str) -> str:
    """A question about "it" where the document was talked about, as one about "the article"; "" where it is none."""
    return _IT.sub(_CALLED, question) if _OF_A_TEXT.search(question) and _IT.search(question) else ""


def asks_whether_it_advises(question: str) -> bool:
    """Whether a question is whether a document can stand in for a doctor: what a disclaimer says."""
    return bool(_INSTEAD.search(question))


def asked_of_its_making(question: str) -> Sequence[Callable[[Sequence[Hit]], bool]]:
    """Whether what would be shown lacks each thing that a question asks of how the document was made; often none."""
    asked = ((asks_its_date(question), lacks_date), (asks_its_author(question), lacks_author))
    return [lacks for asks, lacks in asked if asks]


def asks_its_date(question: str) -> bool:
    """Whether a question asks when the document was made."""
    return of_the_document(question) and bool(_ASKS_WHEN.search(question) and _MADE.search(question))


def lacks_date(hits: Sequence[Hit]) -> bool:
    """Whether neither what would be shown nor its source says when it was made."""
    return not any(hit.passage.document.reviewed or _YEAR.search(hit.passage.text) for hit in hits)


def asks_its_author(question: str) -> bool:
    """Whether a question asks who made the document."""
    return of_the_document(question) and bool(_ASKS_WHO.search(question))


def lacks_author(hits: Sequence[Hit]) -> bool:
    """Whether neither what would be shown nor its source says who made it."""
    return not any(hit.passage.document.publisher or _BY_SOMEBODY.search(hit.passage.text) for hit in hits)
