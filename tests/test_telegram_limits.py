"""Turns to speak: bursts first, then one at a time, each chat on its own."""

from __future__ import annotations

import pytest

from bot.telegram_limits import MOST_TYPED, FloodGate, Pace, Rate


class Clock:
    """A clock that is set by hand, in seconds."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_burst_then_one_a_second() -> None:
    """Three at once, the fourth after a second, the fifth after two."""
    rate = Rate(1.0, 3, Clock())
    assert [rate.reserve(1) for _ in range(5)] == pytest.approx([0, 0, 0, 1, 2])


def test_keys_do_not_share_turns() -> None:
    """Key 2 has its own burst, whatever key 1 used."""
    rate = Rate(1.0, 1, Clock())
    rate.reserve(1)
    assert rate.reserve(2) == 0
    assert rate.wait(1) == pytest.approx(1)


def test_held_chat_is_silent_and_the_others_are_not() -> None:
    """After "retry after 5" one chat waits five seconds; another does not wait."""
    pace = Pace(Clock())
    pace.hold(1, 5)
    assert pace.chat(1) == pytest.approx(5)
    assert pace.chat(2) == 0


def test_groups_have_twenty_a_minute() -> None:
    """At one message a second a person never waits; a group waits from the fifth on."""
    clock = Clock()
    pace = Pace(clock)
    waits = []
    for _ in range(6):
        clock.now += 1
        waits.append(pace.chat(-7))
        assert pace.chat(7) == 0
    assert waits[:3] == [0, 0, 0]
    assert waits[5] > 0


def test_flood_is_refused_with_one_notice() -> None:
    """Two a minute: the third is refused with a notice, the fourth in silence; a minute later all is well."""
    clock = Clock()
    gate = FloodGate(2, clock)
    assert [gate.admit(1) for _ in range(4)] == ["welcome", "welcome", "first refusal", "refused"]
    assert gate.admit(2) == "welcome"
    clock.now += 60
    assert gate.admit(1) == "welcome"


def test_what_nobody_can_type_is_not_read() -> None:
    """One message, then refusals: one with a notice, so many as a person could type, and from then on unread ones."""
    gate = FloodGate(1, Clock())
    verdicts = [gate.admit(1) for _ in range(MOST_TYPED + 3)]
    assert verdicts == ["welcome", "first refusal", *["refused"] * (MOST_TYPED - 1), "unread", "unread"]


def test_no_limit_refuses_nobody() -> None:
    """A limit of 0 is none."""
    gate = FloodGate(0)
    assert {gate.admit(1) for _ in range(100)} == {"welcome"}
