"""Names that a reader may mix up: one slip of a key apart, or drugs that begin and end alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from corpus.abbreviations import KNOWN, STAGE
from corpus.finding import Finding
from corpus.passage import Passage

_SAME_BEGINNING, _SAME_END = 3, 4  # letters
_MOST_LONGER = 3  # letters
_NAME = re.compile(r"\b(?=\w*[A-Z\d]\w*[A-Z\d])[A-Za-z][A-Za-z\d]{2,}\b")
_DRUG = re.compile(
    r"\b[A-Za-z]{3,}(?:mab|nib|ciclib|blastine|cristine|orelbine|afil|dopril|amide|idine|azine|solone|parib|limus|platin|taxel|rubicin|mycin|cillin|cycline|azole|prazole|statin|sartan|"
    r"pril|olol|dipine|gliptin|gliflozin|glutide|formin|tide|triptan|setron|zepam|zolam|oxetine|pramine|prost|vir|"
    r"fene|trozole|mustine|relin|caine|profen|thiazide|semide|dronate|sone|solone|parin|xaban|gatran)\b",
    re.I,
)


def confusable_names(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Pairs of names, such as of receptors or drugs, that are one slip of a key apart, or look alike."""
    first: dict[str, Passage] = {}
    spelt: dict[str, str] = {}
    drugs: set[str] = set()
    for passage in passages:
        of_drugs = [match[0] for match in _DRUG.finditer(passage.text)]
        drugs.update(name.lower() for name in of_drugs)
        names = (name for name in _NAME.findall(passage.text) if name not in KNOWN and not STAGE.fullmatch(name))
        for found in (*names, *of_drugs):
            first.setdefault(found.lower(), passage)
            spelt.setdefault(found.lower(), found)
    near = list(_one_apart(sorted(first)))
    pairs = [(pair, "are one letter apart") for pair in near]
    pairs += [(pair, "begin and end alike") for pair in _alike(sorted(drugs)) if pair not in near]
    for pair, why in pairs:
        earlier, later = sorted((first[name] for name in pair), key=lambda p: (p.document.path, p.lines))
        where = f"{earlier.document.path}:{earlier.lines[0]}"
        yield Finding(
            path=later.document.path,
            line=later.lines[0],
            severity="note",
            code="confusable",
            message=f"{spelt[pair[0]]} and {spelt[pair[1]]} {why} (see {where})",
        )


def _alike(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of drugs that begin with the same letters and end alike, as vinblastine and vincristine do."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        groups[name[:_SAME_BEGINNING], name[-_SAME_END:]].append(name)
    return (
        (one, other)
        for group in groups.values()
        for one, other in combinations(group, 2)
        if abs(len(one) - len(other)) <= _MOST_LONGER and other != f"{one}s"
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
