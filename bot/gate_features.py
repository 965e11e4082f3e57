"""A message -> the features that the safety gate weighs: its words, pieces of words, and the concepts they show.

Concepts (`data/gate-concepts.txt`: body, breathing, fever, tablets, hopelessness, "should I", ...) carry most of the
weight: what a frightened person writes tonight was never seen in training, but it names the same few things. Pairs of
concepts are features too: a chest is nothing, pain is little, a chest and pain together are an alarm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from pathlib import Path

from index import background
from index.languages import short_forms
from index.spelling import Speller, distance

LOOKED_AT = 1500  # characters of a message
LONG = 25  # words; a longer message is looked at sentence by sentence, or its many words would add up to an alarm
NEAR = 12  # words between two concepts from which on they are no pair
_FRAGMENT = 2  # words of a sentence that asks about the one before: "Good idea?"
_CONCEPTS = Path(__file__).parent / "data" / "gate-concepts.txt"
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_RARE = 2.3  # Zipf frequency under which a word may be a slip of one of another
_OFTEN = 2.7  # Zipf frequency from which on a word may have been meant
_FAVOUR = 0.25  # edits by which a concept's word may be farther from what was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One thought of a message, as the gate sees it.

    Attributes:
        text: Normalised, see `normalise`.
        words: Its words.
        concepts: The concepts that it shows.
        pairs: Those of them that stand near each other.
        asks: Whether it has a question mark.
    """

    text: str
    words: tuple[str, ...]
    concepts: frozenset[str]
    pairs: tuple[tuple[str, str], ...]
    asks: bool


def pieces(message: str) -> list[str]:
    """The message, or where it is long its sentences: what is judged as one thought."""
    head = message[:LOOKED_AT]
    return [head] if len(head.split()) <= LONG else sentences(head)


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, itself where it has none; one of a few words belongs to the one before."""
    found: list[str] = []
    for piece in filter(str.strip, re.split(r"(?<=[.!?\n])\s+|\n", text)):
        if found and len(piece.split()) <= _FRAGMENT:
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found or [text]


def normalise(message: str) -> str:
    """Small letters without apostrophes and punctuation, short forms in full, slips corrected."""
    folded = unicodedata.normalize("NFKC", message).lower()
    folded = re.sub(r"['\u2019\u2018`\u00b4]", "", folded).replace(",", ".")
    words = (word.strip(".") for word in _WORD.findall(folded))
    return " ".join(_corrected(meant) for word in words for meant in _in_full(word))


def _in_full(word: str) -> tuple[str, ...]:
    """What a short form stands for; itself where a concept names it ("ive") or it only has an end more ("hes")."""
    full = short_forms().get(word, (word,))
    return (word,) if word in _known_words() or (full and word.startswith(full[0])) else full


def concepts(text: str) -> dict[str, list[int]]:
    """The concepts that a normalised message shows, and the numbers of the words at which they begin."""
    phrases = _phrases()
    words = text.split()
    found: dict[str, list[int]] = {}
    for start, word in enumerate(words):
        names = [name for end in range(2, len(word) + 1) for name in phrases.beginnings.get(word[:end], ())]
        for end in range(start + 1, min(len(words), start + phrases.longest) + 1):
            names += phrases.whole.get(" ".join(words[start:end]), ())
        for name in names:
            found.setdefault(name, []).append(start)
    padded = f" {text} "
    for name, pattern in phrases.patterns:
        if shown := pattern.search(padded):
            found.setdefault(name, []).append(padded.count(" ", 1, shown.start()))
    return found


def see(message: str) -> Sight:
    """What the gate sees in one thought of a message."""
    text = normalise(message)
    words = tuple(text.split())
    found = concepts(text)
    return Sight(
        text=text,
        words=words,
        concepts=frozenset(found),
        pairs=_near(found, len(words)),
        asks="?" in message,
    )


def _near(found: Mapping[str, Sequence[int]], words: int) -> tuple[tuple[str, str], ...]:
    """The pairs of concepts that stand near each other: of a long message, what is far apart has nothing in common."""
    pairs = combinations(sorted(found), 2)
    if words <= NEAR:
        return tuple(pairs)
    return tuple(
        (first, second)
        for first, second in pairs
        if any(abs(here - there) < NEAR for here in found[first] for there in found[second])
    )


def features(sight: Sight) -> dict[str, float]:
    """All features that are present, by name; single words weigh less among many."""
    words = sight.words
    weight = 1.0 / max(1.0, len(words) / 8) ** 0.5
    literal = [
        *(f"w:{word}" for word in words),
        *(f"b:{first} {second}" for first, second in pairwise(["^", *words, "$"])),
        *(f"c:{gram}" for word in words for gram in _grams(word)),
    ]
    names = [
        *(f"k:{name}" for name in sorted(sight.concepts)),
        *(f"p:{first}+{second}" for first, second in sight.pairs),
        f"n:{min(len(words) // 5, 5)}",
        *(["q:?"] if sight.asks else []),
    ]
    return dict.fromkeys(literal, weight) | dict.fromkeys(names, 1.0)


def _grams(word: str) -> Iterator[str]:
    marked = f"<{word}>"
    return (marked[at : at + 4] for at in range(len(marked) - 3))


@lru_cache(maxsize=4096)
def _corrected(word: str) -> str:
    """The word that was meant; of two as near, one that a concept names."""
    if len(word) < 4 or word[0].isdigit() or word in _known_words():
        return word
    common = background.common(word)
    if common and common.zipf >= _RARE:
        return word
    spellers = [_concept_speller(), *([_common_speller(word[0])] if "a" <= word[0] <= "z" else [])]
    near = [other for speller in spellers if (other := speller.correct(word))]
    return min(near, key=lambda other: distance(word, other) - _FAVOUR * (other in _known_words()), default=word)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    """The concepts' phrases: whole ones, beginnings of words ("bleed*"), and the few with a * inside as patterns."""

    whole: dict[str, list[str]]
    beginnings: dict[str, list[str]]
    patterns: list[tuple[str, re.Pattern[str]]]
    longest: int


@cache
def _phrases() -> _Phrases:
    whole: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    patterns: list[tuple[str, re.Pattern[str]]] = []
    for name, phrases in _lines():
        for phrase in phrases:
            if "*" not in phrase:
                whole.setdefault(phrase, []).append(name)
            elif phrase.endswith("*") and "*" not in phrase[:-1] and " " not in phrase:
                beginnings.setdefault(phrase[:-1], []).append(name)
            else:
                pattern = re.escape(phrase).replace(r"\*", r"\w*")
                patterns.append((name, re.compile(rf"(?<= ){pattern}(?= )")))
    longest = max(len(phrase.split()) for phrase in whole)
    return _Phrases(whole=whole, beginnings=beginnings, patterns=patterns, longest=longest)


@cache
def _lines() -> Sequence[tuple[str, list[str]]]:
    text = _CONCEPTS.read_text(encoding="utf-8").replace("'", "")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return [(name, [phrase.strip() for phrase in phrases.split("|")]) for name, _, phrases in lines]


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word.strip("*") for _, phrases in _lines() for phrase in phrases for word in phrase.split())


@cache
def _concept_speller() -> Speller:
    words = sorted(word for word in _known_words() if word.isalpha() and len(word) >= 4)
    return Speller(words, _frequency, frozenset())


@cache
def _common_speller(letter: str) -> Speller:
    """Corrects towards common words that begin with a letter: all words at once would take too long to compare."""
    return Speller(background.words(letter, _OFTEN), _frequency, frozenset())


def _frequency(word: str) -> float:
    return found.zipf if (found := background.common(word)) else 0.0
