"""Answer: what the bot gives back for one message, before any front end renders it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.hit import Hit, Query

AnswerKind = Literal["answer", "abstain", "smalltalk", "emergency", "selfharm", "advice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something the reader may ask next, shown as a line or a button.

    Attributes:
        label: What is shown: a heading or a therapy's name, verbatim from the document.
        passage_id: The passage that a press of it shows.
    """

    label: str
    passage_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The reply to one message.

    Attributes:
        kind: "answer" shows passages; every other kind shows `message`, and "advice" may show both.
        question: The message as typed.
        passages: The passages shown, in order; empty but for "answer" and some "advice".
        disclaimer: Of the documents that the passages stand in; "" only where no passage is shown. It has no default:
            no front end can forget it.
        message: The bot's own words: the whole reply where there is no passage, the line above the passages where
            there are both, else "".
        confidence: The probability that the passages answer the message, 0 to 1.
        assumed: What was taken over from the conversation ("About EGFR targeted therapy:"), else "".
        suggestions: What else could be asked: the nearest sections on an abstention, the two choices on a close call.
        query: The question as the index understood it; None where the index was not asked.
        runner_up: The best hit that is not shown, for /why.
        evidence: Named numbers behind the decision to answer, for /why and --json.
        took_ms: From message to answer, in milliseconds.
        language: What the bot's own words around the passages are in: the documents' or the message's (ISO 639-1).
    """

    kind: AnswerKind
    question: str
    passages: tuple[Hit, ...]
    disclaimer: str
    message: str = ""
    confidence: float = 0.0
    assumed: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    query: Query | None = None
    runner_up: Hit | None = None
    evidence: Mapping[str, float] = field(default_factory=dict)
    took_ms: float = 0.0
    language: str = "en"
