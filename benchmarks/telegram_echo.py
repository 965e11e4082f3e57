"""The bare bot that the measurements compare with: the library's own polling or webhook, and what was said sent back.

    python -m benchmarks.telegram_echo

Reads the token, the server and the webhook's address from the same variables as pullquote.
"""

from __future__ import annotations

import logging
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.settings import read_settings

SECRET = "echo"


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Answer until SIGTERM; one update after the other, as the library does it unless told otherwise."""
    logging.basicConfig(level=logging.WARNING)
    settings = read_settings()
    builder = Application.builder().token(settings.telegram_token).base_url(f"{settings.telegram_url}/bot")
    application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
    application.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, echo))
    if settings.webhook_listen is None:
        application.run_polling(timeout=10, allowed_updates=["message"], bootstrap_retries=-1)
    else:
        host, port = settings.webhook_listen
        application.run_webhook(
            host, port, "bot", webhook_url=settings.webhook_url, secret_token=SECRET, bootstrap_retries=-1
        )


if __name__ == "__main__":
    main()
