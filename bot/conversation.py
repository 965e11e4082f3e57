"""Follow-ups: what a message may take over from what was last talked about, or from its own other sentences.

A message may name nothing itself ("and its benefits?"), or change one thing and keep the rest ("what about VEGF?").
`readings` gives the ways in which it can be understood. Each is looked up, and what was learned from dialogues decides
which of them the documents answer best; `continuity.py` says what speaks for that in numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.about_document import about_it, of_the_document
from bot.asked_aspects import own_words
from bot.listed import Pointed, of_anything, pointed, side_by_side
from bot.memory import Memory
from bot.message import begins_as_question
from bot.pointing import asks_elsewhere, asks_what_is, has_cue, named_first, points_back, without_cue
from bot.replaced import Replaced
from bot.tables import names_of_rows
from index.hit import Query, QueryTerm
from index.searching import Index

SHORT = 3  # concepts; a longer message names what it is about
OWN = 2  # concepts of a question that points nowhere, from which it is answered as if nothing had been said
NOTHING_REPLACED = Replaced()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand a question.

    Attributes:
        question: What is looked up.
        context: Terms taken over, from the conversation or from the message's other sentences.
        told: What the message tells beside the question, where that is taken over.
        assumed: What was taken over, as shown; "" where nothing was.
        takes: What is taken over: "subject", "aspect", "rows", "message" (its other sentences), "" for nothing.
        rows: Positions of the rows that the wording points to, () where it points to none.
        how: Whether "all" of these rows are meant, "one" of them, or "either".
        asks_again: Whether what is taken over is asked of something else, and counts as asked.
        document: The id of the only document that may answer, "" where any may.
        refers: How far the wording points back: 1 for a cue ("and ...", "what about ..."), 1 for a pronoun, added up.
        concepts: How many words of weight the question has itself.
        stands: Whether it names enough itself and points nowhere: it is answered as if nothing had been said before.
    """

    question: str
    context: tuple[str, ...] = ()
    told: str = ""
    assumed: str = ""
    takes: str = ""
    rows: tuple[int, ...] = ()
    how: str = ""
    asks_again: bool = False
    document: str = ""
    refers: int = 0
    concepts: int = 0
    stands: bool = False


def readings(
    question: str,
    first: Query,
    named: Collection[str],
    memory: Memory,
    index: Index,
    around: Sequence[QueryTerm] = (),
    told: str = "",
    instead: Replaced = NOTHING_REPLACED,
) -> list[Reading]:
    """The readings of a question, the one that stands alone first.

    Args:
        question: As typed.
        first: The question as the index understands it by itself.
        named: Those of its terms that are names, or that a row of a table is called by.
        memory: What was last talked about.
        index: Where the rows last shown stand.
        around: Words that the other sentences of its message mention and the documents know.
        told: These sentences, or the last of them.
        instead: What of the last questions this one puts other things in place of.
    """
    if not any(map(str.isalpha, question)):
        return [Reading(question=question, stands=True)]
    concepts = len(first.concepts)
    said = without_cue(question)
    if memory.about_document and (asked := about_it(said)):
        return [Reading(question=asked, assumed=memory.subject_label, stands=True, concepts=concepts)]
    own = own_words(said)
    itself = named_first(said)
    pronoun = points_back(said) and not (itself and index.understanding.concepts(own_words(itself)))
    of_document = of_the_document(question) and not pronoun
    elsewhere = asks_elsewhere(question)
    cue = not of_document and has_cue(question)
    alone = Reading(
        question=said if concepts else question,
        refers=cue + pronoun,
        concepts=concepts and (concepts if own == question else index.understanding.concepts(own)),
    )
    alone = replace(
        alone,
        stands=not alone.refers and (of_document or elsewhere or alone.concepts >= (1 if asks_what_is(said) else OWN)),
    )
    going_on, found = replace(alone, stands=False), [alone]
    rows = pointed(said, memory, index)
    if rows is None and not named and concepts <= SHORT:
        rows = side_by_side(said, memory, index)
    if rows:
        found.append(_of_rows(rows, going_on, index))
        if rows.sure:
            return found[1:]
    if named:
        goes_on = bool(memory.aspect) and not _besides(first, named, index)
        again = _of_aspect(going_on, said, memory, index) if goes_on else None
    else:
        goes_on = not of_document and not elsewhere and (cue or pronoun or concepts <= SHORT)
        found += [_of_subject(going_on, said, memory, alone)] if goes_on and memory.subject else []
        again = _of_something_else(going_on, said, memory, instead) if cue or instead.alone else None
    if again:
        if cue and _asks_nothing_else(said, named, memory, instead, index):
            return [*(reading for reading in found if reading.takes == "rows"), again]
        found.append(again)
    if around:
        terms = tuple(term.term for term in around)
        found.append(replace(alone, question=said, context=terms, told=told, takes="message"))
    return found


