"""Unknown words: what is near enough is found, however many words are left out of sight before they are compared."""

from __future__ import annotations

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from index.spelling import RARITY, Speller, distance

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


@given(WORDS, WORDS, st.floats(0.5, 3))
def test_a_distance_that_is_not_allowed_need_not_be_told(word: str, other: str, allowed: float) -> None:
    """What is allowed is told exactly."""
    exact, told = distance(word, other), distance(word, other, allowed)
    assert told == exact or min(exact, told) > allowed


def test_a_thousand_letters_apart_is_no_slip() -> None:
    """Words of any length and script may stand in the list."""
    speller = Speller(["a" * 1000, "größe", "αβγδ", "therapy", "x"], lambda _: 1.0, frozenset())
    assert speller.correct("theraphy") == "therapy"
    assert speller.correct("grosse") is None
    assert Speller([], lambda _: 1.0, frozenset()).correct("theraphy") is None
