"""Passages -> an index. Everything that is expensive to import or to compute happens here, once, before publishing."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from index import analyzer, thesaurus
from index.languages import Languages, languages, stop_words, without_accents
from index.similarity import rows_of

FORMAT = 7
LEAST_IDF = 0.1  # of a word that stands in every passage: a question of that word alone still finds them

_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]+\b")
_SMALL = re.compile(r"\b\w*[a-z]\w*\b")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltIndex:
    """An index in memory, ready to be published.

    Attributes:
        header: Format version, fingerprint and sizes; becomes the readable `header.json`.
        arrays: Arrays by name; each becomes a file that readers map into memory.
        texts: Texts by name, such as the vocabulary.
    """

    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    texts: dict[str, str]


def build(
    passages: Iterable[Passage],
    *,
    progress: Progress | None = None,
    synonyms: Sequence[Sequence[str]] = (),
) -> BuiltIndex:
    """Analyse passages and weigh their terms.

    `progress` is called with what is being done, how much of it is done and how much there is; `synonyms` are groups of
    words for the same thing, used beside the shipped thesaurus.
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

    held = list(passages)
    spoken = languages(_codes(held))
    vocabulary: dict[str, int] = {}
    words: dict[str, str] = {}
    sequences: list[list[int]] = []
    fields: list[tuple[int, int]] = []
    for number, passage in enumerate(held):
        stem, stops = analyzer.stemmer(passage.document.language), stop_words(passage.document.language)
        parts = [_terms(text, stem, words, stops) for text in field_texts(passage)]
        sequences.append([vocabulary.setdefault(term, len(vocabulary)) for terms in parts for term in terms])
        fields.append((len(parts[0]), len(parts[1])))
        if progress and number % 1000 == 0:
            progress("Analysing passages", number, len(held))
    order = np.argsort(np.array(list(vocabulary), dtype=object), kind="stable") if vocabulary else np.zeros(0, np.int64)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    lengths = np.array([len(sequence) for sequence in sequences], dtype=np.int32)
    forward = rank[np.fromiter(chain.from_iterable(sequences), np.int64, int(lengths.sum()))] if vocabulary else rank
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    counts = csr_matrix(
        (np.ones(len(forward), np.float32), forward, starts), shape=(len(held), len(vocabulary)), copy=True
    )
    counts.sum_duplicates()
    # Without the 1 that scikit-learn adds, so that a word that stands in every passage says nothing.
    idf = TfidfTransformer(norm=None).fit(counts).idf_ - 1 if len(held) and vocabulary else np.zeros(0)
    columns = counts.tocsc()
    columns.sort_indices()
    text_lengths, heading_lengths = np.array(fields, dtype=np.int32).reshape(-1, 2).T
    texts = {
        "passages": "".join(_record(passage) + "\n" for passage in held),
        "sources": json.dumps(_sources(held), ensure_ascii=False, indent=1, default=str),
        "vocabulary": "\n".join(sorted(vocabulary)),
        "words": "\n".join(f"{word}\t{term}" for word, term in sorted(_typed(words).items())),
        "ids": "\n".join(passage.id for passage in held),
        "thesaurus": "\n".join(",".join(group) for group in _groups(synonyms, spoken)),
        "slips": "\n".join(sorted(_entry_words(synonyms, spoken))),
        "names": "\n".join(sorted(names(passage.text for passage in held))),
    }
    return BuiltIndex(
        header={
            "format": FORMAT,
            "analyzer": analyzer.VERSION,
            "fingerprint": _fingerprint(texts),
            "languages": list(spoken.codes),
            "passages": len(held),
            "terms": len(vocabulary),
        },
        arrays={
            "idf": np.maximum(idf, LEAST_IDF).astype(np.float32),
            "lengths": lengths,
            "vector_rows": rows_of(sorted(vocabulary) if "en" in spoken.codes else ["-"] * len(vocabulary)),
            "text_lengths": text_lengths,
            "heading_lengths": heading_lengths,
            "forward": forward.astype(np.int32),
            "forward_starts": starts,
            "posting_starts": columns.indptr.astype(np.int64),
            "posting_passages": columns.indices.astype(np.int32),
            "posting_counts": columns.data.astype(np.uint16),
            "passage_starts": _offsets(texts["passages"]),
        },
        texts=texts,
    )


