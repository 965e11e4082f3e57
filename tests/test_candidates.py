"""What signals look at: where the words of a question stand in its candidates."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.candidates import PHRASE_WINDOW, gather
from index.forward import Forward, encode
from index.wanted import Wanted
from tests.conftest import examples

WORDS = 4


@given(
    st.lists(st.lists(st.integers(0, WORDS + 2), max_size=12), min_size=1, max_size=5),
    st.lists(st.lists(st.integers(0, WORDS - 1), min_size=2, max_size=3), max_size=4),
)
@settings(max_examples=examples(100), deadline=None)
def test_a_phrase_is_counted_where_its_words_stand_close_together(
    texts: list[list[int]], phrases: list[list[int]]
) -> None:
    """As often as its first word stands near that of the others which does so most rarely, in any order."""
    lengths = np.array([len(text) for text in texts])
    arrays = {
        **encode(np.array([word for text in texts for word in text], np.int32), lengths),
        "text_lengths": lengths,
        "heading_lengths": np.zeros(len(texts), np.int64),
    }
    wanted = Wanted(
        rows=np.arange(WORDS),
        phrases=phrases,
        alternatives=np.zeros(1, np.int64),
        weights=np.ones(1, np.float32),
        bounds=np.zeros(1, np.int64),
        concepts=np.zeros(1, np.int64),
        concept_weights=np.ones(1, np.float32),
        concept_of_column=np.full(WORDS, -1),
        words=[""],
    )
    counts = gather(arrays, Forward(arrays), wanted, np.arange(len(texts)), 1.0, np.zeros(WORDS + 3, np.int16)).counts

    def together(text: list[int], word: int, other: int) -> int:
        near = (pair for pair in combinations(range(len(text)), 2) if pair[1] - pair[0] <= PHRASE_WINDOW)
        return sum({text[left], text[right]} == {word, other} for left, right in near)

    for text, found in zip(texts, counts.tolist(), strict=True):
        assert found[:WORDS] == [text.count(word) for word in range(WORDS)]
        assert found[WORDS:] == [min(together(text, first, other) for other in others) for first, *others in phrases]
