"""Passages that play the same part in every document are asked for in the same words."""

from __future__ import annotations

import pytest

from corpus.passage import PassageKind
from corpus.roles import ABOUT, DISCLAIMER, MORE_INFORMATION, phrasings


@pytest.mark.parametrize(
    ("kind", "heading", "text", "expected"),
    [
        ("disclaimer", "Disclaimer", "For pleasure only.", DISCLAIMER),
        ("text", "Where to learn more", "The Guild has books.", MORE_INFORMATION),
        ("list", "Useful contacts", "- The Guild", MORE_INFORMATION),
        ("text", "Introduction", "This guide is about tea.", ABOUT),
        ("text", "Sources of caffeine", "Tea and coffee.", ()),
        ("row", "Where to learn more", "Name: The Guild", ()),
    ],
)
def test_the_part_of_a_passage(kind: PassageKind, heading: str, text: str, expected: tuple[str, ...]) -> None:
    """By its kind, its heading, or what it says of its own document."""
    assert phrasings(kind, (heading,), text) == expected
