"""What an answer leaves to talk on about: the row or the names that the question was about, and the aspect of it."""

from __future__ import annotations

import re

from bot.about_document import asks_of_the_document
from bot.finding import Finding, is_called
from bot.memory import Memory
from bot.pointing import points_back
from bot.tables import aspect_of, names_of_rows
from index.hit import Hit, QueryTerm, as_held
from index.searching import Index
from index.spelling import is_name

MOST_TOPIC = 4  # terms
_JOINT = " \u203a "  # as between the parts of a source


def note(finding: Finding, memory: Memory, index: Index) -> None:
    """Keep in `memory` what a finding that was shown is about.

    Raises:
        IndexError: If the finding has no hits.
    """
    hit = _asked_for(finding, index)
    _list(finding, memory, index)
    memory.shown = tuple(one.passage.id for one in finding.hits)
    memory.topic = _topic(finding, memory, index)
    names = [term for term in finding.query.terms if _is_named(term, index)]
    if names and hit.passage.kind != "row":
        memory.subject = tuple(dict.fromkeys(term.term for term in names))
        memory.subject_label = as_written(names[0].surface, hit)
        memory.named = True
    elif row := _row_named(finding, index):
        _turn_to(row, memory, index)
    _move_to(hit, memory, index)
    memory.about_document = asks_of_the_document(finding.query)
    if memory.about_document:
        memory.subject_label = hit.passage.document.title
    if hit.passage.kind == "row" and len(finding.hits) == 1:
        memory.aspect = aspect_of(finding.query, hit.passage, index)


def _topic(finding: Finding, memory: Memory, index: Index) -> tuple[str, ...]:
    """The terms that a question, in its words or others for these, and its answer share, the weightiest first.

    Where it goes on, also those of the questions before.
    """
    asked = sorted(finding.query.own_concepts.values(), key=lambda words: -words[0].importance)
    terms = (word.term for words in asked for word in words)
    held = index.studies.held(terms, (hit.position for hit in finding.hits))
    shared = [next((word.term for word in words if word.term in held), "") for words in asked]
    reading = finding.reading
    goes_on = reading.refers or reading.takes in ("subject", "rows") or not any(shared)
    before = reading.context if reading.takes == "aspect" else memory.topic  # another thing may be asked about now
    return tuple(dict.fromkeys(filter(None, [*shared, *(before if goes_on else ())])))[:MOST_TOPIC]


def note_more(hit: Hit, memory: Memory, index: Index) -> None:
    """Keep in `memory` that a passage was shown because somebody wanted more."""
    memory.shown, memory.about_document = (hit.passage.id,), False
    _move_to(hit, memory, index)


def _move_to(hit: Hit, memory: Memory, index: Index) -> None:
    """Talk about a row, or about the section that a passage stands in; a name that the passage holds goes along."""
    memory.aspect = "" if hit.passage.kind == "row" else hit.passage.heading
    if hit.passage.kind == "row":
        _turn_to(hit, memory, index)
    elif not memory.named or not _about(memory.subject, hit, index):
        memory.subject, memory.named = tuple(index.analyse_text(hit.passage.heading))[:4], False
        memory.subject_label = hit.passage.heading


def _turn_to(row: Hit, memory: Memory, index: Index) -> None:
    """Talk about a row of a table by its name."""
    memory.subject, memory.named = names_of_rows(row.position, index)[row.position], True
    memory.subject_label = title_of(row)


def talk_of_row(position: int, index: Index) -> Memory:
    """What is remembered where a row of a table is talked about."""
    passage = index.passages[position]
    return Memory(
        subject=names_of_rows(position, index)[position],
        named=True,
        subject_label=passage.cells[0][1],
        listed=(passage.id,),
        apart=(passage.id,),
        shown=(passage.id,),
    )


def note_unanswered(finding: Finding, memory: Memory, index: Index) -> None:
    """Keep in `memory` what a question that was not answered names, where the documents know it: the talk is about it.

    A question that points back ("is it better than VEGF?") goes on about what was talked about, whatever it names.
    """
    if points_back(finding.reading.question) or asks_of_the_document(finding.query) or not finding.hits:
        return
    asked = _asked(finding)
    row = next((hit for hit in finding.result.hits if is_called(hit, set(asked), index)), None)
    names = [term for term in asked.values() if _is_named(term, index)]
    if row is not None:
        _turn_to(row, memory, index)
    elif names:
        memory.subject = tuple(term.term for term in names)
        memory.subject_label = as_written(names[0].surface, finding.hits[0])
    elif _is_titled_by(finding, index):
        heading = finding.hits[0].passage.heading
        memory.subject, memory.subject_label = tuple(index.analyse_text(heading))[:4], heading
    else:
        return
    memory.named, memory.aspect, memory.shown = bool(row or names), "", ()
    memory.topic, memory.about_document = (), False


