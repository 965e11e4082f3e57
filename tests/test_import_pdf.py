"""Pages of print: columns are read one after the other, bullets may be drawn, and a table may have no lines."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from test_importing import doubted, texts

from corpus.importing import import_file

LEFT = "Ice the knee four times a day. Sleep on your back with a pillow beneath the ankle. " * 3
RIGHT = "Call the ward when the wound leaks. The ward is open day and night, each day. " * 3


def begin() -> FPDF:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=20)
    pdf.cell(0, 12, "The knee", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("helvetica", size=11)
    return pdf


def read(pdf: FPDF, folder: Path) -> list[str]:
    pdf.output(str(folder / "a.pdf"))
    return texts(import_file(folder / "a.pdf").markdown)


def test_two_columns(tmp_path: Path) -> None:
    """The left one is read to its end before the right one; what stands below both comes last."""
    pdf = begin()
    pdf.multi_cell(0, 5, "This is for people with a new knee, and for those who look after them at home.\n\n")
    top = pdf.get_y()
    pdf.multi_cell(80, 5, LEFT, align="L", new_x="LMARGIN", new_y="NEXT")
    bottom = pdf.get_y()
    pdf.set_xy(105, top)
    pdf.multi_cell(80, 5, RIGHT, align="L")
    pdf.set_xy(pdf.l_margin, bottom + 12)
    pdf.set_font("helvetica", size=16)
    pdf.cell(0, 10, "Disclaimer", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("helvetica", size=11)
    pdf.multi_cell(0, 5, "Ask your own team.")
    assert read(pdf, tmp_path)[1:] == [f": {LEFT.strip()}", f": {RIGHT.strip()}", "Disclaimer: Ask your own team."]


def test_a_table_without_lines(tmp_path: Path) -> None:
    """Cells that stand in columns are a table, numbers at the right as well, and it is named."""
    pdf = begin()
    pdf.multi_cell(0, 5, "These are the risks that people ask about most often.\n\n")
    for risk, often in (
        ("Risk", "How often"),
        ("Infection", "1 in 9"),
        ("Blood clot", "2 in 1000"),
        ("Pain", "6 in 9"),
    ):
        pdf.cell(60, 7, risk)
        pdf.cell(40, 7, often, align="R", new_x="LMARGIN", new_y="NEXT")
    assert ": Risk: Blood clot; How often: 2 in 1000" in read(pdf, tmp_path)
    assert any("has no lines around its cells" in doubt for doubt in doubted(tmp_path / "a.pdf"))


def test_a_table_without_lines_over_two_pages(tmp_path: Path) -> None:
    """It stays one table, without the foot of the page; a cell of two lines is one cell, and no word is lost."""
    pdf = FPDF()
    pdf.set_auto_page_break(False)
    for number, names in enumerate((("Aspirin", "Codeine", "Heparin"), ("Insulin", "Morphine", "Warfarin"))):
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        for name, use in (("Name", "What it is used for"), *((name, f"the use of {name}\nand more") for name in names)):
            top = pdf.get_y()
            pdf.cell(50, 6, name)
            pdf.multi_cell(70, 6, use, new_x="LMARGIN", new_y="NEXT")
            pdf.set_y(max(pdf.get_y(), top + 6) + 2)
        pdf.set_y(-25)
        pdf.cell(120, 6, "Clinic A leaflet")
        pdf.cell(20, 6, f"{number + 1}/2")
    told = read(pdf, tmp_path)
    assert told[1:] == [
        f": Name: {name}; What it is used for: the use of {name} and more"
        for name in ("Aspirin", "Codeine", "Heparin", "Insulin", "Morphine", "Warfarin")
    ]


def test_raised_digits(tmp_path: Path) -> None:
    """A power stays one: ten to the ninth is not one hundred and nine."""
    pdf = begin()
    pdf.write(6, "The blood has 10")
    pdf.char_vpos = "SUP"
    pdf.write(6, "9")
    pdf.char_vpos = "LINE"
    pdf.write(6, " cells in each litre, at least.")
    assert read(pdf, tmp_path) == [": The blood has 10\u2079 cells in each litre, at least."]


def test_justified_prose_is_no_table(tmp_path: Path) -> None:
    """Wide gaps between words stand at other places in each line."""
    pdf = begin()
    pdf.multi_cell(45, 5, LEFT, align="J")
    (text,) = read(pdf, tmp_path)
    assert text == f": {LEFT.strip()}"


def test_drawn_bullets(tmp_path: Path) -> None:
    """A dot that is drawn before a line is a bullet like one that is written."""
    pdf = begin()
    for item in ("Do not eat for six hours.", "Remove nail polish."):
        pdf.ellipse(13, pdf.get_y() + 1.8, 1.3, 1.3, style="F")
        pdf.set_x(18)
        pdf.cell(0, 5, item, new_x="LMARGIN", new_y="NEXT")
    assert read(pdf, tmp_path) == [": - Do not eat for six hours.\n- Remove nail polish."]
