"""What words mean beside each other."""

from __future__ import annotations

import numpy as np
import pytest

from index.senses import RELATIONS, Relation, part_of_speech, relations
from index.similarity import row_of


@pytest.mark.parametrize(
    ("other", "word", "relation"),
    [
        ("physician", "doctor", "same"),
        ("surgeon", "doctor", "narrower"),
        ("doctor", "surgeon", "wider"),
        ("friday", "monday", "sibling"),
        ("cold", "hot", "opposite"),
        ("kitchen", "doctor", "none"),
        ("doctor", "xq17", "none"),
        ("xq17", "doctor", "none"),
    ],
)
def test_how_a_word_is_related_to_another(other: str, word: str, relation: Relation) -> None:
    """A surgeon is a kind of doctor; a word that the table lacks has nothing to do with any."""
    assert RELATIONS[relations([word], np.array([row_of(other)])).item()] == relation


def test_many_words_are_compared_as_each_by_itself() -> None:
    """Also a row of -1 among them."""
    words, others = (
        ["doctor", "hot", "xq17"],
        np.array([row_of(term) for term in ("surgeon", "xq17", "cold", "doctor")]),
    )
    together = relations(words, others)
    assert together.shape == (4, 3)
    for number, other in enumerate(others):
        assert together[number].tolist() == [relations([word], np.array([other])).item() for word in words]


def test_what_a_word_mostly_is() -> None:
    """A word that the table lacks is unknown."""
    assert [part_of_speech(word) for word in ("doctor", "run", "hot", "xq17")] == [
        "noun",
        "verb",
        "modifier",
        "unknown",
    ]
