"""A long command says how far it is."""

from __future__ import annotations

import io

from bot.progress_line import ProgressLine


def test_the_time_left_follows_from_the_time_taken() -> None:
    """A quarter in ten seconds leaves thirty; at the end there is nothing to tell."""
    clock = [0.0]
    out = io.StringIO()
    show = ProgressLine(out, now=lambda: clock[0])
    for clock[0], done in ((0.0, 0), (0.1, 5), (10.0, 250), (500.0, 400), (900.0, 1000)):
        show("Reading documents", done, 1000)
    show("Writing the index", 1, 1)
    assert [line.strip() for line in out.getvalue().replace("\n", "\r").split("\r") if line] == [
        "Reading documents: 0 of 1,000",
        "Reading documents: 250 of 1,000, 30 s left",
        "Reading documents: 400 of 1,000, 12 min left",
        "Reading documents: 1,000 of 1,000",
        "Writing the index: 1 of 1",
    ]
