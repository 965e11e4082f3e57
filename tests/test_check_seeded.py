"""One fault put into documents that have none is found, at its line, and nothing else is.

The documents are those of training/kidney-health, as an editor would have them. An edit replaces words that stand
there once; the line of a finding is where its fault stands after the edit.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.commands import main
from corpus.checking import check_folder

WELL = Path(__file__).parent.parent / "training" / "kidney-health" / "documents"
TODAY = date(2026, 6, 1)
HEADERS = "| Type | Where it is done | How often | Main advantage | Main drawback |\n"
RULE = "| --- | --- | --- | --- | --- |\n"
LONG = " ".join(f"The {word} sentence of a long story is told to people who read on a phone." for word in "abcdefgh")
OWN = "A day without drinking is no danger to people who still pass plenty of urine."

HOLIDAYS = "Holidays are possible."
DISCLAIMER = """## Disclaimer

The Riverside Kidney Network provides this text for information only. It cannot take account of your own situation, so
please discuss every decision about your health with your doctor or kidney nurse.
"""
TRAVEL = """## Travel

Holidays are possible. Units in many countries accept guests, and the trip should be arranged six to eight weeks ahead.
For peritoneal dialysis, the supplier can deliver fluid bags to the place where you stay.

"""

# What is broken; the words that stand in the file once, and what stands there instead; a word of the faulty line, and
# the code. The file is dialysis.md, but for the last ones.
FAULTS = {
    "a row lost a cell": (" | Days are free |", " |", "Automated peritoneal", "broken-table"),
    "a row has a cell more": ("| Days are free |", "| Days | are free |", "are free", "broken-table"),
    "the rule is gone": (RULE, "", "| Type |", "broken-table"),
    "the rule is short": (RULE, "| --- | --- |\n", "| Type |", "broken-table"),
    "the headers are gone": (HEADERS, "", "| --- |", "broken-table"),
    "a blank line in a table": ("| Automated", "\n| Automated", "| Automated", "broken-table"),
    "a header is empty": ("| How often |", "| |", "| Centre", "missing-header"),
    "the first header is empty": ("| Type |", "| |", "| Centre", "missing-header"),
    "a table of HTML": (HEADERS, f"<table><tr><td>A</td></tr></table>\n\n{HEADERS}", "<table>", "broken-table"),
    "no date of review": ("reviewed: 2025-02-14\n", "", "---", "missing-review"),
    "overdue": ("language: en", "next_review: 2026-05-31", "next_review", "overdue-review"),
    "due before it was reviewed": ("language: en", "next_review: 2024-01-01", "next_review", "review-order"),
    "reviewed tomorrow": ("2025-02-14", "2026-06-02", "reviewed", "future-review"),
    "no publisher": ("publisher: Riverside Kidney Network\n", "", "---", "missing-source"),
    "a key nobody reads": ("language: en", "lang: en", "lang: en", "unknown-key"),
    "a heading with nothing": ("## When to start", "## Costs\n\n## When to start", "## Costs", "empty-section"),
    "a dead anchor": (HOLIDAYS, "[Holidays](#holidays).", "#holidays", "dead-anchor"),
    "an anchor of another file": (HOLIDAYS, "[Eat](kidney-diet.md#fat).", "#fat", "dead-anchor"),
    "a file that is not there": (HOLIDAYS, "[Eat](diet.md).", "diet.md", "dead-link"),
    "a picture that is not there": (HOLIDAYS, "![A bag](bag.png)", "bag.png", "dead-link"),
    "a long paragraph": (HOLIDAYS, LONG, "The a sentence", "long-passage"),
    "an abbreviation": (HOLIDAYS, "The PTH is measured.", "PTH", "undefined-abbreviation"),
    "names one letter apart": (HOLIDAYS, "HLA2 and HLA3 are two names.", "HLA2", "confusable"),
    "names alike": (HOLIDAYS, "Not vinblastine but vincristine.", "vinblastine", "confusable"),
    "no disclaimer": (DISCLAIMER, "", "---", "missing-disclaimer"),
    "another number": (
        "Soup, yoghurt",
        "Aim for less than four grams a day, about one level teaspoon. Soup, yoghurt",
        "Soup, yoghurt",
        "contradiction",
    ),
    "a not too few": (
        "Soup, yoghurt",
        "It does cure kidney failure, and it replaces only about a tenth of what healthy kidneys do. Soup, yoghurt",
        "Soup, yoghurt",
        "contradiction",
    ),
    "the opposite": (
        "Most people have two kidneys.",
        "After dialysis, a moderate amount of protein eases the load on the kidneys.",
        "After dialysis",
        "contradiction",
    ),
    "a double": ("## Two small filters\n", f"{TRAVEL}## Two small filters\n", "Holidays", "duplicate"),
}
FILES = {
    "no disclaimer": "kidney-diet.md",
    "another number": "kidney-diet.md",
    "a not too few": "kidney-diet.md",
    "the opposite": "what-kidneys-do.md",
    "a double": "what-kidneys-do.md",
}


def test_the_documents_are_well(tmp_path: Path) -> None:
    """Nothing is found in them, nor after edits that are none of these faults."""
    documents = Path(shutil.copytree(WELL, tmp_path / "documents"))
    assert check_folder(documents, today=TODAY) == []
    path = documents / "dialysis.md"
    harmless = (
        f"{OWN} See [what it is](#what-dialysis-is), [salt](kidney-diet.md#salt), [our site](https://a.example/#x).\n\n"
        "```\n| no | table |\n```\n\nThe glomerular filtration rate, or GFR, falls. DO NOT STOP, says HEART UK.\n\n"
        "One day of rest is enough for most people at home. Two days of rest are enough for a few people here.\n\n"
        "A | B\n--- | ---\n1 | 2\n\n"
    )
    path.write_text(path.read_text().replace("Holidays are possible.", harmless), encoding="utf-8")
    assert [str(finding) for finding in check_folder(documents, today=TODAY)] == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_is(tmp_path: Path, name: str) -> None:
    """Its file, its line and its kind, once."""
    old, new, word, code = FAULTS[name]
    file = FILES.get(name, "dialysis.md")
    documents = Path(shutil.copytree(WELL, tmp_path / "documents"))
    path = documents / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    line = next(number for number, said in enumerate(text.split("\n"), start=1) if word in said)
    found = check_folder(documents, today=TODAY)
    assert {(finding.path, finding.code) for finding in found} == {(file, code)}
    assert found[0].line in (line, _paragraph_of(text, line))
    assert len(found) == 1


def _paragraph_of(text: str, line: int) -> int:
    """The first line of the paragraph that a line stands in: a passage is named by where it begins."""
    lines = text.split("\n")
    while line > 1 and lines[line - 2].strip():
        line -= 1
    return line


def test_a_file_that_nobody_reads(tmp_path: Path) -> None:
    """A Word file that lies among the documents is published nowhere, and the finding says how to."""
    documents = Path(shutil.copytree(WELL, tmp_path / "documents"))
    (documents / "new.docx").write_bytes(b"PK")
    (finding,) = check_folder(documents, today=TODAY)
    assert str(finding) == (
        "new.docx:1: warning: is not read; make Markdown of it with: pullquote import new.docx [not-read]"
    )


def test_the_command_for_people_and_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The status is 0 with warnings, 1 with an error, 2 without a folder; --json prints an object a line."""
    documents = Path(shutil.copytree(WELL, tmp_path / "documents"))
    options = ["--documents", str(documents), "--index", str(tmp_path / "index")]
    path = documents / "dialysis.md"
    path.write_text(path.read_text().replace("publisher: Riverside Kidney Network\n", ""), encoding="utf-8")
    assert main(["check", *options]) == 0
    said = capsys.readouterr()
    assert said.out == "dialysis.md:1: warning: neither url nor publisher is stated [missing-source]\n"
    assert said.err == "0 errors, 1 warning, 0 notes\n"
    path.write_text(path.read_text().replace(RULE, ""), encoding="utf-8")
    assert main(["check", "--json", *options]) == 1
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {record["code"] for record in records} == {"missing-source", "broken-table"}
    assert set(records[0]) == {"path", "line", "severity", "code", "message"}
    assert main(["check", "--documents", str(tmp_path / "nowhere")]) == 2
