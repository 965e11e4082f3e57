"""Answer -> text and JSON, the same words for every front end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot import wording
from bot.answer import Answer
from corpus.passage import Passage
from index.hit import Hit, Origin

_HOW: Mapping[Origin, str] = {
    "exact": "",
    "correction": ", corrected from {typed}",
    "synonym": ", for {typed}",
    "context": ", from what was talked about",
}


def plain_text(answer: Answer) -> str:
    """The whole reply without colour, as the terminal shows it."""
    return "\n\n".join(part for part in parts(answer) if part)


def parts(answer: Answer) -> Iterable[str]:
    """The parts of a reply in order: what was understood, passages with sources, disclaimer, suggestions."""
    yield correction_line(answer)
    yield answer.assumed
    yield answer.message
    for passages in together([hit.passage for hit in answer.passages]):
        yield "\n\n".join(passage_text(passage) for passage in passages)
        yield source_line(passages[0])
    if answer.disclaimer and not any(answer.disclaimer == hit.passage.text for hit in answer.passages):
        yield f"{wording.in_language(wording.DISCLAIMER, answer.language)}: {answer.disclaimer}"
    yield suggestion_lines(answer)


def correction_line(answer: Answer) -> str:
    """What a word was taken for, "" where every word was taken as typed."""
    corrections = answer.query.corrections if answer.query else ()
    if not corrections or not answer.passages:
        return ""
    typed = wording.in_language(wording.TYPED, answer.language)
    words = ", ".join(typed.format(meant=meant, typed=slip) for slip, meant in corrections)
    return wording.in_language(wording.CORRECTED, answer.language).format(words=words)


def together(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Passages in groups that share one source line: neighbouring rows of one table."""
    groups: list[list[Passage]] = []
    for passage in passages:
        before = groups[-1][-1] if groups else None
        if before and before.kind == passage.kind == "row" and before.section == passage.section:
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return groups


def passage_text(passage: Passage) -> str:
    """A passage as it is shown: verbatim; a row as a line for each cell under its header."""
    if passage.kind != "row":
        return passage.text
    empty = wording.in_language(wording.NOT_STATED, passage.document.language)
    return "\n".join(f"{header}: {cell or empty}" if header else cell for header, cell in passage.cells)


def source_line(passage: Passage) -> str:
    """Where a passage stands: heading, document, publisher, dates, lines and link."""
    document = passage.document
    facts = [
        " \u203a ".join((document.title, *passage.headings)),
        document.publisher,
        dated(wording.REVIEWED, document.reviewed, document.language),
        dated(wording.NEXT_REVIEW, document.next_review, document.language),
        f"{document.path}:{line_range(passage)}",
        document.url,
    ]
    source = wording.in_language(wording.SOURCE, document.language)
    return f"{source}: " + " \u00b7 ".join(fact for fact in facts if fact)


def line_range(passage: Passage) -> str:
    """The lines of its document that a passage stands in: "12", or "12-15" where they are several."""
    first, last = passage.lines
    return str(first) if first == last else f"{first}-{last}"


def dated(sentence: str, day: date | None, language: str) -> str:
    """A sentence about a day in a language, "" where no day is stated."""
    if day is None:
        return ""
    month = wording.in_language(wording.MONTHS, language).split()[day.month - 1]
    written = wording.in_language(wording.DAY, language).format(day=day.day, month=month, year=day.year)
    return wording.in_language(sentence, language).format(day=written)


def suggestion_lines(answer: Answer) -> str:
    """The suggestions, numbered, "" where there are none; beside an answer, with a word that they are other choices."""
    lines = [f"{number}. {one.label}" for number, one in enumerate(answer.suggestions, start=1)]
    if lines and answer.passages:
        lines.insert(0, wording.in_language(wording.INSTEAD, answer.language))
    return "\n".join(lines)


def to_json(answer: Answer, identifier: object) -> dict[str, Any]:
    """A reply for a program; `text` is what the terminal shows."""
    return {
        "id": identifier,
        "q": answer.question,
        "kind": answer.kind,
        "passages": [_passage_json(hit) for hit in answer.passages],
        "disclaimer": answer.disclaimer,
        "text": plain_text(answer),
        "confidence": round(answer.confidence, 4),
        "assumed": answer.assumed,
        "suggestions": [{"label": one.label, "passage": one.passage_id} for one in answer.suggestions],
        "took_ms": round(answer.took_ms, 3),
        "why": why(answer),
    }


def why(answer: Answer) -> dict[str, Any]:
    """What spoke for the answer: terms, signals, corrections, the runner-up and the evidence."""
    query = answer.query
    return {
        "terms": [
            {
                "word": term.surface,
                "term": term.term,
                "weight": round(term.weight, 3),
                "as": term.origin,
                "known": term.known,
            }
            for term in (query.terms if query else ())
        ],
        "corrections": [list(pair) for pair in (query.corrections if query else ())],
        "hits": [_hit_json(hit) for hit in answer.passages],
        "runner_up": _hit_json(answer.runner_up) if answer.runner_up else None,
        "evidence": {name: round(value, 3) for name, value in answer.evidence.items()},
    }


def why_text(answer: Answer) -> str:
    """The same for a person."""
    if answer.query is None:
        return "This reply did not come from the documents."
    lines = [f"Confidence: {answer.confidence:.0%}"]
    if answer.assumed:
        lines.append(f"Taken over from the conversation: {answer.assumed.rstrip(':')}")
    for term in answer.query.terms:
        how = _HOW[term.origin].format(typed=term.surface)
        lines.append(f"  {term.term}{how}: weight {term.weight:.2f}{'' if term.known else ', not in the documents'}")
    for name, hit in [("Shown", hit) for hit in answer.passages] + [("Next best", answer.runner_up)]:
        if hit:
            lines.append(f"{name}: {hit.passage.heading} ({hit.passage.id})")
            lines += [f"  {signal}: {value:.3f}" for signal, value in hit.signals.items() if round(value, 3)]
            lines.append("  matched: " + (", ".join(hit.matches) or "nothing"))
    lines.append("Evidence:")
    lines += [f"  {name}: {value:.2f}" for name, value in answer.evidence.items() if round(value, 2)]
    return "\n".join(lines)


def _passage_json(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "id": passage.id,
        "document": passage.document.id,
        "heading": passage.heading,
        "text": passage.text,
        "kind": passage.kind,
        "lines": list(passage.lines),
        "url": passage.document.url,
        "score": round(hit.score, 5),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "passage": hit.passage.id,
        "score": round(hit.score, 5),
        "signals": {name: round(value, 5) for name, value in hit.signals.items()},
        "matches": {term: round(weight, 3) for term, weight in hit.matches.items()},
    }
