"""Many texts at once have the tokens, the stems and the names that each has alone."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index import analyzer, compiled
from index.stemming import may_change, stems
from index.tokenizing import Tokenizer

by_c = pytest.mark.skipif(compiled.builder is None, reason="builder.c was not compiled: there was no C compiler")


@pytest.fixture(params=["numpy", pytest.param("compiled", marks=by_c)])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut texts by numpy, and by the compiled loops."""
    if request.param == "numpy":
        monkeypatch.setattr(compiled, "builder", None)


PIECES = (
    *("HER2/neu", "HER-2", "don't", "can't", "c-MET", "T-DM1", "1.5", "U.S.", "e.g.", "Σ", "ΑΣ", "\u0301", "\u00ad"),
    *(
        "-",
        "'",
        ".",
        "/",
        "_",
        " ",
        "\n",
        "\0",
        "’",
        "–",
        "½",
        "ﬁ",
        "İ",
        "ß",
        "=\u0338",
        "\u200b",
        "a",
        "2",
        "neu",
        "n't",
    ),
    "a-word-that-is-longer-than-the-sixty-four-bytes-that-are-hashed-in-one-go",
)
TEXTS = st.lists(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)), max_size=6
)


def all_tokens(tokenizer: Tokenizer, texts: list[str]) -> list[list[str]]:
    """The tokens of each text."""
    numbers, sizes = tokenizer.tokens(texts, np.ones(len(texts), bool))
    forms = list(tokenizer.forms)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    return [[forms[n] for n in numbers[start:end]] for start, end in pairwise(bounds)]


@pytest.mark.usefixtures("way")
@given(TEXTS, TEXTS)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(["HER2/neu_x HER2/neu. 2/ab-'c ΑΣ'Α", "ΑΣ.Α"], ["n't don't-x x-n't", "a--b a.-b a-\u00ad-b"])
def test_tokens_are_those_of_the_analyzer(first: list[str], second: list[str]) -> None:
    """Whatever stands in a text, in the first batch and in one that knows it already."""
    tokenizer = Tokenizer()
    for texts in (first, second, first):
        assert all_tokens(tokenizer, texts) == [analyzer.tokens(text) for text in texts]


@pytest.mark.usefixtures("way")
def test_words_of_any_length_are_told_apart() -> None:
    """Surfaces that differ in one byte, however long they are."""
    words = [f"{'a' * size}{end}" for size in range(150) for end in "bc"]
    assert all_tokens(Tokenizer(), [" ".join(words)] * 2) == [words, words]


@pytest.mark.usefixtures("way")
@given(TEXTS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_names_stand_in_capitals_wherever_they_stand(texts: list[str]) -> None:
    """Found in the surfaces as they would be in the whole text."""
    tokenizer = Tokenizer()
    all_tokens(tokenizer, texts)
    text = "\n".join(texts)
    capitals = {word.lower() for word in re.findall(r"\b[A-Z][A-Z0-9]+\b", text)}
    assert tokenizer.names() == capitals - {word.lower() for word in re.findall(r"\b\w*[a-z]\w*\b", text)}


@given(st.lists(st.text("aeiouybdlmnrstzcgh", min_size=1, max_size=12), max_size=30))
@settings(max_examples=300, deadline=None)
def test_stems_are_nltks(words: list[str]) -> None:
    """With the table and without."""
    stem = analyzer.stemmer("en")
    assert stems(words, "en") == [stem(word) for word in words]


def test_the_stems_of_common_words_are_nltks() -> None:
    """All of the table's words, so that another nltk is noticed."""
    from index.stemming import _common

    stem = analyzer.stemmer("en")
    assert {word: stem(word) for word in _common()} == _common()
    assert all(stem(word) == word for word in _common() if not may_change(word))
