"""Pages as publishing systems and old editors write them: the article comes out, and what was decided is named."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from test_importing import doubted, texts

from corpus.formats import read_markdown
from corpus.importing import import_file
from corpus.passage import Source


def page(folder: Path, body: str, head: str = "") -> Path:
    path = folder / "a.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return path


def read(folder: Path, body: str) -> list[str]:
    return texts(import_file(page(folder, body)).markdown)


ARTICLE = f"<h1>Sleep</h1><p>{'We sleep to rest. ' * 9}</p>"


def test_furniture_by_class(tmp_path: Path) -> None:
    """Share buttons, a list of contents, comments and a byline go, and are named; a disclaimer among them stays."""
    body = (
        f'<article>{ARTICLE}<div class="share-buttons">Share this</div><div class="toc">On this page</div>'
        '<div class="related"><p><b>Disclaimer:</b> Not advice.</p></div><div id="comments">Great!</div></article>'
    )
    assert read(tmp_path, body)[1:] == ["Disclaimer: Not advice."]
    named = [doubt for doubt in doubted(page(tmp_path, body)) if "left out" in doubt]
    assert [doubt.rpartition(": ")[2] for doubt in named] == ["Share this", "On this page", "Great!"]


def test_an_article_with_the_name_of_furniture(tmp_path: Path) -> None:
    """What holds most of the words is the article, whatever its class says."""
    assert len(read(tmp_path, f'<div class="related comments">{ARTICLE}</div>')) == 1


def test_lines_of_old_pages(tmp_path: Path) -> None:
    """Two line breaks end a paragraph, one does not, and a bold line is a heading."""
    body = "<b>Sleep</b><br><br>It is<br>rest.<br><br>It helps.<br><b>How long</b><br>For hours."
    assert read(tmp_path, body) == [": It is rest.", ": It helps.", "How long: For hours."]
    assert "title: Sleep\n" in import_file(tmp_path / "a.html").markdown


def test_lines_that_are_a_list(tmp_path: Path) -> None:
    """Several short lines between line breaks are one, in a Word file as well; sentences are none."""
    assert read(tmp_path, "<p>Drink water<br>Eat less meat<br>Avoid beer</p>") == [
        ": - Drink water\n- Eat less meat\n- Avoid beer"
    ]
    assert read(tmp_path, "<p>We sleep to rest.<br>It helps.<br>Really.</p>") == [
        ": We sleep to rest. It helps. Really."
    ]
    written = docx.Document()
    run = written.add_paragraph().add_run("Drink water")
    for line in ("Eat less meat", "Avoid beer"):
        run.add_break(WD_BREAK.LINE)
        run.add_text(line)
    written.save(str(tmp_path / "a.docx"))
    assert "- Drink water\n- Eat less meat\n- Avoid beer" in import_file(tmp_path / "a.docx").markdown


def test_bullets_and_numbers_that_are_typed(tmp_path: Path) -> None:
    """A paragraph that begins with one is an item; a number alone begins a list only where it is the first."""
    body = "<h1>T</h1><p>\u00b7&nbsp;&nbsp; wheeze</p><p>1. Take it.</p><p>2. Go on.</p><p>End.</p><p>8. May.</p>"
    assert read(tmp_path, body) == [": - wheeze\n- Take it.\n- Go on.", ": End.", ": 8. May."]


def test_a_page_saved_by_word(tmp_path: Path) -> None:
    """Its title is a paragraph of a class of its own, above headings of the first level."""
    imported = import_file(page(tmp_path, "<p class=MsoTitle>Asthma</p><h1>What it is</h1><p>It wheezes.</p>"))
    assert "title: Asthma\n" in imported.markdown
    assert texts(imported.markdown) == ["What it is: It wheezes."]


def test_a_row_over_all_columns_is_a_caption(tmp_path: Path) -> None:
    """The row below it names the headers."""
    rows = "<tr><td colspan=2>First choices</td></tr><tr><td>Name</td><td>For</td></tr><tr><td>A</td><td>all</td></tr>"
    assert read(tmp_path, f"<table>{rows}</table>")[-1] == ": Name: A; For: all"


def test_a_heading_with_nothing_under_it_is_kept(tmp_path: Path) -> None:
    """It is the editor who leaves it out, not we; one above another heading is nothing new."""
    body = "<h1>T</h1><h2>Costs</h2><h2>Risks</h2><h3>Early</h3><p>None.</p><h2>Help</h2>"
    markdown = import_file(page(tmp_path, body)).markdown
    assert [line for line in markdown.split("\n") if line.startswith("#")] == [
        "# T",
        "## Costs",
        "## Risks",
        "### Early",
        "## Help",
    ]


def test_what_stands_behind_a_fold(tmp_path: Path) -> None:
    """A fold's summary is a heading for what it folds, and not for what comes behind it."""
    body = "<h1>T</h1><h2>Rash</h2><details><summary>Can I catch it?</summary><p>No.</p></details><p>It itches.</p>"
    assert read(tmp_path, body) == ["Rash/Can I catch it?: No.", "Rash: It itches."]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('It helps.<sup><a href="#fn1">1</a></sup>', "It helps."),
        ('It helps.<a href="#n"><sup>[2]</sup></a> A note. <a href="#r">↑</a>', "It helps. A note."),
        ("10<sup>9</sup> cells, H<sub>2</sub>O", "10⁹ cells, H2O"),
        ('<abbr title="acid">UA</abbr> and <abbr title="acid">UA</abbr>', "UA (acid) and UA"),
    ],
    ids=["footnote", "footnote in a link", "a power is no digit more", "abbreviation"],
)
def test_marks_that_only_a_page_shows(tmp_path: Path, html: str, text: str) -> None:
    """A footnote's mark goes; a raised number stays raised; a meaning that only pointing shows is written out."""
    assert read(tmp_path, f"<p>{html}</p>") == [f": {text}"]


