"""Files that real writers wrote become our Markdown, and what is uncertain is named with its line."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from corpus.formats import read_markdown
from corpus.importing import IMPORTERS, import_file
from corpus.passage import Source
from corpus.reading import UnreadableDocument
from corpus.splitting import split

PROSE = "We sleep to be res-\nted. It helps.\n\n- a cat"
PAGE = """<html lang="de-CH"><head><title>x</title><link rel="canonical" href="https://a.example/s">
<meta property="og:site_name" content="Clinic A"><script type="application/ld+json">{"lastReviewed": "2026-02-03"}
</script></head><body><nav>Menu</nav><main><h1>Sleep</h1><p>Sleep is <b>rest</b>.<!-- no --><br>Really.</p>
<h2>Who</h2><ul><li>all<ul><li>also cats</li></ul></li></ul><p><strong>How long?</strong></p><div>Hours.</div>
<table><tr><th>Age</th><th>Hours</th></tr><tr><td rowspan="2">old</td><td>7</td></tr><tr><td>8|9</td></tr></table>
</main><footer>Imprint<div><h3>Disclaimer</h3><p>Not advice.</p></div></footer></body></html>"""


def texts(markdown: str) -> list[str]:
    document = read_markdown(markdown, Source(id="d", path="d.md", title="d"))
    return [f"{'/'.join(passage.headings)}: {passage.text}" for passage in split(document)]


def doubted(path: Path) -> list[str]:
    """The doubts, each with the line of Markdown that it is about."""
    imported = import_file(path)
    lines = imported.markdown.split("\n")
    return [f"{lines[doubt.line - 1]} <- {doubt.why}" for doubt in imported.doubts]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "A page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_page(page: Path) -> None:
    """The article without the menu; a cell over two rows stands in both; the disclaimer is found in the footer."""
    imported = import_file(page)
    assert imported.name == "a-page.md"
    assert texts(imported.markdown) == [
        ": Sleep is rest. Really.",
        "Who: - all\n- also cats",
        "Who/How long?: Hours.\nAge: old; Hours: 7\nAge: old; Hours: 8|9",
        "Who/How long?: Age: old; Hours: 7",
        "Who/How long?: Age: old; Hours: 8|9",
        "Disclaimer: Not advice.",
    ]


def test_what_a_page_says_of_itself(page: Path) -> None:
    """Its head fills the front matter."""
    source = read_markdown(import_file(page).markdown, Source(id="d", path="d.md", title="d")).source
    assert (source.title, source.url, source.publisher) == ("Sleep", "https://a.example/s", "Clinic A")
    assert (str(source.reviewed), source.language, source.disclaimer) == ("2026-02-03", "de", "Not advice.")


def test_doubts_about_a_page(page: Path) -> None:
    """A bold line for a heading, and fine print."""
    assert doubted(page) == [
        "### How long? <- this bold line was taken for a heading",
        "Not advice. <- this disclaimer stood outside of the article",
    ]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("<tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr>", ["A: 1; B: 2", "A: 1; B: 2"]),
        ("<tr><th>A</th><td>1</td></tr><tr><th>B</th><td>2</td></tr>", ["A; 1\nB; 2", "A; 1", "B; 2"]),
        ('<tr><th colspan="2">A</th></tr><tr><td>1</td><td>2</td></tr>', ["A: 1; A: 2", "A: 1; A: 2"]),
        ("<tr><td><p>one</p><p>two</p></td></tr>", ["one", "two"]),
    ],
    ids=["no headers", "headers at the side", "header over two columns", "only layout"],
)
def test_tables_of_pages(tmp_path: Path, table: str, told: list[str]) -> None:
    """Headers are found where they are, and a table of one column is no table."""
    path = tmp_path / "a.html"
    path.write_text(f"<table>{table}</table>", encoding="utf-8")
    assert [text.removeprefix(": ") for text in texts(import_file(path).markdown)] == told


def test_word(tmp_path: Path) -> None:
    """Styles make title and headings; list and table stay what they are."""
    written = docx.Document()
    written.add_heading("Sleep", 0)
    written.add_heading("Who", 1)
    written.add_paragraph("all", style="List Bullet")
    for cell, word in zip(written.add_table(rows=2, cols=2)._cells, ("Age", "Hours", "old", "7"), strict=True):
        cell.text = word
    written.add_heading("Disclaimer", 1)
    written.add_paragraph("Not advice.")
    written.save(str(tmp_path / "a.docx"))
    imported = import_file(tmp_path / "a.docx")
    assert "title: Sleep" in imported.markdown
    assert texts(imported.markdown) == [
        "Who: - all",
        "Who: Age: old; Hours: 7",
        "Who: Age: old; Hours: 7",
        "Disclaimer: Not advice.",
    ]
    assert "| old | 7 | <- this table names no headers; its first row was taken for them" in doubted(
        tmp_path / "a.docx"
    )


def test_pdf(tmp_path: Path) -> None:
    """Large print is headings, a divided word is put together, a running header goes, a ruled table stays."""
    pdf = FPDF()
    for part in ("One", "Two"):
        pdf.add_page()
        for size, text in (
            (8, "Clinic A"),
            (16, f"Part {part}"),
            (11, PROSE),
        ):
            pdf.set_font("helvetica", size=size)
            pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
            pdf.ln(4)
        with pdf.table() as table:
            for cells in (("Age", "Hours"), ("old", "7")):
                table.row(cells)
    pdf.output(str(tmp_path / "a.pdf"))
    told = texts(import_file(tmp_path / "a.pdf").markdown)
    assert [text for text in told if "Part Two" in text] == [
        "Part Two: We sleep to be rested. It helps.",
        "Part Two: - a cat",
        "Part Two: Age: old; Hours: 7",
        "Part Two: Age: old; Hours: 7",
    ]
    assert not any("Clinic" in text for text in told)
    doubts = doubted(tmp_path / "a.pdf")
    assert "We sleep to be rested. It helps. <- hyphens at a line's end were taken out of res-ted." in doubts
    assert "--- <- left out from the top or foot of every page: Clinic A" in doubts


def test_pasted_text(tmp_path: Path) -> None:
    """Headings and tables of a paste are guesses, so each is named."""
    (tmp_path / "a.txt").write_text("Sleep\n\nWho\n\nAll of us.\n\nAge\tHours\nold\t7\n", encoding="utf-8")
    assert [doubt for doubt in doubted(tmp_path / "a.txt") if "taken" in doubt or "rebuilt" in doubt] == [
        "## Who <- this line was taken for a heading",
        "| old | 7 | <- this table was rebuilt from text; compare its cells and headers with the original",
    ]


@pytest.mark.parametrize("suffix", IMPORTERS)
@pytest.mark.parametrize("content", [b"", b"\xff\x00\x01 no text"], ids=["empty", "binary"])
def test_files_that_hold_nothing(tmp_path: Path, suffix: str, content: bytes) -> None:
    """Whatever its suffix says, such a file is an error in one line, or a text of what could be read."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    if suffix.startswith(".htm") and content:
        assert import_file(path).markdown
    else:
        with pytest.raises(UnreadableDocument, match=rf"a\{suffix}:1: "):
            import_file(path)


def test_unknown_formats_and_missing_files(tmp_path: Path) -> None:
    """Both are named."""
    with pytest.raises(UnreadableDocument, match="is in no format that can be imported"):
        import_file(tmp_path / "a.odt")
    with pytest.raises(UnreadableDocument, match="cannot be opened: No such file"):
        import_file(tmp_path / "a.txt")


def test_a_pdf_without_text(tmp_path: Path) -> None:
    """A scan must have its text recognised first."""
    pdf = FPDF()
    pdf.add_page()
    (tmp_path / "a.pdf").write_bytes(io.BytesIO(pdf.output()).getvalue())
    with pytest.raises(UnreadableDocument, match="has no text layer"):
        import_file(tmp_path / "a.pdf")


def test_a_missing_library_names_the_pip_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain installation cannot read PDF files, and says what can."""
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    with pytest.raises(UnreadableDocument, match=r'pip install "pullquote\[import\]"'):
        import_file(tmp_path / "a.pdf")
