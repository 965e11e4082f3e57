"""Passages -> an index. Everything that is expensive to import or to compute happens here, once, before publishing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage, Source
from index import analyzer, forward, postings, records, tables, thesaurus
from index.languages import Languages, languages, stop_words, without_accents
from index.similarity import rows_of
from index.stemming import stems
from index.tokenizing import Tokenizer

FORMAT = 8
BATCH = 8_000_000  # characters that are analysed at once

Progress = Callable[[str, int, int], None]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltIndex:
    """An index, ready to be published.

    Attributes:
        header: Format version, fingerprint and sizes; becomes the readable `header.json`.
        arrays: Arrays by name; each becomes a file that readers map into memory.
        texts: The contents of text files by name, such as the vocabulary, each in as many parts as it came in.
    """

    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    texts: dict[str, Sequence[bytes]]


def build(
    passages: Iterable[Passage],
    *,
    progress: Progress | None = None,
    synonyms: Sequence[Sequence[str]] = (),
    total: int = 0,
) -> BuiltIndex:
    """Analyse passages and weigh their terms; each passage is read once and let go.

    Args:
        passages: Any number of passages.
        progress: Called with what is being done, how much of it is done and how much there is.
        synonyms: Groups of words for the same thing, used beside the shipped thesaurus.
        total: How many passages there are, for `progress`; not needed where `passages` has a length.
    """
    total = total or (len(passages) if isinstance(passages, Sequence) else 0)
    builder = _Builder()
    for batch in _batches(passages):
        builder.add(batch)
        if progress:
            progress("Analysing passages", builder.count, max(total, builder.count))
    if progress:
        progress("Writing the index", builder.count, builder.count)
    return builder.built(synonyms)


def field_texts(passage: Passage) -> tuple[str, ...]:
    """The fields of a passage in which terms are counted: text, headings, and the editor's phrasings."""
    return (passage.text, " ".join((*passage.headings, *_title(passage))), *passage.also_asked)


def _title(passage: Passage) -> tuple[str, ...]:
    """The title of a passage's document, () where it is one of the headings already."""
    return () if passage.document.title in passage.headings else (passage.document.title,)


