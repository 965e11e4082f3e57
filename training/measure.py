"""Measure answering end to end, message in and reply out, on corpora that the model has not seen.

    python -m training.measure [--failed] [--read] [CORPUS...]

For each corpus, a model is learned from the others, and every message and dialogue of the corpus is asked. That model
judges alone, since the encoder of `bot/close_reading.py` has seen most corpora; with `--read` only the others are
measured, and what is in doubt is read. By kind it prints how many were answered rightly, wrongly and not at all, and of
those that the documents do not answer, how many were declined; and where two passages were shown because either might
answer, how often the first alone would have.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from bot import wording
from bot.answer import Answer
from bot.answering import Responder
from bot.close_reading import judged_alone
from bot.confidence import judging_by
from bot.question_sets import Asked, passes, read_set
from bot.settings import Settings
from index.searching import Index
from training.confidence import best_of_each, calibrated, without_each
from training.examples import SETS, all_examples, corpora, documents_of, indexed, unread

SETTINGS = Settings(
    documents=Path(), index=Path(), state=Path()
)  # a responder that is given its index reads none of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One message, what was replied to it, and what that is: "right", "wrong", "declined" or "alarm"."""

    corpus: str
    asked: Asked
    answer: Answer
    verdict: str


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help="only these are measured")
    parser.add_argument("--failed", action="store_true", help="name the messages whose replies were not good")
    parser.add_argument("--read", action="store_true", help="read what is in doubt, of corpora not learned from")
    options = parser.parse_args()
    chosen = unread() if options.read else corpora()
    chosen = [corpus for corpus in chosen if not options.corpora or corpus.name in options.corpora]
    with ExitStack() as stack:
        indexes = {corpus: stack.enter_context(indexed(documents_of(corpus))) for corpus in chosen}
        if not options.read:
            stack.enter_context(judged_alone())
        outcomes = list(measured(indexes))
    if options.failed:
        print("\n".join(_failure(outcome) for outcome in outcomes if not _good(outcome)))
    print("\n".join(table(outcomes)))


def measured(indexes: dict[Path, Index]) -> Iterator[Outcome]:
    """The outcomes of all messages of corpora, each by a model of others."""
    data = all_examples()
    models = without_each(data)
    calibration = calibrated(best_of_each(data, models))
    for corpus, index in indexes.items():
        with judging_by(replace(models[corpus.name], calibration=calibration)):
            yield from _asked(corpus, index)


def _asked(corpus: Path, index: Index) -> Iterator[Outcome]:
    responder = Responder(lambda: index, SETTINGS)
    for name in SETS:
        for number, dialogue in enumerate(read_set(corpus / name)):
            for asked in dialogue:
                answer = responder.reply(asked.message, chat=f"{name}:{number}")
                yield Outcome(corpus=corpus.name, asked=asked, answer=answer, verdict=_verdict(asked, answer))


def _verdict(asked: Asked, answer: Answer) -> str:
    if passes(asked, answer):
        return "right"
    if answer.kind == "answer":
        return "wrong"
    return "declined" if answer.kind in ("abstain", "smalltalk") else "alarm"


def _answerable(asked: Asked) -> bool:
    return asked.alternatives is not None and not asked.expect


def _good(outcome: Outcome) -> bool:
    return outcome.verdict == "right"


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """The lines that are printed."""
    lines: list[str] = []
    counts = Counter((_answerable(one.asked), one.asked.kind, one.verdict) for one in outcomes)
    for answerable in (True, False):
        verdicts = ("right", "wrong", "declined", "alarm") if answerable else ("right", "wrong")
        title = "answerable" if answerable else "not answerable"
        lines.append(f"{title:16}" + "".join(f"{_name(verdict, answerable):>10}" for verdict in verdicts))
        kinds = sorted({kind for which, kind, _ in counts if which == answerable})
        for kind in (*kinds, "all"):
            asked = {
                verdict: sum(counts[answerable, one, verdict] for one in (kinds if kind == "all" else [kind]))
                for verdict in ("right", "wrong", "declined", "alarm")
            }
            share = 100 * asked["right"] / max(sum(asked.values()), 1)
            lines.append(f"  {kind:14}" + "".join(f"{asked[verdict]:10}" for verdict in verdicts) + f"{share:8.1f} %")
    for corpus in sorted({one.corpus for one in outcomes}):
        here = [one for one in outcomes if one.corpus == corpus]
        lines.append(
            f"  {corpus:22} answered rightly {_share(here, True):5.1f} %, declined {_share(here, False):5.1f} %"
        )
    lines.append(_of_two(outcomes))
    answered, declined = _share(outcomes, True), _share(outcomes, False)
    lines.append(f"mean of the two shares {(answered + declined) / 2:.1f} %: {answered:.1f} and {declined:.1f}")
    return lines


def _of_two(outcomes: Sequence[Outcome]) -> str:
    two = [one for one in outcomes if one.answer.message == wording.EITHER]
    asked = [one for one in two if _answerable(one.asked)]
    alone = sum(passes(one.asked, replace(one.answer, passages=one.answer.passages[:1])) for one in asked)
    return (
        f"either of two passages shown: {len(asked)} answerable, {sum(map(_good, asked))} of them answered by one of "
        f"the two, {alone} by the first; {len(two) - len(asked)} not answerable"
    )


def _share(outcomes: Sequence[Outcome], answerable: bool) -> float:
    asked = [one for one in outcomes if _answerable(one.asked) == answerable]
    return 100 * sum(_good(one) for one in asked) / max(len(asked), 1)


def _name(verdict: str, answerable: bool) -> str:
    return verdict if answerable else {"right": "declined", "wrong": "answered"}[verdict]


def _failure(outcome: Outcome) -> str:
    asked, answer = outcome.asked, outcome.answer
    shown = answer.passages or ((answer.runner_up,) if answer.runner_up else ())
    text = " / ".join(f"{hit.passage.heading}: {hit.passage.text[:90]!r}" for hit in shown[:2])
    wanted = "" if asked.alternatives is None else f"\n      wants {str(asked.alternatives)[:160]}"
    kind = "shows" if answer.passages else "nearest"
    return (
        f"{outcome.corpus} {asked.id} {asked.kind} {outcome.verdict} ({answer.kind} {answer.confidence:.2f}): "
        f"{asked.message[:200]}{wanted}\n      {kind} {text}"
    )


if __name__ == "__main__":
    main()
