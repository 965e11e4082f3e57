"""Passages that play the same part in every document are asked for in the same words."""

from __future__ import annotations

import pytest

from corpus.passage import PassageKind
from corpus.roles import phrasings


@pytest.mark.parametrize(
    ("kind", "heading", "text", "language", "first"),
    [
        ("disclaimer", "Disclaimer", "For pleasure only.", "en", "is this medical advice"),
        ("disclaimer", "Haftungsausschluss", "Nur zum Vergnügen.", "de", "ist das ein ärztlicher Rat"),
        ("disclaimer", "Aviso legal", "Solo por placer.", "es", "es esto un consejo médico"),
        ("text", "Where to learn more", "The Guild has books.", "en", "where can I read more about it"),
        ("text", "Wo Sie mehr erfahren", "Der Verein.", "de", "wo kann ich mehr darüber lesen oder erfahren"),
        ("text", "Más información", "La casa del té.", "es", "dónde puedo leer o saber más"),
        ("list", "Useful contacts", "- The Guild", "en", "where can I read more about it"),
        ("text", "Introduction", "This guide is about tea.", "en", "what is this article or page about"),
        (
            "text",
            "Einleitung",
            "In diesem Heft geht es um Tee.",
            "de",
            "worum geht es in diesem Artikel, Text oder Heft",
        ),
        ("text", "Sources of caffeine", "Tea and coffee.", "en", None),
        ("text", "Quellen von Koffein", "Tee und Kaffee.", "de", None),
        ("row", "Where to learn more", "Name: The Guild", "en", None),
        ("disclaimer", "Avertissement", "Pour le plaisir.", "fr", None),
    ],
)
def test_the_part_of_a_passage(kind: PassageKind, heading: str, text: str, language: str, first: str | None) -> None:
    """By its kind, its heading, or what it says of its own document; in the language of that document."""
    assert next(iter(phrasings(kind, (heading,), text, language)), None) == first
