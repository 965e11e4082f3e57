"""The first stage finds exactly the passages that a plain product of scikit-learn's matrices puts in front."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import linear_kernel

from corpus.passage import Passage, Source
from index import analysing, first_stage, forward, posting_lists, postings, records, tables
from index.building import build
from index.first_stage import FirstStage
from index.posting_lists import Postings
from index.storage import open_index, publish
from tests.conftest import examples

compiled = pytest.mark.skipif(first_stage.kernel is None, reason="kernel.c was not compiled: there was no C compiler")


@pytest.fixture(params=["numpy", pytest.param("kernel", marks=compiled)])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search by numpy, and by the compiled kernel."""
    if request.param == "numpy":
        monkeypatch.setattr(first_stage, "kernel", None)


def corpus(seed: int, size: int, words: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The terms of `size` passages one after another, common ones far more often, and how many each has."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(0, 12, size)
    return np.minimum(rng.zipf(1.3, int(lengths.sum())) - 1, words - 1).astype(np.int32), lengths.astype(np.int64)


def counts_of(terms: NDArray[np.int32], lengths: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How often each term stands in each passage, shape (passages, terms), by a loop."""
    ends = np.cumsum(lengths)
    return np.array([np.bincount(terms[end - n : end], minlength=size) for end, n in zip(ends, lengths, strict=True)])


@given(st.integers(0, 10**6), st.integers(1, 400), st.integers(1, 60), st.sampled_from((4, 6, 16)), st.data())
@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("way")
def test_the_best_passages_are_those_of_the_whole_product(
    monkeypatch: pytest.MonkeyPatch, seed: int, size: int, words: int, block_bits: int, data: st.DataObject
) -> None:
    """Also over many small blocks, with ties, and for one question after another."""
    terms, lengths = corpus(seed, size, words)
    monkeypatch.setattr(postings, "LARGE", data.draw(st.sampled_from((0, 5_000_000))))
    order, _, arrays, _ = postings.encode(terms, lengths, words, block_bits=block_bits)
    held = Postings(arrays, block_bits=block_bits)
    rows = np.empty(words, np.int64)
    rows[order] = np.arange(words)
    stage = FirstStage(held, size)
    monkeypatch.setattr(first_stage, "MANY", data.draw(st.sampled_from((5, 100, 10_000))))
    monkeypatch.setattr(first_stage, "FEW", data.draw(st.sampled_from((1, 10, 100))))
    monkeypatch.setattr(first_stage, "SAMPLE", data.draw(st.sampled_from((1, 10, 100))))
    monkeypatch.setattr(first_stage, "SPARSE", data.draw(st.sampled_from((0, 1, 6))))
    monkeypatch.setattr(first_stage, "SMALL", data.draw(st.sampled_from((0, 100))))
    monkeypatch.setattr(first_stage, "COLD", data.draw(st.sampled_from((0, 1, 6))))
    monkeypatch.setattr(first_stage, "SLACK", data.draw(st.sampled_from((0.5, 0.9))))
    monkeypatch.setattr(first_stage, "FIRST", data.draw(st.sampled_from((1, 10))))
    counts = counts_of(terms, lengths, words)
    weights = postings.rounded(counts, postings.norms(lengths)[:, None]).astype(np.int64) * (counts > 0)
    assert all(held.size(rows[term]) == np.count_nonzero(weights[:, term]) for term in range(words))
    for _ in range(3):
        asked = {data.draw(st.integers(0, words - 1)): data.draw(st.integers(1, 8)) for _ in range(5)}
        top_k = data.draw(st.integers(1, 30))
        # Whole weights of whole steps have no rounding, so that ties are ties.
        question = csr_matrix(([*asked.values()], ([0] * len(asked), [*asked])), (1, words))
        scores = linear_kernel(question, csr_matrix(weights)).ravel()
        best = np.sort(np.argsort(-scores, kind="stable")[: min(top_k, np.count_nonzero(scores))])
        found, sums = stage.best([(int(rows[t]), w / float(postings.STEP)) for t, w in asked.items()], top_k)
        assert found.tolist() == best.tolist()
        np.testing.assert_allclose(sums, scores[best], rtol=1e-5)


@given(st.integers(0, 10**6), st.integers(1, 300), st.integers(1, 60), st.data())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("way")
def test_rounded_weights_find_what_exact_ones_do_within_the_bound(
    seed: int, size: int, words: int, data: st.DataObject
) -> None:
    """Nothing that is left out beats anything found by more than a step times the sum of the question's idf."""
    terms, lengths = corpus(seed, size, words)
    order, _, arrays, _ = postings.encode(terms, lengths, words)
    counts = counts_of(terms, lengths, words)
    exact = csr_matrix(counts * postings.HIGHEST / (counts + postings.norms(lengths)[:, None]))
    idf = TfidfTransformer(norm=None).fit(csr_matrix(counts)).idf_
    asked = data.draw(st.lists(st.integers(0, words - 1), min_size=1, max_size=6, unique=True))
    question = csr_matrix((idf[asked], ([0] * len(asked), asked)), (1, words))
    scores = linear_kernel(question, exact).ravel()
    row = {int(term): at for at, term in enumerate(order)}
    found, sums = FirstStage(Postings(arrays), size).best([(row[t], float(idf[t])) for t in asked], 10)
    assert len(found) == min(10, np.count_nonzero(scores))
    half = float(idf[asked].sum() * postings.STEP / 2) + 1e-4
    assert np.abs(sums - scores[found]).max(initial=0) <= half
    others = np.delete(scores, found)
    assert others.max(initial=0) <= scores[found].min(initial=np.inf) + 2 * half


@given(st.integers(0, 10**6), st.integers(1, 400), st.integers(1, 60), st.sampled_from((4, 6, 16)), st.data())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_how_many_passages_of_some_hold_a_term(
    monkeypatch: pytest.MonkeyPatch, seed: int, size: int, words: int, block_bits: int, data: st.DataObject
) -> None:
    """Of each of some terms, counted in each of some ranges, however many lists are searched at once."""
    monkeypatch.setattr(posting_lists, "AT_ONCE", data.draw(st.sampled_from((1, 50, 1 << 16))))
    terms, lengths = corpus(seed, size, words)
    order, _, arrays, _ = postings.encode(terms, lengths, words, block_bits=block_bits)
    rows = data.draw(st.lists(st.integers(0, words - 1), min_size=1, max_size=9))
    bounds = np.sort(data.draw(st.lists(st.tuples(*[st.integers(0, size)] * 2), min_size=1, max_size=5)))
    held = counts_of(terms, lengths, words)[:, order[rows]] > 0
    found = Postings(arrays, block_bits=block_bits).holding(rows, *bounds.T)
    assert found.T.tolist() == [held[start:end].sum(axis=0).tolist() for start, end in bounds]


@compiled
@given(st.integers(0, 10**6), st.sampled_from((1, 50, 5_000, 30_000)), st.integers(1, 400), st.data())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_compiled_it_finds_the_same_to_the_last_bit(
    monkeypatch: pytest.MonkeyPatch, seed: int, size: int, words: int, data: st.DataObject
) -> None:
    """Weights of any size, many passages in many blocks, one or all of them asked for."""
    monkeypatch.setattr(first_stage, "MANY", data.draw(st.sampled_from((1_000, 100_000))))
    terms, lengths = corpus(seed, size, words)
    block_bits = data.draw(st.sampled_from((8, 12, 16)))
    _, _, arrays, _ = postings.encode(terms, lengths, words, block_bits=block_bits)
    held = Postings(arrays, block_bits=block_bits)
    fast = FirstStage(held, size)
    with monkeypatch.context() as patched:
        patched.setattr(first_stage, "kernel", None)
        plain = FirstStage(held, size)
    row, weight = st.integers(0, words - 1), st.floats(0, 100, width=32)
    for _ in range(3):
        asked = data.draw(st.lists(st.tuples(row, weight), max_size=12))
        top_k = data.draw(st.sampled_from((0, 1, 10, 200, 10**9)))
        for ours, theirs in zip(fast.best(asked, top_k), plain.best(asked, top_k), strict=True):
            np.testing.assert_array_equal(ours, theirs)


@compiled
@given(st.integers(0, 10**6), st.data())
@settings(max_examples=examples(60), deadline=None)
def test_what_is_damaged_is_never_read_beyond_its_end(seed: int, data: st.DataObject) -> None:
    """Arrays of any numbers: the kernel finds something, or refuses them; what it finds are passages."""
    size, words = 3_000, 40
    terms, lengths = corpus(seed, size, words)
    block_bits = data.draw(st.sampled_from((8, 16)))
    _, _, arrays, _ = postings.encode(terms, lengths, words, block_bits=block_bits)
    rng = np.random.default_rng(seed)
    for name in data.draw(st.sets(st.sampled_from(sorted(arrays)), min_size=1)):
        array = arrays[name] = arrays[name].copy()
        at = rng.integers(0, array.size, data.draw(st.sampled_from((1, 100))))
        array.reshape(-1)[at] = rng.integers(0, np.iinfo(array.dtype).max, len(at), endpoint=True, dtype=array.dtype)
    stage = FirstStage(Postings(arrays, block_bits=block_bits), size)
    try:
        found, _ = stage.best([(row, 1.0) for row in range(words)], 50)
    except ValueError:
        return
    assert len(found) <= 50
    assert all(0 <= position < size for position in found.tolist())


@pytest.mark.parametrize("dtype", [np.uint32, np.uint64])
def test_numbers_may_be_wide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dtype: type[np.unsignedinteger]) -> None:
    """Starts and ends of 32 and 64 bits, as beyond 2^31 postings and 2^32 bytes, give the same answers."""
    assert postings.narrowed(np.array([2**31])).dtype == np.uint32
    assert postings.narrowed(np.array([2**32])).dtype == np.uint64
    book = Source(id="book", path="book.md", title="")
    held = [
        Passage(id=str(n), text=f"tea {n}", headings=("Tea",), kind="text", document=book, lines=(n, n))
        for n in range(9)
    ]
    for module in (postings, forward, records, tables, analysing):
        monkeypatch.setattr(module, "narrowed", lambda values: values.astype(dtype))
    publish(build(held), tmp_path)
    index = open_index(tmp_path)
    assert [hit.passage.text for hit in index.search("tea 7", top_k=1).hits] == ["tea 7"]
    assert index.passages[8] == held[8]
    assert (index.position("5"), index.positions(["7", "none", "2"])) == (5, [7, 2])


def test_a_term_that_no_passage_holds_weighs_nothing() -> None:
    """Term 1 of two stands nowhere."""
    order, _, arrays, _ = postings.encode(np.zeros(3, np.int32), np.ones(3, np.int64), 2)
    held = Postings(arrays)
    assert order.tolist() == [0, 1]
    assert held.look_up([1])(np.array([0, 2])).tolist() == [[0, 0]]


def test_a_weight_is_within_half_a_step_of_the_exact_one() -> None:
    """What rounding may change is bounded."""
    terms, lengths = corpus(7, 500, 40)
    order, _, arrays, _ = postings.encode(terms, lengths, 40)
    held, counts = Postings(arrays), counts_of(terms, lengths, 40)
    weights = counts * postings.HIGHEST / (counts + postings.norms(lengths)[:, None])
    for row, term in enumerate(order):
        passages, steps = held.of([row])
        assert np.abs(steps * postings.STEP - weights[passages, term]).max(initial=0) <= postings.STEP / 2 + 1e-6


@pytest.mark.usefixtures("way")
def test_tf_idf_alone_ranks_as_scikit_learn_does(tmp_path: Path) -> None:
    """Ids in the order of scikit-learn's idf times the same term weights, ties by passage order."""
    rng = random.Random(3)
    words = [f"{'bcdfgk'[at % 6]}a{'lmnpqr'[at // 6]}a" for at in range(36)]
    texts = [" ".join(rng.choices(words, [1 / (at + 1) for at in range(36)], k=rng.randint(3, 9))) for _ in range(300)]
    book = Source(id="book", path="book.md", title="")
    held = [
        Passage(id=str(n), text=text, headings=(), kind="text", document=book, lines=(n, n))
        for n, text in enumerate(texts)
    ]
    publish(build(held), tmp_path)
    index = open_index(tmp_path)
    counts = np.array([[text.split().count(word) for word in words] for text in texts])
    norm = postings.norms(counts.sum(axis=1))[:, None]
    weights = np.rint(counts * postings.HIGHEST / (counts + norm) / postings.STEP) * postings.STEP
    idf = TfidfTransformer(norm=None).fit(counts).idf_
    for _ in range(40):
        asked = rng.sample(range(36), 3)
        scores = (weights[:, asked] * idf[asked]).sum(axis=1).astype(np.float32)
        found = index.match_ids(" ".join(words[at] for at in asked), top_k=10)
        np.testing.assert_allclose(scores[[int(key) for key in found]], np.sort(scores)[::-1][:10], rtol=1e-5)
