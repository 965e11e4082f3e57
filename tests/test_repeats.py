"""Asked again in the same words: the same answer and the same conversation, without looking it up again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import answering
from bot.answer import Answer
from bot.answering import Responder, said
from bot.memory import FORGET_AFTER, Memory
from bot.repeats import MOST_KEPT, Repeats
from index.searching import Index
from tests.telegram_stage import TeaIndex


class Oracle:
    """Counts how often it is asked; each answer leaves the chat talking about tea."""

    asked = 0

    def of(self, memory: Memory) -> Answer:
        """An answer with its number."""
        self.asked += 1
        memory.subject = ("tea",)
        return said("answer", f"number {self.asked}")


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def index() -> Index:
    """Some index."""
    return TeaIndex()


def ask(repeats: Repeats, oracle: Oracle, memory: Memory, index: Index, message: str = "how?") -> str:
    """What is said to one message."""
    return repeats.answer(message, memory, index, lambda: oracle.of(memory)).message


def test_same_words_in_two_fresh_chats_are_looked_up_once(index: Index) -> None:
    """The second chat has the same answer, and is left talking about the same."""
    repeats, oracle, first, second = Repeats(), Oracle(), Memory(), Memory(region="DE")
    assert ask(repeats, oracle, first, index) == ask(repeats, oracle, second, index) == "number 1"
    assert second == replace(first, region="DE")


def test_words_mean_something_else_where_something_was_talked_about(index: Index) -> None:
    """The same words after talk of coffee, or other words, are looked up."""
    repeats, oracle = Repeats(), Oracle()
    ask(repeats, oracle, Memory(), index)
    assert ask(repeats, oracle, Memory(subject=("coffee",)), index) == "number 2"
    assert ask(repeats, oracle, Memory(), index, "why?") == "number 3"


def test_another_index_is_asked_anew(index: Index) -> None:
    """Nothing of the version before is said once a newer one is in use."""
    repeats, oracle = Repeats(), Oracle()
    ask(repeats, oracle, Memory(), index)
    assert ask(repeats, oracle, Memory(), TeaIndex()) == "number 2"
    assert ask(repeats, oracle, Memory(), index) == "number 3"


def test_half_an_hour_later_it_is_forgotten(index: Index) -> None:
    """As a conversation is."""
    clock, oracle = Clock(), Oracle()
    repeats = Repeats(clock)
    ask(repeats, oracle, Memory(), index)
    clock.now = FORGET_AFTER + 1
    assert ask(repeats, oracle, Memory(), index) == "number 2"


def test_the_oldest_goes_when_there_are_too_many(index: Index) -> None:
    """One more than are kept: the first is looked up again."""
    repeats, oracle = Repeats(), Oracle()
    for number in range(MOST_KEPT + 1):
        ask(repeats, oracle, Memory(), index, f"question {number}")
    assert ask(repeats, oracle, Memory(), index, "question 0") == f"number {MOST_KEPT + 2}"


def test_conversations_in_the_same_words_go_the_same_way(responder: Responder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two chats, the same four messages: the same replies word for word, and the second looks nothing up."""
    messages = ("How is green tea brewed?", "and black tea?", "more", "xyzzy plugh")
    first = [responder.reply(message, chat="1") for message in messages]
    monkeypatch.setattr(answering, "look_up", None)
    second = [responder.reply(message, chat="2") for message in messages]
    assert [replace(reply, took_ms=0.0) for reply in first] == [replace(reply, took_ms=0.0) for reply in second]
