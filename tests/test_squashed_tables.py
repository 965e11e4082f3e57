"""Tables whose columns ran together in a paste: divided where that is certain, and never into the wrong columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cuts import best_cut
from corpus.document import TableRow
from corpus.reading import read_document
from corpus.squashed_tables import Cells, rebuild_squashed

HOUSE = Path(__file__).parent.parent


def rebuilt(text: str) -> list[str]:
    """The rows of a table pasted as `text`, each as "header: cell | header: cell"."""
    rows = rebuild_squashed([" ".join(line.split()) for line in text.strip().split("\n")])
    return [" | ".join(f"{header}: {cell}" for header, cell in row) for row in rows or ()]


def test_capitals_and_words_that_come_again() -> None:
    """A capital behind a small word begins a cell, and so does what stands behind the names' common last words."""
    assert rebuilt("""
        Light TypeColour Main Use
        Warm Light Glows yellow Living rooms, halls
        Cold Light Looks blue Kitchens, offices""") == [
        "Light Type: Warm Light | Colour: Glows yellow | Main Use: Living rooms, halls",
        "Light Type: Cold Light | Colour: Looks blue | Main Use: Kitchens, offices",
    ]


def test_small_words_in_headers() -> None:
    """ "of", "for" and "in" stand in headers, and numbers in the same place in each row make a column."""
    assert rebuilt("""
        Tea Usual Time Rise in Caffeine
        Assam 3 minutes 40 percent
        Darjeeling 2 minutes 30 percent
        Rooibos 5 minutes 0 percent""") == [
        "Tea: Assam | Usual Time: 3 minutes | Rise in Caffeine: 40 percent",
        "Tea: Darjeeling | Usual Time: 2 minutes | Rise in Caffeine: 30 percent",
        "Tea: Rooibos | Usual Time: 5 minutes | Rise in Caffeine: 0 percent",
    ]


def test_cells_in_small_letters() -> None:
    """Without capitals, numbers and units that come again tell."""
    assert rebuilt("""
        Spice Usual weight Goes with
        nutmeg 2 g mashed potatoes
        saffron 1 g rice
        cumin 5 g lentil soup""") == [
        "Spice: nutmeg | Usual weight: 2 g | Goes with: mashed potatoes",
        "Spice: saffron | Usual weight: 1 g | Goes with: rice",
        "Spice: cumin | Usual weight: 5 g | Goes with: lentil soup",
    ]


def test_a_letter_in_a_name_begins_nothing() -> None:
    """The T of "own T cells" is no article."""
    rows = rebuilt("""
        TreatmentHow It Works Given As
        Checkpoint inhibitors Release the brakes on your own T cells Infusion every three weeks
        CAR-T therapy Trains your own T cells to find the cancer One infusion
        Cancer vaccines Teach B cells and T cells to see the tumour Injection under the skin""")
    assert rows[0] == (
        "Treatment: Checkpoint inhibitors | How It Works: Release the brakes on your own T cells | "
        "Given As: Infusion every three weeks"
    )


def test_seven_columns_of_which_the_first_header_is_glued() -> None:
    """Headers in capitals do not show where they end; that the first is glued to the second helps to tell."""
    rows = rebuilt("""
        Cream TypeSource Mechanism Main Uses Drug Examples Key Strengths Common Side Effects
        Retinoid Creams Liver and fish oils Lets skin take up vitamin A Acne, dry skin Tretinoin, adapalene \
Lasting effect in most people Redness, peeling
        Steroid Creams Adrenal glands Calms T cells in the skin Eczema, insect bites Betamethasone, mometasone \
Works within hours Thin skin, stretch marks""")
    assert rows[1] == (
        "Cream Type: Steroid Creams | Source: Adrenal glands | Mechanism: Calms T cells in the skin | "
        "Main Uses: Eczema, insect bites | Drug Examples: Betamethasone, mometasone | "
        "Key Strengths: Works within hours | Common Side Effects: Thin skin, stretch marks"
    )


def test_glue_in_every_row_divides() -> None:
    """Where each row lost its spaces, a capital in a word begins a cell; a single OxyContin is a name."""
    assert rebuilt("NameStageCare\nStage ISmall spotKnife alone\nStage IILarger stainRays and heat") == [
        "Name: Stage I | Stage: Small spot | Care: Knife alone",
        "Name: Stage II | Stage: Larger stain | Care: Rays and heat",
    ]
    rows = rebuilt("Brand Substance Way\nOxyContin Oxycodone salt By mouth\nTemgesic Buprenorphine Under the tongue")
    assert "OxyContin Oxycodone" in rows[0]


