"""SMOG: syllables are counted, and the grade follows the formula."""

from __future__ import annotations

import math

import pytest

from corpus.readability import smog_grade, syllables


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("side blocked cells used whole", 1),
        ("cancer table people treated largely disease patient special", 2),
        ("therapy medicine area idea nausea diseases radiation's", 3),
        ("genetics particular chemistry effective", 3),
    ],
)
def test_syllables(words: str, count: int) -> None:
    """Silent e is not counted, and vowels that part are two."""
    told = {word: syllables(word) for word in words.split()}
    expected = {word: 4 if word in ("radiation's", "particular") else count for word in told}
    assert told == expected


def test_grade() -> None:
    """Ten sentences with one word of three syllables each: 30 in thirty, and the root of 30 is 5.477."""
    assert smog_grade(["The medicine helps."] * 10) == pytest.approx(1.0430 * math.sqrt(30) + 3.1291)


def test_too_few_sentences() -> None:
    """The formula says nothing about nine sentences."""
    assert smog_grade(["It helps."] * 9) is None
