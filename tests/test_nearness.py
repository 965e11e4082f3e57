"""Words of questions beside the terms of an index: the same whatever was asked before, and within bounds."""

from __future__ import annotations

import numpy as np
import pytest

from index import nearness
from index.nearness import FEWEST, Nearness
from index.searching import Index
from index.similarity import similarities


def expected(index: Index, words: list[str], texts: list[list[int]]) -> list[list[float]]:
    """The cosine of the nearest term of each text, term by term."""
    return [
        [
            max(similarities([word], [index.vocabulary[row]]).item() if row >= 0 else 0.0 for row in text)
            for text in texts
        ]
        for word in words
    ]


@pytest.mark.parametrize("kept", [0, nearness.KEPT])
def test_of_each_text_the_nearest_term_counts(tea: Index, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether numbers are kept or not; a word that the table lacks is near to nothing, nor is a text without terms."""
    monkeypatch.setattr(nearness, "KEPT", kept)
    near = Nearness(tea.lexicon.vector_rows, len(tea.vocabulary))
    texts = [[3, 5, 8], [-1], [0], [*range(10, 30)]]
    rows, starts = np.array([row for text in texts for row in text]), np.array([0, 3, 4, 5])
    for words in (["drink", "xq17"], ["kitchen", "drink", "drink"], ["xq17"], []):
        found = near.nearest(words, rows, starts)
        assert found.shape == (len(words), len(texts))
        unlike = [
            [0.0 if word == "xq17" else value for value in of]
            for word, of in zip(words, expected(tea, words, texts), strict=True)
        ]
        np.testing.assert_allclose(found.reshape(-1), np.ravel(unlike), atol=1e-6)


def test_what_was_asked_before_changes_nothing(tea: Index) -> None:
    """To the last bit: a question has the same answer today and tomorrow."""
    rows, starts = np.arange(len(tea.vocabulary)), np.arange(0, len(tea.vocabulary), 7)
    fresh, used = (Nearness(tea.lexicon.vector_rows, len(tea.vocabulary)) for _ in range(2))
    for word, some in (("drink", 9), ("water", 40), ("kitchen", 2)):
        used.nearest([word], rows[:some], starts[:1])
    words = ["water", "leaf", "drink"]
    assert (fresh.nearest(words, rows, starts) == used.nearest(words, rows, starts)).all()


def test_the_word_that_came_up_longest_ago_makes_room(tea: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is worked out again when it comes up; more words at once than are kept are worked out, too."""
    monkeypatch.setattr(nearness, "MOST", FEWEST)
    near = Nearness(tea.lexicon.vector_rows, len(tea.vocabulary))
    rows, starts = np.arange(len(tea.vocabulary)), np.array([0, 5])
    words = [term for term in tea.vocabulary.all() if tea.lexicon.vector_rows(np.array([tea.row(term)])) >= 0]
    assert len(words) > FEWEST
    first = [near.nearest([word], rows, starts).tolist() for word in words]
    assert [near.nearest([word], rows, starts).tolist() for word in words] == first
    assert near.nearest(words, rows, starts).tolist() == [of for (of,) in first]
