"""Evidence: what speaks for and against each option being an answer, as numbers that do not depend on corpus size.

Retrieval scores alone cannot tell a near miss ("HER2 drugs for bladder cancer") from a question that is answered. What
tells is which words of the question the passage does not hold, how much the question hangs on them, whether the corpus
knows them at all, and whether it asks for a number, a price or a name that the passage does not give.

All that could be shown for a question is looked at together: each kind of evidence is a column, a number an option.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.calling import Calling
from bot.columns import Columns, Of
from bot.concepts import HEAVY, Asked, Concepts, concepts_of
from bot.options import Options
from bot.question_words import Bools, Floats, Wanted, typed_as_names
from bot.tables import asks_for_table
from index.hit import Hit, SearchResult
from index.searching import Index
from index.senses import PARTS_OF_SPEECH, RELATIONS, Relation
from index.spelling import is_name

_DETERMINED = re.compile(r"\b(?:which|what|whose|how many|how much)\s+([a-z][\w-]*)", re.I)
_IN_PLACE: tuple[Relation, ...] = ("same", "related", "narrower", "wider", "sibling", "none")
_PLACES = np.array([RELATIONS.index(relation) for relation in _IN_PLACE])[:, None, None]
# Made once: answers are kept with their evidence, and share its names.
_BY = tuple(f"by_{relation}" for relation in _IN_PLACE)
_LACKS = tuple(f"lacks_{part}" for part in PARTS_OF_SPEECH)
_HEAVIEST = tuple(f"heaviest_{part}" for part in PARTS_OF_SPEECH)
DEPTH = 10  # the rank of what was not found


def evidence(result: SearchResult, options: Options, index: Index, asked: Asked) -> dict[str, Of]:
    """Named numbers of each option for the claim that it answers the question.

    Words taken over from the conversation are not counted here (see conversation.py for these).
    """
    words = _of_words(asked, options, index)
    size = options.joined(np.array([len(study.rows) for study in options.studies]), np.add)
    if not size.all():  # where there is no word on one side, none is missing on the other
        words = {name: np.where(size == 0, 0.0, of) for name, of in words.items()}
    return {
        **words,
        **_of_search(result, options, asked),
        **asked.gists.evidence(options),
        **_of_texts(asked, options),
        "length": np.log1p(size),
    }


def _of_words(asked: Asked, options: Options, index: Index) -> Columns:
    """What the options hold of the question's words, and what hangs on those that they lack."""
    concepts = concepts_of(asked, options, index)
    named = np.array([is_name(wanted.surface.replace(" ", ""), index.names) for wanted in asked.wanted], bool)
    typed = typed_as_names(asked.question)
    capital = np.array([wanted.surface in typed for wanted in asked.wanted], bool)
    whole = np.maximum(options.joined(concepts.like.whole), concepts.covered)
    vague = _vague(concepts)
    return {
        **_shares(concepts, whole),
        **dict(zip(_LACKS, vague.sum(axis=2), strict=True)),
        **_heaviest(
            {
                **_missing(concepts),
                **dict(zip(_HEAVIEST, vague, strict=True)),
                **_where_missing(concepts, named, capital),
                "unlike": concepts.weights * (1 - whole) / HEAVY,
                "unlike_even": 1 - whole,
                "asked_missing": _asked_missing(asked.question, concepts),
            }
        ),
        **_likeness(concepts, options),
        "is_title": _are_titled(concepts, options, index),
        "names": float(named.any()),
        "names_held": concepts.exact[:, named].sum(axis=1) / max(named.sum(), 1),
        **_of_rows(asked.wanted, asked.calling, options, index),
        **asked.cells.evidence(concepts.shares, options),
        **asked.explained.evidence(options),
    }


def _shares(concepts: Concepts, whole: Floats) -> Columns:
    """What an option holds, and what it has in place of the words that it lacks: as shares of the question, and even.

    Shares are of its squared weight: the squares say more of the words that it hangs on. `whole` is how far each option
    holds each word, of shape (options, words).
    """
    relation = np.where(concepts.relation == RELATIONS.index("opposite"), RELATIONS.index("sibling"), concepts.relation)
    in_place = (relation == _PLACES) & ~concepts.covered
    exact, covered, soft, *by = np.concatenate([[concepts.exact, concepts.covered, whole], in_place]) @ concepts.shares
    words = max(len(concepts.wanted), 1)
    return {
        "exact": exact,
        "covered": covered,
        "soft": soft,
        **dict(zip(_BY, by, strict=True)),
        "held": concepts.covered.sum(axis=1) / words,
        "soft_even": whole.sum(axis=1) / words,
        "concepts": math.log1p(len(concepts.wanted)),
        "absent": (~concepts.known).sum() / 3,
    }


def _heaviest(values: Mapping[str, NDArray[Any]]) -> Columns:
    """The highest of the words' values for each option, each (options, words) to (options,); 0 where there are none."""
    return dict(zip(values, np.array([*values.values()]).max(axis=2, initial=0.0), strict=True))


def _missing(concepts: Concepts) -> Mapping[str, NDArray[Any]]:
    """What an option lacks of the question: how much hangs on it, and whether the document is about it anyway."""
    missing = concepts.weights * ~concepts.covered / HEAVY
    elsewhere = 1 - concepts.topical
    return {
        "heaviest_missing": missing**2,
        "heaviest_off_topic": missing * elsewhere**2,
        "heaviest_elsewhere": missing * elsewhere * concepts.known,
    }


