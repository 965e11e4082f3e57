"""Short lines in a row in a pasted text: which are headings, which a list without bullets, which a table's cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import Block, ListItem, Paragraph, TableRow
from corpus.pasted_pieces import Piece
from corpus.stacked_tables import rebuild_stacked

_OF_THE_PAGE = re.compile(r"\b(19|20)\d\d\b|\||;")  # a date, a byline, several sources: no heading
_LEADING_IN = frozenset("if when unless the a an of and or".split())  # "Call us if" is no heading
_LONGEST_INNER_HEADING = 10  # words
_LONGEST_QUESTION = 15  # words
_FEWEST_APART = 4  # short lines in a row that are a list though each stands apart
_FEWEST_LISTED = 3  # and if they stand together
_FEWEST_CELLS = 6

Part = Piece | list[Block]


def short_lines(pieces: Sequence[Piece], start: int) -> tuple[int, list[Part]]:
    """What the short lines from number `start` on are: how many they are, and headings, as pieces, and blocks."""
    run = _run(pieces, start)
    end = start + len(run)
    before = pieces[start - 1] if start else None
    return len(run), list(_parts(run, before, pieces[end] if end < len(pieces) else None))


def _run(pieces: Sequence[Piece], start: int) -> list[Piece]:
    """Short lines in a row that stand together, or each apart; one that is marked as a heading is by itself."""
    run = [pieces[start]]
    if pieces[start].is_marked:
        return run
    together = start + 1 < len(pieces) and not pieces[start + 1].is_apart
    for index in range(start + 1, len(pieces)):
        piece = pieces[index]
        by_itself = piece.is_apart and (index + 1 == len(pieces) or pieces[index + 1].is_apart)
        if not piece.is_short or piece.is_marked or not (not piece.is_apart if together else by_itself):
            break
        run.append(piece)
    return run


def _parts(run: Sequence[Piece], before: Piece | None, following: Piece | None) -> Iterator[Part]:
    last = run[-1] if following and _is_heading(run, before, following) else None
    others = run[:-1] if last else run
    table = _table(others)
    if table is None and last and (table := _table(run)) is not None:
        last = None
    if table is not None:
        yield table
    elif _is_list(others, before):
        yield [ListItem(text=piece.text, lines=piece.span) for piece in others]
    else:
        for piece in others:
            above = last and _may_be_heading(piece) and (piece.is_apart or (before is not None and before.ends))
            yield piece if above else _plain(piece)
    if last:
        yield last


def _plain(piece: Piece) -> list[Block]:
    return [Paragraph(text=piece.text, lines=piece.span)]


def _is_list(run: Sequence[Piece], before: Piece | None) -> bool:
    """Whether short lines are items that lost their bullets: behind a colon, or many in a row."""
    if before is not None and before.text.endswith(":") and run:
        return True
    apart = all(piece.is_apart for piece in run)
    return len(run) >= (_FEWEST_APART if apart else _FEWEST_LISTED)


def _table(run: Sequence[Piece]) -> list[Block] | None:
    """The rows of a table whose cells the lines are; a caption may stand above it."""
    for start in (0, 1):
        cells = run[start:]
        rows = rebuild_stacked([piece.text for piece in cells]) if len(cells) >= _FEWEST_CELLS else None
        if rows is not None:
            width = len(rows[0])
            spans = [(cells[at].span[0], cells[at + width - 1].span[1]) for at in range(width, len(cells), width)]
            table = [
                TableRow(cells=row, lines=span, first=number == 0)
                for number, (row, span) in enumerate(zip(rows, spans, strict=True))
            ]
            return [*(block for piece in run[:start] for block in _plain(piece)), *table]
    return None


def _is_heading(run: Sequence[Piece], before: Piece | None, following: Piece) -> bool:
    """Whether the last of some short lines is the heading of what follows."""
    last = run[-1]
    if last.is_marked:
        return True
    if not _may_be_heading(last) or (before is None and not all(map(_may_be_heading, run))):
        return False
    if len(run) >= _FEWEST_LISTED and following.is_apart and not last.is_apart:
        return False
    if following.is_short or (last.is_apart and following.is_apart):
        return True
    free = last.is_apart or len(run) > 1 or before is None or before.ends or before.is_item
    longest = _LONGEST_QUESTION if last.text.endswith("?") else _LONGEST_INNER_HEADING
    if not free or len(last.text.split()) > longest or following.text[:1].islower():
        return False
    return following.is_item or bool(following.rows) or _is_prose(following, last)


def _may_be_heading(piece: Piece) -> bool:
    return piece.is_marked or not (_OF_THE_PAGE.search(piece.text) or piece.text.split()[-1] in _LEADING_IN)


def _is_prose(piece: Piece, heading: Piece) -> bool:
    return len(piece.text) > len(heading.text) and bool(re.search(r"[.!?:\u2026]", piece.text))
