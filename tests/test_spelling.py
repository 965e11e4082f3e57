"""Unknown words: what is near enough or sounds alike is found, and no name is taken for another."""

from __future__ import annotations

from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passage import Passage, Source
from index.analyzer import STOP_WORDS
from index.building import build
from index.languages import short_forms
from index.searching import Index
from index.sounds import sounds
from index.spelling import RARITY, Speller, distance, distances
from index.storage import open_index, publish
from index.word_list import Heard, WordList, encode

WORDS = st.text(alphabet="abels", min_size=1, max_size=11)


def most(word: str) -> float:
    """What may be wrong in a word of that length, as the module says it."""
    return 1.0 if len(word) <= 4 else 1.3 if len(word) == 5 else 1.7 if len(word) <= 7 else 2.2


@given(st.lists(WORDS, max_size=40), st.text(alphabet="abels", min_size=4, max_size=11))
def test_the_nearest_word_is_found(words: list[str], typed: str) -> None:
    """The same word as if all were compared, letter by letter."""
    near = [(cost - RARITY, other) for other in words if (cost := distance(typed, other)) <= most(typed)]
    edits = ceil(most(typed))
    near = [(cost, other) for cost, other in near if abs(len(other) - len(typed)) <= edits]
    near = [(cost, other) for cost, other in near if len(set(typed) ^ set(other)) <= 2 * edits]
    assert Speller(words, lambda _: 1.0, frozenset()).correct(typed) == min(near, default=(0, None))[1]


@given(st.lists(WORDS, max_size=40), st.lists(WORDS, max_size=40), st.text(alphabet="abels", min_size=4, max_size=11))
def test_it_is_all_one_whether_words_are_held_or_mapped(held: list[str], mapped: list[str], typed: str) -> None:
    """Those of an index have been taken apart when it was built."""
    mapped = sorted({*mapped} - {*held}, key=len)
    more = WordList(mapped, encode(mapped, Heard()))
    apart = Speller(held, lambda _: 1.0, frozenset(), by_ear=True, more=more)
    assert apart.correct(typed) == Speller([*held, *mapped], lambda _: 1.0, frozenset(), by_ear=True).correct(typed)


@given(st.lists(WORDS, min_size=1), WORDS)
def test_distances_to_many_are_those_to_each(others: list[str], word: str) -> None:
    """Long and short words beside each other change nothing."""
    assert distances(word, others).tolist() == pytest.approx([distance(word, other) for other in others])


@pytest.mark.parametrize(
    ("word", "other", "edits"),
    [
        ("tea", "tea", 0),
        ("tae", "tea", 0.7),
        ("teea", "tea", 0.6),
        ("ta", "tea", 0.7),
        ("te", "tea", 0.7),
        ("tep", "tea", 1.0),
        ("rea", "tea", 1.3),
        ("eta", "tea", 0.7),
        ("kttle", "kettle", 0.7),
        ("", "tea", 2.7),
    ],
)
def test_what_slips_cost(word: str, other: str, edits: float) -> None:
    """Less where the thumb is likely to make them; more at the first letter."""
    assert distance(word, other) == pytest.approx(edits)


def test_a_thousand_letters_apart_is_no_slip() -> None:
    """Words of any length and script may stand in the list."""
    speller = Speller(["a" * 1000, "größe", "αβγδ", "therapy", "x"], lambda _: 1.0, frozenset())
    assert speller.correct("theraphy") == "therapy"
    assert speller.correct("grosse") is None
    assert Speller([], lambda _: 1.0, frozenset()).correct("theraphy") is None


HEARD = {
    "kemo": "chemo",
    "farmacy": "pharmacy",
    "newmonia": "pneumonia",
    "asma": "asthma",
    "dietishun": "dietitian",
    "diareah": "diarrhoea",
    "nawsea": "nausea",
    "sircle": "circle",
    "rist": "wrist",
    "injekshun": "injection",
    "fisician": "physician",
    "fateeg": "fatigue",
    "ekzema": "eczema",
    "rithm": "rhythm",
    "serjery": "surgery",
    "coff": "cough",
    "siatica": "sciatica",
    "hemorroids": "haemorrhoids",
}
OTHERS = [
    "chest",
    "camp",
    "family",
    "new",
    "asthenia",
    "users",
    "dictation",
    "danger",
    "risk",
    "rest",
    "coffee",
    "rate",
]


@pytest.mark.parametrize(("heard", "meant"), HEARD.items())
def test_a_word_is_found_by_its_sound(heard: str, meant: str) -> None:
    """However many letters of it are others; and only where one listens."""
    words = [*HEARD.values(), *OTHERS]
    assert Speller(words, lambda _: 1.0, frozenset(), by_ear=True).correct(heard) == meant


