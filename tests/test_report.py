"""The report: one page that tells all, needs nothing, and shows hostile words as words."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.commands import main
from bot.library import reindex
from bot.publishing import QuestionGate
from bot.question_file import Expected
from bot.question_results import Result
from bot.reliability import reliability
from bot.report import gather
from bot.report_page import page
from bot.settings import Settings
from bot.usage import Usage, usage_path
from index.hit import Hit
from index.searching import Index
from index.storage import open_index

DAY = date(2027, 6, 1)


class Reader(HTMLParser):
    """Notes tags, ids and what is pointed at; complains of a tag that is closed in the wrong place."""

    def __init__(self, text: str) -> None:
        """Read a whole page."""
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.targets: set[str] = set()
        self.sources: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an opening tag."""
        held = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.ids.update([held["id"]] if "id" in held else [])
        self.targets.update(held.get("aria-labelledby", "").split())
        self.targets.update([held["href"].removeprefix("#")] if held.get("href", "").startswith("#") else [])
        self.sources += [held[name] for name in ("src", "href") if name in held and not held[name].startswith("#")]
        if tag not in ("meta", "rect", "line", "polyline", "circle", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        """Check that what was opened last is closed first."""
        assert self._open.pop() == tag


@pytest.fixture
def settings_of_a_full_house(documents: Path, tmp_path: Path) -> Settings:
    """The short book of tea and a hostile document, with a question file, counts and unanswered questions."""
    (documents / "questions.txt").write_text(
        "How is green tea brewed? -> Brewing\nWhat colour is rooibos? -> Storing\nWho won <b>? -> not answered\n"
    )
    (documents / "evil.md").write_text("# <script>alert(1)</script> & co\n\nA tag is `<img src=x onerror=alert(1)>`.\n")
    settings = Settings(documents=documents, index=tmp_path / "index", state=tmp_path / "state")
    reindex(documents, settings.index, gate=QuestionGate(settings, force=True))
    usage = Usage(usage_path(settings.state, documents), keep_unanswered=True, today=lambda: DAY)
    usage.count("answered", ["tea#brewing.1", "tea#brewing.1"])
    usage.count("rejected", ["tea#brewing.1"])
    usage.keep("what does a tin cost")
    usage.flush()
    return settings


def test_the_page_is_whole_and_needs_nothing(settings_of_a_full_house: Settings) -> None:
    """Every id is there once, every pointer points at one; no script, no image, nothing from elsewhere."""
    report = gather(open_index(settings_of_a_full_house.index), settings_of_a_full_house, today=DAY)
    read = Reader(page(report))
    assert max(read.ids.values()) == 1
    assert read.targets <= read.ids.keys()
    assert read.sources == []
    assert read.tags["script"] == read.tags["img"] == read.tags["b"] == 0
    assert read.tags["h1"] == read.tags["main"] == 1
    assert read.tags["table"] == read.tags["caption"] == 9


def test_what_the_page_tells(settings_of_a_full_house: Settings) -> None:
    """Counts, overdue reviews, results, versions, coverage and unanswered questions."""
    text = page(gather(open_index(settings_of_a_full_house.index), settings_of_a_full_house, today=DAY))
    told = re.sub(r"(<[^>]*>)+", "|", text)
    assert "|Documents|2|9 passages; 1 overdue for review|Questions that pass|2 of 3|1 wrong answer|" in told
    assert "|tea.md|" in told
    assert "|2026-03-01|2027-03-01, overdue|2|0|1|" in told
    assert "|What colour is rooibos?|Storing|another passage|" in told
    assert "|2 of 3|1|answers now|" in told
    assert "|what does a tin cost|1|" in told
    assert "|Rooibos|\u2713|answered|" in told
    assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_an_empty_house_has_a_page(tmp_path: Path) -> None:
    """No documents, no questions, no counts: every part says so."""
    (tmp_path / "documents").mkdir()
    options = ["--documents", str(tmp_path / "documents"), "--index", str(tmp_path / "index")]
    assert main(["report", "--out", str(tmp_path / "report.html"), *options]) == 0
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "There is no questions.txt" in text
    assert "The check finds nothing." in text
    Reader(text)


def test_reliability_counts_the_nearest_passage_too(tea: Index) -> None:
    """Sure and right, sure and wrong, unsure and right: two bins; what is no look-up is not counted."""
    brewing = Hit(passage=next(one for one in tea.passages if one.heading == "Brewing"), score=1.0)

    def result(path: str, confidence: float, *, shown: bool) -> Result:
        answer = Answer(
            kind="answer" if shown else "abstain",
            question="?",
            passages=(brewing,) if shown else (),
            disclaimer="",
            confidence=confidence,
            runner_up=None if shown else brewing,
        )
        expected = Expected(line=1, question="?", target=path, path=(path,))
        return Result(expected=expected, answer=answer, outcome="passed")

    bins = reliability(
        [
            result("brewing", 0.9, shown=True),
            result("storing", 1.0, shown=True),
            result("brewing", 0.1, shown=False),
            Result(
                expected=Expected(line=1, question="?", target=""),
                answer=Answer(kind="advice", question="?", passages=(), disclaimer=""),
                outcome="passed",
            ),
        ]
    )
    assert [(round(one.confidence, 2), one.right, one.number) for one in bins] == [(0.1, 1.0, 1), (0.95, 0.5, 2)]
