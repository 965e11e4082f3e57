"""What is counted and kept: never by person, and questions only where that is switched on, scrubbed, for a month."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.accepting import NotAccepted, add_phrasing, add_question
from bot.clusters import clusters
from bot.commands import main
from bot.counting import CountingResponder
from bot.library import reindex
from bot.settings import InvalidSetting, Settings, read_settings
from bot.usage import KEPT_DAYS, Asked, Usage, counts_by_passage, unanswered, usage_path
from index.searching import Index
from index.storage import open_index

DAY = date(2026, 6, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where counts are written."""
    return tmp_path / "state" / "usage.db"


def counting(tea: Index, settings: Settings, usage: Usage) -> CountingResponder:
    """A counting responder over the short book of tea."""
    return CountingResponder(lambda: tea, settings, usage)


def test_answers_abstentions_and_rejections_are_counted_by_passage(tea: Index, settings: Settings, path: Path) -> None:
    """Green tea is asked twice and was once not what was asked; the moon is nowhere near."""
    usage = Usage(path, keep_unanswered=False)
    responder = counting(tea, settings, usage)
    responder.reply("How is green tea brewed?", chat="a")
    responder.not_what_i_asked(responder.reply("How is green tea brewed?", chat="b"))
    responder.reply("Where is the moon?", chat="c")
    responder.reply("Hello!", chat="a")
    usage.flush()
    counts = counts_by_passage(path)
    assert counts.pop("tea#brewing.1") == {"answered": 2, "rejected": 1}
    assert list(counts.values()) == [{"abstained": 1}]
    assert unanswered(path, today=date.today()) == []


def test_unanswered_questions_are_kept_scrubbed_when_switched_on(tea: Index, settings: Settings, path: Path) -> None:
    """The question in the message, not the story; an emergency is never kept."""
    usage = Usage(path, keep_unanswered=True, today=lambda: DAY)
    responder = counting(tea, settings, usage)
    responder.reply("I am Mary and 43 years old. Does a bicycle made in Leeds have 21 gears? Thanks!", chat="a")
    responder.reply("I took too many pills and cannot breathe", chat="a")
    usage.flush()
    (kept,) = unanswered(path, today=DAY)
    assert kept == Asked(question="Does a bicycle made in \u2026 have \u2026 gears", number=1)


def test_what_is_typed_inline_and_never_sent_is_not_counted(tea: Index, settings: Settings, path: Path) -> None:
    """It comes letter by letter and belongs to no chat: no count, and no word of it."""
    usage = Usage(path, keep_unanswered=True, today=lambda: DAY)
    responder = counting(tea, settings, usage)
    for typed in ("does a bicycle", "does a bicycle have gears", "green tea"):
        responder.reply(typed)
    usage.flush()
    assert unanswered(path, today=DAY) == []
    assert counts_by_passage(path) == {}


def test_nothing_in_the_file_tells_who_or_when(path: Path) -> None:
    """Days, words and numbers; no row ids; the order of the rows is that of their words."""
    usage = Usage(path, keep_unanswered=True, today=lambda: DAY)
    for question in ("why b?", "why a?", "why b?"):
        usage.keep(question)
    usage.flush()
    with sqlite3.connect(path) as database:
        assert list(database.execute("SELECT * FROM unanswered")) == [
            ("2026-06-01", "why a?", 1),
            ("2026-06-01", "why b?", 2),
        ]
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            database.execute("SELECT rowid FROM unanswered")
    database.close()


def test_questions_expire_and_are_erased_when_switched_off(path: Path) -> None:
    """After a month they are gone from the file; switched off, all are."""
    old = Usage(path, keep_unanswered=True, today=lambda: DAY)
    old.keep("why a?")
    old.flush()
    later = DAY + timedelta(days=KEPT_DAYS + 1)
    assert unanswered(path, today=DAY) != []
    assert unanswered(path, today=later) == []
    new = Usage(path, keep_unanswered=True, today=lambda: later)
    new.keep("why b?")
    new.flush()
    assert b"why a?" not in path.read_bytes()
    Usage(path, keep_unanswered=False, today=lambda: later).flush()
    assert b"why b?" not in path.read_bytes()


def test_what_is_too_old_is_erased_by_looking_at_the_rest(path: Path) -> None:
    """A bot that is never started again leaves nothing behind: the editor's list erases it from the file itself."""
    usage = Usage(path, keep_unanswered=True, today=lambda: DAY)
    usage.keep("what does a samovar cost")
    usage.flush()
    assert b"samovar" in path.read_bytes()
    assert unanswered(path, today=DAY + timedelta(days=KEPT_DAYS + 1)) == []
    assert b"samovar" not in path.read_bytes()


def test_threads_lose_no_count(path: Path) -> None:
    """Four threads count a hundred each while others write."""
    usage = Usage(path, keep_unanswered=False)

    def work() -> None:
        for number in range(100):
            usage.count("answered", ["a"])
            if number % 40 == 0:
                usage.flush()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    usage.flush()
    assert counts_by_passage(path) == {"a": {"answered": 400}}


