"""Sentences: a paragraph is divided at the ends of sentences and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences


@pytest.mark.parametrize(
    "paragraph",
    [
        "Take 5.5 mg a day.",
        "Some drugs, e.g. Aspirin, thin the blood.",
        "Ask Dr. Adams about it.",
        "J. K. Adams wrote it.",
        "It costs approx. 5 Euro, i.e. Little.",
        'She asked "Does it hurt?" and left.',
        "Nehmen Sie z. B. Aspirin am 3. Mai.",
        "Pregunte al Sr. Gil o a la Dra. Paz.",
        "1. Drink water",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(paragraph: str) -> None:
    """An abbreviation, an initial, a decimal point or a list number ends no sentence."""
    assert sentences(paragraph) == [paragraph]


@pytest.mark.parametrize(
    ("paragraph", "count"),
    [
        ("It helps. It hurts.", 2),
        ("Does it help? Yes! (It does.)", 3),
        ("It is hepatitis B. It spreads.", 2),
        ("It began in 2020. Then it ended.", 2),
        ("¿Duele? No duele. ¡Qué bien!", 3),
        ("Hilft es? Ja. „Es hilft.“ So sagt man.", 4),
        ("", 0),
    ],
)
def test_ends_of_sentences_divide(paragraph: str, count: int) -> None:
    """A stop before a capital divides, also behind quotation marks and before ¿ and ¡."""
    assert len(sentences(paragraph)) == count


@given(st.text(alphabet="aAB.?! e1)\"'¿", max_size=60))
def test_no_character_is_lost(text: str) -> None:
    """Joined by single spaces, the sentences are the paragraph."""
    paragraph = " ".join(text.split())
    assert " ".join(sentences(paragraph)) == paragraph