def test_a_row_in_doubt_is_kept_whole() -> None:
    """Names one behind the other cannot be told apart: each row stands under the whole header line, word for word."""
    assert rebuilt("""
        Medicine Brand Name How Taken
        Adalimumab Humira Injection every two weeks
        Infliximab Remicade Infusion every eight weeks""") == [
        "Medicine Brand Name How Taken: Adalimumab Humira Injection every two weeks",
        "Medicine Brand Name How Taken: Infliximab Remicade Infusion every eight weeks",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sleep is rest for body and mind\nIt helps us to learn new things\nWe need it each night",
        "Common Side Effects\nNausea and vomiting\nLoss of hair or nails\nTiredness that lasts for weeks",
        "National Sleep Institute\n9609 Medical Center Drive\nBethesda, MD 20892",
        "What the numbers mean\nNormal - below 120 - below 80\nRaised - 120 to 129 - below 80",
    ],
    ids=["prose", "list", "address", "explanations"],
)
def test_what_is_no_table(text: str) -> None:
    """Lines of prose, lists and addresses are left alone."""
    assert rebuilt(text) == []


DIVIDED_WRONGLY = {
    "Medicine First three months Later on Remark",
    "Tablet Given to Taken Planned course Particular caution",
    "Medicine Form How often Average loss after one year Stop if",
}


def known_tables() -> list[list[Cells]]:
    """The tables of all documents in the house without empty cells, which leave no trace where columns run together."""
    tables: list[list[Cells]] = []
    for path in sorted([*HOUSE.glob("training/*/documents/*.md"), *HOUSE.glob("corpus/documents/*.md")]):
        for section in read_document(path, path.parent).sections:
            for block in section.blocks:
                if isinstance(block, TableRow):
                    if block.first:
                        tables.append([])
                    tables[-1].append(block.cells)
    return [table for table in tables if all(cell for row in table for _, cell in row)]


def is_true(found: Sequence[Cells], table: Sequence[Cells]) -> bool:
    """Whether each cell found is one of the table, or several side by side, under its own header or headers."""
    return all(pairs(one) <= stretches(row) for one, row in zip(found, table, strict=True))


def pairs(row: Cells) -> set[tuple[str, str]]:
    return {(header.replace(" ", ""), cell.replace(" ", "")) for header, cell in row}


def stretches(row: Cells) -> set[tuple[str, str]]:
    """Each run of cells side by side, as one."""
    runs = [row[first:last] for first in range(len(row)) for last in range(first + 1, len(row) + 1)]
    return {pair for run in runs for pair in pairs((("".join(h for h, _ in run), "".join(c for _, c in run)),))}


@pytest.mark.parametrize("joint", [" ", ""], ids=["spaces", "glued head"])
def test_no_cell_comes_under_a_wrong_header(joint: str) -> None:
    """The tables of our documents, squashed: a cell is under its own header or not divided; a third are whole again.

    In three, named above, a header that ends in a small word is taken for one with the next.
    """
    whole = 0
    wrong = set()
    tables = known_tables()
    for table in tables:
        first, *others = (header[:1].upper() + header[1:] for header, _ in table[0])
        lines = [first + joint + " ".join(others), *(" ".join(cell for _, cell in row) for row in table)]
        titled = [tuple((header[:1].upper() + header[1:], cell) for header, cell in row) for row in table]
        found = rebuild_squashed(lines)
        if found is not None:
            wrong |= set() if is_true(found, titled) else {" ".join((first, *others))}
            whole += found == titled
    assert wrong == DIVIDED_WRONGLY
    assert whole * 3 >= len(tables)


TITLE = st.sampled_from(["Green", "Black", "White", "Tea", "Leaf", "HER2", "A", "The"])
ANY = st.sampled_from(["green", "of", "tea,", "12", "mg", "(with", "milk)", "Tea", "T", "Leaf", "pH", "B12"])


@settings(deadline=None)
@given(st.lists(TITLE, min_size=2, max_size=5), st.lists(st.lists(ANY, min_size=2, max_size=8), min_size=2, max_size=5))
def test_no_word_is_lost(head: list[str], rows: list[list[str]]) -> None:
    """However a table is divided: its cells are its words, in order, and each row has the same headers."""
    found = rebuild_squashed([" ".join(head), *map(" ".join, rows)])
    if found is not None:
        assert [" ".join(cell for _, cell in row).split() for row in found] == rows
        assert all([header for header, _ in row] == [header for header, _ in found[0]] for row in found)
        assert " ".join(header for header, _ in found[0]).split() == head


@given(st.lists(st.integers(-3, 3), min_size=3, max_size=9), st.integers(2, 3))
def test_the_best_cut_is_the_best(gaps: list[int], count: int) -> None:
    """No other way of cutting scores more, and a cut's margin is what the best way without it lacks."""
    found = best_cut([float(gap) for gap in gaps], count, lambda *_: 0.0)
    ways = [(a,) for a in range(1, len(gaps))] if count == 2 else list(all_pairs(len(gaps)))
    scores = {way: sum(gaps[end] for end in way) for way in ways}
    assert found.score == max(scores.values()) == scores[found.ends]
    for column, (end, margin) in enumerate(zip(found.ends, found.margins, strict=True)):
        rivals = [score for way, score in scores.items() if way[column] != end]
        assert margin == (found.score - max(rivals) if rivals else float("inf"))


def all_pairs(size: int) -> list[tuple[int, int]]:
    return [(a, b) for a, b in ((a, b) for a in range(1, size) for b in range(1, size)) if a < b]
