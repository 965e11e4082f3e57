"""What an answer leaves to talk on about: the row or the names that the question was about, and the aspect of it."""

from __future__ import annotations

from bot.finding import Finding
from bot.memory import Memory
from bot.tables import MOST_ROWS, aspect_of, names_of_rows
from index.hit import Hit
from index.searching import Index
from index.spelling import is_name


def note(finding: Finding, memory: Memory, index: Index) -> None:
    """Keep in `memory` what a finding that was shown is about.

    Raises:
        IndexError: If the finding has no hits.
    """
    hit = finding.hits[0]
    memory.shown = tuple(one.passage.id for one in finding.hits)
    if hit.passage.kind == "table" or len(finding.hits) > 1:
        rows = names_of_rows(hit.position, index)
        shown = [one.position for one in finding.hits if one.passage.kind == "row"] or list(rows)
        memory.listed = tuple((rows[at], index.passages[at].cells[0][1]) for at in shown if at in rows)
    if hit.passage.kind == "row":
        memory.subject = names_of_rows(hit.position, index).get(hit.position, ())
        memory.subject_label = hit.passage.cells[0][1]
        memory.named = True
        memory.aspect = aspect_of(finding.query, hit.passage, index) if len(finding.hits) == 1 else ""
        return
    names = [term for term in finding.query.terms if is_name(term.surface, index.names) and term.known]
    if names:
        memory.subject = tuple(dict.fromkeys(term.term for term in names))
        memory.subject_label = names[0].surface.upper()
        memory.named = True
    elif not memory.subject:
        memory.subject = tuple(index.analyse_text(hit.passage.heading))[:4]
        memory.subject_label = hit.passage.heading
        memory.named = False
    memory.aspect = hit.passage.heading


def other_rows(memory: Memory, index: Index) -> tuple[Hit, ...]:
    """The rows of the table talked about that were not shown; () where there is no such table or they are too many."""
    shown = [at for key in memory.shown if (at := index.position(key)) is not None]
    if not shown or index.passages[shown[0]].kind != "row":
        return ()
    rest = [at for at in names_of_rows(shown[0], index) if at not in shown]
    return tuple(Hit(passage=index.passages[at], score=1.0, position=at) for at in rest if len(rest) <= MOST_ROWS)
