"""The buttons under an answer: source, more, not what I asked, why, and what else could be asked."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.error import TelegramError

from bot.answer import Answer, Suggestion
from bot.regions import regions
from bot.telegram_format import answer_parts, clean, linkable, plain_parts
from bot.telegram_journal import Journal
from bot.telegram_links import deep_link, key_of, passage_of
from bot.telegram_sending import Keyboard, Place
from bot.telegram_service import Context, Service, conversation_of, language_of
from bot.telegram_wording import say

MORE, WHY, NOT_THIS, SHOW, REGION = "more", "why", "not", "show:", "region:"
MOST_SUGGESTIONS = 8
REGIONS_IN_A_ROW = 4
LONGEST_COPY = 256


def keyboard_for(answer: Answer, bot: str, journal: Journal, language: str | None) -> Keyboard:
    """The buttons that fit an answer."""
    rows = _suggestions(answer.suggestions, journal)
    if answer.kind == "answer" and answer.passages:
        passage = answer.passages[0].passage
        url = passage.document.url
        row: list[dict[str, Any]] = [{"text": say("button_source", language), "url": url}] if linkable(url) else []
        link = url if linkable(url) and len(url) <= LONGEST_COPY else deep_link(bot, passage.id, journal)
        row.append({"text": say("button_copy", language), "copy_text": {"text": link}})
        row.append({"text": say("button_more", language), "callback_data": MORE})
        below = [{"text": say("button_not_this", language), "callback_data": NOT_THIS}]
        if answer.query:
            below.append({"text": say("button_why", language), "callback_data": WHY})
        rows += [row, below]
    return rows


def _suggestions(suggestions: Sequence[Suggestion], journal: Journal) -> list[list[dict[str, Any]]]:
    return [
        [{"text": clean(each.label)[:60], "callback_data": f"{SHOW}{key_of(each.passage_id, journal)}"}]
        for each in suggestions[:MOST_SUGGESTIONS]
        if clean(each.label).strip()
    ]


def region_buttons() -> Keyboard:
    """A button for each region that the numbers to call are known of."""
    codes = sorted(regions())
    buttons = [{"text": f"{_flag(code)} {code}", "callback_data": f"{REGION}{code}"} for code in codes]
    return [buttons[start : start + REGIONS_IN_A_ROW] for start in range(0, len(buttons), REGIONS_IN_A_ROW)]


def _flag(code: str) -> str:
    """The flag of a country: its two letters as regional indicator symbols."""
    return "".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in code)


class Buttons:
    """The handler of presses."""

    def __init__(self, service: Service) -> None:
        """Answer with what `service` gives."""
        self._service = service

    async def pressed(self, update: Update, context: Context) -> None:
        """A press of any button."""
        query = update.callback_query
        if query is None:
            return
        await _acknowledge(query)
        if query.message is None or not query.data:
            return
        place, language = _place(query.message), language_of(update)
        button = next((each for each in (SHOW, REGION) if query.data.startswith(each)), query.data)
        if button not in (MORE, WHY, NOT_THIS, SHOW, REGION):
            return
        self._service.metrics.count("buttons", kind=button.rstrip(":"))
        if button == SHOW:
            passage = passage_of(query.data.removeprefix(SHOW), self._service.journal)
            await self.show(place, passage, context, language)
        elif button == REGION:
            await self.choose_region(place, query.data.removeprefix(REGION), language)
        elif button == MORE:
            await self.more(place, context, language)
        else:
            await self._about(button, place, query.message, language)

    async def show(self, place: Place, passage_id: str, context: Context, language: str | None) -> None:
        """Send a passage by its id."""
        responder = self._service.responder
        answer = await self._service.compute(lambda: responder.show(passage_id), place=place, bot=context.bot)
        await self._send(place, answer, context, language)

    async def more(self, place: Place, context: Context, language: str | None) -> None:
        """Send the next passage on the last question."""
        responder, chat = self._service.responder, conversation_of(place)
        answer = await self._service.compute(lambda: responder.more(chat), place=place, bot=context.bot)
        await self._send(place, answer, context, language)

    async def choose_region(self, place: Place, code: str, language: str | None) -> None:
        """Have the numbers of a region shown in a chat from now on, if they are known."""
        chat, known = conversation_of(place), self._service.responder.set_region(conversation_of(place), code)
        if known:
            self._service.journal.keep(f"region:{chat}", code)
        text = say("region_set", language, code=code) if known else say("region_unknown", language)
        await self._service.sender.send(place, plain_parts(text))

    async def _send(self, place: Place, answer: Answer | None, context: Context, language: str | None) -> None:
        service = self._service
        if answer is None:
            await service.sender.send(place, plain_parts(say("too_slow", language)))
            return
        keyboard = keyboard_for(answer, context.bot.username or "", service.journal, language)
        sent = await service.sender.send(place, answer_parts(answer), keyboard=keyboard)
        if sent:
            service.answers.remember(place.chat, sent[-1], answer)

    async def _about(self, button: str, place: Place, message: MaybeInaccessibleMessage, language: str | None) -> None:
        answer, rows = self._service.answers.of(place.chat, message.message_id), []
        if button == WHY:
            text = "\n".join(reasons(answer, language)) if answer else say("why_gone", language)
        else:
            if answer:
                self._service.responder.not_what_i_asked(answer)
            others = _others(answer) if answer else ()
            rows = _suggestions(others, self._service.journal)
            text = say("not_this_others" if rows else "not_this", language)
        await self._service.sender.send(place, plain_parts(text), keyboard=rows)


def reasons(answer: Answer, language: str | None) -> list[str]:
    """Why an answer was given: the words that matched, the strongest first, and the certainty."""
    matches = answer.passages[0].matches if answer.passages else {}
    shown = {term.term: term.surface for term in answer.query.terms} if answer.query else {}
    strongest = sorted(matches.items(), key=lambda match: -match[1])
    words = [f"• {shown.get(term, term)} ({weight:.2f})" for term, weight in strongest]
    corrections = answer.query.corrections if answer.query else ()
    return [
        say("why_words" if words else "why_nothing", language),
        *words[:10],
        *(say("why_read_as", language, typed=typed, read=read) for typed, read in corrections),
        say("why_certainty", language, percent=round(answer.confidence * 100)),
    ]


def _others(answer: Answer) -> tuple[Suggestion, ...]:
    runner_up = answer.runner_up.passage if answer.runner_up else None
    first = (Suggestion(label=runner_up.heading, passage_id=runner_up.id),) if runner_up else ()
    return (*first, *(each for each in answer.suggestions if not runner_up or each.passage_id != runner_up.id))


def _place(message: MaybeInaccessibleMessage) -> Place:
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    group = message.chat.type != message.chat.PRIVATE
    return Place(chat=message.chat.id, thread=thread, reply_to=message.message_id if group else None)


async def _acknowledge(query: CallbackQuery) -> None:
    with contextlib.suppress(TelegramError):  # too late or not reachable: what the button does is still done
        await query.answer()
