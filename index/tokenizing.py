"""Many texts -> their tokens at once: the same tokens as `analyzer.tokens` gives, at a fraction of the cost.

A text is cut into surfaces: runs of letters, digits, "_" and whatever is not ASCII, with single marks (- ' . /) between
them. No token, no name and no negation of the analyzer reaches over the end of a surface, so each distinct surface is
given to the analyzer once, and all its occurrences are found by number. Surfaces are told apart by 64 bits: a mixture
of their bytes that is one to one up to eight of them, and a hash beyond.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import analyzer
from index.numbering import Numbers
from index.postings import narrowed

LONGEST = 64  # bytes of a surface that is hashed here; the few longer ones go through blake2b
_READY = "\0"  # stands before a token that the analyzer has made of a whole text

_STRONG, _MARK = 1, 2
# Kinds of surfaces: with marks or letters that are not ASCII; and plain ones: with a small letter or none at all, in
# capitals, and a single capital, which is neither a name nor speaks against one.
_NOT_PLAIN, _SMALL_PLAIN, _CAPITAL_PLAIN, _LETTER = range(4)
_CLASS = bytes(
    _STRONG if byte >= 0x80 or chr(byte).isalnum() or byte in b"_\0" else _MARK if byte in b"-'./" else 0
    for byte in range(256)
)
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that the product is one to one (Knuth, TAOCP 3, section 6.4)
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]+\b")
_SMALL = re.compile(r"\b\w*[a-z]\w*\b")

Ints = NDArray[np.int64]


class Tokenizer:
    """Numbers the distinct tokens of any number of batches of texts."""

    def __init__(self) -> None:
        """Know no token yet."""
        self.forms: dict[str, int] = {}
        self._numbers = Numbers()
        self._surfaces: list[str] = []
        self._shown = np.zeros(0, np.int64)  # how often each surface stands in a text that is shown
        self._kinds = np.zeros(0, np.uint8)
        self._starts = np.zeros(0, np.int64)  # where each surface's forms begin in `_flat`
        self._sizes = np.zeros(0, np.int64)
        self._flat = np.zeros(0, np.int32)
        self._whole: list[str] = []  # shown texts that were not cut into surfaces

    def tokens(self, texts: Sequence[str], shown: NDArray[np.bool_]) -> tuple[NDArray[np.int32], Ints]:
        """The tokens of `texts`: each one's number in `forms`, and how many each text has.

        `shown` says which texts readers are shown, shape (texts,); see `names`.
        """
        whole = [at for at, text in enumerate(texts) if not _can_be_cut(text)]
        self._whole += [texts[at] for at in whole if shown[at]]
        numbers, bounds = self._cut(texts, whole)
        seen = numbers if shown.all() else numbers[np.repeat(shown, np.diff(bounds))]
        self._shown += np.bincount(seen, minlength=len(self._shown))
        held = self._sizes[numbers]
        behind = np.concatenate([[0], np.cumsum(held)])
        first = np.repeat(self._starts[numbers] - behind[:-1], held)
        return self._flat[first + np.arange(len(first))], np.diff(behind[bounds])

    def forget(self, texts: Sequence[str]) -> None:
        """Take back that `texts` were shown, each of which was; what they hold keeps its numbers."""
        whole = [at for at, text in enumerate(texts) if not _can_be_cut(text)]
        for at in whole:
            self._whole.remove(texts[at])
        numbers, _ = self._cut(texts, whole)
        self._shown -= np.bincount(numbers, minlength=len(self._shown))

    def _cut(self, texts: Sequence[str], whole: Sequence[int]) -> tuple[NDArray[np.int32], Ints]:
        """The numbers of the surfaces of `texts`, and where in them each text begins; `whole` are not cut."""
        encoded = [text.encode() for text in texts]
        for at in whole:
            encoded[at] = " ".join(f"{_READY}{token}" for token in analyzer.tokens(texts[at])).encode()
        content = b"\n" + b"\n".join(encoded) + b"\n" * LONGEST
        starts, sizes = _surfaces(content)
        numbers, new = self._numbers.of(_keys(content, starts, sizes))
        self._analyse([content[starts[at] : starts[at] + sizes[at]].decode() for at in new])
        ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)) + 1)
        return numbers, np.concatenate([[0], np.searchsorted(starts, ends)])

    def names(self) -> set[str]:
        """The words that stand in capitals wherever they are shown, in small letters: EGFR, not the T of T cells."""
        shown = self._shown > 0
        forms = list(self.forms)
        small = np.zeros(len(forms), bool)
        small[self._flat[self._starts[np.flatnonzero(shown & (self._kinds == _SMALL_PLAIN))]]] = True
        capital = self._flat[self._starts[np.flatnonzero(shown & (self._kinds == _CAPITAL_PLAIN))]]
        others = [self._surfaces[at] for at in np.flatnonzero(shown & (self._kinds == _NOT_PLAIN)).tolist()]
        rest = "\n".join([*(surface for surface in others if surface[0] != _READY), *self._whole])
        found = {forms[form] for form in capital.tolist()}
        found.update(map(str.lower, _CAPITALS.findall(rest)))
        found.difference_update(map(str.lower, _SMALL.findall(rest)))
        return {word for word in found if word not in self.forms or not small[self.forms[word]]}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays of what is known, for `restored`."""
        return {
            "surface_shown": narrowed(self._shown),
            "surface_kinds": self._kinds,
            "surface_sizes": narrowed(self._sizes),
            "surface_forms": narrowed(self._flat),
        }

    def texts(self) -> dict[str, bytes]:
        """The texts of what is known, for `restored`."""
        lists = {"surfaces": self._surfaces, "forms": self.forms}
        kept = {name: "\n".join(strings).encode() for name, strings in lists.items()}
        return {**kept, "whole": json.dumps(self._whole).encode()}

    @classmethod
    def restored(cls, arrays: Mapping[str, NDArray[Any]], texts: Mapping[str, bytes]) -> Tokenizer:
        """The tokenizer that `arrays` and `texts` were taken of; it goes on where that one stopped."""
        found = cls()
        content = b"\n" + texts["surfaces"] + b"\n" * LONGEST
        found._numbers.of(_keys(content, *_surfaces(content)))
        found._shown = arrays["surface_shown"].astype(np.int64)
        found._kinds = arrays["surface_kinds"].copy()
        found._sizes = arrays["surface_sizes"].astype(np.int64)
        found._flat = arrays["surface_forms"].astype(np.int32)
        found._starts = np.cumsum(found._sizes) - found._sizes
        found._surfaces = texts["surfaces"].decode().split("\n") if len(found._sizes) else []
        forms = texts["forms"].decode().split("\n") if len(found._flat) else []
        found.forms = dict(zip(forms, range(len(forms)), strict=True))
        found._whole = json.loads(texts["whole"])
        return found

    def _analyse(self, surfaces: Sequence[str]) -> None:
        """Note the forms of surfaces that are seen for the first time."""
        forms = self.forms
        lowered = "\n".join(surfaces).lower().split("\n") if surfaces else []
        kinds = [
            _NOT_PLAIN if not (surface.isascii() and surface.isalnum()) else _kind(surface, small)
            for surface, small in zip(surfaces, lowered, strict=True)
        ]
        found = [
            [small] if kind else [surface[1:]] if surface[0] == _READY else analyzer.tokens(surface)
            for surface, small, kind in zip(surfaces, lowered, kinds, strict=True)
        ]
        flat = list(chain.from_iterable(found))
        new = dict.fromkeys(token for token in flat if token not in forms)
        forms.update(zip(new, range(len(forms), len(forms) + len(new)), strict=True))
        self._surfaces += surfaces
        added = np.fromiter(map(len, found), np.int64, len(found))
        self._flat = np.concatenate([self._flat, np.fromiter(map(forms.__getitem__, flat), np.int32, len(flat))])
        self._sizes = np.concatenate([self._sizes, added])
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._kinds = np.concatenate([self._kinds, np.array(kinds, np.uint8)])
        self._shown = np.concatenate([self._shown, np.zeros(len(found), np.int64)])


