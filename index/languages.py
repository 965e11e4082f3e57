"""What differs from language to language: stop words, common words, and what is typed without accents.

English, German and Spanish have tables of common words and lists of stop words, as small as the English one: articles,
pronouns, auxiliaries, prepositions, question words. Any other language that nltk's Snowball knows is stemmed all the
same; its questions are weighed and corrected with less care.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import ascii_lowercase

from index import background
from index.analyzer import STOP_WORDS, tokens

LISTED = ("de", "es")  # languages besides English whose little words are listed
EVERYDAY = 4.2  # Zipf frequency from which a word is one that people use every day
SHORTEST = 5  # letters of such a word that a slip is taken for: of four, names are one slip away (VEGF, "veg")
COMMON_IN_ENGLISH = 3.9  # Zipf frequency from which a word may stand in an English message, as "um" and "con" do
_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W_]+")
_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class Languages:
    """The languages of an index, the commonest first."""

    def __init__(self, codes: Iterable[str]) -> None:
        """Take ISO 639-1 codes; none is English."""
        self.codes = tuple(dict.fromkeys(codes)) or ("en",)
        first, *others = (stop_words(code) for code in self.codes)
        self.stop_words = first.union(*others)

    def of(self, words: Sequence[str]) -> str:
        """The language of a question, one of `codes`: the one whose little words most of its words are."""
        return spoken_in(words, self.codes)

    def of_reply(self, message: str) -> str:
        """The language to reply to a message in: its own if documents are in it, otherwise the documents' commonest."""
        language = language_of(message)
        return language if language in self.codes else self.codes[0]

    def common(self, word: str) -> background.Common | None:
        """What the tables say of a word in small letters, the first language that knows it."""
        return next((found for code in self.codes if (found := background.common(word, code))), None)

    def common_words(self) -> frozenset[str]:
        """The words of these languages that people use every day, but for the short ones."""
        every = (background.words(letter, EVERYDAY, code) for code in self.codes for letter in ascii_lowercase)
        return frozenset(word for words in every for word in words if len(word) >= SHORTEST)

    def passage_share(self, word: str) -> float:
        """The share of passages of general text that hold a word, in the language where it is commonest."""
        return max([background.passage_share(word, code) for code in self.codes])

    def passage_shares(self, words: Sequence[str]) -> list[float]:
        """The same of each of some words, which may be many."""
        return list(map(max, zip(*(background.passage_shares(words, code) for code in self.codes), strict=True)))


def spoken_in(words: Sequence[str], codes: Sequence[str]) -> str:
    """The language of `codes` whose little words most of `words` are; English where that is as good."""
    if len(codes) == 1:
        return codes[0]
    return max(codes, key=lambda code: (sum(word in stop_words(code) for word in words), code == "en"))


@cache
def stop_words(code: str) -> frozenset[str]:
    """The stop words of a language, also as they are typed without accents; the English ones where there are none."""
    path = _DATA / f"stop-words.{code}.txt"
    if not path.is_file():
        return STOP_WORDS
    lines = path.read_text(encoding="utf-8").splitlines()
    words = frozenset(word for line in lines if not line.startswith("#") for word in line.split())
    return words | {other for word in words for other in without_accents(word)}


@cache
def short_forms() -> Mapping[str, tuple[str, ...]]:
    """What the short forms that people type in English stand for, () for those that stand for nothing."""
    lines = (_DATA / "short-forms.txt").read_text(encoding="utf-8").splitlines()
    forms = (line.split() for line in lines if not line.startswith("#"))
    return {form: tuple(words) for form, *words in forms}


@cache
def substances() -> frozenset[str]:
    """Names of medicines and other substances, for which no other word was meant."""
    return frozenset((_DATA / "substances.txt").read_text(encoding="utf-8").split())


def language_of(text: str) -> str:
    """The language of a message: German or Spanish where it has more of their little words than English ones.

    Only words count that no English text has: "I want to die" has none of them.
    """
    words = tokens(text)
    counted = {code: sum(map(_telling(code).__contains__, words)) for code in LISTED}
    best, most = max(counted.items(), key=lambda of: of[1])
    return best if most and most > sum(map(STOP_WORDS.__contains__, words)) else "en"


def in_english(text: str, language: str | None = None) -> str:
    """A text without the little words of its language, for what reads English only: German "die" is no death.

    The language is found out where it is not given.
    """
    language = language or language_of(text)
    little = stop_words(language) - STOP_WORDS if language != "en" else ()
    return _WORD.sub(lambda found: "" if found[0].lower() in little else found[0], text) if little else text


@cache
def _telling(code: str) -> frozenset[str]:
    """The little words of a language that are not common in English."""
    return frozenset(
        word
        for word in stop_words(code) - STOP_WORDS
        if (found := background.common(word)) is None or found.zipf < COMMON_IN_ENGLISH
    )


@cache
def languages(codes: tuple[str, ...]) -> Languages:
    """The languages of those codes; the English of the commonest index is made once."""
    return Languages(codes)


def without_accents(word: str) -> set[str]:
    """How a word is typed on a keyboard without its accents: proteina; ueber and uber. Empty for a plain word."""
    if word.isascii():
        return set()
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return {typed for typed in (bare.replace("ß", "ss"), word.translate(_TYPED)) if typed.isascii()}
