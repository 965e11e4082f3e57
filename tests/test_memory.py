"""A chat is remembered for half an hour, and only so many chats at once."""

from __future__ import annotations

import pytest

import bot.memory
from bot.memory import FORGET_AFTER, Memories, Memory


def test_a_chat_is_forgotten_after_half_an_hour_of_silence() -> None:
    """The subject is there after 30 minutes and gone a second later."""
    now = 0.0
    memories = Memories(clock=lambda: now)
    memories.of("a").subject = ("her2",)
    now = FORGET_AFTER
    assert memories.of("a").subject == ("her2",)
    now += FORGET_AFTER + 1
    assert memories.of("a").subject == ()


def test_the_chat_silent_for_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for two, the third chat pushes the first out."""
    monkeypatch.setattr(bot.memory, "MOST_CHATS", 2)
    memories = Memories(clock=lambda: 0.0)
    for chat in ("a", "b", "c"):
        memories.of(chat).aspect = chat
    assert [memories.of(chat).aspect for chat in ("c", "b", "a")] == ["c", "b", ""]


def test_a_message_without_a_chat_is_always_a_fresh_one() -> None:
    """Nothing carries over where there is no chat."""
    memories = Memories()
    memories.of(None).aspect = "x"
    assert memories.of(None).aspect == ""


def test_forget_leaves_nothing() -> None:
    """The region goes too."""
    memories = Memories()
    memories.of("a").region = "GB"
    memories.forget("a")
    assert memories.of("a").region == ""


def test_what_was_said_is_told_from_nothing() -> None:
    """A region that was chosen is no talk."""
    assert Memory(region="GB").is_fresh
    assert not Memory(subject=("tea",)).is_fresh
    assert not Memory(shown=("tea#1",)).is_fresh


def test_the_talk_is_forgotten_and_the_region_stays() -> None:
    """As after "different thing:"."""
    memory = Memory(subject=("tea",), subject_label="Tea", named=True, topic=("hot",), shown=("a",), region="GB")
    memory.forget_talk()
    assert memory.is_fresh
    assert memory == Memory(region="GB")