def _groups(synonyms: Sequence[Sequence[str]], spoken: Languages) -> list[list[str]]:
    """The shipped thesauri of the languages, and the publisher's in the commonest of them, analysed."""
    given = [(thesaurus.shipped(code), code) for code in spoken.codes] + [(list(synonyms), spoken.codes[0])]
    return [group for groups, code in given for group in _analysed(groups, code)]


def _analysed(groups: Sequence[Sequence[str]], code: str) -> list[list[str]]:
    stem = analyzer.stemmer(code)
    return thesaurus.analysed(groups, lambda entry: analyzer.terms(entry, stem, stop_words(code)))


def _entry_words(synonyms: Sequence[Sequence[str]], spoken: Languages) -> set[str]:
    """Every word of the thesauri, so that a slip in a synonym finds the synonym."""
    groups = [*(group for code in spoken.codes for group in thesaurus.shipped(code)), *synonyms]
    return {token for group in groups for entry in group for token in analyzer.tokens(entry)}


def names(texts: Iterable[str]) -> set[str]:
    """The words that stand in capitals wherever they stand, in lower case: EGFR, and not the cells of "T cells"."""
    capitals: set[str] = set()
    others: set[str] = set()
    for text in texts:
        capitals.update(_CAPITALS.findall(text))
        others.update(_SMALL.findall(text))
    return {word.lower() for word in capitals} - {word.lower() for word in others}


def field_texts(passage: Passage) -> tuple[str, ...]:
    """The fields of a passage in which terms are counted: text, headings, and the editor's phrasings."""
    return (passage.text, " ".join((*passage.headings, *_title(passage))), *passage.also_asked)


def _title(passage: Passage) -> tuple[str, ...]:
    """The title of a passage's document, () where it is one of the headings already."""
    return () if passage.document.title in passage.headings else (passage.document.title,)


def _codes(passages: Sequence[Passage]) -> tuple[str, ...]:
    """The languages of the passages, the commonest first."""
    return tuple(code for code, _ in Counter(passage.document.language for passage in passages).most_common())


def _typed(words: dict[str, str]) -> dict[str, str]:
    """The words with their terms, those with accents also as they are typed without."""
    plain = {typed: term for word, term in words.items() if not word.isascii() for typed in without_accents(word)}
    return plain | words


def _terms(text: str, stem: Callable[[str], str], words: dict[str, str], stop_words: Collection[str]) -> list[str]:
    """The terms of a text; every word is noted in `words` with its term, and keeps it in documents of any language."""
    found: list[str] = []
    for token in analyzer.tokens(text):
        if token not in stop_words:
            term = words.get(token)
            found.append(words.setdefault(token, stem(token)) if term is None else term)
    return found


def _record(passage: Passage) -> str:
    fields = (
        passage.id,
        passage.text,
        passage.headings,
        passage.kind,
        passage.cells,
        passage.document.id,
        passage.lines,
        passage.also_asked,
    )
    return json.dumps(fields, ensure_ascii=False)


def _sources(passages: list[Passage]) -> dict[str, dict[str, Any]]:
    found = {passage.document.id: passage.document for passage in passages}
    return {
        key: {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(source).items()}
        for key, source in found.items()
    }


def _offsets(text: str) -> NDArray[np.int64]:
    """Where each line begins, in bytes, and where the last one ends."""
    lengths = [len(line) for line in text.encode().splitlines(keepends=True)]
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _fingerprint(texts: dict[str, str]) -> str:
    digest = hashlib.sha256(f"{FORMAT}\0{analyzer.VERSION}\0".encode())
    for name in ("passages", "sources", "thesaurus"):
        digest.update(texts[name].encode())
    return digest.hexdigest()[:16]
