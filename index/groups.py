"""The thesauri as an index keeps them: shipped and given groups of words for the same thing, analysed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from index import analyzer, background, thesaurus
from index.languages import Languages, stop_words
from index.stemming import Stems

SHORT_SLIP = 4  # letters of the shortest word of the thesauri that an unknown word is corrected to
COMMON_SLIP = 4.5  # Zipf frequency that it must have


class Groups(NamedTuple):
    """What the thesauri become.

    Attributes:
        given: What decides it beside the program: the publisher's groups and the languages, as JSON.
        thesaurus: The groups, a line each.
        slips: The words that a misspelt word may be for a synonym's sake, a line each.
    """

    given: str
    thesaurus: bytes
    slips: bytes


def analysed(synonyms: Sequence[Sequence[str]], spoken: Languages, stems: Stems, known: Groups | None) -> Groups:
    """The shipped thesauri of the languages, and the publisher's in the commonest; `known` if it is the same."""
    given = json.dumps([[list(group) for group in synonyms], spoken.codes])
    if known and known.given == given:
        return known
    lines = (",".join(group) for group in _groups(synonyms, spoken, stems))
    return Groups(given, "\n".join(lines).encode(), "\n".join(sorted(_entry_words(synonyms, spoken))).encode())


def _groups(synonyms: Sequence[Sequence[str]], spoken: Languages, stems: Stems) -> list[list[str]]:
    given = [(thesaurus.shipped(code), code) for code in spoken.codes] + [(list(synonyms), spoken.codes[0])]
    return [group for groups, code in given for group in _of_language(groups, code, stems)]


def _of_language(groups: Sequence[Sequence[str]], code: str, stems: Stems) -> list[list[str]]:
    def stemmed(words: list[str]) -> list[str]:
        return stems.of(words, code)

    def as_asked(words: list[str]) -> list[str]:
        """What a question takes words for that the documents lack."""
        return [found.stem if (found := background.common(word, code)) else word for word in words]

    return thesaurus.analysed(groups, analyzer.tokens, (stemmed, as_asked), stop_words(code))


def _entry_words(synonyms: Sequence[Sequence[str]], spoken: Languages) -> set[str]:
    """The words of the thesauri, so that a slip in a synonym finds the synonym.

    Of the short ones only the common: an unknown name, as VEGF or BRAF, is a slip away from "veg" or "barf".
    """
    groups = [*(group for code in spoken.codes for group in thesaurus.shipped(code)), *synonyms]
    words = {token for group in groups for entry in group for token in analyzer.tokens(entry)}
    return {word for word in words if len(word) > SHORT_SLIP or _is_common(word, spoken)}


def _is_common(word: str, spoken: Languages) -> bool:
    found = spoken.common(word)
    return len(word) == SHORT_SLIP and found is not None and found.zipf >= COMMON_SLIP