def test_what_a_text_says_of_itself(tmp_path: Path) -> None:
    """Dates, publisher and language are read from the words, and each is named at its line for comparison."""
    (tmp_path / "a.txt").write_text(
        "Der Schlaf\n\nHerausgegeben von Klinik Am See. Stand: 12. März 2026. Nächste Überprüfung: Mai 2028\n\n"
        "Der Schlaf ist für alle da, und er wird nicht schlechter.\n",
        encoding="utf-8",
    )
    imported = import_file(tmp_path / "a.txt")
    source = read_markdown(imported.markdown, Source(id="d", path="d.md", title="d")).source
    assert (source.publisher, source.language) == ("Klinik Am See", "de")
    assert imported.markdown.count("Klinik Am See") == 1  # a line that says nothing else is not repeated in the text
    assert (str(source.reviewed), str(source.next_review)) == ("2026-03-12", "2028-05-01")
    why = "next_review was read from “Nächste Überprüfung: Mai 2028”, which names no day; compare it"
    assert f"next_review: 2028-05-01 <- {why}" in doubted(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("text", "reviewed"),
    [
        ("Last reviewed: March 4, 2026", "2026-03-04"),
        ("Page last updated on 2026-03-04", "2026-03-04"),
        ("Reviewed 31/12/2025", "2025-12-31"),
        ("Revisado el 4 de marzo de 2026", "2026-03-04"),
        ("Next review: March 2028", "None"),
        ("The study was reviewed in 40 clinics in 2020", "None"),
        ("Reviewed 31/31/2025", "None"),
    ],
)
def test_review_dates_in_words(tmp_path: Path, text: str, reviewed: str) -> None:
    """As people write them; the next review is not the last one, and not every number is a date."""
    (tmp_path / "a.txt").write_text(f"Sleep\n\n{text}\n\nWe sleep to rest.\n", encoding="utf-8")
    markdown = import_file(tmp_path / "a.txt").markdown
    assert str(read_markdown(markdown, Source(id="d", path="d.md", title="d")).source.reviewed) == reviewed


def test_reviews_in_the_graph_of_a_page(tmp_path: Path) -> None:
    """Publishing systems put their records in a list of their own."""
    script = '<script type="application/ld+json">{"@graph": [{"lastReviewed": "2026-02-03"}]}</script>'
    assert "reviewed: 2026-02-03" in import_file(page(tmp_path, ARTICLE, script)).markdown
