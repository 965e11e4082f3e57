"""Passages and questions for the measurements of speed.

A file has one {"_id", "title", "text"} a line. More passages than it holds are made by drawing as many sentences from
all of its passages as one of them has, so that words are as frequent as they are there.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from corpus.passage import Passage, Source

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def passages(path: Path, count: int) -> Iterator[Passage]:
    """`count` passages: those of the file, and then made ones."""
    source = Source(id=path.stem, path=path.name, title="")
    for number, text in enumerate(texts(path, count), start=1):
        yield Passage(id=f"p{number}", text=text, headings=(), kind="text", document=source, lines=(number, number))


def texts(path: Path, count: int) -> Iterator[str]:
    """The texts of `passages`, one at a time."""
    divided: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            text = str(json.loads(line)["text"])
            yield text
            divided.append(_SENTENCE_END.split(text))
    rng, pool = random.Random(count), [sentence for sentences in divided for sentence in sentences]
    for number in range(count - len(divided)):
        yield " ".join(rng.choices(pool, k=len(divided[number % len(divided)])))


def questions(held: Sequence[str], words: int, count: int) -> list[str]:
    """Questions of so many words, each of one passage's longer words."""
    rng = random.Random(words)
    drawn = (rng.choice(held).split() for _ in range(count * 3))
    long = ([word for word in text if word.isalpha() and len(word) > 3] for text in drawn)
    return [" ".join(rng.sample(text, words)) for text in long if len(text) >= words][:count]
