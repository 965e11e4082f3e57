"""Replies that others read along: short and telling nothing where somebody's own trouble is the matter."""

from __future__ import annotations

from dataclasses import replace

from bot import wording
from bot.answer import Answer
from bot.regions import IN_GROUP
from bot.telegram_sending import Keyboard
from bot.telegram_wording import say
from bot.urgency import URGENT

PRIVATE = "private"
"""What /start is given by the button that leads to the private chat."""


def is_personal(answer: Answer) -> bool:
    """Whether an answer is about somebody's own trouble or case, which is nobody else's business."""
    return answer.kind in (*URGENT, "advice")


def short_of(answer: Answer, language: str | None) -> Answer:
    """What others may read of an answer: the same, or a line that leads to a person or to the private chat.

    A general passage on an emergency that somebody only asks about stays; passages beside advice go.
    """
    if not is_personal(answer):
        return answer
    code = (language or "en").lower().split("-")[0]
    if answer.kind == "advice":
        return replace(answer, message=say("advice_in_group", language), passages=(), disclaimer="")
    return replace(answer, message=wording.say("IN_GROUP", IN_GROUP, code))


def private_button(bot: str, language: str | None) -> Keyboard:
    """The button that opens the private chat with the bot of that user name."""
    link = f"https://t.me/{bot}?start={PRIVATE}"
    return [[{"text": say("button_private", language), "url": link}]]
