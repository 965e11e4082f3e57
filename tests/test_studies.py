"""What is worked out of a passage: the same for each passage, whichever are studied with it, and within bounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.passage import Passage, Source
from index import studies
from index.building import build
from index.hit import UNKNOWN
from index.searching import Index
from index.storage import open_index, publish
from index.studies import CLOSE_BY, LONG_DOCUMENT, Studies, studied


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Documents of one passage, of some, and of more than a long document has; every third passage holds "lemon"."""
    folder = tmp_path_factory.mktemp("library")
    sources = [Source(id=name, path=f"{name}.md", title=name) for name in ("a", "b", "c", "d")]
    lengths = (1, 7, 3 * LONG_DOCUMENT, 9)
    owners = [source for source, length in zip(sources, lengths, strict=True) for _ in range(length)]
    built = build(
        Passage(
            id=f"{source.id}#{number}",
            text="Lemon lemon." if number % 6 == 0 else "Pour lemon." if number % 6 == 3 else "Pour it.",
            headings=(),
            kind="text",
            document=source,
            lines=(number, number),
        )
        for number, source in enumerate(owners)
    )
    publish(built, folder)
    return open_index(folder)


def test_a_passage_studied_among_others_is_as_studied_alone(tea: Index) -> None:
    """Rows, whole tables and passages with phrasings among them."""
    for position, study in enumerate(studied(tea, range(len(tea)))):
        (alone,) = studied(tea, [position])
        assert study.passage == alone.passage
        for name in ("texts", "sizes", "whole", "vector_rows"):
            assert getattr(study, name).tolist() == getattr(alone, name).tolist()
        np.testing.assert_allclose(study.vectors, alone.vectors, atol=1e-6)


def test_a_passage_is_taken_apart_into_sentences_and_headings(library: Index) -> None:
    """Two sentences, without the stop words; no heading but the title."""
    (study,) = studied(library, [1])
    assert study.passage.text == "Pour it."
    assert study.held == {"pour", "b"}
    assert library.studies.held(["pour", "b", "lemon", "pour b"], [1]) == {"pour", "b"}
    assert study.below_headings == {"pour"}
    assert study.heading == {"b"}


def test_only_so_many_studies_are_kept(library: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the passages that came up last; the others are made again."""
    monkeypatch.setattr(studies, "REMEMBERED", 3)
    kept = Studies(library)
    first = kept.of(0)
    assert kept.of(0) is first
    assert [study.passage.id for study in kept.of_all([1, 2, 1, 3])] == ["b#1", "b#2", "b#1", "b#3"]
    assert kept.of(0) is not first
    assert kept.of(3) is kept.of_all([3])[0]


def test_around_a_passage_stands_its_document_and_of_a_long_one_what_is_close_by(library: Index) -> None:
    """Found out from a few ids, as if all had been read."""
    of = [passage.document.id for passage in library.passages]
    for position, document in enumerate(of):
        low, high = max(position - LONG_DOCUMENT, 0), position + LONG_DOCUMENT
        near = [at for at in range(low, min(high, len(of))) if of[at] == document]
        if len(near) > LONG_DOCUMENT:
            near = [at for at in near if position - CLOSE_BY <= at < position + CLOSE_BY]
        assert library.studies.around(position) == range(near[0], near[-1] + 1)


def test_which_share_of_some_passages_holds_a_term(library: Index) -> None:
    """As the passages themselves tell."""
    rows = [library.row("lemon"), UNKNOWN, library.row("pour")]
    ranges = [range(1), range(1, 8), range(5, 6), range(300, 377), range(len(library))]
    held = [{*library.passage_terms(position)} for position in range(len(library))]
    expected = [[np.mean([term in held[at] for at in one]) for term in ("lemon", "", "pour")] for one in ranges]
    np.testing.assert_allclose(library.shares(ranges, rows), expected, rtol=1e-6)


def test_an_index_of_another_language_knows_the_words_that_english_has_too(tmp_path: Path) -> None:
    """Its terms have no row in the table of word vectors, but are looked up there."""
    source = Source(id="a", path="a.md", title="", language="de")
    passage = Passage(id="a#1", text="Der Name.", headings=(), kind="text", document=source, lines=(1, 1))
    publish(build([passage]), tmp_path)
    assert studied(open_index(tmp_path), [0])[0].vector_rows.max() > 0
