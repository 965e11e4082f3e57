"""A message is answered with the passage that answers it, or with the honest word that none does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot import answering, lookup
from bot.answer import Answer
from bot.answering import Responder
from bot.safety import Kind, Verdict


def shown(answer: Answer) -> list[str]:
    """What the passages of an answer are called: a row's first cell, or else the heading."""
    return [hit.passage.cells[0][1] if hit.passage.cells else hit.passage.heading for hit in answer.passages]


def gate_that_finds(kind: Kind, *, at_most: float) -> Callable[..., Verdict]:
    """A gate that finds such a message in anything, unless more than so many times its limits are needed."""
    return lambda _, *, strictness=1.0: Verdict(kind=kind if strictness <= at_most else "normal")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("How is green tea brewed?", ["Brewing"]),
        ("hi! how hot should the water for green tea be? thanks", ["Brewing"]),
        ("Which kind comes from South Africa?", ["Rooibos"]),
        ("What colour is rooibos?", ["Rooibos"]),
        ("green tea vs black tea: what colour", ["Green tea", "Black tea"]),
        ("what's the difference between green tea and rooibos?", ["Green tea", "Rooibos"]),
        ("how does black tea differ from rooibos", ["Black tea", "Rooibos"]),
        ("where can I learn more", ["Where to learn more"]),
        ("does the book replace a tea master?", ["Disclaimer"]),
    ],
)
def test_the_passage_that_answers(responder: Responder, message: str, expected: list[str]) -> None:
    """Prose, a row looked up either way, two rows side by side, sources and the disclaimer."""
    answer = responder.reply(message)
    assert answer.kind == "answer"
    assert shown(answer) == expected
    assert answer.disclaimer == "This book is for pleasure only and does not replace a tea master."


@pytest.mark.parametrize(
    "message", ["how much does a tin of oolong cost", "who won the match", "qwrtz plmk", "rooibos caffeine mg"]
)
def test_what_the_documents_do_not_answer_is_not_answered(responder: Responder, message: str) -> None:
    """No passage is shown, and there is a word about it."""
    answer = responder.reply(message)
    assert answer.kind == "abstain"
    assert answer.passages == ()
    assert answer.message.startswith("The documents do not answer this.")


def test_an_abstention_names_the_nearest_sections(responder: Responder) -> None:
    """They can be shown by their ids."""
    suggestions = responder.reply("which tea helps against a headache").suggestions
    assert suggestions
    assert shown(responder.show(suggestions[0].passage_id))


def test_two_questions_have_two_passages_and_one_disclaimer(responder: Responder) -> None:
    """In the order in which they were asked."""
    answer = responder.reply("Which tea comes from India? And how long do the leaves keep?")
    assert shown(answer) == ["Black tea", "Storing"]
    assert answer.disclaimer.count("tea master") == 1


def test_a_follow_up_keeps_the_subject_or_the_aspect(responder: Responder) -> None:
    """ "what about ..." changes the row and keeps the column; the assumption is shown."""
    responder.reply("What colour is black tea?", chat="a")
    follow_up = responder.reply("and where does it come from?", chat="a")
    assert shown(follow_up) == ["Black tea"]
    assert follow_up.assumed == "About Black tea:"
    other = responder.reply("what about rooibos?", chat="a")
    assert shown(other) == ["Rooibos"]
    assert other.assumed == "About Rooibos \u203a Comes from:"


def test_rows_are_pointed_to_by_their_places(responder: Responder) -> None:
    """Of two rows side by side the second, and then the one that was not shown; what is assumed names them."""
    assert shown(responder.reply("green tea vs black tea: what colour", chat="a")) == ["Green tea", "Black tea"]
    second = responder.reply("where does the second one come from?", chat="a")
    assert (shown(second), second.assumed) == (["Black tea"], "About Black tea:")
    third = responder.reply("and the remaining ones?", chat="a")
    assert (shown(third), third.assumed) == (["Rooibos"], "About Rooibos:")


def test_thanks_in_between_do_not_break_the_thread(responder: Responder) -> None:
    """What was talked about before them is still assumed, and said to be."""
    responder.reply("What colour is black tea?", chat="a")
    responder.reply("thanks", chat="a")
    follow_up = responder.reply("where does it come from?", chat="a")
    assert (shown(follow_up), follow_up.assumed) == (["Black tea"], "About Black tea:")


def test_a_no_with_another_name_undoes_an_assumption(responder: Responder) -> None:
    """The row changes, and the column stays."""
    responder.reply("What colour is black tea?", chat="a")
    assert shown(responder.reply("and rooibos?", chat="a")) == ["Rooibos"]
    assert shown(responder.reply("no, green tea", chat="a")) == ["Green tea"]


def test_a_chat_knows_nothing_of_another_chat(responder: Responder) -> None:
    """The subject of one conversation is nobody else's."""
    responder.reply("What colour is black tea?", chat="a")
    assert responder.reply("and where does it come from?", chat="b").assumed == ""


