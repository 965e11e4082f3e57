"""Passages -> an index. Everything that is expensive to import or to compute happens here, once, before publishing.

The index depends on the passages alone, not on how they came: those that a build before has taken apart (see
analysing.py) give the same bytes as those that are taken apart now.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from index import analyzer, forward, postings, records, tables, word_list
from index.analysing import Analysis, Columns, Kept
from index.groups import analysed
from index.languages import Languages, languages
from index.lexicon import rarity
from index.similarity import rows_of

FORMAT = 15
BATCH = 1_000_000  # characters that are analysed at once, so that what is made of them stays in the cache

Progress = Callable[[str, int, int], None]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltIndex:
    """An index, ready to be published.

    Attributes:
        header: Format version, fingerprint and sizes; becomes the readable `header.json`.
        arrays: Arrays by name; each becomes a file that readers map into memory.
        texts: The contents of text files by name, such as the vocabulary, each in as many parts as it came in.
        analysis: What the next build need not work out again.
        columns: The rest of it.
        digests: Those of texts that are known already, by name (see verifying.py).
    """

    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    texts: dict[str, Iterable[bytes | memoryview]]
    analysis: Analysis
    columns: Columns
    digests: Mapping[str, str]


def build(
    passages: Iterable[Passage | range],
    *,
    progress: Progress | None = None,
    synonyms: Sequence[Sequence[str]] = (),
    total: int = 0,
    kept: Kept | None = None,
) -> BuiltIndex:
    """Analyse passages and weigh their terms; each passage is read once and let go.

    Args:
        passages: Any number of passages; a range stands for passages that are taken over from `kept`.
        progress: Called with what is being done, how much of it is done and how much there is.
        synonyms: Groups of words for the same thing, used beside the shipped thesaurus.
        total: How many passages there are, where `progress` shall hear of their analysis; a sequence tells itself.
        kept: What a build before has worked out, if there was one.
    """
    total = total or (len(passages) if isinstance(passages, Sequence) else 0)
    with _without_looking_for_cycles():
        return _built(_analysed_passages(passages, progress, total, kept), synonyms)


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    """Python would go through the millions of strings again and again, and find none: an eighth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _analysed_passages(
    passages: Iterable[Passage | range], progress: Progress | None, total: int, kept: Kept | None
) -> Analysis:
    analysis = Analysis(kept)
    for batch in _batches(passages):
        if isinstance(batch, range):
            analysis.take_over(batch)
        else:
            analysis.add(batch)
        if progress and total:
            progress("Analysing passages", analysis.count, max(total, analysis.count))
    if progress:
        progress("Weighing terms", analysis.count, analysis.count)
    return analysis


def _batches(passages: Iterable[Passage | range]) -> Iterator[list[Passage] | range]:
    """The passages in their order, those of one language together, at most BATCH characters or so at a time."""
    batch: list[Passage] = []
    size = 0
    for passage in passages:
        if isinstance(passage, range):
            if batch:
                yield batch
            yield passage
            batch, size = [], 0
            continue
        if batch and (size >= BATCH or passage.document.language != batch[0].document.language):
            yield batch
            batch, size = [], 0
        batch.append(passage)
        size += len(passage.text) + 100
    if batch:
        yield batch


def _built(analysis: Analysis, synonyms: Sequence[Sequence[str]]) -> BuiltIndex:
    """The index of all that was taken apart."""
    columns = analysis.columns()
    lengths = columns.sizes[:, 0].astype(np.int64)
    spoken = _spoken(analysis, columns)
    vocabulary, row_of_form, arrays = _weighed(analysis, columns, lengths, spoken)
    words, sources = word_list.of_forms(analysis.tokenizer.forms, row_of_form), analysis.sources
    analysis.groups = analysed(synonyms, spoken, analysis.stems, analysis.groups)
    texts = {
        "thesaurus": analysis.groups.thesaurus,
        "slips": analysis.groups.slips,
        "names": "\n".join(sorted(analysis.tokenizer.names())).encode(),
    }
    term_arrays, texts["terms"] = tables.encode("terms", vocabulary)
    word_arrays, texts["words"] = tables.encode("words", list(words))
    source_arrays, texts["sources"] = records.encode_sources(sources, (known.record for known in sources.values()))
    arrays |= term_arrays | word_arrays | source_arrays | tables.buckets("passage", columns.hashes)
    arrays |= word_list.encode(list(words), analysis.heard if "en" in spoken.codes else None)
    arrays |= {
        "word_rows": np.fromiter(words.values(), np.int32, len(words)),
        "vector_rows": rows_of(vocabulary if "en" in spoken.codes else ["-"] * len(vocabulary)).astype(np.int32),
        "text_lengths": postings.narrowed(columns.sizes[:, 1]),
        "heading_lengths": postings.narrowed(columns.sizes[:, 2]),
        "passage_ends": postings.narrowed(np.cumsum(columns.record_sizes, dtype=np.int64)),
    }
    content = _digest(analysis.records)
    header = {
        "format": FORMAT,
        "analyzer": analyzer.VERSION,
        "fingerprint": _fingerprint((content, texts["sources"], texts["thesaurus"])),
        "languages": list(spoken.codes),
        "passages": len(lengths),
        "terms": len(vocabulary),
        "tokens": int(lengths.sum()),
    }
    parts: dict[str, Iterable[bytes | memoryview]] = {name: (text,) for name, text in texts.items()}
    parts["passages"] = analysis.records
    return BuiltIndex(
        header=header,
        arrays=arrays,
        texts=parts,
        analysis=analysis,
        columns=columns,
        digests={"passages": content.hex()},
    )


