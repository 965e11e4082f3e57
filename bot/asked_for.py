"""What kind of thing a question asks for, a number, a price or a full name, and whether a text has such a thing.

Words alone cannot tell "how many sessions" from "what the sessions are": the passage on sessions holds them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bot.number_words import NUMBER_WORDS, NUMBER_WORDS_DE, NUMBER_WORDS_ES

REMEMBERED = 1000  # texts of which it is kept whether they tell something
_AMOUNT = re.compile(
    r"""\b(?: how\ (?:much|many|often|long|old|big|far|fast|high|low|tall|soon|quickly|likely|common)
        | number\ of | how\ (?:early|late|bad|strong|heavy)
        | what\ (?:percentage|percent|number|share|proportion|dose|dosage|amount|age|size|time|year|date|day)
        | percentage | percent | dosage | (?:the|a|per|usual|daily|right|maximum)\ dose
        | mg | ml | (?:milli)?grams? | rates? | statistics
        | average | median | per\ (?:day|week|month|year|kg) )\b | ^\W*(?:(?:and|so|but)\ )?when\b""",
    re.I | re.X,
)
_PRICE = re.compile(
    r"""\b(?: prices? | pric(?:ey|ing) | costs? | fees? | free\ of\ charge | for\ free | expensive | cheap(?:er)?
        | afford(?:able)? | refund(?:ed)? | money | pay | paid | charge[sd]? )\b | [$\u00a3\u20ac]""",
    re.I | re.X,
)
_NUMBER = re.compile(
    rf"""(?<![A-Za-z\d-])\d | \b(?: {NUMBER_WORDS} | dozen | fortnight
        | hundred | half | single | once | twice | daily | weekly | monthly | yearly | hourly | percent | per\ cent
        | (?:a|every|each|per|one)\ (?:minute|hour|day|week|month|year)s? )\b""",
    re.I | re.X,
)
_SHARE = re.compile(r"\b(?:percentages?|per ?cent|proportion|share of|success rate|survival rate)\b|%", re.I)
_SHARES = re.compile(
    r"""\d\s*% | \bper\ ?cent\b | \b(?: half | (?:a|one|two)\ (?:third|quarter|fifth|tenth)s? | three\ quarters
        | majority | most
        | (?:one|two|three|four|nine|\d+)\ (?:in|out\ of)\ (?:\d+|two|three|four|five|six|ten|a\ hundred) )\b""",
    re.I | re.X,
)
_HOW_OFTEN = re.compile(
    r"\bhow (?:often|common|likely|quickly|soon|fast|long|high|low)\b|^\W*(?:(?:and|so|but) )?when\b", re.I
)
_ROUGHLY = re.compile(
    r"""\b(?: most | few | many | often | rarely | usually | sometimes | always | never | before | after | until
        | as\ soon\ as | (?:minute|hour|day|week|month|year)s? | (?:quick|fast|slow)(?:er|ly)? )\b""",
    re.I | re.X,
)
_FULL_FORM = re.compile(
    r"\b(?:stands? for|full (?:form|name)|abbreviation|acronym|short for|spell(?:ed|t)? out)\b", re.I
)

_COUNT = rf"(?:\d|\b(?:an?|one|{NUMBER_WORDS}|couple of|dozen|few|several|many))"
_TIME_UNIT = r"(?:second|minute|hour|day|night|week|fortnight|month|year)s?"
_COUNT_DE = rf"(?:\d|\b(?:eine[nr]?|{NUMBER_WORDS_DE}|wenige[nr]?|einige[nr]?|mehrere[nr]?))"
_COUNT_ES = rf"(?:\d|\b(?:una?|{NUMBER_WORDS_ES}|pocos|pocas|varios|varias))"
_ANSWERED = (
    (
        re.compile(r"\bwie lange\b", re.I),
        "lange dauert dauern",
        re.compile(rf"{_COUNT_DE}\s+(?:sekunde|minute|stunde|tag|nacht|woche|monat|jahr)\w*|\bbis\b", re.I),
    ),
    (
        re.compile(r"\bcu[aá]nto (?:tiempo|dura)\b", re.I),
        "cuanto tiempo dura",
        re.compile(rf"{_COUNT_ES}\s+(?:segundo|minuto|hora|d[ií]a|noche|semana|mes|año)\w*|\bhasta\b", re.I),
    ),
    (
        re.compile(r"\bhow (?:long|much time)\b|\bduration\b", re.I),
        "long last lasts lasting take takes time duration",
        re.compile(rf"{_COUNT}\s+{_TIME_UNIT}\b", re.I),
    ),
    (
        re.compile(r"\bhow (?:often|many times|frequent(?:ly)?)\b", re.I),
        "often times frequent frequently daily weekly monthly day week month",
        re.compile(rf"\b(?:once|twice|times|daily|weekly|monthly|yearly|every|(?:a|each|per) {_TIME_UNIT})\b", re.I),
    ),
    (
        re.compile(r"\b(?:how (?:many|much)|percentage|per ?cent|share|proportion)\b", re.I),
        "many much percentage percent share proportion number",
        _NUMBER,
    ),
)


def _remembered(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """What tells whether a text has what a pattern matches; the same passages come up again and again."""
    return lru_cache(REMEMBERED)(lambda text: pattern.search(text) is not None)


_tells_price, _tells_share, _tells_number, _tells_roughly = map(_remembered, (_PRICE, _SHARES, _NUMBER, _ROUGHLY))
_KINDS = tuple((asks, words.split(), _remembered(answer)) for asks, words, answer in _ANSWERED)


def asks_amount(question: str) -> bool:
    """Whether a question asks for a number, a time or a price."""
    return bool(_AMOUNT.search(question) or _PRICE.search(question))


def lacking(question: str) -> Callable[[str], bool]:
    """What tells whether a text lacks the number, the time or the price that a question asks for."""
    if _PRICE.search(question):
        return lambda text: not _tells_price(text)
    if _SHARE.search(question):
        return lambda text: not _tells_share(text)
    if not _AMOUNT.search(question):
        return lambda _: False
    roughly = bool(_HOW_OFTEN.search(question))
    return lambda text: not _tells_number(text) and not (roughly and _tells_roughly(text))


def answered_by_kind(question: str) -> Callable[[str], frozenset[str]]:
    """What tells which words of a question a text answers by its kind of content: a time answers "last" in "how long".

    The words are in lower case.
    """
    asked = [(words, tells) for asks, words, tells in _KINDS if asks.search(question)]
    if not asked:
        return lambda _: frozenset()
    return lambda text: frozenset(word for words, tells in asked if tells(text) for word in words)


def asks_full_form(question: str) -> bool:
    """Whether a question asks what an abbreviation stands for."""
    return bool(_FULL_FORM.search(question))
