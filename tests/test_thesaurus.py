"""The shipped thesaurus: every entry is found in a question as it is typed, and nothing stands in it twice."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from corpus.passage import Passage, Source
from index import stemming, thesaurus
from index.analyzer import STOP_WORDS, tokens
from index.building import build
from index.searching import Index
from index.storage import open_index, publish
from index.thesaurus import analysed

GROUPS = thesaurus.shipped("en")
PHRASES = analysed(GROUPS, tokens, [lambda words: stemming.stems(words, "en")], STOP_WORDS)
BOOK = Source(id="book", path="book.md", title="Book")


def indexed(folder: Path, texts: list[str]) -> Index:
    """An index with a passage for each text."""
    passages = (
        Passage(id=f"book#{number}", text=text, headings=(), kind="text", document=BOOK, lines=(number, number))
        for number, text in enumerate(texts)
    )
    publish(build(passages), folder)
    return open_index(folder)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index that holds every entry."""
    return indexed(tmp_path_factory.mktemp("index"), [entry for group in GROUPS for entry in group])


def synonyms(index: Index, question: str) -> set[str]:
    """What a question is looked up by besides its own words."""
    return {term.term for term in index.understanding.query(question).terms if term.origin == "synonym"}


def test_every_entry_finds_its_group(everything: Index) -> None:
    """Whoever types an entry also looks for what else its group holds that passages can hold."""
    dead = []
    for group, phrases in zip(GROUPS, PHRASES, strict=True):
        held = [set(phrase.split()) for phrase in phrases if STOP_WORDS.isdisjoint(phrase.split())]
        for entry in group:
            query = everything.understanding.query(f"is the {entry}")
            own = {term.term for term in query.terms if term.origin != "synonym"}
            found = {term.term for term in query.terms if term.origin == "synonym"}.intersection(phrases)
            if not own or (not found and any(not own <= terms for terms in held)):
                dead.append((entry, group[0]))
    assert dead == []


def test_no_group_is_part_of_another() -> None:
    """A group whose entries all stand in another group is not needed."""
    sets = [frozenset(phrases) for phrases in PHRASES]
    assert [sorted(part) for part, whole in permutations(sets, 2) if part <= whole] == []


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("can I carry on with it?", "continu"),
        ("how is a line put in?", "insert"),
        ("how do I get over it?", "recov"),
        ("how long is a fit?", "seizur"),
    ],
)
def test_little_words_make_a_phrasal_verb(everything: Index, question: str, meant: str) -> None:
    """ "put in" is found with its little word, "carry on", "get over" and "a fit" with theirs."""
    assert meant in synonyms(everything, question)


@pytest.mark.parametrize(
    ("question", "not_meant"),
    [
        ("where do I carry it?", "continu"),
        ("where is it put?", "insert"),
        ("is it safe over 65?", "recov"),
        ("how do I keep fit?", "seizur"),
    ],
)
def test_a_verb_without_its_little_word_is_another(everything: Index, question: str, not_meant: str) -> None:
    """ "put" alone is not "put in", nor "fit" "a fit"."""
    assert not_meant not in synonyms(everything, question)


def test_what_two_entries_share_stands_for_itself(tmp_path: Path) -> None:
    """ "blood sample" is another word for the test of "blood test", not for its blood."""
    index = indexed(tmp_path, ["This is a blood sample."])
    query = index.understanding.query("blood test")
    assert [(term.surface, term.term) for term in query.terms if term.origin == "synonym"] == [("test", "blood sampl")]