def _besides(first: Query, named: Collection[str], index: Index) -> bool:
    """Whether a question asks something of what it names, and so takes no aspect over: "VEGF drugs" does not."""
    nothing = {*named, *of_anything(index)}
    return any(words[0].term not in nothing or not words[0].known for words in first.concepts.values())


def _of_aspect(alone: Reading, said: str, memory: Memory, index: Index) -> Reading:
    """The same asked of something else: what a header or heading tells, or where that names what was talked about,
    what the last questions were about besides.
    """
    topic = tuple(term for term in memory.topic if term not in memory.subject)
    aspect = _without(memory.subject, memory.aspect, index) if memory.named else memory.aspect
    if topic and aspect != memory.aspect:
        return replace(alone, question=said, context=topic, takes="aspect")
    return replace(alone, question=f"{said} {aspect}", context=topic, assumed=aspect, takes="aspect")


def _of_subject(alone: Reading, said: str, memory: Memory, as_typed: Reading) -> Reading:
    """The same asked of what was last talked about."""
    context = _context(memory, as_typed)
    return replace(alone, question=said, context=context, assumed=memory.subject_label, takes="subject")


def _of_something_else(alone: Reading, said: str, memory: Memory, instead: Replaced) -> Reading | None:
    """What the last questions asked, of what a question puts in place of something; None where it does not."""
    kept = tuple(term for term in memory.topic if term not in instead.terms)
    if not instead.terms or not kept:
        return None
    return replace(alone, question=said, context=kept, takes="aspect", asks_again=True, document=instead.document)


def _asks_nothing_else(said: str, named: Collection[str], memory: Memory, instead: Replaced, index: Index) -> bool:
    """Whether a question that begins with a cue only names of what the last one is asked again: "and B?"."""
    if named:
        return _of_a_cell(memory, index)
    return instead.alone or (bool(instead.document) and not begins_as_question(said))


def _of_a_cell(memory: Memory, index: Index) -> bool:
    """Whether the last question was about a cell of a row."""
    return any(memory.aspect in dict(index.passages[at].cells) for at in index.positions(memory.shown))


def _context(memory: Memory, alone: Reading) -> tuple[str, ...]:
    """What a question takes over as its subject: one without words of its own asks on about the last question, too."""
    return memory.subject if alone.concepts else tuple(dict.fromkeys([*memory.subject, *memory.topic]))


def _without(names: Sequence[str], heading: str, index: Index) -> str:
    """A heading without the words that name what was talked about: its aspect is asked of something else."""
    return " ".join(word for word in heading.split() if not set(names).intersection(index.analyse_text(word)))


def _of_rows(rows: Pointed, alone: Reading, index: Index) -> Reading:
    return replace(
        alone,
        question=rows.question,
        concepts=index.understanding.concepts(own_words(rows.question)),
        context=names_of_rows(rows.rows[0], index)[rows.rows[0]] if len(rows.rows) == 1 else (),
        assumed=", ".join(index.passages[at].cells[0][1] for at in rows.rows) if rows.how == "all" else "",
        takes="rows",
        rows=rows.rows,
        how=rows.how,
    )
