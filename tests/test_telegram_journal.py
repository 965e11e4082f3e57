"""The journal: taken, answered, known again."""

from __future__ import annotations

from pathlib import Path
from time import time

import pytest

from bot import telegram_journal
from bot.telegram_journal import MOST_TRIES, STALE_SECONDS, Journal


def update(number: int, text: str = "secret words", message: int = 7) -> dict[str, object]:
    """A message in chat 5."""
    return {"update_id": number, "message": {"message_id": message, "chat": {"id": 5}, "text": text}}


def test_repeated_update_is_taken_once(tmp_path: Path) -> None:
    """1 and 2, then 2 and 3: the second time only 3 is new."""
    with Journal(tmp_path / "j") as journal:
        assert [each["update_id"] for each in journal.take([update(1), update(2)])] == [1, 2]
        assert [each["update_id"] for each in journal.take([update(2), update(3)])] == [3]


def test_next_run_finds_what_was_not_answered(tmp_path: Path) -> None:
    """Of 1 and 2 only 1 is answered: 2 is left, in full, and both are still known."""
    with Journal(tmp_path / "j") as journal:
        journal.take([update(1), update(2)])
        journal.done(1, [70])
    with Journal(tmp_path / "j") as journal:
        assert journal.unfinished() == [update(2)]
        assert journal.take([update(1), update(2)]) == []


def test_answered_text_is_nowhere_in_the_files(tmp_path: Path) -> None:
    """After the answer and a tidying the words are gone from the disk, not only from the table."""
    with Journal(tmp_path / "j") as journal:
        journal.take([update(1)])
        journal.done(1)
        journal.tidy()
        assert b"secret words" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_answer_is_found_by_its_question(tmp_path: Path) -> None:
    """The question is message 7, the answer the messages 70 and 71; forgetting the chat forgets that."""
    with Journal(tmp_path / "j") as journal:
        journal.take([update(1)])
        journal.done(1, [70, 71])
        journal.done(1, [])
        assert journal.replies(5, 7) == [70, 71]
        journal.forget(5)
        assert journal.replies(5, 7) == []


def test_text_that_could_not_be_answered_for_a_day_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 was taken a day ago and never answered, 2 now: only 2 is left, and the words of 1 are gone from the disk."""
    with Journal(tmp_path / "j") as journal:
        now = time()
        with monkeypatch.context() as yesterday:
            yesterday.setattr(telegram_journal.time, "time", lambda: now - STALE_SECONDS - 1)
            journal.take([update(1, "old words")])
        journal.take([update(2)])
        journal.tidy()
        assert b"old words" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    with Journal(tmp_path / "j") as journal:
        assert journal.unfinished() == [update(2)]


def test_update_that_ends_the_process_is_given_up(tmp_path: Path) -> None:
    """Open at four starts in a row, it is not tried a fifth time."""
    with Journal(tmp_path / "j") as journal:
        journal.take([update(1)])
        for _ in range(MOST_TRIES):
            assert journal.unfinished()
        assert not journal.unfinished()


def test_values_are_kept_by_name(tmp_path: Path) -> None:
    """An empty value removes the name."""
    with Journal(tmp_path / "j") as journal:
        journal.keep("region:5", "DE")
        journal.keep("other", "x")
        assert journal.kept("region:") == {"region:5": "DE"}
        journal.keep("region:5", "")
        assert journal.kept("region:") == {}