def _is_titled_by(finding: Finding, index: Index) -> bool:
    """Whether the heaviest word of a question is in the heading of what comes nearest to it."""
    heading = set(index.analyse_text(finding.hits[0].passage.heading))
    return any(term.term in heading for term in finding.query.heaviest())


def _is_named(term: QueryTerm, index: Index) -> bool:
    return is_name(term.surface, index.names) and not term.surface.isdigit() and term.known


def _asked_for(finding: Finding, index: Index) -> Hit:
    """The hit that a question is about: of several rows the first that it calls by name, else the first of all."""
    asked = set(_asked(finding))
    return next((hit for hit in finding.hits if is_called(hit, asked, index)), finding.hits[0])


def _row_named(finding: Finding, index: Index) -> Hit | None:
    """The row of which a question has the whole name, though something else in its document answers."""
    asked, document = set(_asked(finding)), finding.hits[0].passage.document.id
    rows = (hit for hit in finding.result.hits if hit.passage.document.id == document and is_called(hit, asked, index))
    return next((row for row in rows if asked.issuperset(names_of_rows(row.position, index)[row.position])), None)


def _asked(finding: Finding) -> dict[str, QueryTerm]:
    """The terms of the words that the question itself has, by term."""
    concepts = finding.query.own_concepts.values()
    return {term.term: term for terms in concepts for term in as_held(terms)}


def _about(subject: tuple[str, ...], hit: Hit, index: Index) -> bool:
    """Whether a passage speaks of a subject, itself or in the headings over it."""
    return index.studies.held(subject, [hit.position]).issuperset(subject)


def _list(finding: Finding, memory: Memory, index: Index) -> None:
    """Keep the rows shown side by side, or one after the other; forget those of another table."""
    hit = finding.hits[0]
    rows = names_of_rows(hit.position, index) if hit.passage.kind in ("row", "table") else {}
    shown = [
        index.passages[one.position].id for one in finding.hits if one.position in rows and one.passage.kind == "row"
    ]
    before = [key for key in memory.listed if index.position(key) in rows]
    memory.apart = tuple(dict.fromkeys([*(key for key in memory.apart if key in before), *shown]))
    if hit.passage.kind == "table":
        memory.listed = tuple(index.passages[at].id for at in rows)
    elif len(shown) > 1:
        memory.listed, memory.apart = tuple(shown), ()
    elif shown or not finding.reading.takes:
        memory.listed = tuple(dict.fromkeys([*before, *shown]))


def assumption(finding: Finding) -> str:
    """What a finding rests on besides its own question: the subject taken over, where it led, the aspect taken over.

    "" where nothing was taken over from the conversation. Each part is verbatim from the documents, but for a heading's
    words that name what was talked about before.
    """
    reading = finding.reading
    if not reading.assumed and reading.takes != "aspect":
        return ""
    rows = [title_of(hit) for hit in finding.hits if hit.passage.kind == "row"]
    where = ", ".join(rows) or title_of(finding.hits[0])
    if reading.takes == "rows" or reading.assumed in rows:
        return where
    found = (where, reading.assumed) if reading.takes == "aspect" else (reading.assumed, where)
    return _JOINT.join(filter(None, dict.fromkeys(found)))


def title_of(hit: Hit) -> str:
    """What a hit is called: a row by its first cell, any other passage by its heading."""
    return hit.passage.cells[0][1] if hit.passage.kind == "row" else hit.passage.heading


def as_written(surface: str, hit: Hit) -> str:
    """A name as a passage writes it: "HbA1c" for "hba1c"; in capitals where the passage does not hold it."""
    letters = r"[\s-]?".join(re.escape(letter) for letter in surface if letter.isalnum())
    found = re.search(rf"\b{letters}\b", f"{hit.passage.heading}\n{hit.passage.text}", re.I)
    return found.group() if found else surface.upper()