def _kind(surface: str, small: str) -> int:
    """What a plain surface says of its word, which is `small` in small letters: whether it is a name."""
    if surface == small or not surface.isupper():
        return _SMALL_PLAIN
    return _CAPITAL_PLAIN if len(surface) > 1 and surface[0].isalpha() else _LETTER


def _can_be_cut(text: str) -> bool:
    """Whether surfaces hold all that a text's tokens depend on; a capital sigma's small form depends on more."""
    return "\0" not in text and (text.isascii() or "\u03a3" not in text)


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
    words = np.ndarray((len(content) - 7,), np.dtype("<u8"), content, strides=(1,))
    keys = (words[starts] & _MASKS[np.minimum(sizes, 8)]) * _MIX
    keys ^= keys >> np.uint64(32)
    rest = np.flatnonzero(sizes > 8)
    for done in range(8, LONGEST, 8):
        if not len(rest):
            break
        word = words[starts[rest] + done] & _MASKS[np.minimum(sizes[rest] - done, 8)]
        mixed = (keys[rest] + word + np.uint64(done)) * _MIX
        keys[rest] = mixed ^ (mixed >> np.uint64(29))
        rest = rest[sizes[rest] > done + 8]
    for at in rest:
        surface = content[starts[at] : starts[at] + sizes[at]]
        keys[at] = int.from_bytes(hashlib.blake2b(surface, digest_size=8).digest(), "little")
    keys[keys == 0] = 1
    return keys
