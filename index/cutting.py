"""Texts -> surfaces, and surfaces -> forms, many at once.

A surface is a run of letters, digits, "_" and whatever is not ASCII, with single marks (- ' . /) between them. Surfaces
are told apart by 64 bits: a mixture of their bytes that is one to one up to eight of them, and a hash beyond. Where
pullquote was installed with a C compiler at hand, builder.c does the same in a fifth of the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import compiled
from index.numbering import Numbers

_STRONG, _MARK = 1, 2
_CLASS = bytes(
    _STRONG if byte >= 0x80 or chr(byte).isalnum() or byte in b"_\0" else _MARK if byte in b"-'./" else 0
    for byte in range(256)
)
_WORD = 8  # bytes that are mixed at once
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(_WORD + 1)], np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that the product is one to one (Knuth, TAOCP 3, section 6.4)

Ints = NDArray[np.int64]


class Cutter:
    """Numbers the distinct surfaces of any number of batches of texts, from 0 in the order of first appearance."""

    def __init__(self) -> None:
        """Know no surface yet."""
        self._compiled = compiled.builder.table() if compiled.builder else None
        self._numbers = Numbers()

    def cut(self, texts: list[str]) -> tuple[NDArray[np.int32], Ints, list[str]]:
        """The number of each surface of `texts`, where in them each text begins and the last ends, and the new ones."""
        if self._compiled is not None:
            *found, added = compiled.builder.cut(self._compiled, texts)
            return np.frombuffer(found[0], np.int32), np.frombuffer(found[1], np.int64), added
        encoded = [text.encode() for text in texts]
        content = b"\n" + b"\n".join(encoded) + b"\n" * _WORD
        starts, sizes = _surfaces(content)
        numbers, new = self._numbers.of(_keys(content, starts, sizes))
        ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)) + 1)
        surfaces = [content[starts[at] : starts[at] + sizes[at]].decode() for at in new]
        return numbers, np.concatenate([[0], np.searchsorted(starts, ends)]), surfaces


def _surfaces(content: bytes) -> tuple[Ints, Ints]:
    """Where the surfaces of `content` begin, and their sizes, in bytes; it begins and ends with none."""
    classes = np.frombuffer(content.translate(_CLASS), np.uint8)
    strong = classes == _STRONG
    inside = strong.copy()
    inside[1:-1] |= (classes[1:-1] == _MARK) & strong[:-2] & strong[2:]
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return edges[0::2], edges[1::2] - edges[0::2]


def _keys(content: bytes, starts: Ints, sizes: Ints) -> NDArray[np.uint64]:
    """A number for each surface, never 0, equal for equal ones."""
    words = np.ndarray((len(content) - _WORD + 1,), np.dtype("<u8"), content, strides=(1,))
    keys = (words[starts] & _MASKS[np.minimum(sizes, _WORD)]) * _MIX
    keys ^= keys >> np.uint64(32)
    done = _WORD
    rest = np.flatnonzero(sizes > done)
    while len(rest):
        word = words[starts[rest] + done] & _MASKS[np.minimum(sizes[rest] - done, _WORD)]
        mixed = (keys[rest] + word + np.uint64(done)) * _MIX
        keys[rest] = mixed ^ (mixed >> np.uint64(29))
        done += _WORD
        rest = rest[sizes[rest] > done]
    keys[keys == 0] = 1
    return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """What is known of surfaces, by number.

    Attributes:
        shown: How often each stands in a text that is shown.
        only: The form of each that has one, of others -1.
        starts: Where in `flat` the forms of each begin.
        sizes: How many it has.
        flat: The forms of all surfaces one after another.
    """

    shown: Ints
    only: NDArray[np.int32]
    starts: Ints
    sizes: Ints
    flat: NDArray[np.int32]


def expanded(
    known: Forms, numbers: NDArray[np.int32], bounds: Ints, shown: NDArray[np.bool_], dropped: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], Ints]:
    """The forms of the surfaces of texts without those that are dropped, and how many each text has.

    Surfaces of the texts that are shown are counted in `known.shown`.

    Args:
        known: What is known of the surfaces.
        numbers: The surfaces of all texts one after another.
        bounds: Where in these each text begins and the last one ends, shape (texts + 1,).
        shown: Which texts are shown, shape (texts,).
        dropped: Which forms are dropped, shape (forms,).
    """
    if compiled.builder:
        arrays = (numbers, bounds, shown, known.shown, known.only, known.starts, known.sizes, known.flat, dropped)
        forms, sizes = compiled.builder.expand(arrays)
        return np.frombuffer(forms, np.int32), np.frombuffer(sizes, np.int64)
    np.add.at(known.shown, numbers if shown.all() else numbers[np.repeat(shown, np.diff(bounds))], 1)
    found = known.only[numbers]
    several = np.flatnonzero(found < 0)
    held = np.ones(len(numbers), np.int64)
    held[several] = inner = known.sizes[numbers[several]]
    behind = np.concatenate([[0], np.cumsum(held)])
    found = np.repeat(found, held)
    inside = np.arange(inner.sum()) - np.repeat(np.cumsum(inner) - inner, inner)
    first = np.repeat(known.starts[numbers[several]], inner)
    found[np.repeat(behind[several], inner) + inside] = known.flat[first + inside]
    kept = ~dropped[found]
    left = np.concatenate([[0], np.cumsum(kept)])
    return found[kept], np.diff(left[behind[bounds]])
