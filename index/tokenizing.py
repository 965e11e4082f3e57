"""Many texts -> their tokens at once: the same tokens as `analyzer.tokens` gives, at a fraction of the cost.

A text is cut into surfaces (see cutting.py). No token, no name and no negation of the analyzer reaches over the end of
a surface, so each distinct surface is given to the analyzer once, and all its occurrences are found by number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import analyzer
from index.cutting import Cutter, Forms, expanded
from index.growing import Growing
from index.postings import narrowed

_READY = "\0"  # stands before a token that the analyzer has made of a whole text

# Kinds of surfaces: with marks or letters that are not ASCII; and plain ones: with a small letter or none at all, in
# capitals, and a single capital, which is neither a name nor speaks against one.
_NOT_PLAIN, _SMALL_PLAIN, _CAPITAL_PLAIN, _LETTER = range(4)
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]+\b")
_SMALL = re.compile(r"\b\w*[a-z]\w*\b")

Ints = NDArray[np.int64]


class Tokenizer:
    """Numbers the distinct tokens of any number of batches of texts."""

    def __init__(self) -> None:
        """Know no token yet."""
        self.forms: dict[str, int] = {}
        self._cutter = Cutter()
        self._surfaces: list[str] = []
        self._shown = Growing(dtype=np.int64)  # how often each surface stands in a text that is shown
        self._kinds = Growing(dtype=np.uint8)
        self._flat = Growing(dtype=np.int32)  # the forms of all surfaces one after another
        self._starts = Growing(dtype=np.int64)  # where each surface's begin
        self._sizes = Growing(dtype=np.int64)
        self._only = Growing(dtype=np.int32)  # the form of each surface that has one, of others -1
        self._whole: list[str] = []  # shown texts that were not cut into surfaces

    def tokens(
        self, texts: Sequence[str], shown: NDArray[np.bool_], without: Collection[str] = ()
    ) -> tuple[NDArray[np.int32], Ints]:
        """The tokens of `texts` but those `without`: each one's number in `forms`, and how many each text has.

        `shown` says which texts readers are shown, shape (texts,); see `names`.
        """
        whole = _not_to_be_cut(texts)
        self._whole += [texts[at] for at in whole if shown[at]]
        numbers, bounds = self._cut(texts, whole)
        dropped = np.zeros(len(self.forms), bool)
        dropped[[self.forms[word] for word in without if word in self.forms]] = True
        return expanded(self._known(), numbers, bounds, shown, dropped)

    def forget(self, texts: Sequence[str]) -> None:
        """Take back that `texts` were shown, each of which was; what they hold keeps its numbers."""
        whole = _not_to_be_cut(texts)
        for at in whole:
            self._whole.remove(texts[at])
        np.subtract.at(self._shown.values, self._cut(texts, whole)[0], 1)

    def _known(self) -> Forms:
        return Forms(
            shown=self._shown.values,
            only=self._only.values,
            starts=self._starts.values,
            sizes=self._sizes.values,
            flat=self._flat.values,
        )

    def _cut(self, texts: Sequence[str], whole: Sequence[int]) -> tuple[NDArray[np.int32], Ints]:
        """The numbers of the surfaces of `texts`, and where in them each text begins; `whole` are not cut."""
        ready = list(texts)
        for at in whole:
            ready[at] = " ".join(f"{_READY}{token}" for token in analyzer.tokens(texts[at]))
        numbers, bounds, new = self._cutter.cut(ready)
        self._analyse(new)
        return numbers, bounds

    def names(self) -> set[str]:
        """The words that stand in capitals wherever they are shown, in small letters: EGFR, not the T of T cells."""
        shown, kinds = self._shown.values > 0, self._kinds.values
        flat, starts = self._flat.values, self._starts.values
        forms = list(self.forms)
        small = np.zeros(len(forms), bool)
        small[flat[starts[np.flatnonzero(shown & (kinds == _SMALL_PLAIN))]]] = True
        capital = flat[starts[np.flatnonzero(shown & (kinds == _CAPITAL_PLAIN))]]
        others = [self._surfaces[at] for at in np.flatnonzero(shown & (kinds == _NOT_PLAIN)).tolist()]
        rest = "\n".join([*(surface for surface in others if surface[0] != _READY), *self._whole])
        found = {forms[form] for form in capital.tolist()}
        found.update(map(str.lower, _CAPITALS.findall(rest)))
        found.difference_update(map(str.lower, _SMALL.findall(rest)))
        return {word for word in found if word not in self.forms or not small[self.forms[word]]}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays of what is known, for `restored`."""
        return {
            "surface_shown": narrowed(self._shown.values),
            "surface_kinds": self._kinds.values,
            "surface_sizes": narrowed(self._sizes.values),
            "surface_forms": narrowed(self._flat.values),
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
        found._cutter.cut([texts["surfaces"].decode()])
        found._note(arrays["surface_kinds"], arrays["surface_sizes"].astype(np.int64), arrays["surface_forms"])
        found._shown = Growing(arrays["surface_shown"], dtype=np.int64)
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
        self._note(
            np.array(kinds, np.uint8),
            np.fromiter(map(len, found), np.int64, len(found)),
            np.fromiter(map(forms.__getitem__, flat), np.int32, len(flat)),
        )

    def _note(self, kinds: NDArray[np.uint8], sizes: Ints, flat: NDArray[Any]) -> None:
        """Take surfaces behind those that are known: the kind of each, how many forms it has, and which."""
        starts = np.cumsum(sizes) - sizes
        only = np.full(len(sizes), -1, np.int32)
        only[sizes == 1] = flat[starts[sizes == 1]]
        self._starts.extend(len(self._flat) + starts)
        self._flat.extend(flat)
        self._sizes.extend(sizes)
        self._only.extend(only)
        self._kinds.extend(kinds)
        self._shown.extend(np.zeros(len(sizes), np.int64))


def _kind(surface: str, small: str) -> int:
    """What a plain surface says of its word, which is `small` in small letters: whether it is a name."""
    if surface == small or not surface.isupper():
        return _SMALL_PLAIN
    return _CAPITAL_PLAIN if len(surface) > 1 and surface[0].isalpha() else _LETTER


def _not_to_be_cut(texts: Sequence[str]) -> list[int]:
    """The texts whose tokens depend on more than surfaces hold: a capital sigma's small form depends on its word."""
    return [at for at, text in enumerate(texts) if "\0" in text or (not text.isascii() and "\u03a3" in text)]
