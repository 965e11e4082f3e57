"""The report in a real browser, Chromium without a head; passed over where there is none.

    python -m benchmarks.report_page report.html --screenshots DIR

does the same for any report, with pictures to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.chromium import Chromium, browser_path, chromium
from benchmarks.report_page import axe_script, probe
from bot.report import gather
from bot.report_page import page
from bot.settings import Settings
from index.storage import open_index
from tests.test_report import DAY, settings_of_a_full_house

__all__ = ["settings_of_a_full_house"]  # the fixture

pytestmark = pytest.mark.skipif(browser_path() is None, reason="there is no chromium on the path")


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """One browser for all tests of this file."""
    with chromium() as running:
        yield running


@pytest.fixture
def report(settings_of_a_full_house: Settings, tmp_path: Path) -> Path:
    """The report on the full house of test_report.py."""
    path = tmp_path / "report.html"
    made = page(gather(open_index(settings_of_a_full_house.index), settings_of_a_full_house, today=DAY))
    path.write_text(made, encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [1200, 390], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_bars_anybody(browser: Chromium, report: Path, width: int, dark: bool) -> None:
    """axe-core finds no violation, all folds open; nothing runs over the edge, and the network is asked for nothing."""
    axe = axe_script()
    if axe is None:
        pytest.skip("there is no axe-core")
    found = probe(browser, report, axe, width=width, dark=dark)
    assert found.violations == []
    assert found.rules > 25
    assert found.overflow == 0
    assert found.requested == [report.resolve().as_uri()]


def test_the_smallest_screen(browser: Chromium, report: Path) -> None:
    """320 pixels, which is what WCAG asks for, and a page in large print on a phone."""
    browser.open(report, width=320)
    assert browser.evaluate("document.documentElement.scrollWidth") == 320


def test_dark_is_dark(browser: Chromium, report: Path) -> None:
    """The page takes the colours that its reader has chosen."""
    shades = []
    for dark in (False, True):
        browser.open(report, dark=dark)
        colour = browser.evaluate("getComputedStyle(document.body).backgroundColor")
        shades.append(sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")))
    assert shades[0] > 600 > 150 > shades[1]


def test_the_keyboard_is_enough(browser: Chromium, report: Path) -> None:
    """The first key leads past the menu; Tab comes to each link, table and fold in order, seen; Enter opens a fold."""
    browser.open(report)
    browser.press("Tab")
    assert browser.evaluate("document.activeElement.className") == "skip"
    assert browser.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    browser.press("Enter")
    assert browser.evaluate("document.activeElement.id") == "main"
    seen = []
    while True:
        browser.press("Tab")
        tag, outline = browser.evaluate(
            "[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"
        )
        if tag == "BODY" or len(seen) > 100:
            break
        seen.append(tag)
        assert outline == "solid"
        if tag == "SUMMARY" and seen.count(tag) == 1:
            browser.press("Enter")
            assert browser.evaluate("document.activeElement.parentElement.open") is True
    folds = "document.querySelectorAll('main summary').length"
    tables = "[...document.querySelectorAll('main .scroll')].filter(one => one.checkVisibility()).length"
    assert len(seen) == browser.evaluate(f"{folds} + {tables}")


def test_reading_needs_no_script(browser: Chromium, report: Path) -> None:
    """With scripts switched off every part has its words, and a fold opens."""
    browser.open(report, script=False)
    text = browser.evaluate("document.querySelector('main').innerText")
    for words in ("Questions that fail", "What people ask of each thing", "what does a tin cost", "overdue"):
        assert words in text
    assert "Water of 80 degrees" not in text
    browser.evaluate("[...document.querySelectorAll('details')].pop().querySelector('summary').focus()")
    browser.press("Enter")
    assert browser.evaluate("[...document.querySelectorAll('details')].pop().open") is True


def test_a_picture_of_it(browser: Chromium, report: Path, tmp_path: Path) -> None:
    """It can be photographed as a whole."""
    browser.open(report, width=390)
    browser.screenshot(tmp_path / "report.png")
    assert (tmp_path / "report.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "report.png").stat().st_size > 50_000