def test_more_gives_the_next_passage(responder: Responder) -> None:
    """A passage that was not shown before."""
    first = responder.reply("How is green tea brewed?", chat="a")
    second = responder.reply("more", chat="a")
    assert second.passages
    assert second.passages[0].passage.id != first.passages[0].passage.id


def test_more_has_an_end(responder: Responder) -> None:
    """Where nothing waits any more, it says so."""
    responder.reply("How is green tea brewed?", chat="a")
    replies = [responder.reply("more", chat="a") for _ in range(5)]
    assert (replies[-1].kind, replies[-1].message) == ("smalltalk", "There is no further passage on this.")


def test_people_in_trouble_get_a_card_and_no_passage(responder: Responder) -> None:
    """Whatever the documents hold."""
    answer = responder.reply("I drank green tea and now I can't breathe")
    assert (answer.kind, answer.passages) == ("emergency", ())
    assert answer.message.startswith("Call the emergency number now")


def test_the_region_of_a_chat_chooses_the_numbers(responder: Responder) -> None:
    """Only regions that are listed can be chosen."""
    assert responder.set_region("a", "gb")
    assert not responder.set_region("a", "ZZ")
    assert "Samaritans" in responder.reply("I want to die", chat="a").message


def test_the_same_question_has_the_same_answer(responder: Responder) -> None:
    """Same question, same index, same words; only the time differs."""
    one, two = responder.reply("How is green tea brewed?"), responder.reply("How is green tea brewed?")
    assert (one.passages, one.confidence, one.evidence) == (two.passages, two.confidence, two.evidence)


@given(message=st.text(max_size=200))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_text_has_a_reply(responder: Responder, message: str) -> None:
    """No text makes the bot fail, and every passage stands with its disclaimer."""
    answer = responder.reply(message)
    assert bool(answer.passages) <= bool(answer.disclaimer)


@pytest.mark.parametrize(("sure", "kind"), [(False, "answer"), (True, "advice")])
def test_what_a_document_tells_everybody_is_no_advice(
    responder: Responder, monkeypatch: pytest.MonkeyPatch, sure: bool, kind: str
) -> None:
    """Where the gate is in doubt and a passage answers, it is shown as ever; else under a word on advice."""
    monkeypatch.setattr(answering, "assess", gate_that_finds("advice", at_most=2.0 if sure else 1.0))
    answer = responder.reply("How is green tea brewed?")
    assert (answer.kind, shown(answer)) == (kind, ["Brewing"])


def test_two_passages_that_may_be_meant(responder: Responder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are shown with a word that either may be meant, the likelier first; "more" then shows neither again."""
    monkeypatch.setattr(lookup, "SURE", 1.1)
    monkeypatch.setattr(lookup, "CLOSE", 1.1)
    answer = responder.reply("How long do leaves keep?", chat="a")
    assert answer.message == "Either of these may be what you mean:"
    assert len(answer.passages) == 2
    assert answer.passages[0].passage.heading == "Storing"
    assert not {hit.passage.id for hit in answer.passages} & {hit.passage.id for hit in responder.more("a").passages}


def test_a_disclaimer_is_asked_on_about(responder: Responder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat that was shown it may ask whom else to turn to, though the gate is in doubt and the answer not sure."""
    responder.reply("does this replace a tea master", chat="a")
    monkeypatch.setattr(answering, "assess", gate_that_finds("advice", at_most=1.0))
    monkeypatch.setattr(answering, "_TOLD_OUTRIGHT", 1.0)
    kinds = [responder.reply("is it for pleasure only", chat=chat).kind for chat in ("a", "b")]
    assert kinds == ["answer", "advice"]


@pytest.mark.parametrize(
    ("kind", "caution"),
    [
        ("emergency", "If somebody is in danger now, call 999 or 112."),
        ("selfharm", "If somebody does not want to live any more: Samaritans, 116 123."),
    ],
)
def test_a_doubtful_alarm_is_answered_below_whom_to_call(
    responder: Responder, monkeypatch: pytest.MonkeyPatch, kind: Kind, caution: str
) -> None:
    """What a document answers is shown, with the line of the chat's region above it."""
    monkeypatch.setattr(answering, "assess", gate_that_finds(kind, at_most=1.0))
    responder.set_region("a", "GB")
    answer = responder.reply("How is green tea brewed?", chat="a")
    assert (answer.kind, shown(answer), answer.message) == ("answer", ["Brewing"], caution)


@pytest.mark.parametrize(
    ("message", "at_most"), [("How is green tea brewed?", 2.0), ("My kettle exploded, what now?", 1.0)]
)
def test_an_alarm_has_its_card(
    responder: Responder, monkeypatch: pytest.MonkeyPatch, message: str, at_most: float
) -> None:
    """Where the gate is sure, and where no document answers."""
    monkeypatch.setattr(answering, "assess", gate_that_finds("emergency", at_most=at_most))
    answer = responder.reply(message)
    assert (answer.kind, answer.passages) == ("emergency", ())
