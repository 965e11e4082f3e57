"""Words that people clip: "endo" for endometriosis."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.clippings import Clippings
from tests.conftest import index_of

WORDS = {
    "endometriosis": "endometriosi",
    "endoscopy": "endoscopi",
    "osteoporosis": "osteoporosi",
    "osteoporotic": "osteoporosi",
    "fibroids": "fibroid",
    "colonoscopy": "colonoscopi",
    "trastuzumab": "trastuzumab",
}
HOLDING = {"endometriosi": 9, "endoscopi": 4, "osteoporosi": 5, "fibroid": 1, "colonoscopi": 9, "trastuzumab": 9}


@pytest.mark.parametrize(
    ("clipping", "zipf", "meant"),
    [
        ("endo", 2.9, "endometriosis"),  # more passages hold it than endoscopy
        ("osteo", 0.0, "osteoporosis"),  # the shorter of two words that are one term
        ("osteopor", 0.0, "osteoporosis"),
        ("osteoporos", 0.0, ""),  # two letters left out are a slip
        ("end", 0.0, ""),  # too short
        ("fibro", 0.0, ""),  # one passage holds it
        ("colon", 3.6, ""),  # a word of its own
        ("trastu", 0.0, ""),  # half a drug's name
    ],
)
def test_a_clipping_is_read_as_the_word_that_it_begins(clipping: str, zipf: float, meant: str) -> None:
    """Where that is clear, and neither a word of its own nor a name."""
    clippings = Clippings(WORDS, lambda term: (HOLDING[term], 20), frozenset({"trastuzumab"}))
    assert clippings.meant(clipping, zipf) == meant


def test_what_two_words_begin_with_is_neither() -> None:
    """Not where as many passages hold the one as the other."""
    assert Clippings(WORDS, lambda _: (4, 20), frozenset()).meant("endo", 2.9) == ""


def test_an_index_reads_the_clipping_and_says_so(tmp_path: Path) -> None:
    """What the documents hold is read as it is."""
    text = "# Endometriosis\n\nEndometriosis hurts.\n\n## Causes\n\nNobody knows what causes endometriosis.\n"
    query = index_of(text, tmp_path).understanding.query("endo causes")
    assert (query.spelled, query.corrections) == ("endometriosis causes", (("endo", "endometriosis"),))
    (other := tmp_path / "other").mkdir()
    held = index_of(f"{text}\n## Names\n\nSome say endo.\n", other).understanding.query("endo causes")
    assert held.spelled == "endo causes"
