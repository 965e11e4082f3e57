"""Messages that ask something: in private, in groups where the bot is spoken to, and asked anew by an edit."""

from __future__ import annotations

import logging
import time
from collections import deque
from functools import partial

from telegram import Message, MessageEntity, Update

from bot.answer import Answer
from bot.telegram_buttons import keyboard_for
from bot.telegram_format import Part, answer_parts, plain_parts
from bot.telegram_public import is_personal, private_button, short_of
from bot.telegram_sending import Keyboard, Place
from bot.telegram_service import Context, Service, conversation_of, language_of, place_of
from bot.telegram_wording import say
from bot.urgency import READ_AT_ONCE, URGENT, told_by_command, urgent_part

logger = logging.getLogger(__name__)

MOST_ALBUMS = 100
"""Albums remembered: each of their pictures comes as a message of its own."""

LONGEST_QUESTION = READ_AT_ONCE
"""In characters; of a longer message only so much is read, and the reply says so."""


def question_in(message: Message, name: str) -> str | None:
    """What `message` asks the bot of that user name: None where it is not spoken to, "" where nothing is asked.

    A command asks nothing, unless somebody in trouble wrote it. In a group the bot is spoken to by /ask, by its name,
    or by a reply to it. Naming it in a reply to somebody else's message asks that message. In a private chat what
    stands under a picture is asked as well.
    """
    private = message.chat.type == message.chat.PRIVATE
    text = message.text or (message.caption if private else "") or ""
    command, _, rest = text.partition(" ")
    if command.split("@")[0].lower() == "/ask":
        return rest.strip() or _replied_to(message)
    if text.startswith("/"):
        return told_by_command(text) or None
    if private:
        return text
    mention = next(
        (
            part
            for entity, part in message.parse_entities([MessageEntity.MENTION]).items()
            if part.lower() == f"@{name}".lower()
        ),
        None,
    )
    if mention:
        return " ".join(text.replace(mention, " ").split()).lstrip(",:;- ") or _replied_to(message)
    answered = message.reply_to_message
    to_us = answered is not None and answered.from_user is not None and answered.from_user.username == name
    return text if to_us else None


def part_read(question: str) -> str:
    """What is read of a message that may be long: the part that is urgent, if there is one, else its beginning."""
    if len(question) <= LONGEST_QUESTION:
        return question
    return urgent_part(question) or question[:LONGEST_QUESTION]


def _notice(message: Message, question: str, answer: Answer, language: str | None) -> str:
    """What a reply says first: that not all was read, or a picture not seen. Nothing may come before an urgent one."""
    if answer.kind in URGENT:
        return ""
    if len(question) > LONGEST_QUESTION:
        return say("too_long", language, read=LONGEST_QUESTION)
    return "" if message.text else say("not_seen", language)


def _replied_to(message: Message) -> str:
    return (message.reply_to_message.text or "") if message.reply_to_message else ""


class Questions:
    """The handlers of questions."""

    def __init__(self, service: Service) -> None:
        """Answer with what `service` gives."""
        self._service = service
        self._albums: deque[str | None] = deque(maxlen=MOST_ALBUMS)

    async def asked(self, update: Update, context: Context) -> None:
        """A new message that may be a question."""
        message = update.message
        question = question_in(message, context.bot.username or "") if message else None
        if message is None or question is None:
            return
        if not question.strip():
            await self._service.sender.send(place_of(message), plain_parts(say("ask_what", language_of(update))))
            return
        started = time.monotonic()
        await self._answer(update, message, question, context)
        self._service.metrics.observe(time.monotonic() - started)

    async def edited(self, update: Update, context: Context) -> None:
        """A question that was changed: its answer is changed as well. What had none is left alone, but for trouble."""
        message = update.edited_message
        question = question_in(message, context.bot.username or "") if message else None
        if message is None or not (question or "").strip():
            return
        earlier = self._service.journal.replies(message.chat.id, message.message_id)
        conversation = conversation_of(place_of(message))
        if earlier or self._service.responder.alarm(part_read(question or ""), chat=conversation):
            await self._answer(update, message, question or "", context, earlier=earlier)

    async def no_text(self, update: Update, context: Context) -> None:
        """A voice message, a photo, a sticker: one line that only text is understood, and one for a whole album."""
        album = update.message.media_group_id if update.message else None
        if update.message and (album is None or album not in self._albums):
            self._albums.append(album)
            await self._service.sender.send(
                place_of(update.message), plain_parts(say("only_text", language_of(update)))
            )

    async def _answer(
        self, update: Update, message: Message, question: str, context: Context, *, earlier: list[int] | None = None
    ) -> None:
        service, place, language = self._service, place_of(message), language_of(update)
        answer = await self._think(part_read(question), place, context)
        if answer is None:
            sent = await service.sender.send(place, plain_parts(say("too_slow", language)))
        else:
            service.metrics.count("replies", kind=answer.kind)
            if message.chat.type != message.chat.PRIVATE:
                answer = short_of(answer, language)
            parts = answer_parts(answer, notice=_notice(message, question, answer, language))
            sent = await self._show(place, answer, parts, update, context, earlier=earlier)
        service.journal.done(update.update_id, sent)

    async def _think(self, question: str, place: Place, context: Context) -> Answer | None:
        """The answer, None where it took too long; trouble has its card also where there is no time, or an error."""
        service, chat = self._service, conversation_of(place)
        alarm = partial(service.responder.alarm, question, chat=chat)
        if service.is_busy() and (card := alarm()):
            return card
        try:
            answer = await service.compute(
                partial(service.responder.reply, question, chat=chat), place=place, bot=context.bot
            )
        except Exception as error:
            if card := alarm():
                service.metrics.count("failed")
                logger.error("the card without the answer: %s", type(error).__name__, exc_info=error)
                return card
            raise
        return answer or alarm()

    async def _show(
        self,
        place: Place,
        answer: Answer,
        parts: list[Part],
        update: Update,
        context: Context,
        *,
        earlier: list[int] | None,
    ) -> list[int]:
        service, urgent = self._service, answer.kind in URGENT
        keyboard = self._keyboard(answer, place, context, language_of(update))
        sent: list[int] = []
        if earlier and not urgent:  # an edit makes no sound: what is urgent comes as a message of its own
            for part, number in zip(parts, earlier, strict=False):
                last = part is parts[-1]
                if not await service.sender.edit(place, number, part, keyboard if last else ()):
                    break
                sent.append(number)
            for number in earlier[len(sent) :]:
                await service.sender.delete(place, number)
        sent += await service.sender.send(place, parts[len(sent) :], keyboard=keyboard, urgent=urgent)
        if sent:
            service.answers.remember(place.chat, sent[-1], answer)
        return sent

    def _keyboard(self, answer: Answer, place: Place, context: Context, language: str | None) -> Keyboard:
        name = context.bot.username or ""
        if is_personal(answer) and place.chat < 0:  # groups have negative ids
            return private_button(name, language)
        return keyboard_for(answer, name, self._service.journal, language)
