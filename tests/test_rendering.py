"""An Answer as text and as JSON."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Answer, Suggestion
from bot.answering import Responder
from bot.rendering import plain_text, to_json, why_text
from corpus.passage import Passage, Source
from index.hit import Hit

SOURCE = Source(id="tea", path="tea.md", title="Tea", disclaimer="Ask a tea master.")


def row(name: str, colour: str, number: int) -> Hit:
    """A row of a table of teas."""
    cells = (("Kind", name), ("Colour", colour))
    text = f"Kind: {name}; Colour: {colour}"
    passage = Passage(
        id=f"tea#{number}",
        text=text,
        headings=("Kinds",),
        kind="row",
        cells=cells,
        document=SOURCE,
        lines=(number, number),
    )
    return Hit(passage=passage, score=1.0, position=number)


def answer(*hits: Hit) -> Answer:
    """An answer that shows `hits`."""
    return Answer(kind="answer", question="?", passages=hits, disclaimer=SOURCE.disclaimer)


def test_rows_of_one_table_share_a_source_line_and_an_empty_cell_says_so() -> None:
    """Two rows, one source, one disclaimer."""
    text = plain_text(answer(row("Green", "pale", 3), row("White", "", 4)))
    assert text == (
        "Kind: Green\nColour: pale\n\nKind: White\nColour: not stated\n\n"
        "Source: Tea \u203a Kinds \u00b7 tea.md:3\n\nDisclaimer: Ask a tea master."
    )


def test_suggestions_are_numbered() -> None:
    """So that a number can be typed."""
    abstained = Answer(
        kind="abstain",
        question="?",
        passages=(),
        disclaimer="",
        message="No.",
        suggestions=(Suggestion(label="Brewing", passage_id="tea#1"),),
    )
    assert plain_text(abstained) == "No.\n\n1. Brewing"


def test_the_text_of_the_json_is_what_the_terminal_shows(responder: Responder) -> None:
    """And the passage's text is verbatim."""
    reply = responder.reply("How is green tea brewed?")
    record = to_json(reply, "q1")
    assert record["text"] == plain_text(reply)
    assert record["passages"][0]["text"] == reply.passages[0].passage.text
    assert record["id"] == "q1"


def test_a_corrected_word_is_shown(responder: Responder) -> None:
    """The reader sees what was looked up."""
    assert plain_text(responder.reply("how is green tea brewd?")).startswith(
        "Showing results for \u201cbrewed\u201d (typed: brewd)."
    )


def test_why_names_the_terms_and_the_runner_up(responder: Responder) -> None:
    """Every word of weight, the signals and the confidence."""
    text = why_text(responder.reply("How is green tea brewed?"))
    assert "Confidence: " in text
    assert "brew: weight" in text
    assert "Next best: " in text
    assert why_text(replace(answer(), query=None)) == "This reply did not come from the documents."


def test_why_names_what_a_follow_up_took_over(responder: Responder) -> None:
    """A term that was not typed is said to come from the conversation."""
    responder.reply("which country does black tea come from?", chat="a")
    reply = responder.reply("and its colour?", chat="a")
    assert reply.assumed
    assert ", from what was talked about: weight" in why_text(reply)
    assert "Taken over from the conversation: About Black tea\n" in why_text(reply)


def test_another_meaning_stands_below_an_answer(responder: Responder) -> None:
    """With a word that it is one, and with its number."""
    reply = replace(
        responder.reply("How is green tea brewed?"), suggestions=(Suggestion(label="Storing", passage_id="x"),)
    )
    assert plain_text(reply).endswith("If that is not what you mean:\n1. Storing")


def test_a_disclaimer_that_was_asked_for_stands_there_once(responder: Responder) -> None:
    """As the passage; below any other passage it stands by itself."""
    reply = responder.reply("what is the disclaimer?")
    assert reply.passages[0].passage.kind == "disclaimer"
    assert plain_text(reply).count(reply.disclaimer) == 1
