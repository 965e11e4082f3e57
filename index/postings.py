"""Postings: for each term, the passages that hold it and what it weighs in each; some two bytes a posting.

Passages are numbered in blocks of 65,536, so that two bytes name one within its block. A term's postings stand
together: first the passages that repeat it, then those in which it stands once, both in passage order. A weight of its
own, a byte, is kept for the former alone, a fifth of all: what a term weighs where it stands once depends on the
passage's length and not on the term, and is kept by passage. Which postings belong to which block is told by a row of
`posting_blocks` for a term with enough of them, and by a number a posting in `posting_high` for a rare one; an index of
one block needs neither. Terms stand in the order of how many passages hold them, the commonest first, so that those
with a row of blocks come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import compiled

K1 = 1.2  # saturation: how fast repetitions of a term stop counting (Robertson and Zaragoza 2009, section 3.5)
B = 0.75  # how far a passage's length counts against it (the same)
BLOCK_BITS = 16  # a block has 65,536 passages; tests make do with smaller ones
LARGE = 5_000_000  # terms from which scipy sorts them
COMMON = 8  # postings a block from which a term has a row of `posting_blocks`
_GATHERED = 1 << 18  # numbers that are looked up at once
STEPS = 255  # to which a posting's weight is rounded
HIGHEST = K1 + 1  # of a weight, for a term repeated without end
STEP = np.float32(HIGHEST / STEPS)  # so a stored weight is at most half of this away from the exact one

ARRAYS = (
    "posting_starts",
    "posting_repeats",
    "posting_passages",
    "posting_weights",
    "posting_once",
    "posting_highest",
    "posting_blocks",
    "posting_high",
)  # the last two only with more than one block

Ints = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]


def narrowed(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in the narrowest unsigned type that holds them all."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


def gathered(values: NDArray[np.int32], at: Iterable[NDArray[Any]], size: int) -> NDArray[np.int32]:
    """The values at so many places, given in one array or several; numpy makes 64-bit numbers of all places at once."""
    found, filled = np.empty(size, np.int32), 0
    for places in at:
        for first in range(0, len(places), _GATHERED):
            here = values[places[first : first + _GATHERED]]
            found[filled : filled + len(here)] = here
            filled += len(here)
    return found


def counted(
    terms: NDArray[np.int32], lengths: Ints, block: int, size: int
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.uint16], NDArray[Any]]]:
    """Each block's postings, sorted by term and passage: (terms, passages counted in the block, counts).

    `terms` are the terms of all passages one after another, below `size`; `lengths` how many each passage has.
    """
    starts = np.concatenate([[0], np.cumsum(lengths)])
    for first in range(0, len(lengths), block):
        here = lengths[first : first + block]
        inside = terms[starts[first] : starts[first + len(here)]]
        held, passages = _transposed(inside, here, size) if len(terms) >= LARGE else _sorted(inside, here)
        is_new = np.ones(len(held), bool)
        is_new[1:] = (held[1:] != held[:-1]) | (passages[1:] != passages[:-1])
        at = np.flatnonzero(is_new)
        counts = narrowed(np.diff(at, append=len(held)))
        yield held[at], passages[at].astype(np.uint16), counts


def _sorted(terms: NDArray[np.int32], lengths: Ints) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """The terms of a block and the passages they stand in, both sorted."""
    keys = (terms.astype(np.uint64) << np.uint64(16)) | np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
    keys.sort()
    return (keys >> np.uint64(16)).astype(np.int32), (keys & np.uint64(0xFFFF)).astype(np.int32)


def _transposed(terms: NDArray[np.int32], lengths: Ints, size: int) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """The same in an eighth of the time, by scipy, whose import only pays where there is much to sort."""
    from scipy.sparse import csr_matrix

    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    ones = np.ones(len(terms), np.uint8)
    columns = csr_matrix((ones, terms, starts), (len(lengths), size)).tocsc()
    return np.repeat(np.arange(size, dtype=np.int32), np.diff(columns.indptr)), columns.indices


class _Counting:
    """How many passages hold each term, and then which.

    Attributes:
        holding: How many of each block's passages repeat each term, and in how many it stands once, shape (blocks, 2,
            terms).
    """

    def __init__(self, terms: NDArray[np.int32], lengths: Ints, block_bits: int, size: int) -> None:
        """Count the `terms` of passages of such `lengths`; there are `size` different ones."""
        self._bits, self._lengths = block_bits, lengths
        if compiled.builder:  # goes through the passages twice, here and in `place`, and sorts nothing
            self.holding: NDArray[np.int32] = np.zeros((-(-len(lengths) >> block_bits), 2, size), np.int32)
            compiled.builder.count((terms, lengths, self.holding), block_bits)
            return
        self._blocks = list(counted(terms, lengths, 1 << block_bits, size))
        self.holding = np.array(
            [[np.bincount(held[part], minlength=size) for part in _parts(counts)] for held, _, counts in self._blocks],
            np.int32,
        ).reshape(len(self._blocks), 2, size)

    def place(
        self,
        row: NDArray[np.int32],
        rows: NDArray[np.int32],
        begin: Ints,
        norm: NDArray[np.float32],
        once: NDArray[np.uint8],
    ) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The passage of each posting, and what the term weighs there; once.

        Args:
            row: Of each term.
            rows: Those of all passages one after another.
            begin: Where the postings of each row begin that repeat it, and those that do not, shape (2, terms);
                afterwards, where they end.
            norm: Of each passage, as `norms` has it.
            once: What a term weighs that stands once in each passage.
        """
        holders, weights = np.empty(self.holding.sum(), np.int32), np.empty(self.holding.sum(), np.uint8)
        if compiled.builder:
            compiled.builder.place((rows, self._lengths, norm, once, begin, holders, weights), HIGHEST, float(STEP))
            return holders, weights
        for number, (held, passages, counts) in enumerate(self._blocks):
            for part, at in enumerate(_parts(counts)):
                which, here = held[at], passages[at] + np.int32(number << self._bits)
                runs = np.cumsum(self.holding[number, part]) - self.holding[number, part]
                to = begin[part][row[which]] + np.arange(len(at)) - runs[which]
                holders[to] = here
                weights[to] = once[here] if part else rounded(counts[at], norm[here])
                begin[part][row] += self.holding[number, part]
            self._blocks[number] = (held[:0], passages[:0], counts[:0])
        return holders, weights