def test_a_disk_that_cannot_be_written_stops_no_answer(
    tea: Index, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once."""
    (tmp_path / "file").touch()
    usage = Usage(tmp_path / "file" / "usage.db", keep_unanswered=True)
    responder = counting(tea, settings, usage)
    assert responder.reply("How is green tea brewed?", chat="a").kind == "answer"
    usage.flush()
    usage.flush()
    assert len(caplog.records) == 1


def test_the_switch() -> None:
    """Off unless it is set to 1; anything else is named."""
    assert not read_settings({}).keep_unanswered
    assert read_settings({"PULLQUOTE_KEEP_UNANSWERED": "1"}).keep_unanswered
    with pytest.raises(InvalidSetting, match="PULLQUOTE_KEEP_UNANSWERED must be 1 or 0"):
        read_settings({"PULLQUOTE_KEEP_UNANSWERED": "maybe"})


def test_questions_that_ask_the_same_are_put_together() -> None:
    """The commonest group first; one without a gap stands for all."""
    asked = [
        Asked(question="what does a tin cost \u2026", number=3),
        Asked(question="How much does a tin of tea cost?", number=2),
        Asked(question="cost of a tin", number=1),
        Asked(question="Can I grow bananas?", number=4),
    ]
    found = clusters(asked)
    assert [(one.question, one.number) for one in found] == [
        ("How much does a tin of tea cost?", 6),
        ("Can I grow bananas?", 4),
    ]
    assert clusters(asked[:1])[0].questions == (asked[0],)
    assert clusters([]) == []


def test_accepting_a_question_adds_a_line_once(documents: Path) -> None:
    """The file is made where there is none; what is there stays, and its line ends."""
    assert add_question(documents, "What does tea cost?", "not answered") == "What does tea cost? -> not answered"
    path = documents / "questions.txt"
    path.write_bytes(b"# ours\r\nHow? -> Brewing")
    add_question(documents, "What does tea cost?", "not answered")
    assert path.read_bytes() == b"# ours\r\nHow? -> Brewing\r\nWhat does tea cost? -> not answered\r\n"
    with pytest.raises(NotAccepted, match="is asked in line 3 already"):
        add_question(documents, "what does tea cost?", "Brewing")
    with pytest.raises(NotAccepted, match="not of the form"):
        add_question(documents, "Why?", "")
    with pytest.raises(NotAccepted, match="is no question"):
        add_question(documents, "# why", "Brewing")


def test_accepting_a_phrasing_extends_the_comment_or_makes_one(documents: Path, tmp_path: Path) -> None:
    """Both are read back as what people also ask; the words that readers see stay."""

    def asked() -> Iterator[tuple[str, tuple[str, ...]]]:
        reindex(documents, tmp_path / "index")
        return ((one.heading, one.also_asked) for one in open_index(tmp_path / "index").passages if one.kind == "text")

    reindex(documents, tmp_path / "index")
    passages = open_index(tmp_path / "index").passages
    texts = [passage.text for passage in passages]
    add_phrasing(documents, passages, "what temperature", "brewing")
    add_phrasing(documents, open_index(tmp_path / "index").passages, "does it go stale", "Storing")
    phrasings = dict(asked())
    assert phrasings["Brewing"] == ("what temperature",)
    assert phrasings["Storing"] == ("where should the tin stand", "does it go stale")
    assert [passage.text for passage in open_index(tmp_path / "index").passages] == texts
    with pytest.raises(NotAccepted, match="no Markdown document has the heading"):
        add_phrasing(documents, passages, "why", "Nowhere")
    with pytest.raises(NotAccepted, match="neither"):
        add_phrasing(documents, passages, "this | that", "Brewing")


def test_the_command_lists_and_accepts(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listed with what is nearest, accepted as a line, and not listed any more."""
    monkeypatch.setenv("PULLQUOTE_STATE", str(tmp_path / "state"))
    options = ["--documents", str(documents), "--index", str(tmp_path / "index")]
    assert main(["unanswered", *options]) == 0
    assert "PULLQUOTE_KEEP_UNANSWERED=1" in capsys.readouterr().out
    usage = Usage(usage_path(tmp_path / "state", documents), keep_unanswered=True)
    for question in ("what does a tin cost", "price of a tin, what does it cost", "who sells kettles"):
        usage.keep(question)
    usage.flush()
    assert main(["unanswered", *options]) == 0
    assert capsys.readouterr().out.startswith("1. price of a tin, what does it cost (2 times; ")
    assert main(["unanswered", "--question", "1", "--words", "What does a tin cost?", *options]) == 0
    assert (documents / "questions.txt").read_text() == "What does a tin cost? -> not answered\n"
    assert main(["unanswered", "--phrasing", "2", "--target", "Where to learn more", *options]) == 0
    assert "people also ask: who sells kettles" in (documents / "tea.md").read_text()
    assert main(["unanswered", "--question", "9", *options]) == 2
    assert main(["unanswered", "--phrasing", "1", *options]) == 2
