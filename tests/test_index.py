"""An index finds what a question asks for, is published whole, and is refused when it is broken."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.passage import Passage, Source
from index.analyzer import tokens
from index.building import build
from index.searching import Index
from index.similarity import rows_of
from index.storage import open_index, publish
from index.versions import BusyIndex, UnusableIndex, exclusive

BOOK = Source(id="book", path="book.md", title="Book")


def passages(*texts: str) -> list[Passage]:
    """A passage for each text."""
    return [
        Passage(id=f"book#{number}", text=text, headings=(), kind="text", document=BOOK, lines=(number, number))
        for number, text in enumerate(texts)
    ]


def found(index: Index, question: str) -> str:
    """The text of the best passage."""
    return index.search(question).hits[0].passage.text


def test_a_passage_comes_back_as_it_went_in(tmp_path: Path) -> None:
    """Headings, cells, lines, phrasings and the document survive the disk."""
    passage = replace(passages("A: b; C: d")[0], kind="row", cells=(("A", "b"), ("C", "d")), also_asked=("why?",))
    publish(build([passage]), tmp_path)
    assert open_index(tmp_path).passages[0] == passage


@pytest.mark.parametrize("question", ["What is HER2?", "what is her-2", "her 2", "HER2/neu", "anti-HER2"])
def test_a_name_is_found_however_it_is_written(tmp_path: Path, question: str) -> None:
    """HER2, HER-2, "her 2" and HER2/neu are one term."""
    publish(build(passages("HER2 is a receptor.", "EGFR is another one.", "She gave him her two books.")), tmp_path)
    assert found(open_index(tmp_path), question) == "HER2 is a receptor."


def test_negation_is_a_term(tmp_path: Path) -> None:
    """ "not" tells two passages apart that are alike in all else."""
    publish(build(passages("Keep it in the sun.", "Do not keep it in the sun.")), tmp_path)
    assert found(open_index(tmp_path), "where must I not keep it") == "Do not keep it in the sun."


def test_equal_scores_stand_in_passage_order(tea: Index) -> None:
    """The same question gives the same passages in the same order, every time."""
    first, second = tea.search("tea"), tea.search("tea")
    assert [hit.position for hit in first.hits] == [hit.position for hit in second.hits]


def test_every_word_has_its_row_in_the_table_of_meanings() -> None:
    """Also one that stands far back in the alphabet; the book has its title."""
    built = build(passages("apple water"))
    assert built.arrays["vector_rows"].tolist() == rows_of(["appl", "book", "water"]).tolist()
    assert rows_of(["water"]).item() > 2**15


def test_a_word_of_a_passage_weighs_what_it_weighs_in_a_question(tea: Index) -> None:
    """To the last bit that is kept; no term, -1, weighs nothing."""
    terms = tea.vocabulary.all()
    weights = tea.lexicon.idf(np.array([*map(tea.row, terms), -1]))
    assert weights.tolist() == [*(np.float32(tea.understanding.idf(term)) for term in terms), 0.0]


def test_a_slip_weighs_as_what_was_meant(tea: Index) -> None:
    """And is read so wherever the question is looked at."""
    slip, meant = (tea.understanding.query(question) for question in ("wen is it brewd", "when is it brewed"))
    assert [(term.term, term.weight, term.importance) for term in slip.terms] == [
        (term.term, term.weight, term.importance) for term in meant.terms
    ]
    assert slip.spelled == "when is it brewed"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("HER2/neu, HER-2", ["her2", "her2"]),
        ("c-MET and T-DM1", ["cmet", "and", "tdm1"]),
        ("5-FU, PD-L1, CAR-T", ["5fu", "pdl1", "cart"]),
        ("once-a-week, HER2-positive", ["once", "a", "week", "her2", "positive"]),
    ],
)
def test_a_name_with_a_hyphen_is_one_word(written: str, names: list[str]) -> None:
    """Words that are joined for once stay several."""
    assert tokens(written) == names


def test_whether_a_thing_is_allowed_asks_for_what_is_said_of_it(tea: Index) -> None:
    """Who is not allowed it, is more."""
    reads = [
        [term.read for term in tea.understanding.query(question).terms if term.origin != "synonym"]
        for question in ("is black tea allowed?", "IS BLACK TEA OK", "who isn't allowed black tea?")
    ]
    assert reads == [["black", "tea"], ["black", "tea"], ["not", "allowed", "black", "tea"]]


def test_short_forms_are_read_in_full(tea: Index) -> None:
    """A word that is only a manner of speaking is dropped."""
    terms = tea.understanding.query("ppl keep it for wks tbh").terms
    assert [term.read for term in terms if term.origin != "synonym"] == ["people", "keep", "weeks"]
    assert tea.understanding.query("for 2 wks").spelled == "for 2 weeks"
    assert tea.understanding.query("for my bp").spelled == "for my blood pressure"
    assert tea.understanding.query("how long dose it keep").spelled == "how long does it keep"
    assert tea.understanding.query("how long dose a tin keep").spelled == "how long does a tin keep"
    assert tea.understanding.query("so were can I store it").spelled == "so where can I store it"
    assert tea.understanding.query("were the leaves stored").spelled == "were the leaves stored"
    assert tea.understanding.query("wich kinds dose it name").spelled == "which kinds does it name"
    assert tea.understanding.query("what dose of tea").spelled == "what dose of tea"
    assert tea.understanding.query("how is it different form coffee").spelled == "how is it different from coffee"
    assert tea.understanding.query("what's the weather").spelled == "what's the weather"
    assert tea.understanding.query("wat is it used 4?").spelled == "what is it used for?"
    assert tea.understanding.query("at stage 4").spelled == "at stage 4"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("hapen", "happen"),
        ("colur", "colour"),
        ("ocmes", "comes"),
        ("afirca", "africa"),
        ("yelow", "yellow"),
        ("rooibs", "rooibos"),
    ],
)
def test_slips_of_a_phone(tea: Index, slip: str, meant: str) -> None:
    """A letter left out, two letters swapped, also the first two; and of everyday words that the book lacks."""
    assert tea.understanding.query(slip).corrections == ((slip, meant),)


def test_a_slip_is_corrected_and_shown(tea: Index) -> None:
    """ "brewd" can only be "brewed"."""
    result = tea.search("how is it brewd")
    assert result.query.corrections == (("brewd", "brewed"),)
    assert "eighty" in result.hits[0].passage.text


def test_one_name_is_never_taken_for_another(tmp_path: Path) -> None:
    """HER3 is one letter from HER2, FGFR from EGFR, and afatinib two from lapatinib."""
    publish(build(passages("HER2 and EGFR are receptors.", "Some take lapatinib.")), tmp_path)
    index = open_index(tmp_path)
    for name in ("HER3", "FGFR", "afatinib", "VEGF"):
        assert index.search(f"what is {name}").query.corrections == ()
        assert not any(term.known for term in index.search(f"what is {name}").query.terms)


def test_the_editors_phrasings_find_a_passage(tea: Index) -> None:
    """The tin is only in the comment under "Storing"."""
    assert tea.search("where does the tin stand").hits[0].passage.heading == "Storing"


def test_serving_imports_neither_scikit_learn_nor_nltk_nor_scipy(tea_folder: Path) -> None:
    """A process that only answers does not pay for what only a rebuild needs."""
    program = (
        "import sys; from pathlib import Path; from index.storage import open_index\n"
        "open_index(Path(sys.argv[1])).search('unheardof wordz about green tea')\n"
        "print(sorted({'sklearn', 'nltk', 'scipy', 'telegram', 'rich'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tea_folder)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert ran.stdout.strip() == "[]"


def test_readers_keep_their_version_while_another_is_published(tmp_path: Path) -> None:
    """A reader that opened before goes on with what it has; a new one sees the new."""
    publish(build(passages("old words")), tmp_path)
    before = open_index(tmp_path)
    publish(build(passages("new words")), tmp_path)
    assert found(before, "words") == "old words"
    assert found(open_index(tmp_path), "words") == "new words"


def test_two_builders_exclude_each_other(tmp_path: Path) -> None:
    """The second one is told so in one line."""
    with exclusive(tmp_path), pytest.raises(BusyIndex, match="another `pullquote index` is at work"):
        publish(build(passages("a")), tmp_path)


def test_what_a_dead_builder_left_does_not_disturb(tmp_path: Path) -> None:
    """A half-written version is neither read nor kept."""
    publish(build(passages("good words")), tmp_path)
    (tmp_path / "building-dead").mkdir()
    assert found(open_index(tmp_path), "words") == "good words"
    publish(build(passages("better words")), tmp_path)
    assert not (tmp_path / "building-dead").exists()


@pytest.mark.parametrize("name", ["header.json", "forward.npy", "passages.txt", "terms.txt"])
def test_a_broken_file_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    """A file that is cut short or gone is never read as if it were whole."""
    publish(build(passages("some words", "more words")), tmp_path)
    path = next(tmp_path.glob(f"*/{name}"))
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(UnusableIndex) as cut:
        open_index(tmp_path)
    path.unlink()
    with pytest.raises(UnusableIndex) as gone:
        open_index(tmp_path)
    assert "\n" not in str(cut.value) + str(gone.value)


def test_an_index_of_another_format_is_refused(tmp_path: Path) -> None:
    """The line says what to do."""
    publish(build(passages("some words")), tmp_path)
    header = next(tmp_path.glob("*/header.json"))
    header.write_text(json.dumps({**json.loads(header.read_text()), "format": 0}))
    with pytest.raises(UnusableIndex, match="`pullquote index` makes it anew"):
        open_index(tmp_path)


def test_an_empty_folder_makes_an_index_that_finds_nothing(tmp_path: Path) -> None:
    """No passages, no hits, no error."""
    publish(build([]), tmp_path)
    assert open_index(tmp_path).search("anything").hits == ()