def _parts(counts: NDArray[Any]) -> tuple[Ints, Ints]:
    """Where among `counts` a term is repeated, and where it stands once."""
    return np.flatnonzero(counts > 1), np.flatnonzero(counts == 1)


def encode(
    terms: NDArray[np.int32], lengths: Ints, size: int, *, block_bits: int = BLOCK_BITS
) -> tuple[Ints, NDArray[np.int32], dict[str, NDArray[Any]], NDArray[np.int32]]:
    """Postings of the terms of all passages.

    Args:
        terms: The terms of all passages one after another, numbered from 0.
        lengths: How many terms each passage has, shape (passages,).
        size: How many different terms there are.

    Returns:
        The terms in the order of their rows, the rows of the terms of all passages, the arrays, and the position of
        each posting's passage.
    """
    norm = norms(lengths)
    once = rounded(np.ones(len(lengths)), norm)
    counting = _Counting(terms, lengths, block_bits, size)
    order = np.argsort(-counting.holding.sum(axis=(0, 1)), kind="stable")
    row = np.empty(size, np.int32)
    row[order] = np.arange(size, dtype=np.int32)
    rows = gathered(row, (terms,), len(terms))
    holding = counting.holding[:, :, order]
    bounds = np.concatenate([[0], np.cumsum(holding.sum(axis=0).T)])  # of both parts of each term's postings
    begin = bounds[:-1].reshape(size, 2).T.copy()
    holders, weights = counting.place(row, rows, begin, norm, once)
    starts, repeats = bounds[::2], np.diff(bounds)[::2]
    low = holders.astype(np.uint16)
    low &= np.uint16((1 << block_bits) - 1)
    arrays = {
        "posting_starts": narrowed(starts),
        "posting_passages": low,
        "posting_repeats": narrowed(np.concatenate([[0], np.cumsum(repeats)])),
        "posting_weights": weights[np.repeat(np.arange(2 * size) % 2 == 0, np.diff(bounds))],
        "posting_once": once,
        "posting_highest": _highest(weights, starts),
    }
    if len(holding) > 1:
        arrays |= _blocks(holding, starts, holders, block_bits)
    return order, rows, arrays, holders


def _blocks(
    holding: NDArray[np.int32], starts: Ints, holders: NDArray[np.int32], block_bits: int
) -> dict[str, NDArray[Any]]:
    """Which block each posting belongs to; `holding` says how many each block has of each row's term, by part."""
    common = int(np.searchsorted(-np.diff(starts), -len(holding) * COMMON, side="right"))
    return {
        "posting_blocks": narrowed(holding[:, :, :common].transpose(2, 1, 0).reshape(common, 2 * len(holding))),
        "posting_high": narrowed(holders[starts[common] :] >> block_bits),
    }


def _highest(weights: NDArray[np.uint8], starts: Ints) -> NDArray[np.uint8]:
    """The highest weight of each term, shape (terms,); those without a posting come last."""
    held = int(np.count_nonzero(np.diff(starts)))
    highest = np.zeros(len(starts) - 1, np.uint8)
    if held:
        highest[:held] = np.maximum.reduceat(weights, starts[:held])
    return highest


def norms(lengths: Ints) -> NDArray[np.float32]:
    """K1 stretched by each passage's length against the mean, shape (passages,)."""
    average = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
    return (K1 * (1 - B + B * lengths / average)).astype(np.float32)


def rounded(counts: NDArray[Any], norm: NDArray[np.float32]) -> NDArray[np.uint8]:
    """BM25's term frequency part in whole steps, at least one of them."""
    exact = counts.astype(np.float32)
    weights = exact * np.float32(HIGHEST) / (exact + norm)
    return np.clip(np.rint(weights / STEP), 1, STEPS).astype(np.uint8)
