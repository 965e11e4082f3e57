"""The lines of a PDF's page in reading order: one column after the other, with the tables that are drawn or only set.

The words of a line are put together to segments where they stand close. Where segments stand above each other on both
sides of a free strip, and are long, the page has columns; where they are short, they are the cells of a table.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from corpus.inline import RAISED
from corpus.pdf_tables import PrintedLine, with_set_tables

_APART = 0.8  # times the size of a word: the gap behind which another segment begins
_FEWEST_LINES = 4  # on each side of a strip that divides columns
_LONG = 22  # characters of a segment, in the mean, from which it is prose rather than a cell
_NEAR = 3.0  # points; what stands as near as that to an edge stands on it
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BULLET = 0.7  # times the size of a line: a drawn bullet is smaller
_BULLET_WITHIN = 2.5  # times the size of a line: and stands so near before it


def lines_of_page(page: Any) -> Iterator[PrintedLine]:
    """The lines and tables of a page in the order in which they are read."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1]
    outside = page.filter(lambda thing: not any(_inside(thing, table.bbox) for table in tables)) if tables else page
    segments = [*_segments(outside), *map(_drawn_table, tables)]
    bullets = [thing for thing in (*page.curves, *page.rects) if _is_small(thing)]
    segments = [_with_bullet(segment, bullets) for segment in segments]
    for column in _columns(sorted(segments, key=lambda one: (one.top, one.left))):
        bottom = 0.0
        for line in with_set_tables(column):
            yield replace(line, gap=max(line.top - bottom, 0.0) if bottom else 0.0)
            bottom = line.top + line.size


def _inside(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    if thing.get("object_type") != "char":
        return False
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _drawn_table(table: Any) -> PrintedLine:
    rows = tuple(tuple(" ".join((cell or "").split()) for cell in row) for row in table.extract())
    left, top, right, bottom = table.bbox
    rows = tuple(row for row in rows if any(row))
    return PrintedLine(text="", size=bottom - top, top=top, left=left, right=right, rows=rows, is_drawn=True)


def _segments(page: Any) -> Iterator[PrintedLine]:
    """Runs of words on a line without a wide gap between them."""
    for line in page.extract_text_lines(return_chars=True):
        words: list[list[dict[str, Any]]] = [[]]
        raised = {id(char) for char in line["chars"] if _is_raised(char, line)}
        for char in line["chars"]:
            if words[-1] and char is words[-1][-1]:
                continue  # a ligature comes once for each of its letters
            if words[-1] and char["x0"] - words[-1][-1]["x1"] > _APART * char["size"]:
                words.append([])
            words[-1].append(char)
        text = line["text"].strip()
        for chars in words:
            letters = [char for char in chars if char["text"].strip()]
            if letters:
                said = text if len(words) == 1 and not raised else _spaced(letters, raised)
                yield _segment(" ".join(said.split()), letters)


def _is_raised(char: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether a digit is small and stands high: a power, or the mark of a footnote."""
    height = line["bottom"] - line["top"]
    return bool(
        char["text"].isdigit() and char["size"] < 0.85 * height and char["bottom"] < line["bottom"] - 0.15 * height
    )


def _spaced(letters: Sequence[dict[str, Any]], raised: Collection[int]) -> str:
    """The letters with spaces where they stand a little apart, raised digits as such."""
    pieces = [letters[0]["text"]]
    for before, char in pairwise(letters):
        said = char["text"].translate(RAISED) if id(char) in raised else char["text"]
        pieces.append((" " if char["x0"] - before["x1"] > 0.15 * char["size"] else "") + said)
    return _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), "".join(pieces))


def _segment(text: str, letters: Sequence[dict[str, Any]]) -> PrintedLine:
    return PrintedLine(
        text=text,
        size=Counter(round(char["size"], 1) for char in letters).most_common(1)[0][0],
        bold=all(re.search("bold|black|heavy", char["fontname"], re.I) for char in letters),
        top=min(char["top"] for char in letters),
        left=letters[0]["x0"],
        right=letters[-1]["x1"],
    )


def _is_small(thing: dict[str, Any]) -> bool:
    width, height = thing["x1"] - thing["x0"], thing["bottom"] - thing["top"]
    return bool(1 < width < 9 and 0.6 < width / (height or 1) < 1.7)


def _with_bullet(segment: PrintedLine, bullets: Sequence[dict[str, Any]]) -> PrintedLine:
    """A segment, with a bullet at its beginning where one is drawn before it."""
    for drawn in bullets:
        middle = (drawn["top"] + drawn["bottom"]) / 2
        beside = segment.top <= middle <= segment.top + segment.size
        before = 0 < segment.left - drawn["x1"] < _BULLET_WITHIN * segment.size
        if segment.text and beside and before and drawn["x1"] - drawn["x0"] < _BULLET * segment.size:
            return replace(segment, text=f"\u2022 {segment.text}")
    return segment


def _columns(segments: list[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Segments from top to bottom, divided into columns where a free strip runs between two of them."""
    for gutter in sorted({round(one.left) for one in segments})[1:]:
        start, end = _run(segments, gutter)
        inside = segments[start:end]
        left = [one for one in inside if one.right < gutter]
        right = [one for one in inside if one.left >= gutter - _NEAR]
        if min(len(left), len(right)) >= _FEWEST_LINES and _are_long(left) and _are_long(right):
            yield from filter(None, (segments[:start], left))
            yield from _columns(right)
            yield from _columns(segments[end:])
            return
    if segments:
        yield segments


def _run(segments: Sequence[PrintedLine], gutter: float) -> tuple[int, int]:
    """The longest run of segments of which none stands across `gutter`, from where some stand on its right side."""
    best = (0, 0)
    start: int | None = None
    for at, one in enumerate((*segments, None)):
        if one is None or one.left < gutter - _NEAR <= one.right:
            if start is not None and at - start > best[1] - best[0]:
                best = (start, at)
            start = None
        elif start is None:
            start = at
    return _without_lone(segments, best, gutter)


def _without_lone(segments: Sequence[PrintedLine], run: tuple[int, int], gutter: float) -> tuple[int, int]:
    """A run without the short lines above its columns, and below them those that begin something new."""
    right = [at for at in range(*run) if segments[at].left >= gutter - _NEAR]
    left = [at for at in range(*run) if segments[at].right < gutter]
    if not right or not left or left[0] > right[-1]:
        return run[0], run[0]
    start = next(at for at in range(*run) if segments[at].top >= segments[right[0]].top - _NEAR)
    end = right[-1] + 1
    last = next(segments[at] for at in reversed(left) if at < end)
    while end < run[1] and _goes_on(last, segments[end]):
        last = segments[end]
        end += 1
    return start, end


def _goes_on(above: PrintedLine, below: PrintedLine) -> bool:
    return above.size == below.size and below.top - above.top < 2 * above.size and abs(above.left - below.left) < _NEAR


def _are_long(segments: Sequence[PrintedLine]) -> bool:
    return sum(len(one.text) for one in segments) >= _LONG * len(segments)
