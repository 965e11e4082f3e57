"""Text -> terms, the same for passages and for questions.

Tokens are words in lower case; then stop words are dropped and the rest is stemmed. Three things differ from what is
usual, since a health text hangs on them: names keep their digits and hyphens together (HER2, HER-2 and HER2/neu are one
term, and so are c-MET, T-DM1, 5-FU, PD-L1), negation is kept, and so are numbers.

Stemming needs nltk, whose import costs more than a second. So stems are made when an index is built, and the index
keeps a table of every word it has seen; a question is analysed with that table alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache

from index import background
from index.word_forms import regular

VERSION = "3"  # part of an index's fingerprint: raise it whenever the same text may give other terms

# Small, and without any word that can turn the meaning round: "not", "no", "never" and "without" are terms.
STOP_WORDS = frozenset(
    "a an the this that these those some any each of to in on at by for from with as into onto upon about "
    "and or but if than then so because while is are was were be been being am do does did doing done has have had "
    "having it its itself he him his she her hers they them their theirs i me my mine we us our ours you your yours "
    "what which who whom whose when where why how whether there here "
    "can could will would shall should may might must just also too very really please "
    "s t d ll re ve m don didn doesn isn aren wasn weren hasn haven couldn wouldn shouldn "
    "get gets got let lets tell say says said know each either vs anyone anybody someone somebody "
    "something anything stuff thing things one ones".split()
)

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u2018\u02bc\u00b4"), "'")
_FOLD = _DASHES | _APOSTROPHES | {ord("\u00ad"): None, ord("\u200b"): None}
_TOKEN = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*")
# A name with a digit may carry its older name behind a slash: HER2/neu.
_OLDER_NAME = re.compile(r"(?<=\d)/[a-z]{2,4}\b")
_NEGATION = re.compile(r"\b([a-z]+)n't\b")
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}  # can't, won't, shan't
_BETWEEN = frozenset("aino")  # of words joined by hyphens: once-a-week, rock-n-roll
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, in order, names joined; stop words are still among them."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).translate(_FOLD).lower()
    if "n't" in folded:
        folded = _NEGATION.sub(lambda found: f"{_WHOLE.get(found[1], found[1])} not", folded)
    if "/" in folded:
        folded = _OLDER_NAME.sub("", folded)
    found: list[str] = _TOKEN.findall(folded)
    if "".join(found).isalnum():  # as most texts have no marks inside words
        return found
    return [part for token in found for part in ((token,) if token.isalnum() else _parts(token))]


@lru_cache(maxsize=65_536)
def _parts(token: str) -> tuple[str, ...]:
    """A token with inner marks: a number, a name that stays together, or separate words."""
    if _NUMBER.fullmatch(token):
        return (token,)
    parts: list[str] = []
    for piece in re.split(r"[.']", token):
        subparts = piece.split("-")
        index = 0
        while index < len(subparts):
            part = subparts[index]
            inside = index > 0 and part in _BETWEEN
            if index + 1 < len(subparts) and not inside and _belongs(part, subparts[index + 1]):
                parts.append(part + subparts[index + 1])
                index += 2
            else:
                parts.append(part)
                index += 1
    return tuple(part for part in parts if part)


def _belongs(left: str, right: str) -> bool:
    """Whether a hyphen stands inside a name: her-2, il-6, c-met, car-t, t-dm1, pd-l1, 5-fu; not her2-positive."""
    if right.isdigit():
        return left.isalpha() and len(left) <= 6 and len(right) <= 3
    if left.isdigit():
        return right.isalpha() and len(right) <= 2
    if len(left) == 1 and left.isalpha():
        return len(right) <= 4
    if len(right) == 1 and right.isalpha():
        return 2 <= len(left) <= 4 and left.isalpha() and right not in _BETWEEN
    return len(left) <= 3 and left.isalpha() and len(right) <= 3 and any(map(str.isdigit, right)) and right[0].isalpha()


def terms(text: str, term_of: Callable[[str], str], stop_words: Collection[str] = STOP_WORDS) -> list[str]:
    """The terms of a text: its tokens without stop words, each through `term_of`."""
    return [term_of(token) for token in tokens(text) if token not in stop_words]


def table_lookup(table: Mapping[str, str]) -> Callable[[str], str]:
    """A `term_of` that knows the words of `table` and their regular inflections; any other word is its own term."""

    def term_of(token: str) -> str:
        term = table.get(token)
        return term if term is not None else _inflected(token, table)

    return term_of


_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
)


def _inflected(token: str, table: Mapping[str, str]) -> str:
    for ending, replacement in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            term = table.get(token[: -len(ending)] + replacement)
            if term is not None:
                return term
    return token


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """nltk's Snowball stemmer of a language (ISO 639-1), cached for each word; words with digits are left as they are.

    For building only: nltk is imported here.
    """
    from nltk.stem.snowball import SnowballStemmer

    names = {
        "en": "english",
        "de": "german",
        "es": "spanish",
        "fr": "french",
        "it": "italian",
        "nl": "dutch",
        "pt": "portuguese",
        "sv": "swedish",
        "da": "danish",
        "no": "norwegian",
        "fi": "finnish",
        "ro": "romanian",
        "hu": "hungarian",
        "ru": "russian",
    }
    stem = SnowballStemmer(names.get(language, "english")).stem

    @cache
    def term_of(token: str) -> str:
        if any(map(str.isdigit, token)):
            return token
        return str(stem(_infinitive(token) if language == "de" else regular(token) if language == "en" else token))

    return term_of


def _infinitive(token: str) -> str:
    """German "blüht" as "blühen", which Snowball would keep apart; only where there is such a common word."""
    verb = f"{token[:-1]}en"
    return verb if token.endswith("t") and background.common(verb, "de") else token
