"""What was put aside comes back as it was."""

from __future__ import annotations

import pytest

from index import spilling
from index.spilling import Spill


@pytest.mark.parametrize("held", [1, 7, 10**6])
def test_bytes_come_back_in_order(monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    """From memory, from the file and from what is mapped elsewhere; as often as they are asked for."""
    monkeypatch.setattr(spilling, "HELD", held)
    monkeypatch.setattr(spilling, "_PIECE", 4)
    spill = Spill()
    for part in (b"one ", b"and two ", b"", b"and three "):
        spill.append(part)
    spill.refer_to(memoryview(b"and four "))
    spill.append(b"and five")
    assert b"".join(spill) == b"".join(spill) == b"one and two and three and four and five"
