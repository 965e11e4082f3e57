"""Text taken apart into word pieces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.close_reading import encoder
from bot.word_pieces import pieces
from tests.conftest import examples

WORDS = ["[UNK]", "tea", "pot", "##pot", "##s", "un", "##read", "?", "-", "2", "h", "##e", "##r"]
NUMBERS = {piece: number for number, piece in enumerate(WORDS)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tea", ["tea"]),
        ("teapots?", ["tea", "##pot", "##s", "?"]),
        ("unread tea-pot", ["un", "##read", "tea", "-", "pot"]),
        ("TÉA", ["tea"]),
        ("her 2", ["h", "##e", "##r", "2"]),
        ("  \n", []),
        ("茶", ["[UNK]"]),
        ("pot茶s", ["pot", "[UNK]", "##s"]),
    ],
)
def test_longest_pieces_first(text: str, expected: list[str]) -> None:
    """Lower-cased, without accents, punctuation apart."""
    assert [WORDS[number] for number in pieces(text, NUMBERS)] == expected


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_pieces(text: str) -> None:
    """None is lost but white space and what is no letter, digit or sign; case makes no difference."""
    vocabulary = encoder().vocabulary
    found = pieces(text, vocabulary)
    assert all(0 <= number < len(vocabulary) for number in found)
    assert found or not any(character.isalnum() for character in text)
    assert pieces(text.upper().lower(), vocabulary) == pieces(text.upper(), vocabulary)


def test_too_long_to_be_a_word() -> None:
    """It is not taken apart."""
    assert pieces("tea" * 30, NUMBERS) == [NUMBERS["[UNK]"]]
