"""One message -> the findings for its questions, in the way to take the message apart that is answered best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.asked_aspects import own_words
from bot.confidence import THRESHOLD
from bot.finding import DEPTH, Finding, findings
from bot.listed import described
from bot.memory import Memory
from bot.message import Message, joined, words
from bot.subject import note, talk_of_row, title_of
from bot.tables import names_of_rows
from index.hit import Hit, Query, QueryTerm
from index.searching import Index
from index.spelling import is_name
from index.understanding import ABOUT_DOCUMENTS

MOST_QUESTIONS = 3  # of one message that are answered
LIKELY = 0.5  # of the threshold, from which what is not shown may be meant
CLOSE = 0.1  # between the confidence of two findings of which either may be right
SURE = 0.8  # confidence from which a finding needs no other beside it
EITHER = 0.55  # confidence, that one of two answers, from which both are shown
_JOINED = re.compile(r"^\W*(?:and|also|plus|but|then)\b[\s,]*(?:also\b[\s,]*)?", re.I)
LONG_MESSAGE = 30  # words; so much tells itself what its question is about
TOLD = 30  # words around a question that are read with it
COMPANION = 0.6  # of the threshold, for a question beside one that is answered


def look_up(message: Message, memory: Memory, index: Index) -> list[Finding]:
    """The findings for the questions of a message, in order; those that are not to be shown are among them."""
    tried: list[list[Finding]] = []
    for questions in ways(message):
        # All as one is the last way: it matches more words than a question has, and counts only where no other holds
        # or where it sets rows side by side: "which cancers is X for and which Y".
        held = questions == (message.text,) and any(map(shown, tried))
        if held and len(message.questions) < 2:
            continue
        found = _together(questions, message, memory, index)
        if not held or found[0].evidence.get("several_called"):
            tried.append(found)
    if len(message.questions) == 1 and len(halves := joined(message.questions[0])) > 1:
        both = _together(halves, message, memory, index, each=True)
        if both and all(finding.confidence >= THRESHOLD for finding in both):
            tried.append(both)
    best = max(tried, key=_worth)
    return [with_alternative(best[0])] if len(best) == 1 else best


def shown(found: Sequence[Finding]) -> list[Finding]:
    """Those of the findings for one message that are to be shown.

    Where one question of a message is answered, the documents are what the message is about: the others need less.
    """
    answered = any(finding.confidence >= THRESHOLD for finding in found)
    return [
        finding
        for finding in found
        if finding.confidence >= THRESHOLD
        or (answered and finding.confidence >= COMPANION * THRESHOLD and finding.evidence["covered"] >= 0.5)
    ]


def with_alternative(finding: Finding) -> Finding:
    """A finding, with its rival shown as well where it is as likely, and one of the two more likely right than not.

    Where neither is sure and the two are close, the first is right hardly more often than the second.
    """
    rival = finding.rival
    if rival is None or finding.confidence >= SURE or finding.confidence - rival.confidence >= CLOSE:
        return finding
    either = 1 - (1 - finding.confidence) * (1 - rival.confidence)
    return replace(finding, confidence=either, alternative=rival.hits) if either >= EITHER else finding


def close_call(finding: Finding) -> tuple[Hit, ...]:
    """The two hits that a question that is not answered may mean, () where it does not come close to both."""
    if finding.rival is None or not (likely(finding) and likely(finding.rival)):
        return ()
    choices = (finding.hits[0], finding.rival.hits[0])
    return choices if title_of(choices[0]) != title_of(choices[1]) else ()


def likely(finding: Finding) -> bool:
    """Whether a finding comes so close to being shown that a reader may mean it."""
    return finding.confidence >= LIKELY * THRESHOLD


def ways(message: Message) -> list[tuple[str, ...]]:
    """The ways to take a message apart: questions asked outright, inside statements or leaning on these, all as one."""
    each = (message.questions, message.embedded, (message.leaning,) if message.leaning else ())
    found = [_apart(way[:MOST_QUESTIONS]) for way in each if way]
    if (message.text,) not in found and (len(message.sentences) < 3 or not found):
        found.append((message.text,))
    return found


def _apart(questions: Sequence[str]) -> tuple[str, ...]:
    """The questions of one message, later ones without the "and" that joins them: it does not point back."""
    return (questions[0], *(_JOINED.sub("", question) or question for question in questions[1:]))


def considered(question: str, message: Message, memory: Memory, index: Index) -> list[Finding]:
    """All that could be shown for one question of a message, with what the rest of the message says taken over."""
    rest = _rest(question, message, index)
    # "The leaflet is lost" is not about what leaflets say of themselves.
    around = [term for term in _known(rest) if term.surface not in ABOUT_DOCUMENTS] if rest else []
    if around and len(words(message.text)) > LONG_MESSAGE:
        memory = Memory()
    if rest and around and not memory.subject and (names := _names(around, rest, index)):
        memory = replace(memory, subject=names, subject_label="", named=True)
    told = _told_beside(question, message) if around else ""
    found = findings(question, index, memory, around, told)
    if row := described(question, index):
        found += findings(row.question, index, talk_of_row(row.rows[0], index), around, told)
    return found


def _told_beside(question: str, message: Message) -> str:
    """What a message says before a question, or behind it where it begins with that; of much the nearest words."""
    before, _, behind = message.text.partition(question)
    return " ".join(before.split()[-TOLD:] or behind.split()[:TOLD])


def _names(around: Sequence[QueryTerm], rest: Query, index: Index) -> tuple[str, ...]:
    """Those terms of the rest of a message that are names, or that a row found for it is called by."""
    found = index.ranking(rest, top_k=DEPTH).positions[:DEPTH].tolist()
    rows = (position for position in found if index.passages[position].kind == "row")
    called = {name for row in rows for name in names_of_rows(row, index)[row]}
    return tuple(term.term for term in around if is_name(term.surface, index.names) or term.term in called)


def _together(
    questions: Sequence[str], message: Message, memory: Memory, index: Index, *, each: bool = False
) -> list[Finding]:
    """The best finding for each question; each may build on the ones before it.

    With `each`, nothing where one of them is not answered: the others are not looked up then.
    """
    memory = replace(memory)
    options: list[list[Finding]] = []
    before = ""
    for number, question in enumerate(questions, start=1):
        found = sorted(considered(question, message, memory, index), key=lambda option: -option.confidence)
        if not memory.is_fresh and found[0].confidence < THRESHOLD and _may_stand(found):
            found = sorted(considered(question, message, Memory(), index), key=lambda option: -option.confidence)
        if not _names_the_cell(found[0]):
            found.sort(key=_stands_sure, reverse=True)
        if before and found[0].reading.refers and _subject_unheard_of(before, index):
            found = [replace(option, confidence=0.0) for option in found]
        before = question
        found.insert(0, replace(_assuming_rightly(found), rival=_rival(found)))
        options.append(found)
        if each and found[0].confidence < THRESHOLD:
            return []
        if number == len(questions):
            break  # nothing builds on the last one
        if found[0].confidence >= THRESHOLD:
            note(found[0], memory, index)
            continue
        read = index.understanding.query(question)
        if names := _names(_known(read), read, index):
            memory.subject, memory.subject_label, memory.named = names, "", True
    return [_distinct(found, options) for found in options]


def _names_the_cell(option: Finding) -> bool:
    """Whether a question asks for a cell of the row that is talked about by its header: "used for what?"."""
    return option.reading.takes == "subject" and bool(option.evidence["cell_named"])


def _stands_sure(option: Finding) -> bool:
    """Whether what a question that names enough itself is answered with is sure enough as if nothing had been said."""
    return option.reading.stands and option.confidence >= THRESHOLD


def _may_stand(found: Sequence[Finding]) -> bool:
    """Whether a question has a word of its own and points nowhere: it may have nothing to do with what was said."""
    readings = [option.reading for option in found]
    return all(one.concepts and not one.refers and (one.takes or not one.assumed) for one in readings)


def _subject_unheard_of(question: str, index: Index) -> bool:
    """Whether the documents lack the word that a question is about most of all: nor do they know what "it" is then."""
    heaviest = index.understanding.query(own_words(question)).heaviest()
    return bool(heaviest) and not any(term.known for term in heaviest)


def _assuming_rightly(found: Sequence[Finding]) -> Finding:
    """The best finding; of the readings that lead to it the one that takes over what the wording points back to.

    A question that only asks on ("drawbacks?") points back, too. Where nothing does, the one that takes nothing over;
    and so where the answer stands elsewhere and does not hold the name of what was talked about.
    """
    same = [option for option in found if _same(option, found[0]) and option.confidence >= THRESHOLD]
    refers = bool(found[0].reading.refers) or not found[0].reading.concepts
    stays = ("refers_stays", "bare_stays", "subject_held", "takes_aspect", "takes_rows")
    goes_on = refers and any(option.evidence[name] for option in same for name in stays)
    return next((option for option in same if bool(option.reading.takes) == goes_on), found[0])


def _rival(found: Sequence[Finding]) -> Finding | None:
    """The best finding that shows nothing of what the best one shows."""
    shown_first = {hit.position for hit in found[0].hits}
    others = (option for option in found if option.hits)
    return next((one for one in others if shown_first.isdisjoint(hit.position for hit in one.hits)), None)


def _distinct(found: Sequence[Finding], every: Sequence[Sequence[Finding]]) -> Finding:
    """The best of a question's findings, or the next best where another question has the same with more confidence."""
    taken = [other[0] for other in every if other is not found and other[0].confidence > found[0].confidence]
    if any(_same(one, found[0]) for one in taken):
        rest = [option for option in found if not any(_same(one, option) for one in taken)]
        if rest and rest[0].confidence >= COMPANION * THRESHOLD:
            return rest[0]
    return found[0]


def _same(finding: Finding, other: Finding) -> bool:
    return [hit.position for hit in finding.hits] == [hit.position for hit in other.hits]


def _rest(question: str, message: Message, index: Index) -> Query | None:
    """What the rest of a message with one question says; None where it has several, or nothing else."""
    outright = len(message.questions) == 1 and len(message.sentences) > 1
    if not (outright or question in message.embedded):
        return None
    return index.understanding.query(message.text.replace(question, " "))


def _known(text: Query) -> list[QueryTerm]:
    """The words of a text that the documents hold."""
    return [term for term in text.terms if term.known and term.origin != "synonym"]


def _worth(found: Sequence[Finding]) -> float:
    """How good the findings for one way to read a message are: all of its questions should be answered."""
    confident = sum(finding.confidence for finding in shown(found))
    return confident / len(found) + 0.01 * max(finding.confidence for finding in found)
