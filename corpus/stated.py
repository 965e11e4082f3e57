"""What a text says of itself in its own words: when it was reviewed, who publishes it, and in which language it is.

All of it is read for the front matter of an imported file, and named for the editor to compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = (
    r"(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+de)?\s+"
    rf"(?P<month>{_MONTH})\.?,?(?:\s+del?)?\s+(?P<year>\d{{4}})"
    rf"|(?P<month_first>{_MONTH})\.?\s+(?P<its_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<its_year>\d{{4}})"
    rf"|(?P<only_month>{_MONTH})\.?(?:\s+de)?\s+(?P<only_year>\d{{4}})"
    r"|(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?P=mark)(?P<three>\d{4})"
)
_BETWEEN = r"(?:\s(?:date|due|on|in|by|am|el|en|fecha)\b|[:\s]){0,4}\s*"
_NEXT = rf"\b(?:next|nächste|próxima)\s(?:review|revision|überprüfung|prüfung|revisión){_BETWEEN}(?:{_DATE})"
_LAST = (
    r"(?<!next )(?<!nächste )(?<!próxima )\b(?:reviewed|review|updated|update|revised|revision|geprüft|überprüft|"
    rf"aktualisiert|stand|revisado|revisada|revisión|actualizado|actualizada|actualización){_BETWEEN}(?:{_DATE})"
)
_DATES = {"next_review": re.compile(_NEXT, re.I), "reviewed": re.compile(_LAST, re.I)}
_PUBLISHER = re.compile(
    r"(?:\b(?:published\sby|publisher:|herausgegeben\svon|herausgeber:|publicado\spor|editor:)|©|\(c\))\s*"
    r"(?:\d{4}(?:\s?[-–]\s?\d{4})?,?\s+)?(?:the\s+)?(?P<name>[A-ZÄÖÜÁÉÍÓÚ][^.;|·,()\n]{2,60})",
    re.I,
)
_ADDRESS = re.compile(r"(?:(?:source|url|online|web|quelle|fuente)\s?:\s*)?(?P<url>https?://[^\s<>\"]+)", re.I)
_LONGEST = 40  # words; a longer paragraph is about something else
_LANGUAGES = {
    "en": frozenset("the and of is are you your with for not this that be by or when".split()),
    "de": frozenset("der die das und ist sind nicht sie ein eine mit für auf wird werden bei oder den dem".split()),
    "es": frozenset("el los las y es son no una con para por del que se en su puede cuando".split()),
}
_FEW_MORE = 2  # words beside it, such as "Last" and "the"
_FEWEST_WORDS = 3  # by which another language than English is told
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Something that a text says of itself.

    Attributes:
        key: The key of the front matter that it fills.
        value: A date for a key of a date, or a text.
        why: What the editor should compare.
        said: The words that it was read from.
    """

    key: str
    value: str | date
    why: str
    said: str = ""


def stated_in(texts: Sequence[str]) -> Iterator[Stated]:
    """What the paragraphs of a document say of it; the first of each kind."""
    short = [text for text in texts if len(text.split()) <= _LONGEST]
    for find in (_review_dates, _publishers, _addresses):
        seen: set[str] = set()
        for found in (one for text in short for one in find(text)):
            if found.key not in seen:
                seen.add(found.key)
                yield found


def language_of(texts: Sequence[str]) -> str:
    """The language whose small words a text has most of; "en" where none shows."""
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    counts = {code: sum(word in telling for word in words) for code, telling in _LANGUAGES.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= _FEWEST_WORDS else "en"


def says_only(text: str, said: Sequence[str]) -> bool:
    """Whether a paragraph is nothing but what was read from it."""
    rest = text
    for words in said:
        rest = rest.replace(words, " ")
    return rest != text and len(_WORD.findall(rest)) <= _FEW_MORE


def _compare(key: str, said: str, doubt: str = "") -> str:
    return f"{key} was read from “{said.strip()}”{doubt}; compare it"


def _review_dates(text: str) -> Iterator[Stated]:
    for key, pattern in _DATES.items():
        for found in pattern.finditer(text):
            value, doubt = _date(found)
            if value:
                yield Stated(key=key, value=value, why=_compare(key, found[0], doubt), said=found[0])
                break


def _date(found: re.Match[str]) -> tuple[date | None, str]:
    """The day that is written, and what is uncertain about it."""
    part = found.groupdict()
    doubt = ""
    if part["iso"]:
        year, month, day = map(int, part["iso"].split("-"))
    elif part["month"]:
        year, month, day = int(part["year"]), _MONTHS[part["month"].lower()], int(part["day"])
    elif part["month_first"]:
        year, month, day = int(part["its_year"]), _MONTHS[part["month_first"].lower()], int(part["its_day"])
    elif part["only_month"]:
        year, month, day = int(part["only_year"]), _MONTHS[part["only_month"].lower()], 1
        doubt = ", which names no day"
    else:
        year, month, day = int(part["three"]), int(part["two"]), int(part["one"])
        if month > 12:
            month, day = day, month
        elif part["mark"] == "/" and day <= 12 and day != month:
            doubt = ", read as day/month"
    try:
        return date(year, month, day), doubt
    except ValueError:
        return None, ""


def _publishers(text: str) -> Iterator[Stated]:
    if found := _PUBLISHER.search(text):
        name = re.sub(r"\s*\b(?:all rights reserved|last|reviewed|updated)\b.*", "", found["name"], flags=re.I).strip()
        if name:
            yield Stated(key="publisher", value=name, why=_compare("publisher", found[0]), said=found[0])


def _addresses(text: str) -> Iterator[Stated]:
    if found := _ADDRESS.fullmatch(text.strip()):
        yield Stated(key="url", value=found["url"], why=_compare("url", text), said=text)
