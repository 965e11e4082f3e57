"""The check names what an editor must mend, with file and line, and is silent about what is well."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.checking import check_document, check_folder, table_faults
from corpus.document import Document, Section, TableRow
from corpus.links import anchor
from corpus.names import _distance_is_one
from corpus.passage import Source
from corpus.reading import read_document

TODAY = date(2026, 6, 1)
HEAD = "---\ntitle: T\npublisher: P\nreviewed: 2026-01-01\ndisclaimer: Not advice.\n---\n"  # six lines


def found(folder: Path, *texts: str, head: str = HEAD) -> list[str]:
    """The findings about documents a.md, b.md and so on, as "path:line code"."""
    for name, text in zip("abc", texts, strict=False):
        (folder / f"{name}.md").write_text(head + text, encoding="utf-8")
    return [f"{f.path}:{f.line} {f.code}" for f in check_folder(folder, today=TODAY)]


def test_a_good_document(tmp_path: Path) -> None:
    """Nothing is said about it."""
    table = "| Drug | Dose |\n| --- | --- |\n| A | 1 |\n"
    assert (
        found(tmp_path, f"# T\n\nIt helps, see [use](#how-to-use).\n\n## How to use\n\nTwice a day.\n\n{table}") == []
    )


def test_phrasings_of_a_row_that_is_not_there(tmp_path: Path) -> None:
    """They find nothing, and are named; those of a row that is there are well."""
    table = "| Drug | Dose |\n| --- | --- |\n| A | 1 |\n"
    text = f"# T\n\n<!-- people also ask of B: is it two? -->\n\n<!-- people also ask of A: is it one? -->\n\n{table}"
    assert found(tmp_path, text) == ["a.md:9 phrasings-of-no-row"]


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ("", ["a.md:1 missing-disclaimer", "a.md:1 missing-review", "a.md:1 missing-source"]),
        (HEAD.replace("title: T", "titel: T"), ["a.md:2 unknown-key"]),
        (HEAD.replace("title: T", "next_review: 2026-05-31"), ["a.md:2 overdue-review"]),
        (HEAD.replace("title: T", "next_review: 2026-06-01"), []),
        (HEAD.replace("2026-01-01", "2026-06-02"), ["a.md:4 future-review"]),
        (HEAD.replace("2026-01-01", "soon"), ["a.md:4 unreadable"]),
    ],
)
def test_front_matter(tmp_path: Path, head: str, codes: list[str]) -> None:
    """What answers stand on must be stated, known and not overdue; the day itself is not late."""
    assert found(tmp_path, "Text.", head=head) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("| A | B |\n| --- | --- |\n| 1 |\n", ["a.md:9 broken-table"]),
        ("| A | B |\n| --- | --- |\n| 1 | 2 | 3 |\n", ["a.md:9 broken-table"]),
        ("| A \\| B | C |\n| --- | --- |\n| 1 \\| 2 | 3 |\n", []),
        ("Text.\n\n| A | B |\n| 1 | 2 |\n", ["a.md:9 broken-table"]),
        ("| A | |\n| --- | --- |\n| 1 | 2 |\n", ["a.md:9 missing-header"]),
    ],
    ids=["too few", "too many", "bars in cells", "no rule", "no header"],
)
def test_tables(tmp_path: Path, text: str, codes: list[str]) -> None:
    """Each row has as many cells as its table has headers."""
    assert found(tmp_path, text) == codes


def test_headings_and_links(tmp_path: Path) -> None:
    """A heading stands above something; a link leads somewhere."""
    links = "Text [a](#none)\nand [b](c.md) and [c](a.md) and [d](https://x.example)."
    text = f"{links}\n\n## Empty\n\n## Full\n\n### In\n\nText."
    assert found(tmp_path, text) == ["a.md:7 dead-anchor", "a.md:8 dead-link", "a.md:10 empty-section"]


SENTENCE = "The dose for grown people is taken in the morning with a large glass of water and some bread"


@pytest.mark.parametrize(
    ("other", "codes"),
    [
        (f"{SENTENCE}.", ["b.md:7 duplicate"]),
        (SENTENCE.replace("grown", "most") + ".", ["b.md:7 duplicate"]),
        (SENTENCE.replace("is taken", "is not taken") + ".", ["b.md:7 contradiction"]),
        ("We bake bread in the morning, before the sun is up and the guests come down.", []),
    ],
)
def test_near_duplicates(tmp_path: Path, other: str, codes: list[str]) -> None:
    """The same again is a double; the same with "not" or another number may contradict."""
    assert found(tmp_path, f"{SENTENCE}.", other) == codes


def test_contradicting_numbers(tmp_path: Path) -> None:
    """The line says which numbers differ, and where the other passage stands."""
    found(tmp_path, f"{SENTENCE} 5 times.", f"{SENTENCE} 50 times.")
    (finding,) = check_folder(tmp_path, today=TODAY)
    assert str(finding) == (
        "b.md:7: warning: is almost the same as a.md:7, but for 5, 50: do they contradict each other? [contradiction]"
    )


def test_abbreviations(tmp_path: Path) -> None:
    """One that is spelt out in brackets is known, and so is one that everybody knows."""
    text = "The glomerular filtration rate (GFR) tells. DNA as well.\n\nACR (a ratio) too. But XYZ does not. XYZ!"
    assert found(tmp_path, text) == ["a.md:9 undefined-abbreviation"]


def test_confusable_names(tmp_path: Path) -> None:
    """Receptors and drugs one letter apart are listed once; a plural is not another name."""
    text = "HER2 (a receptor) and HER3 (a receptor); nivolumab, nivolumabs and pembrolizumab."
    assert found(tmp_path, text, "HER3 again.") == ["a.md:7 confusable"]


def test_long_passages(tmp_path: Path) -> None:
    """A passage of a thousand characters is long on a phone."""
    assert found(tmp_path, "Extraordinarily " * 62 + "long.") == ["a.md:7 long-passage"]


def test_hard_prose(tmp_path: Path) -> None:
    """Ten sentences of five long words each are hard."""
    text = " ".join(f"Particular chemistry {word} understandable medicine generally." for word in "abcdefghij")
    assert "a.md:7 hard-to-read" in found(tmp_path, text)


def test_plain_text_is_checked_as_well(tmp_path: Path) -> None:
    """It has no front matter, so it cannot say who stands behind it."""
    (tmp_path / "a.txt").write_text("It helps.", encoding="utf-8")
    document = read_document(tmp_path / "a.txt", tmp_path)
    codes = [f.code for f in check_document(document, "It helps.", folder=tmp_path, today=TODAY)]
    assert codes == ["missing-source", "missing-disclaimer", "missing-review"]


def test_a_format_of_ones_own_is_not_taken_for_markdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in its file is nobody's markup: only what was read of it is looked at."""

    def read_csv(text: str, identity: Source) -> Document:
        headers, *rows = [tuple(line.split(",")) for line in text.splitlines()]
        blocks = [
            TableRow(cells=tuple(zip(headers, row, strict=True)), lines=(number, number), first=number == 2)
            for number, row in enumerate(rows, start=2)
        ]
        return Document(source=identity, sections=(Section(headings=(), line=1, blocks=tuple(blocks)),))

    monkeypatch.setattr("corpus.reading.READERS", {".csv": read_csv})
    (tmp_path / "a.csv").write_text("Vaccine,Age\nTetanus,two months\n# Comment,| a\n", encoding="utf-8")
    codes = [f"{f.line} {f.code}" for f in check_folder(tmp_path, today=TODAY)]
    assert codes == ["1 missing-disclaimer", "1 missing-review", "1 missing-source"]
    assert table_faults(tmp_path / "a.csv", tmp_path, today=TODAY) == []


def test_anchors() -> None:
    """As web sites make them."""
    assert anchor("What is HER2, really?") == "what-is-her2-really"


@given(st.text("ab", max_size=5), st.text("ab", max_size=5), st.sampled_from(["", "c", "d"]))
def test_one_letter_apart(front: str, back: str, between: str) -> None:
    """A letter put in, taken out or changed is a distance of one."""
    assert _distance_is_one(f"{front}e{back}", f"{front}{between}{back}")
