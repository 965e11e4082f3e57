"""Unknown words: what is near enough is found, however many words are left out of sight before they are compared."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import RARITY, Speller, distance, distances

WORDS = st.text(alphabet="abels", min_size=1, max_size=11)


def most(word: str) -> float:
    """What may be wrong in a word of that length, as the module says it."""
    return 1.0 if len(word) <= 4 else 1.3 if len(word) == 5 else 1.7 if len(word) <= 7 else 2.2


@given(st.lists(WORDS, max_size=40), st.text(alphabet="abels", min_size=4, max_size=11))
def test_the_nearest_word_is_found(words: list[str], typed: str) -> None:
    """The same word as if all were compared, letter by letter."""
    near = [(cost - RARITY, other) for other in words if (cost := distance(typed, other)) <= most(typed)]
    edits = ceil(most(typed))
    near = [(cost, other) for cost, other in near if abs(len(other) - len(typed)) <= edits]
    near = [(cost, other) for cost, other in near if len(set(typed) ^ set(other)) <= 2 * edits]
    assert Speller(words, lambda _: 1.0, frozenset()).correct(typed) == min(near, default=(0, None))[1]


@given(st.lists(WORDS, min_size=1), WORDS)
def test_distances_to_many_are_those_to_each(others: list[str], word: str) -> None:
    """Long and short words beside each other change nothing."""
    assert distances(word, others).tolist() == pytest.approx([distance(word, other) for other in others])


@pytest.mark.parametrize(
    ("word", "other", "edits"),
    [
        ("tea", "tea", 0),
        ("tae", "tea", 0.7),
        ("teea", "tea", 0.6),
        ("ta", "tea", 0.7),
        ("te", "tea", 0.7),
        ("tep", "tea", 1.0),
        ("rea", "tea", 1.3),
        ("eta", "tea", 0.7),
        ("kttle", "kettle", 0.7),
        ("", "tea", 2.7),
    ],
)
def test_what_slips_cost(word: str, other: str, edits: float) -> None:
    """Less where the thumb is likely to make them; more at the first letter."""
    assert distance(word, other) == pytest.approx(edits)


def test_a_thousand_letters_apart_is_no_slip() -> None:
    """Words of any length and script may stand in the list."""
    speller = Speller(["a" * 1000, "größe", "αβγδ", "therapy", "x"], lambda _: 1.0, frozenset())
    assert speller.correct("theraphy") == "therapy"
    assert speller.correct("grosse") is None
    assert Speller([], lambda _: 1.0, frozenset()).correct("theraphy") is None