def _vague(concepts: Concepts) -> NDArray[Any]:
    """The weight of each word that is only vaguely there, by part of speech: shape (parts, options, words)."""
    parts = [wanted.part_of_speech for wanted in concepts.wanted]
    is_part = np.array([[of == part for of in parts] for part in PARTS_OF_SPEECH], bool)
    is_foreign = concepts.relation > RELATIONS.index("related")
    lacks: NDArray[Any] = concepts.weights * (1 - concepts.soft) / HEAVY * is_foreign * is_part[:, None]
    return lacks


def _where_missing(concepts: Concepts, named: Bools, capital: Bools) -> Mapping[str, NDArray[Any]]:
    """The weight of the words that an option lacks and that are names, known elsewhere or unheard of.

    `named` and `capital` say which words are names, and which are typed as such, each of shape (words,).
    """
    lacks = ~concepts.covered
    weights = concepts.weights / HEAVY
    return {
        "name_missing": weights * (named & ~concepts.exact),
        "capital_missing": weights * (capital & lacks),
        "unheard_missing": weights * (lacks & ~concepts.known),
        "known_missing": weights * (lacks & concepts.known),
    }


def _likeness(concepts: Concepts, options: Options) -> Columns:
    """How far the likest sentence, phrasing and heading say what the question says; what is lacked first and last."""
    like, lacks = concepts.like, ~concepts.covered
    return {
        "said": options.joined(like.said),
        "said_below": options.joined(like.said_below),
        "in_sentence": options.joined(like.in_sentence),
        "is_heading": like.is_heading[options.first],
        "is_phrasing": options.joined(like.is_phrasing),
        "first_missing": lacks[:, :1].any(axis=1),
        "last_missing": lacks[:, -1:].any(axis=1),
    }


def _are_titled(concepts: Concepts, options: Options, index: Index) -> Bools:
    """Whether a question of several words has just the words of a heading, and an option stands right under it."""
    titled: Bools = (concepts.like.is_heading[options.first] == 1.0) & (len(concepts.wanted) > 1)
    for number in np.flatnonzero(titled).tolist():
        titled[number] = _opens_section(options.hits[number][0], index)
    return titled


def _opens_section(hit: Hit, index: Index) -> bool:
    return not hit.position or index.passages[hit.position - 1].section != hit.passage.section


def _of_rows(words: Sequence[Wanted], calling: Calling, options: Options, index: Index) -> Columns:
    """Whether an option's rows are called by words of the question, or stand under such headers."""
    called = np.zeros((len(options.passages), len(words)), bool)
    headed = np.zeros(len(options.passages), bool)
    for number, (hit, study) in enumerate(zip(options.passages, options.studies, strict=True)):
        if study.passage.kind == "row":
            called[number] = calling.of(hit.position)
            headed[number] = any(wanted.held_by(study.headers) for wanted in words)
    return {
        "several_called": [float(_are_called(words, hits, index)) for hits in options.hits],
        "row_called": options.joined(called, np.logical_or).sum(axis=1) / max(len(words), 1),
        "row_header": options.joined(headed, np.logical_or),
    }


def _are_called(words: Sequence[Wanted], hits: Sequence[Hit], index: Index) -> bool:
    """Whether several of the rows among `hits` are called by a word that no other of them is called by."""
    rows = [index.studies.of(hit.position).called for hit in hits if hit.passage.kind == "row"]
    own = [row.difference(*(other for other in rows if other is not row)) for row in rows] if len(rows) > 1 else []
    return sum(any(wanted.calls(names) for wanted in words) for names in own) > 1


def _asked_missing(question: str, concepts: Concepts) -> NDArray[Any]:
    """The weight of the kind of thing asked for, the noun in "which company", where an option lacks it."""
    nouns = {found.lower() for found in _DETERMINED.findall(question)}
    asked = np.array([wanted.surface.lower() in nouns for wanted in concepts.wanted], bool)
    lacks: NDArray[Any] = concepts.weights * (1 - concepts.soft) * (asked & ~concepts.covered) / HEAVY
    return lacks


def _of_search(result: SearchResult, options: Options, asked: Asked) -> Columns:
    """How an option stands among what was found, and what kind of passage it is."""
    found = options.passages
    highest = max((hit.score for hit in result.hits), default=0.0)
    top = options.joined(np.array([hit.score for hit in found]))
    next_best = np.array([_next_best(hits, result, default=-math.inf) for hits in options.hits])
    kinds = [hits[0].passage.kind for hits in options.hits]
    in_table = {kind: float(asks_for_table(asked.question, kind)) for kind in {*kinds}}
    return {
        "rank": 1 / (1 + options.joined(np.array([asked.rank.get(hit.position, DEPTH) for hit in found]), np.minimum)),
        "margin": np.where(np.isinf(next_best), 1.0, (top - next_best) / max(highest, 1e-6)),
        "first": top >= highest,
        **{
            name: options.joined(np.array([hit.signals.get(name, 0.0) for hit in found]))
            for name in ("terms", "meaning")
        },
        "row": [float(kind in ("row", "table")) for kind in kinds],
        "in_table": [in_table[kind] for kind in kinds],
        "disclaimer": [float(kind == "disclaimer") for kind in kinds],
    }


def _next_best(hits: Sequence[Hit], result: SearchResult, *, default: float) -> float:
    """The score of the best hit that would not be shown; of a table's rows, of one outside the table's section."""
    first = hits[0].passage
    section = first.section if first.kind in ("row", "table") else None
    shown = {hit.position for hit in hits}
    others = (hit for hit in result.hits if hit.position not in shown)
    return next((hit.score for hit in others if hit.passage.section != section), default)


def _of_texts(asked: Asked, options: Options) -> Columns:
    """The form of the question, and whether an option's text has the number that it asks for."""
    return {
        **asked.form,
        "amount": float(asked.amount),
        "amount_missing": [float(asked.lacks_amount(text)) for text in options.texts],
        "full_form": float(asked.full_form),
    }
