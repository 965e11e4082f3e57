"""What is in doubt is read again: question and passage together, word for word (`bot/encoder.py`).

The network of `bot/confidence.py` judges all that could be shown by numbers, in less than a millisecond. Where it is in
doubt about the best, the likeliest few are read, which takes some ten milliseconds each (see `matrices.py`), and both
opinions are weighed. English alone is read. `training/cross_encoder.py` learns it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from bot.conversation import Reading
from bot.encoder import Encoder, encoder_in
from index.hit import Hit, Query

MODEL = Path(__file__).parent / "data" / "answer-encoder.npz"
# Out of these nothing is read: reading to either side as well brings some .2 of 100 questions answered rightly.
SURE = 0.92  # confidence
HOPELESS = 0.12
MOST = 3  # options of one question that are read
SETTLED = 0.8  # confidence after reading from which no more of them are: a fifth less to read, and nothing is lost
REMEMBERED = 32  # readings that are kept: one message is taken apart in several ways
UNHEARD, UNLIKE = 1.0, 0.9  # how heavy a word is that no document holds, and how unlike it all of a passage
LANGUAGE = "en"
Weights = tuple[float, float, float]
WEIGHTS: Weights = (0.65, 0.47, 0.1)  # of the judge's logit and of what the encoder says, and what is added


def asked_text(reading: Reading, query: Query) -> str:
    """A question as the encoder reads it: spelt right, with what it goes on about or what was told before it."""
    about = reading.assumed or reading.told or " ".join(reading.context)
    return query.spelled if not about or about in query.spelled else f"{query.spelled} ({about})"


def told_text(hits: Sequence[Hit]) -> str:
    """What would be shown as the encoder reads it: under its title and its heading."""
    first = hits[0].passage
    return " ".join((f"{first.document.title}. {first.heading}.", *(hit.passage.text for hit in hits)))


def read_closely(likely: Sequence[float], read: Callable[[int, float], float]) -> list[float]:
    """Confidences after reading, as they were for what is not read.

    Args:
        likely: How likely each of all that could be shown for a question answers it.
        read: Gives the confidence in one of them after reading, from its number and the confidence before.
    """
    found = list(likely)
    if not _off.get() and HOPELESS < max(found, default=0.0) < SURE:
        for at in sorted((at for at, each in enumerate(likely) if each > HOPELESS), key=lambda at: -likely[at])[:MOST]:
            found[at] = read(at, likely[at])
            if found[at] > SETTLED:
                break
    return found


def after_reading(likely: float, said: float, evidence: Mapping[str, float], weights: Weights = WEIGHTS) -> float:
    """The confidence in what the encoder says something of; bounded where it cannot know what that is about."""
    confidence = weighed(likely, said, weights)
    if is_called_otherwise(evidence):
        return max(confidence, likely)
    return confidence if speaks_of_it(evidence) else min(confidence, likely)


def weighed(likely: float, said: float, weights: Weights = WEIGHTS) -> float:
    """The judge's probability and what the encoder says, as one probability."""
    judge, reader, offset = weights
    return probability(judge * logit(likely) + reader * said + offset)


def logit(probability: float) -> float:
    """The log-odds of a probability between 0 and 1."""
    return math.log(probability / (1 - probability))


def probability(logit: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-logit))


@lru_cache(REMEMBERED)
def says(question: str, passage: str) -> float:
    """What the encoder says of a question and a passage; above 0 where that rather answers it than not."""
    return float(encoder().says(question, passage)[0])


@cache
def encoder() -> Encoder:
    """The one that ships with the bot, loaded when it is first needed."""
    return encoder_in(MODEL)


def speaks_of_it(evidence: Mapping[str, float]) -> bool:
    """Whether a passage may be what a question is about, and reading may raise the confidence in it.

    "How often is bamboo watered?" is a perfect question to a passage on watering tulips, and not about it. Where no
    document holds a heavy word, and nothing in a passage is like it, reading finds that it answers in 3 of 10 cases.
    """
    return evidence["unheard_missing"] < UNHEARD or evidence["unlike"] < UNLIKE


def is_called_otherwise(evidence: Mapping[str, float]) -> bool:
    """Whether a passage holds all that is asked, and some of it only as the thesaurus calls it.

    To an editor's thesaurus mocha may be what the documents call leaves: the encoder has not read it.
    """
    return evidence["absent"] > 0 and evidence["covered"] >= 1


@contextmanager
def judged_alone() -> Iterator[None]:
    """Nothing is read for a while: where questions are judged that the encoder has learned from."""
    before = _off.set(True)
    try:
        yield
    finally:
        _off.reset(before)


_off: ContextVar[bool] = ContextVar("whether nothing is read", default=False)
