"""Names that a reader may not know, or may mix up: abbreviations never spelt out, and names one letter apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.finding import Checked, Finding
from corpus.passage import Passage

_ABBREVIATION = re.compile(r"\b[A-Z]{2,6}s?\b(?![-\d])")
_KNOWN = frozenset(
    "AM PM TV UK US USA EU UN OK FAQ ID PIN SMS PDF WWW URL DNA RNA HIV AIDS CT MRI GP NHS WHO IQ II III IV VI VII "
    "VIII IX XI XII DIY DVD CD PC BBC".split()
)
_NAME = re.compile(r"\b(?=\w*[A-Z\d]\w*[A-Z\d])[A-Za-z][A-Za-z\d]{2,}\b")
_DRUG = re.compile(
    r"\b[A-Za-z]{3,}(?:mab|nib|ciclib|parib|limus|platin|taxel|rubicin|mycin|cillin|cycline|azole|prazole|statin|sartan|"
    r"pril|olol|dipine|gliptin|gliflozin|glutide|formin|tide|triptan|setron|zepam|zolam|oxetine|pramine|prost|vir|"
    r"fene|trozole|mustine|relin|caine|profen|thiazide|semide|dronate|sone|solone|parin|xaban|gatran)\b",
    re.I,
)


def undefined_abbreviations(checked: Checked) -> Iterator[Finding]:
    """Abbreviations in capitals that the document nowhere explains, at the place where each stands first."""
    text = "\n".join(passage.text for passage in checked.passages)
    told: set[str] = set()
    for passage in checked.passages:
        if passage.kind == "table" or passage.text.isupper():  # the rows of a table come behind it
            continue
        for found in _ABBREVIATION.findall(passage.text):
            name = found.rstrip("s")
            if name not in told and name not in _KNOWN and not _is_explained(name, text):
                told.add(name)
                yield checked.finding(passage.lines[0], "note", "undefined-abbreviation", f"{name} is never spelt out")


def _is_explained(name: str, text: str) -> bool:
    """Whether it stands in brackets behind a word, before brackets, or before "is", "means" or "stands for"."""
    name = re.escape(name)
    return bool(
        re.search(rf"\w\s\({name}s?[,)]|\b{name}s?\s\([a-z]|\b{name}s?,? (means|stands? for|short for|bedeutet)", text)
    )


def confusable_names(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Pairs of names, such as of receptors or drugs, that one slip of a key turns into each other."""
    first: dict[str, Passage] = {}
    spelt: dict[str, str] = {}
    for passage in passages:
        for found in (*_NAME.findall(passage.text), *(match[0] for match in _DRUG.finditer(passage.text))):
            first.setdefault(found.lower(), passage)
            spelt.setdefault(found.lower(), found)
    for pair in _one_apart(sorted(first)):
        earlier, later = sorted((first[name] for name in pair), key=lambda p: (p.document.path, p.lines))
        where = f"{earlier.document.path}:{earlier.lines[0]}"
        yield Finding(
            path=later.document.path,
            line=later.lines[0],
            severity="note",
            code="confusable",
            message=f"{spelt[pair[0]]} and {spelt[pair[1]]} are one letter apart (see {where})",
        )


def _one_apart(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs at an edit distance of one that are not a name and its plural, found by their deletions."""
    deletions: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for shorter in {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}:
            deletions[shorter].add(name)
    pairs = {(one, other) for group in deletions.values() for one in group for other in group if one < other}
    return ((one, other) for one, other in sorted(pairs) if other != f"{one}s" and _distance_is_one(one, other))


def _distance_is_one(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    start = next((at for at in range(shortest) if one[at] != other[at]), shortest)
    rests = (
        (one[start + 1 :], other[start + 1 :]),
        (one[start:], other[start + 1 :]),
        (one[start + 1 :], other[start:]),
    )
    return any(mine == others for mine, others in rests)
