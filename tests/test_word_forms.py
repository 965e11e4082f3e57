"""Forms and spellings of one English word."""

from __future__ import annotations

import pytest

from index import background, word_forms
from index.analyzer import stemmer
from index.word_forms import regular


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("anaemia", "anemia"),
        ("haemoglobin", "hemoglobin"),
        ("leukaemia", "leukemia"),
        ("oedema", "edema"),
        ("oesophagus", "esophagus"),
        ("diarrhoea", "diarrhea"),
        ("coeliac", "celiac"),
        ("paediatric", "pediatric"),
        ("tumours", "tumors"),
        ("fibre", "fiber"),
        ("immunised", "immunized"),
        ("stabilisation", "stabilization"),
        ("analysed", "analyzed"),
        ("counselling", "counseling"),
        ("manoeuvre", "maneuver"),
    ],
)
def test_two_spellings_are_one_word(british: str, american: str) -> None:
    """Readers of one spelling find what is written in the other."""
    assert regular(british) == american
    assert regular(american) == american


@pytest.mark.parametrize(
    "word",
    ["exercise", "promised", "precise", "otherwise", "noise", "hour", "four", "does", "aerobic", "more"],
)
def test_other_words_stay(word: str) -> None:
    """What only looks alike is spelled so everywhere."""
    assert regular(word) == word


def test_forms_that_no_rule_derives() -> None:
    """Each has the stem of its word."""
    stem = stemmer("en")
    for word, form in (("tooth", "teeth"), ("child", "children"), ("take", "taken"), ("go", "goes")):
        assert stem(form) == stem(word)


def test_most_words_are_passed_over_at_a_glance() -> None:
    """And none that a rule changes."""
    common = background.table_path("en").read_text(encoding="utf-8").splitlines()[1:]
    words = [line.split("\t")[0] for line in common]
    changed = [word for word in words if any(british.search(word) for british, _ in word_forms._rules())]
    assert changed
    assert all(word_forms._MAY_BE.search(word) for word in changed)