def _batches(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """The passages in their order, those of one language together, at most BATCH characters or so at a time."""
    for _, group in groupby(passages, key=lambda passage: passage.document.language):
        batch: list[Passage] = []
        size = 0
        for passage in group:
            batch.append(passage)
            size += len(passage.text) + 100
            if size >= BATCH:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch


class _Builder:
    """What is known of the passages so far."""

    def __init__(self) -> None:
        self.count = 0
        self._languages: Counter[str] = Counter()
        self._sources: dict[str, Source] = {}
        self._records: list[bytes] = []
        self._record_sizes: list[NDArray[Any]] = []
        self._ids: list[bytes] = []
        self._digest = hashlib.blake2b(digest_size=8)
        self._tokenizer = Tokenizer()
        self._vocabulary: dict[str, int] = {}
        self._term_of_form = np.zeros(0, np.int32)  # -1 where a form was a stop word wherever it stood
        self._terms: list[NDArray[np.int32]] = []
        self._sizes: list[Ints] = []  # terms of each passage: in all, in its text, in its headings

    def add(self, batch: Sequence[Passage]) -> None:
        """Take in passages of one language."""
        language = batch[0].document.language
        self._languages[language] += len(batch)
        self.count += len(batch)
        self._record(batch)
        fields = [field_texts(passage) for passage in batch]
        held = np.fromiter(map(len, fields), np.int64, len(fields))
        first = np.cumsum(held) - held
        shown = np.zeros(int(held.sum()), bool)
        shown[first] = True
        forms, sizes = self._tokenizer.tokens([text for texts in fields for text in texts], shown)
        terms, sizes = self._terms_of(forms, sizes, language)
        self._terms.append(terms)
        self._sizes.append(np.stack([np.add.reduceat(sizes, first), sizes[first], sizes[first + 1]]))

    def _record(self, batch: Sequence[Passage]) -> None:
        lines = [f"{records.encode(passage)}\n".encode() for passage in batch]
        content = b"".join(lines)
        self._digest.update(content)
        self._records.append(content)
        self._record_sizes.append(np.fromiter(map(len, lines), np.int64, len(lines)))
        for passage in batch:
            self._ids.append(passage.id.encode())
            self._sources.setdefault(passage.document.id, passage.document)

    def _terms_of(self, forms: NDArray[np.int32], sizes: Ints, language: str) -> tuple[NDArray[np.int32], Ints]:
        """The terms of a batch without its stop words, and how many each text has of them.

        A form keeps the term that it is given first, in documents of any language.
        """
        known = self._tokenizer.forms
        added = np.full(len(known) - len(self._term_of_form), -1, np.int32)
        self._term_of_form = np.concatenate([self._term_of_form, added])
        stops = np.zeros(len(known), bool)
        stops[[known[word] for word in stop_words(language) if word in known]] = True
        unseen = np.zeros(len(known), bool)
        unseen[forms] = True
        new = np.flatnonzero(unseen & ~stops & (self._term_of_form < 0))
        if len(new):
            names = list(known)
            words = [names[form] for form in new]
            numbers = (self._vocabulary.setdefault(term, len(self._vocabulary)) for term in stems(words, language))
            self._term_of_form[new] = np.fromiter(numbers, np.int32, len(new))
        kept = ~stops[forms]
        behind = np.concatenate([[0], np.cumsum(kept)])
        bounds = np.concatenate([[0], np.cumsum(sizes)])
        return self._term_of_form[forms[kept]], np.diff(behind[bounds])

    def built(self, synonyms: Sequence[Sequence[str]]) -> BuiltIndex:
        """The index of all that was taken in."""
        spoken = languages(tuple(code for code, _ in self._languages.most_common()))
        terms = np.concatenate([np.zeros(0, np.int32), *self._terms])
        lengths, text_lengths, heading_lengths = np.concatenate([np.zeros((3, 0), np.int64), *self._sizes], axis=1)
        self._terms.clear()
        names = list(self._vocabulary)
        order, arrays, holders = postings.encode(terms, lengths, len(names))
        row = np.empty(len(order), np.int32)
        row[order] = np.arange(len(order), dtype=np.int32)
        arrays |= forward.encode(row[terms], lengths)
        vocabulary = [names[number] for number in order]
        texts: dict[str, bytes] = {
            "thesaurus": "\n".join(",".join(group) for group in _groups(synonyms, spoken)).encode(),
            "slips": "\n".join(sorted(_entry_words(synonyms, spoken))).encode(),
            "names": "\n".join(sorted(self._tokenizer.names())).encode(),
        }
        words = self._words(row)
        term_arrays, texts["terms"] = tables.encode("terms", vocabulary)
        word_arrays, texts["words"] = tables.encode("words", list(words))
        source_arrays, texts["sources"] = records.encode_sources(self._sources)
        arrays |= term_arrays | word_arrays | source_arrays | tables.buckets("passage", self._ids)
        sizes = np.concatenate([np.zeros(0, np.int64), *self._record_sizes])
        arrays |= {
            "idf": _idf(arrays["posting_starts"], holders, len(lengths)),
            "word_rows": np.fromiter(words.values(), np.int32, len(words)),
            "vector_rows": rows_of(vocabulary if "en" in spoken.codes else ["-"] * len(vocabulary)).astype(np.int16),
            "text_lengths": postings.narrowed(text_lengths),
            "heading_lengths": postings.narrowed(heading_lengths),
            "passage_ends": postings.narrowed(np.cumsum(sizes)),
        }
        header = {
            "format": FORMAT,
            "analyzer": analyzer.VERSION,
            "fingerprint": self._fingerprint(texts),
            "languages": list(spoken.codes),
            "passages": len(lengths),
            "terms": len(vocabulary),
            "tokens": int(lengths.sum()),
        }
        parts: dict[str, Sequence[bytes]] = {name: (text,) for name, text in texts.items()}
        return BuiltIndex(header=header, arrays=arrays, texts=parts | {"passages": self._records})

    def _words(self, row: NDArray[np.int32]) -> dict[str, int]:
        """The words with the rows of their terms; those with accents also as they are typed without."""
        kept = self._term_of_form >= 0
        words = dict(zip(compress(self._tokenizer.forms, kept), row[self._term_of_form[kept]].tolist(), strict=True))
        for word, place in [(word, place) for word, place in words.items() if not word.isascii()]:
            for typed in sorted(without_accents(word)):
                words.setdefault(typed, place)
        return words

    def _fingerprint(self, texts: Mapping[str, bytes]) -> str:
        digest = hashlib.sha256(f"{FORMAT}\0{analyzer.VERSION}\0".encode())
        for content in (self._digest.digest(), texts["sources"], texts["thesaurus"]):
            digest.update(content)
        return digest.hexdigest()[:16]


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


def _groups(synonyms: Sequence[Sequence[str]], spoken: Languages) -> list[list[str]]:
    """The shipped thesauri of the languages, and the publisher's in the commonest of them, analysed."""
    given = [(thesaurus.shipped(code), code) for code in spoken.codes] + [(list(synonyms), spoken.codes[0])]
    return [group for groups, code in given for group in _analysed(groups, code)]


def _analysed(groups: Sequence[Sequence[str]], code: str) -> list[list[str]]:
    def analyse(entry: str) -> list[str]:
        return stems([token for token in analyzer.tokens(entry) if token not in stop_words(code)], code)

    return thesaurus.analysed(groups, analyse)


def _entry_words(synonyms: Sequence[Sequence[str]], spoken: Languages) -> set[str]:
    """Every word of the thesauri, so that a slip in a synonym finds the synonym."""
    groups = [*(group for code in spoken.codes for group in thesaurus.shipped(code)), *synonyms]
    return {token for group in groups for entry in group for token in analyzer.tokens(entry)}
