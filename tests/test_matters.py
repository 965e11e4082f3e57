"""Matters of everyday life that questions are about, and passages that speak of them or do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.matters import asked_matters, matter_evidence
from index.hit import Hit
from index.searching import Index


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("can I drive home after the infusion", "Somebody has to take you home.", False),
        ("can I drive home after the infusion", "The infusion takes an hour, and then most people go home.", True),
        ("can I drive home after the infusion", "It acts on cancers that are driven by a protein.", True),
        ("is beer allowed", "A glass of wine does no harm.", False),
        ("is beer allowed", "Drink plenty of water.", False),
        ("is beer allowed", "The tablets are taken in the morning.", True),
        ("does it run in families", "A parent may pass on the gene.", False),
        ("does it run in families", "It begins in old age.", True),
    ],
)
def test_a_text_speaks_of_the_matter_or_does_not(question: str, told: str, untold: bool, tea: Index) -> None:
    """In the question's words or in others; other words of the question tell nothing."""
    passage = replace(tea.passages[0], text=told)
    seen = matter_evidence(asked_matters(question), [[Hit(passage=passage, score=1.0, position=0)]])
    assert seen == {"matter": 1.0, "matter_untold": [float(untold)]}


@pytest.mark.parametrize(
    "question", ["how does it work", "what drives the growth of cells", "does it do a better job", "what is tea"]
)
def test_most_questions_are_about_none(question: str, tea: Index) -> None:
    """Also where a word of one is meant otherwise."""
    assert asked_matters(question) == []
    assert set(matter_evidence([], [[Hit(passage=tea.passages[0], score=1.0, position=0)]]).values()) == {0.0}
