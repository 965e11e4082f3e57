"""Which id a message may have of which nobody knows whether it arrived."""

from __future__ import annotations

from bot.telegram_doubt import BEYOND, MessageIds

GROUP = -(10**12) - 7


def test_candidates_are_the_ids_that_nobody_has() -> None:
    """After 10, with 12 seen since: 11, and a few beyond 12."""
    ids = MessageIds()
    for number in (10, 12):
        ids.note(1, number)
    assert ids.candidates(1, 10) == [11, *range(13, 13 + BEYOND)]


def test_private_chats_share_a_counter_and_supergroups_do_not() -> None:
    """What is seen in chat 2 counts for chat 1, and not for a supergroup."""
    ids = MessageIds()
    ids.note(2, 50)
    assert ids.newest(1) == 50
    assert ids.newest(GROUP) == 0
    assert ids.candidates(GROUP, 0) == []
