"""Each document's language picks its stems and stop words: German and Spanish ask and are answered as English is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import Responder
from bot.commands import main
from bot.library import reindex
from bot.settings import Settings
from index.analyzer import STOP_WORDS, stemmer
from index.background import common, passage_share
from index.languages import Languages, stop_words, without_accents
from index.storage import open_index

TESTS = Path(__file__).parent


@pytest.mark.parametrize("language", ["german", "spanish"])
def test_the_question_file_of_a_language_passes(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Inflections, accents left out, table rows either way round; and what is not answered."""
    assert main(["check", "--documents", str(TESTS / language)]) == 0
    assert "0 errors, 0 warnings, 0 notes; 1" in capsys.readouterr().err


def test_documents_of_several_languages_stand_side_by_side(tmp_path: Path) -> None:
    """Each question finds the document of its language, with that document's disclaimer."""
    for name in ("german/heuschnupfen.md", "spanish/espalda.md", "tea/tea.md"):
        (tmp_path / Path(name).name).write_bytes((TESTS / name).read_bytes())
    reindex(tmp_path, tmp_path / "index")
    index = open_index(tmp_path / "index")
    assert set(index.languages.codes) == {"de", "es", "en"}
    responder = Responder(lambda: index, Settings(documents=tmp_path, index=tmp_path, state=tmp_path))
    for question, document, disclaimer in (
        ("Welche Nebenwirkung hat ein Kortisonspray?", "heuschnupfen", "Dieser Text ersetzt"),
        ("¿Qué es la lumbalgia?", "espalda", "Este texto no sustituye"),
        ("How is green tea brewed?", "tea", "This book is for pleasure"),
    ):
        answer = responder.reply(question)
        assert {hit.passage.document.id for hit in answer.passages} == {document}
        assert answer.disclaimer.startswith(disclaimer)


def test_the_language_of_a_question_decides_about_its_little_words() -> None:
    """German "die" says nothing and English "die" does; "not" says something in every language."""
    both = Languages(["de", "en"])
    assert both.of(["wann", "blüht", "die", "erle"]) == "de"
    assert both.of(["will", "i", "die"]) == "en"
    assert "die" in stop_words("de")
    assert Languages([]).stop_words == Languages(["en"]).stop_words == stop_words("fr") == STOP_WORDS
    for code, negation in (("de", ("nicht", "kein", "nie", "ohne")), ("es", ("no", "nunca", "sin"))):
        assert stop_words(code).isdisjoint(negation)


def test_what_reads_english_is_not_shown_little_words_of_others() -> None:
    """The article is not the verb; English is left as it is."""
    assert Languages(["de", "en"]).in_english("Wann blüht die Erle?").split() == ["blüht", "Erle?"]
    for codes in (["de", "en"], ["de"], ["en"]):
        assert Languages(codes).in_english("Will I die?") == "Will I die?"
        assert Languages(codes).in_english("I want to die") == "I want to die"


def test_accents_may_be_left_out() -> None:
    """As on a keyboard that lacks them: both ways in German; a plain word has no other form."""
    assert without_accents("über") == {"uber", "ueber"}
    assert without_accents("weiß") == {"weiss"}
    assert without_accents("proteína") == {"proteina"}
    assert without_accents("tea") == set()
    assert common("ueber", "de") == common("über", "de")


def test_tables_of_common_words() -> None:
    """The commonest word of a language is in most passages; a language without a table has none."""
    assert passage_share("der", "de") > 0.5 > passage_share("niere", "de") > 0
    assert common("riñón", "es") is not None
    assert common("rein", "fr") is None


def test_german_verbs_keep_together() -> None:
    """What blooms and to bloom have one stem; a noun that ends so is not a verb."""
    stem = stemmer("de")
    assert stem("blüht") == stem("blühen")
    assert stem("arzt") == "arzt"