@pytest.mark.parametrize(
    "alike",
    ["knee nee", "weight wait", "tumour tumor tumer", "rough ruff", "muscle mussle", "column colum", "sign sine"],
)
def test_words_that_are_said_alike_have_one_sound(alike: str) -> None:
    """Silent letters, letters that stand for one sound, British and American spelling."""
    assert len({*sounds(alike.split())}) == 1


def test_many_words_sound_like_each_of_them() -> None:
    """No word changes the sound of its neighbours, nor does one that has none."""
    words = [*HEARD, *HEARD.values(), "h", "größe", "a", *OTHERS]
    assert sounds(words) == [sounds([word])[0] for word in words]
    assert sounds([]) == [""]


def test_no_name_is_found_by_its_sound() -> None:
    """Of drugs that sound alike each is its own."""
    speller = Speller(["cefalexin", "fluoxetine", "taxol"], lambda _: 1.0, frozenset({"taxol"}), by_ear=True)
    assert speller.correct("phlewoxiteen") is None
    assert speller.correct("takssol") is None


def test_a_word_that_the_list_lacks_is_meant_where_it_is_near() -> None:
    """One slip in a short word, two in one of eight letters; never with another beginning."""
    speller = Speller(["kettle"], lambda _: 1.0, frozenset(), frozenset({"change", "appointment"}))
    assert speller.correct("chnge") == "change"
    assert speller.correct("chnagge") == "change"
    assert speller.correct("chxnxe") is None
    assert speller.correct("apointmment") == "appointment"
    assert speller.correct("oppointmment") is None


def indexed(folder: Path, *texts: str) -> Index:
    """An index of some passages."""
    book = Source(id="book", path="book.md", title="Book")
    publish(
        build(
            [
                Passage(id=f"book#{number}", text=text, headings=(), kind="text", document=book, lines=(number, number))
                for number, text in enumerate(texts)
            ]
        ),
        folder,
    )
    return open_index(folder)


def read(index: Index, question: str) -> str:
    """A question as the index reads it."""
    return index.understanding.query(question).spelled


def test_a_word_of_the_documents_wins_against_one_of_general_english(tmp_path: Path) -> None:
    """ "ulsers" is a letter from "users", which nobody has written about here."""
    assert read(indexed(tmp_path, "Ulcers in the mouth heal by themselves."), "do ulsers heal") == "do ulcers heal"


def test_a_word_of_the_thesaurus_is_no_slip(tmp_path: Path) -> None:
    """Neither the documents nor general English know "plantar fasciitis"; it is not shown as corrected to itself."""
    query = indexed(tmp_path, "Green tea.").understanding.query("is it fasciitis")
    assert query.corrections == ()
    assert [(term.read, term.origin) for term in query.terms] == [("fasciitis", "exact")]


def test_a_slip_in_a_short_form_is_read_in_full(tmp_path: Path) -> None:
    """ "physio" stands for more than it says, and so does what sounds like it."""
    index = indexed(tmp_path, "Physiotherapy helps.")
    assert [read(index, word) for word in ("physio", "fisio", "fizzio")] == ["physiotherapy"] * 3


def test_letters_swapped_in_a_name_with_a_digit(tmp_path: Path) -> None:
    """The digit is never another one, the first letter neither, and a name that there is stays as it is."""
    index = indexed(tmp_path, "HER2, BRCA1, CDK4, ERG1 and PARP1 are names.")
    assert index.understanding.query("what is hre2").corrections == (("hre2", "her2"),)
    assert read(index, "is bcra1 inherited") == "is brca1 inherited"
    assert read(index, "is BRAC1 inherited") == "is brca1 inherited"
    for other in ("HRE3", "HER3", "EHR2", "CKD4", "EGR1", "PRAP1", "BRCA2", "BRAC2"):
        assert read(index, f"what is {other}") == f"what is {other}"
        assert not any(term.known for term in index.understanding.query(f"what is {other}").terms)


def test_a_substance_is_no_slip_of_another(tmp_path: Path) -> None:
    """Each is a word that a leaflet may print, one or two letters from one that this one prints."""
    index = indexed(tmp_path, "Quinine, insulin, thymine, estradiol, iodine and the lasik method.")
    for other in ("quinidine", "inulin", "thiamine", "estriol", "iodide", "lasix"):
        assert read(index, f"what is {other}") == f"what is {other}"
    assert read(index, "what is inslin") == "what is insulin"


def test_slips_of_little_words(tmp_path: Path) -> None:
    """Also those that some list of words knows."""
    index = indexed(tmp_path, "Green tea.")
    assert read(index, "thay jst said ther is nt a difference") == "they just said there is not a difference"
    assert read(index, "wht if ths is realy wat im havin") == "what if this is really what im having"
    assert read(index, "i dont knwo wether tht helps") == "i don't know whether that helps"


def test_words_that_a_reader_may_mean_are_no_short_forms() -> None:
    """However near another word each of them is."""
    meant = "dosing heaving stent bile hives dose form weather bowl ova trough colon stool graft mole corn".split()
    assert not short_forms().keys() & {*meant, *STOP_WORDS}
