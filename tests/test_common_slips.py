"""Slips that are words themselves, in documents about what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.common_slips import CommonSlips
from tests.conftest import index_of

WORDS = {"stroke": "stroke", "strokes": "stroke", "ward": "ward", "lapatinib": "lapatinib", "tea": "tea"}


def slips(holding: int) -> CommonSlips:
    """Slips of words that so many of a hundred passages hold."""
    return CommonSlips(WORDS, lambda _: (holding, 100), frozenset({"lapatinib"}))


@pytest.mark.parametrize(
    ("holding", "word", "zipf", "meant"),
    [
        (100, "stoke", 3.7, "stroke"),
        (100, "stoke", 5.0, ""),  # people write it so often that it was meant
        (10, "stoke", 3.7, ""),  # the documents are not about strokes
        (100, "storks", 3.0, ""),  # too far away
        (100, "lapatinob", 1.0, ""),  # a name
    ],
)
def test_a_word_is_a_slip_where_that_is_likelier(holding: int, word: str, zipf: float, meant: str) -> None:
    """By how often people write the word, how many passages hold the other, and how far apart the two are."""
    assert slips(holding).meant(word, zipf) == meant


def test_an_index_reads_the_slip_and_says_so(tmp_path: Path) -> None:
    """Only a word that the documents lack is read so."""
    index = index_of("# After a stroke\n\nA stroke is sudden.\n\n## Rest\n\nRest after a stroke.\n", tmp_path)
    query = index.understanding.query("rest after a stoke")
    assert (query.spelled, query.corrections) == ("rest after a stroke", (("stoke", "stroke"),))
    assert index.understanding.query("sudden stork").spelled == "sudden stork"
