"""Coverage: what the documents talk about, and which questions about it they answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.aspects import ASPECTS, aspects_in
from bot.commands import main
from bot.coverage import cover, to_text
from bot.library import reindex
from bot.settings import Settings
from bot.things import thing_in, things
from index.searching import Index
from index.storage import open_index


@pytest.mark.parametrize(
    ("heading", "thing"),
    [
        ("Green tea", "Green tea"),
        ("What green tea is", "green tea"),
        ("What is green tea?", "green tea"),
        ("How black tea works", "black tea"),
        ("The benefits of rooibos", "rooibos"),
        ("Living with a kettle", "kettle"),
        ("Types of green tea", "green tea"),
        ("How people feel", ""),
        ("Choosing not to drink", ""),
        ("Introduction", ""),
        ("Where to learn more", ""),
        ("", ""),
        ("Medicine Groups Compared", ""),
        ("Green tea in brief", "Green tea"),
        ("Statins and Beyond", "Statins"),
        ("Treatment", ""),
        ("Signs and symptoms", ""),
        ("If the value is high", ""),
        ("This guide", ""),
        ("Four ingredients", ""),
        ("Day 1", ""),
        ("Was Heuschnupfen ist", "Heuschnupfen"),
        ("Wie wirkt ein Kortisonspray?", "Kortisonspray"),
        ("Heuschnupfen verstehen", "Heuschnupfen"),
        ("Nebenwirkungen von Kortison", "Kortison"),
        ("Wann die Pollen fliegen", ""),
        ("¿Qué es la lumbalgia?", "lumbalgia"),
        ("Efectos secundarios del calor", "calor"),
        ("Cuándo ir al médico", ""),
        ("A long heading that says what one should know about tea", ""),
    ],
)
def test_the_thing_in_a_heading(heading: str, thing: str) -> None:
    """What a heading adds is taken off; a heading that says something names nothing."""
    assert thing_in(heading) == thing


def test_the_things_of_the_tea_book(tea: Index) -> None:
    """Title, rows and headings, each once; not the disclaimer and not where to read on."""
    found = {thing.name: thing.origin for thing in things(tea)}
    assert found == {
        "short book of tea": "title",
        "Green tea": "row",
        "Black tea": "row",
        "Rooibos": "row",
        "Brewing": "heading",
        "Storing": "heading",
        "tea": "heading",
    }


def test_answered_weak_and_missing(tea: Index, settings: Settings) -> None:
    """A row tells what rooibos is; how long storing takes has a time in it; what green tea is good for is not told."""
    found = cover(tea, settings, limit=100)
    states = {(row.thing.name, name): cell.state for row in found.rows for name, cell in row.cells.items()}
    assert states["Rooibos", "what"] == "answered"
    assert states["Storing", "how long"] == "answered"
    assert states["Green tea", "side effects"] != "answered"
    assert states["Rooibos", "benefits"] != "answered"
    assert sum(found.count(state) for state in ("answered", "weak", "missing")) == len(states) == 7 * len(ASPECTS)


def test_the_table_and_what_is_left_out(tea: Index, settings: Settings) -> None:
    """A line for each thing, one of headers, one of counts."""
    lines = to_text(cover(tea, settings, limit=2)).splitlines()
    assert len(lines) == 4
    assert lines[0].split()[:2] == ["what", "how"]
    assert lines[-1].endswith("; 5 more things, see --limit")


def test_questions_agree_in_number(tea: Index, settings: Settings) -> None:
    """One thing is, several are."""
    rows = {row.thing.name: row for row in cover(tea, settings, limit=100).rows}
    assert rows["Green tea"].cells["how"].question == "How does green tea work?"
    assert ASPECTS[1].many.format(thing="leaves") == "How do leaves work?"


@pytest.mark.parametrize(
    ("folder", "thing", "asked"),
    [
        ("german", "Kortisonspray", "Wie wirkt Kortisonspray?"),
        ("spanish", "Ibuprofeno", "¿Cómo actúa Ibuprofeno?"),
    ],
)
def test_questions_are_in_the_language_of_the_document(
    folder: str, thing: str, asked: str, tmp_path: Path, settings: Settings
) -> None:
    """And the words that show an answer are, too."""
    reindex(Path(__file__).parent / folder, tmp_path)
    row = next(row for row in cover(open_index(tmp_path), settings, limit=100).rows if row.thing.name == thing)
    assert row.cells["how"].question == asked
    assert row.cells["how"].state == row.cells["side effects"].state == "answered"


@pytest.mark.parametrize("language", ["de", "es"])
def test_every_question_is_translated(language: str) -> None:
    """With its gap, and under the name of the English one."""
    assert [one.name for one in aspects_in(language)] == [one.name for one in ASPECTS]
    assert all("{thing}" in one.one and "{thing}" in one.many for one in aspects_in(language))
    assert aspects_in(language) != ASPECTS == aspects_in("fr")


def test_the_command(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table for a person, lines of JSON for a program."""
    options = ["--documents", str(documents), "--index", str(documents.parent / "index")]
    assert main(["coverage", "--limit", "1", "--json", *options]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["aspect"] for record in records] == [aspect.name for aspect in ASPECTS]
    assert main(["coverage", *options]) == 0
    assert "Rooibos" in capsys.readouterr().out


def test_no_documents_no_things(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder is told so."""
    (tmp_path / "documents").mkdir()
    assert main(["coverage", "--documents", str(tmp_path / "documents"), "--index", str(tmp_path / "index")]) == 0
    assert "name nothing" in capsys.readouterr().out
