"""Settings: read once from the environment, refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import InvalidSetting, default_index, read_settings


def test_a_settings_object_never_shows_the_token() -> None:
    """A traceback that prints the settings does not print the token."""
    settings = read_settings({"PULLQUOTE_TELEGRAM_TOKEN": "123456:SECRET"})
    assert settings.telegram_token == "123456:SECRET"
    assert "SECRET" not in repr(settings)


def test_a_folder_named_on_the_command_line_wins_over_the_environment() -> None:
    """--documents beats PULLQUOTE_DOCUMENTS."""
    settings = read_settings({"PULLQUOTE_DOCUMENTS": "from-environment"}, documents=Path("from-command-line"))
    assert settings.documents == Path("from-command-line")


def test_two_documents_folders_have_two_indexes() -> None:
    """Asking another folder never overwrites the first one's index."""
    assert default_index(Path("one")) != default_index(Path("two"))


@pytest.mark.parametrize("value", ["8443", "localhost:", ":8443", "host:port", "host:70000"])
def test_a_wrong_listen_address_is_named_in_one_line(value: str) -> None:
    """PULLQUOTE_WEBHOOK_LISTEN is host:port or it is refused by name."""
    with pytest.raises(InvalidSetting, match="PULLQUOTE_WEBHOOK_LISTEN must be host:port"):
        read_settings({"PULLQUOTE_WEBHOOK_LISTEN": value})
