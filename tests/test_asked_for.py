"""What kind of thing a question asks for, and whether a text has such a thing."""

from __future__ import annotations

import pytest

from bot.asked_for import asks_amount, asks_full_form, lacking


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("how many cups", "Three cups a day.", False),
        ("how many cups", "Twenty cups a day.", False),
        ("how many cups", "Cups are made of clay.", True),
        ("how many cups", "The cup is painted with lacquer L2 and called B-12.", True),
        ("what percentage of the leaves", "Two cups a day.", True),
        ("what percentage of the leaves", "Half of the leaves are green.", False),
        ("what percentage of the leaves", "About 20 % are green.", False),
        ("how often", "It is usually drunk hot.", False),
        ("what does it cost", "A tin has 200 grams.", True),
        ("what does it cost", "The price is printed on the tin.", False),
        ("why is it red", "Cups are made of clay.", False),
        ("the tin stands open when it is warm", "Cups are made of clay.", False),
    ],
)
def test_an_amount_asked_for_and_not_there(question: str, text: str, lacks: bool) -> None:
    """A number answers "how many", a share "what percentage", a rough word "how often", a price what something costs.

    The digits of a name are no number.
    """
    assert lacking(question)(text) is lacks


def test_what_asks_for_an_amount() -> None:
    """A price does, a reason does not."""
    assert asks_amount("is it expensive")
    assert not asks_amount("why is it bitter")


def test_what_asks_for_the_full_form() -> None:
    """An abbreviation's letters."""
    assert asks_full_form("what does EGFR stand for")
    assert not asks_full_form("what is EGFR")