def _weighed(
    analysis: Analysis, columns: Columns, lengths: Ints, spoken: Languages
) -> tuple[list[str], NDArray[np.int32], dict[str, NDArray[Any]]]:
    """The terms in the order of their rows, the row of each form's term, and the arrays that tell where terms stand."""
    terms, number = _vocabulary(analysis, columns, lengths, spoken)
    numbers = postings.gathered(number, columns.forms, int(lengths.sum()))
    order, rows, arrays, holders = postings.encode(numbers, lengths, len(terms))
    row = np.empty(len(order), np.int32)
    row[order] = np.arange(len(order), dtype=np.int32)
    row_of_form = np.where(number < 0, np.int32(-1), row[number]) if len(row) else number
    starts = arrays["posting_starts"]
    idf = _idf_after_an_edit(starts, len(lengths)) if analysis.is_edit else _idf(starts, holders, len(lengths))
    vocabulary = [terms[at] for at in order.tolist()]
    general = np.array(spoken.passage_shares(vocabulary))
    general_idf = np.log(rarity(len(lengths), np.diff(starts.astype(np.float64)), general)).astype(np.float32)
    arrays |= forward.encode(rows, lengths) | {"idf": idf, "general_idf": general_idf}
    return vocabulary, row_of_form, arrays


def _spoken(analysis: Analysis, columns: Columns) -> Languages:
    """The languages of the documents, that of the most passages first."""
    held = np.bincount(columns.sources, minlength=len(analysis.sources)).tolist()
    counted: Counter[str] = Counter()
    for source, count in zip(analysis.sources.values(), held, strict=True):
        counted[source.language] += count
    return languages(tuple(code for code, _ in counted.most_common()))


def _vocabulary(
    analysis: Analysis, columns: Columns, lengths: Ints, spoken: Languages
) -> tuple[list[str], NDArray[np.int32]]:
    """The terms, sorted, and the number of each form's term among them, -1 for a form that no passage holds.

    A form of several languages takes the term of the one that most passages are in.
    """
    names = list(analysis.tokenizer.forms)
    terms: dict[int, str] = {}
    left = np.ones(len(names), bool)
    languages_of = [spoken.codes.index(source.language) for source in analysis.sources.values()]
    language_of = np.array(languages_of, np.uint8)[columns.sources] if len(spoken.codes) > 1 else None
    for number, code in enumerate(spoken.codes):
        held = np.zeros(len(names), bool)
        within = None if language_of is None else np.repeat(language_of == number, lengths)
        at = 0
        for forms in columns.forms:
            held[forms if within is None else forms[within[at : at + len(forms)]]] = True
            at += len(forms)
        new = np.flatnonzero(held & left).tolist()
        left[new] = False
        terms.update(zip(new, analysis.stems.of([names[form] for form in new], code), strict=True))
    vocabulary = sorted(set(terms.values()))
    number_of = dict(zip(vocabulary, range(len(vocabulary)), strict=True))
    numbers = np.full(len(names), -1, np.int32)
    numbers[list(terms)] = [number_of[term] for term in terms.values()]
    return vocabulary, numbers


def _fingerprint(digests: Iterable[bytes]) -> str:
    """What an index is called that was made from passages, documents and thesaurus with these digests."""
    digest = hashlib.sha256(f"{FORMAT}\0{analyzer.VERSION}\0".encode())
    for part in digests:
        digest.update(part)
    return digest.hexdigest()[:16]


def _digest(parts: Iterable[bytes | memoryview]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def _idf(starts: NDArray[Any], holders: NDArray[np.int32], passages: int) -> NDArray[np.float32]:
    """The idf of each term as scikit-learn weighs it, for ranking by TF-IDF alone, shape (terms,).

    `holders` are the passages that hold each term, from `starts` on.
    """
    from scipy.sparse import csc_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

    if not len(holders):
        return np.zeros(0, np.float32)
    ones = np.broadcast_to(np.uint8(1), len(holders))
    held = csc_matrix((ones, holders, starts.astype(np.int64)), (passages, len(starts) - 1))
    return np.asarray(TfidfTransformer(norm=None).fit(held).idf_, np.float32)


def _idf_after_an_edit(starts: NDArray[Any], passages: int) -> NDArray[np.float32]:
    """The same by scikit-learn's formula (user guide, 6.2.3.4): importing it costs more than the rest of an edit."""
    held_by = np.diff(starts.astype(np.float64))
    return np.asarray(np.log((passages + 1) / (held_by + 1)) + 1.0, np.float32)
