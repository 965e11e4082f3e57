"""Abbreviations in capitals that a document never spells out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from corpus.finding import Checked, Finding

_ABBREVIATION = re.compile(r"\b[A-Z]{2,6}s?\b(?![-\d])")
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:\s+[A-Z]{2,})+\b")  # words in capitals in a row are loud rather than short
KNOWN = frozenset(
    "AM PM TV UK US USA EU UN OK FAQ ID PIN SMS PDF WWW URL DNA RNA HIV AIDS CT CAT PET MRI GP NHS WHO IQ DIY DVD CD "
    "PC BBC CEO ISBN BC AD PS NB RSVP COVID".split()
)
STAGE = re.compile(r"[IVX]+[A-ES]?s?\d?", re.I)  # Roman numbers, and the stages of an illness: IIIB
_LONG = 4  # letters, which no words have for initials by chance
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("of and the for in with to a an or on by de der die das des und von la el los y".split())


def undefined_abbreviations(checked: Checked) -> Iterator[Finding]:
    """Abbreviations in capitals that the document nowhere explains, at the place where each stands first."""
    text = "\n".join((checked.document.source.title, *(passage.text for passage in checked.passages)))
    headings = {heading for passage in checked.passages for heading in passage.headings}
    text += "\n" + "\n".join(sorted(headings))
    spoken = {word for word in _WORD.findall(text) if not word.isupper()}
    said = [(piece, _initials(piece)) for piece in re.split(r"[.;:!?\n]", text)]
    told: set[str] = set()
    for passage in checked.passages:
        if passage.kind == "table" or passage.text.isupper():  # the rows of a table come behind it
            continue
        for found in _ABBREVIATION.findall(_SHOUTED.sub("", passage.text)):
            name = found.rstrip("s")
            if name in told or not _may_be_unknown(name, spoken) or _is_explained(name, text):
                continue
            if not any(name.lower() in letters for letters in _beside(name, said)):
                told.add(name)
                yield checked.finding(passage.lines[0], "note", "undefined-abbreviation", f"{name} is never spelt out")


def _may_be_unknown(name: str, spoken: Collection[str]) -> bool:
    """Whether it is neither known to everybody nor a word that the text writes in small letters, too."""
    return not (name in KNOWN or STAGE.fullmatch(name) or name.lower() in spoken or name.capitalize() in spoken)


def _beside(name: str, said: Sequence[tuple[str, str]]) -> list[str]:
    """The initials of the pieces that could spell a name out: those it stands in, and for a long name all of them."""
    return [letters for piece, letters in said if len(name) >= _LONG or name in piece]


def _initials(piece: str) -> str:
    """The first letters of words; small words and those in capitals have none."""
    words = [word for word in _WORD.findall(piece) if word.lower() not in _SMALL and not word.isupper()]
    return "".join(word[0].lower() for word in words)


def _is_explained(name: str, text: str) -> bool:
    """Whether it stands in brackets behind a word, before brackets or a dash, or before "is", "means", "stands for"."""
    name = re.escape(name)
    return bool(
        re.search(
            rf"\w\s\({name}s?[,;)]|\b{name}s?\s\([A-Za-z]|\b{name}s?\s[–—-]\s[a-z]|"
            rf"\b{name}s?,?\s(?:means|stands?\sfor|is\sshort\sfor|short\sfor|bedeutet|steht\sfür|significa)|"
            rf"\b(?:called|known\sas|named|genannt|llamad[oa])\s(?:an?\s|the\s)?{name}\b",
            text,
        )
    )
