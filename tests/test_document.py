"""The disclaimer is known by its heading."""

from __future__ import annotations

import pytest

from corpus.document import is_disclaimer


@pytest.mark.parametrize(
    "heading", ["Disclaimer", "DISCLAIMER:", "Medical disclaimer", "Haftungsausschluss", "Aviso legal"]
)
def test_headings_of_disclaimers(heading: str) -> None:
    """Any case, with or without a colon, in three languages."""
    assert is_disclaimer(heading)


@pytest.mark.parametrize("heading", ["Claims", "What a disclaimer is", "Legal", ""])
def test_other_headings(heading: str) -> None:
    """A heading that only mentions the word announces something else."""
    assert not is_disclaimer(heading)
