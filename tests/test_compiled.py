"""Where a C compiler was at hand, an index is the same, byte for byte, as where there was none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from json.encoder import encode_basestring

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.passage import Passage, Source
from index import compiled, forward, postings, records
from index.building import BuiltIndex, build
from index.cutting import Cutter, Forms, expanded
from index.growing import Growing
from tests.conftest import examples

pytestmark = pytest.mark.skipif(compiled.builder is None, reason="there was no C compiler")

WORDS = (
    "HER2/neu",
    "HER-2",
    "c-MET",
    "don't",
    "ΑΣ",
    "0.5",
    "naïve",
    "Straße",
    "U.S.",
    "a-b",
    "cell",
    "Cells",
    "the",
    "−",
)
TEXT = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
SOURCES = tuple(Source(id=f"book {code}", path=f"{code}.md", title="A “book”", language=code) for code in ("en", "de"))


def passages(texts: Sequence[tuple[str, str, int]]) -> list[Passage]:
    """A passage of each text and heading, in one of two languages."""
    return [
        Passage(
            id=f"{n}\t{text[:3]}", text=text, headings=(above,), kind="text", document=SOURCES[language], lines=(n, n)
        )
        for n, (text, above, language) in enumerate(texts)
    ]


def contents(built: BuiltIndex) -> dict[str, object]:
    """All that is written of an index."""
    arrays = built.arrays | built.analysis.tokenizer.arrays()
    texts = {name: b"".join(map(bytes, parts)) for name, parts in built.texts.items()}
    return built.header | texts | {name: (array.dtype, array.tolist()) for name, array in arrays.items()}


@given(st.lists(st.tuples(TEXT, TEXT, st.integers(0, 1)), max_size=8))
@settings(max_examples=examples(60), deadline=None)
def test_an_index_is_the_same(texts: list[tuple[str, str, int]]) -> None:
    """Any text, in two languages."""
    held = passages(texts)
    by_c = contents(build(held))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiled, "builder", None)
        assert contents(build(held)) == by_c


@given(st.integers(0, 10**6), st.sampled_from((1, 30, 2_000)), st.integers(1, 40_000), st.sampled_from((6, 16)))
@settings(max_examples=examples(40), deadline=None)
def test_postings_and_the_forward_index_are_the_same(seed: int, size: int, words: int, block_bits: int) -> None:
    """Any terms, over one block or many; rows of one to three bytes."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(0, 40, size).astype(np.int64)
    terms = np.minimum(rng.zipf(1.2, int(lengths.sum())) - 1, words - 1).astype(np.int32)

    def encoded() -> list[object]:
        order, rows, arrays, holders = postings.encode(terms, lengths, words, block_bits=block_bits)
        arrays |= forward.encode(rows, lengths)
        return [order.tolist(), holders.tolist(), {name: (a.dtype, a.tolist()) for name, a in arrays.items()}]

    by_c = encoded()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiled, "builder", None)
        assert encoded() == by_c


@given(st.text())
@example("".join(map(chr, range(300))) + '"\\\u2028\U0001f600')
def test_a_text_is_quoted_as_json_has_it(text: str) -> None:
    """As Python's own encoder does it."""
    assert records.quoted(text) == encode_basestring(text).encode()
    assert json.loads(records.quoted(text)) == text


def test_what_is_no_text_is_refused() -> None:
    """Half a character has no UTF-8, by either way."""
    with pytest.raises(UnicodeEncodeError):
        Cutter().cut(["\ud800"])
    with pytest.raises(UnicodeEncodeError):
        records.quoted("\ud800")


@given(st.integers(0, 10**6))
@settings(max_examples=examples(100), deadline=None)
def test_what_is_damaged_is_never_read_beyond_its_end(seed: int) -> None:
    """What was kept of a build holds any numbers: the surfaces have some forms, or are refused."""
    rng = np.random.default_rng(seed)
    numbers, bounds, new = Cutter().cut(["a b-c d", "e b-c"])
    flat = rng.integers(-2, 9, 6).astype(np.int32)
    known = Forms(
        shown=Growing(np.zeros(len(new)), dtype=np.int64).values,
        only=rng.integers(-2, 9, len(new)).astype(np.int32),
        starts=rng.integers(-2, 9, len(new)),
        sizes=rng.integers(-2, 9, len(new)),
        flat=flat,
    )
    try:
        forms, sizes = expanded(known, numbers, bounds, np.ones(2, bool), np.zeros(7, bool))
    except ValueError:
        return
    assert len(forms) == sizes.sum()
    assert {*forms.tolist()} <= {*range(7)}


def test_terms_that_there_are_not_are_refused() -> None:
    """A term beyond the last, and lengths that are not those of the terms."""
    for terms, lengths in (([0, 5], [1, 1]), ([0, -1], [1, 1]), ([0, 1], [1, 2]), ([0, 1], [3, -1])):
        with pytest.raises(ValueError, match="other terms"):
            postings.encode(np.array(terms, np.int32), np.array(lengths, np.int64), 2)
