"""What understanding a question asks of an index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from index.clippings import Clippings
from index.common_slips import CommonSlips
from index.languages import Languages
from index.spelling import Speller


class Vocabulary(Protocol):
    """Its words, and what reads words that are none of these."""

    @property
    def words(self) -> Mapping[str, str]:
        """The term of each word seen when the index was built."""

    @property
    def rows(self) -> Mapping[str, int]:
        """The row of each term that the index holds."""

    @property
    def languages(self) -> Languages:
        """The languages of the documents."""

    @property
    def speller(self) -> Speller:
        """What corrects slips; asked for when a word is unknown for the first time."""

    @property
    def slips(self) -> CommonSlips | None:
        """What knows slips that are words; None where the documents are about too many things."""

    @property
    def clippings(self) -> Clippings | None:
        """What knows words cut short; None where the documents are about too many things."""

    def share(self, term: str) -> tuple[int, int]:
        """How many passages hold the term, and how many there are."""

    def __len__(self) -> int:
        """How many passages there are."""
