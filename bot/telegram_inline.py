"""Inline mode: `@bot question` in any chat, answered by passages to choose from."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
    Update,
)
from telegram.error import TelegramError

from bot.answer import Answer
from bot.telegram_format import answer_parts, clean
from bot.telegram_public import is_personal, private_button, short_of
from bot.telegram_questions import LONGEST_QUESTION
from bot.telegram_service import Context, Service, language_of
from bot.telegram_wording import say

INLINE = "inline"
"""What /start is given by the button above the results."""

CACHE_SECONDS = 10
"""How long Telegram may give somebody the same results; short, for the documents change."""

MOST_PASSAGES = 2
"""What is sent into somebody else's chat is short."""

SHORTEST = 3
"""Queries arrive with every key pressed; shorter ones than this, in characters, are not worth a search."""


class Inline:
    """The handler of inline queries."""

    def __init__(self, service: Service) -> None:
        """Answer with what `service` gives."""
        self._service = service

    async def queried(self, update: Update, context: Context) -> None:
        """What somebody has typed behind the bot's name so far."""
        query = update.inline_query
        if query is None:
            return
        text, language = query.query.strip()[:LONGEST_QUESTION], language_of(update)
        answer = None
        if len(text) >= SHORTEST:
            answer = await self._service.compute_quietly(lambda: self._service.responder.reply(text))
        results = self._results(answer, context.bot.username or "", language) if answer else []
        hint = None if results else InlineQueryResultsButton(say("inline_hint", language), start_parameter=INLINE)
        self._service.metrics.count("inline")
        with contextlib.suppress(TelegramError):  # it may have expired: the next key brings the next query
            await query.answer(results, cache_time=CACHE_SECONDS, is_personal=True, button=hint)

    def _results(self, answer: Answer, bot: str, language: str | None) -> list[InlineQueryResultArticle]:
        personal = is_personal(answer)
        if answer.kind == "abstain" or not (answer.passages or personal):
            return []
        answer = short_of(replace(answer, passages=answer.passages[:MOST_PASSAGES]), language)
        part = answer_parts(answer)[0]
        if clean(answer.disclaimer).strip() not in part.text:  # too long for one message: only in the chat itself
            return []
        passage = answer.passages[0].passage if answer.passages else None
        title = passage.heading if passage else say("inline_important", language)
        content = InputTextMessageContent(
            part.text,
            entities=[MessageEntity(**entity.to_json()) for entity in part.entities],
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        buttons = {"inline_keyboard": private_button(bot, language)} if personal else None
        return [
            InlineQueryResultArticle(
                id=f"{self._service.version()[:40] or 'index'}:{answer.kind}:1",
                title=clean(title)[:120],
                input_message_content=content,
                reply_markup=InlineKeyboardMarkup.de_json(buttons) if buttons else None,
                description=clean(passage.text if passage else answer.message)[:120],
            )
        ]
