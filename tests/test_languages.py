"""Each document's language picks its stems and stop words: German and Spanish ask and are answered as English is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import regions, wording
from bot.answering import Responder
from bot.commands import main
from bot.library import reindex
from bot.rendering import plain_text
from bot.safety_phrases import assess
from bot.settings import Settings
from index import background
from index.analyzer import STOP_WORDS, stemmer
from index.background import common, passage_share
from index.languages import Languages, in_english, language_of, stop_words, without_accents
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
    """The article is not the verb."""
    assert in_english("Wann blüht die Erle?").split() == ["blüht", "Erle?"]


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


def test_many_words_are_looked_up_as_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """In each language; a word has the share of the language in which it is commonest."""
    words = ["hand", "die", "xyzzy", "la", "niere", "tea"]
    few = Languages(("en", "de", "es")).passage_shares(words)
    assert few == list(map(Languages(("en", "de", "es")).passage_share, words))
    monkeypatch.setattr(background, "MANY", 0)
    assert Languages(("en", "de", "es")).passage_shares(words) == few


def test_german_verbs_keep_together() -> None:
    """What blooms and to bloom have one stem; a noun that ends so is not a verb."""
    stem = stemmer("de")
    assert stem("blüht") == stem("blühen")
    assert stem("arzt") == "arzt"


@pytest.mark.parametrize("language", ["de", "es"])
def test_every_sentence_is_translated_with_its_gaps(language: str) -> None:
    """A translation has the names of the English sentences and their gaps, no more and no less."""
    english = {name: text for name, text in vars(wording).items() if name.isupper() and isinstance(text, str)}
    english |= {name: text for name, text in vars(regions).items() if name.isupper() and isinstance(text, str)}
    left_out = {"OUT_OF_DATE", "REGION_SET", "REGION_UNKNOWN"}
    path = Path(wording.__file__).parent / "data" / f"wording.{language}.toml"
    translated = tomllib.loads(path.read_text(encoding="utf-8"))
    assert translated.keys() == english.keys() - left_out
    for name, text in translated.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[name])), name


def test_the_words_around_a_passage_are_in_its_language(tmp_path: Path) -> None:
    """Source, disclaimer and dates; an abstention and a greeting in the documents' language."""
    reindex(TESTS / "german", tmp_path)
    index = open_index(tmp_path)
    responder = Responder(lambda: index, Settings(documents=tmp_path, index=tmp_path, state=tmp_path))
    shown = plain_text(responder.reply("Wie wirkt ein Kortisonspray?"))
    assert "Quelle: Heuschnupfen verstehen" in shown
    assert "geprüft am 1. Februar 2026" in shown
    assert "Hinweis: Dieser Text ersetzt" in shown
    assert responder.reply("Wer hat die Wahl gewonnen?").message.startswith("Die Dokumente beantworten das nicht.")
    assert responder.reply("Hallo!").message.startswith("Hallo. Stellen Sie")
    assert "Disclaimer" not in plain_text(responder.show(index.ids[0]))


@pytest.mark.parametrize(
    ("message", "kind", "begins"),
    [
        ("Ich bekomme kaum Luft!", "emergency", "Rufen Sie jetzt den Notruf"),
        ("Mein Vater ist bewusstlos", "emergency", "Rufen Sie jetzt den Notruf"),
        ("Ich habe 39 Fieber während der Chemo", "emergency", "Rufen Sie jetzt Ihr Behandlungsteam"),
        ("ich möchte nicht mehr leben", "selfharm", "Bitte sprechen Sie jetzt"),
        ("No puedo respirar", "emergency", "Llame ahora"),
        ("me duele mucho el pecho y tengo miedo", "emergency", "Llame ahora"),
        ("quiero morir, ya no puedo más", "selfharm", "Por favor, hable con alguien"),
        ("Tomé demasiadas pastillas y estoy mal", "emergency", "Llame ahora"),
    ],
)
def test_dangers_named_in_german_and_spanish(message: str, kind: str, begins: str, responder: Responder) -> None:
    """A card in the language in which the danger was named, whatever the documents are in."""
    answer = responder.reply(message)
    assert (answer.kind, answer.message.startswith(begins)) == (kind, True)


@pytest.mark.parametrize(
    "message", ["Was sind die Anzeichen für einen Herzinfarkt?", "¿Cuáles son los síntomas de un infarto?"]
)
def test_knowledge_about_a_danger_may_follow_the_card(message: str) -> None:
    """It is asked for, and nobody is in danger by the words."""
    verdict = assess(message)
    assert (verdict.kind, verdict.informational) == ("emergency", True)


def test_a_greeting_is_no_alarm() -> None:
    """Whatever it resembles, where nothing else is said."""
    assert assess("evenin', it's only me").kind == "normal"
    assert assess("morning, it's only me, I took all my tablets").kind == "selfharm"


@pytest.mark.parametrize("message", ["um wanna die", "I want to die", "will i die", "die die die", "just let me die"])
def test_no_english_cry_is_taken_for_german(message: str) -> None:
    """The German article is taken off where a message is German, and nowhere else."""
    assert in_english(message) == message


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    """Nothing raises, and a text without letters is left as it is."""
    assert language_of(text) in ("en", "de", "es")
    assert assess(text).kind in ("emergency", "selfharm", "advice", "normal")
