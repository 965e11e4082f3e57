"""Words for the same thing: a plain file that editors can add to.

One group a line, entries divided by commas, "#" begins a comment. A question's word also finds the other entries of its
groups, for less than itself: replacing lay words by clinical ones helped 42 % of searches and hurt 19 % (Plovnick and
Zeng, JMIR 2004;6(3):e27).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

_DATA = Path(__file__).parent / "data"
SHIPPED = _DATA / "thesaurus.txt"

Phrase = tuple[str, ...]


class BrokenThesaurus(ValueError):
    """A thesaurus line that cannot be used; its text names file and line."""


def read_groups(path: Path) -> list[list[str]]:
    """The groups of a thesaurus file.

    Raises:
        BrokenThesaurus: On a line with fewer than two entries.
    """
    groups: list[list[str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        entries = [entry.strip() for entry in line.split("#")[0].split(",") if entry.strip()]
        if len(entries) == 1:
            raise BrokenThesaurus(f"{path}:{number}: a group needs at least two entries, divided by commas")
        if entries:
            groups.append(entries)
    return groups


def shipped(language: str) -> list[list[str]]:
    """The groups that ship for a language (ISO 639-1), none where there are none."""
    path = SHIPPED if language == "en" else _DATA / f"thesaurus.{language}.txt"
    return read_groups(path) if path.is_file() else []


def analysed(
    groups: Iterable[Sequence[str]],
    tokens: Callable[[str], list[str]],
    readings: Sequence[Callable[[list[str]], list[str]]],
    stop_words: Collection[str],
) -> list[list[str]]:
    """Groups of phrases as an index keeps them: terms divided by spaces, entries of stop words alone left out.

    Stop words are dropped, but not beside a single word: "put in" is more than "put". Such a phrase is found in
    questions alone, since an index holds no stop words.

    Args:
        groups: Groups of entries as they stand in a file.
        tokens: The words of an entry.
        readings: Ways to take words for terms, each word by itself; each gives a phrase of the entry.
        stop_words: Those of the groups' language.
    """

    typed = [[tokens(entry) for entry in group] for group in groups]
    words = list(dict.fromkeys(token for group in typed for entry in group for token in entry))
    terms_of = [dict(zip(words, reading(words), strict=True)) for reading in readings]

    def phrase(entry: Sequence[str], term_of: Mapping[str, str]) -> str:
        kept = [token for token in entry if token not in stop_words]
        if len(kept) != 1:
            return " ".join([term_of[token] for token in kept])
        return " ".join([token if token in stop_words else term_of[token] for token in entry])

    found = ([phrase(entry, term_of) for term_of in terms_of for entry in group] for group in typed)
    return [[phrase for phrase in dict.fromkeys(group) if phrase] for group in found]


class Thesaurus:
    """Groups of phrases that stand for one another."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        """Take groups of analysed phrases."""
        # Numbers and whole lines: a list of phrases for each phrase takes twice the memory.
        self._lines: list[str] = []
        self._number_of: dict[str, int] = {}
        self._more: dict[str, list[int]] = {}  # the groups behind the first of the phrases that have several
        self._longest: dict[str, int] = {}  # how many words the longest phrase has that begins with a word
        for number, group in enumerate(groups):
            self._lines.append(",".join(group))
            for phrase in group:
                if self._number_of.setdefault(phrase, number) != number:
                    self._more.setdefault(phrase, []).append(number)
                first, more = phrase.partition(" ")[0], phrase.count(" ")
                self._longest[first] = max(self._longest.get(first, 0), 1 + more)

    def entries(self, terms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Where entries stand in a question's terms: (first, behind the last, the entry)."""
        for start, first in enumerate(terms):
            for end in range(min(len(terms), start + self._longest.get(first.partition(" ")[0], 0)), start, -1):
                phrase = " ".join(terms[start:end])
                if phrase in self._number_of:
                    yield start, end, phrase

    def others(self, entry: str) -> list[Phrase]:
        """The other phrases of an entry's groups."""
        groups = [self._number_of[entry], *self._more.get(entry, ())]
        others = dict.fromkeys(other for group in groups for other in self._lines[group].split(","))
        return [tuple(other.split(" ")) for other in others if other != entry]

    def __contains__(self, phrase: str) -> bool:
        """Whether a phrase is an entry."""
        return phrase in self._number_of
