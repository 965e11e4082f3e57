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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import analyzer
from index.numbering import Numbers

LONGEST = 64  # bytes of a surface that is hashed here; the few longer ones go through blake2b
_READY = "\0"  # stands before a token that the analyzer has made of a whole text

_STRONG, _MARK = 1, 2
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
        capitals: set[str] = set()
        small: set[str] = set()
        others = list(self._whole)
        for at in np.flatnonzero(self._shown).tolist():
            surface = self._surfaces[at]
            if not (surface.isascii() and surface.isalnum()):
                others.append(surface if surface[0] != _READY else "")
            elif not surface.isupper():
                small.add(surface.lower())
            elif len(surface) > 1 and surface[0].isalpha():
                capitals.add(surface.lower())
        rest = "\n".join(others)
        capitals.update(map(str.lower, _CAPITALS.findall(rest)))
        small.update(map(str.lower, _SMALL.findall(rest)))
        return capitals - small

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays of what is known, for `restored`."""
        keys, numbers = self._numbers.slots
        return {
            "surface_keys": keys,
            "surface_numbers": numbers,
            "surface_shown": self._shown,
            "surface_sizes": self._sizes,
            "surface_forms": self._flat,
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
        found._numbers = Numbers.restored(arrays["surface_keys"], arrays["surface_numbers"])
        found._shown, found._sizes, found._flat = (
            arrays[f"surface_{name}"].copy() for name in ("shown", "sizes", "forms")
        )
        found._starts = np.cumsum(found._sizes) - found._sizes
        found._surfaces = texts["surfaces"].decode().split("\n") if len(found._sizes) else []
        forms = texts["forms"].decode().split("\n") if len(found._flat) else []
        found.forms = dict(zip(forms, range(len(forms)), strict=True))
        found._whole = json.loads(texts["whole"])
        return found

    def _analyse(self, surfaces: Sequence[str]) -> None:
        """Note the forms of surfaces that are seen for the first time."""
        forms = self.forms
        flat: list[int] = []
        sizes: list[int] = []
        for surface in surfaces:
            if surface.isascii() and surface.isalnum():
                flat.append(forms.setdefault(surface.lower(), len(forms)))
                sizes.append(1)
            else:
                found = [surface[1:]] if surface[0] == _READY else analyzer.tokens(surface)
                flat += [forms.setdefault(token, len(forms)) for token in found]
                sizes.append(len(found))
        self._surfaces += surfaces
        added = np.array(sizes, np.int64)
        starts = len(self._flat) + np.cumsum(added) - added
        self._flat = np.concatenate([self._flat, np.array(flat, np.int32)])
        self._starts = np.concatenate([self._starts, starts])
        self._sizes = np.concatenate([self._sizes, added])
        self._shown = np.concatenate([self._shown, np.zeros(len(sizes), np.int64)])


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
