"""The commands that say how well readers are served, coverage, unanswered and report; each over plain functions."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.editor_commands import republish, settings_of
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.clusters import Cluster
    from index.searching import Index

MOST_SHOWN = 4  # other wordings of a cluster
_NOTHING_KEPT = (
    "No unanswered question is kept. With PULLQUOTE_KEEP_UNANSWERED=1 the Telegram bot keeps them for 30 days, without "
    "numbers, names or anything that says who asked."
)


def add_commands(commands: Any, folders: argparse.ArgumentParser) -> None:
    """Add these commands to the subparsers `commands`; `folders` holds the options that all of them take."""
    command = commands.add_parser(
        "coverage", parents=[folders], help="what people ask of each thing, and what is missing"
    )
    command.add_argument("--limit", type=int, default=40, metavar="N", help="ask about so many things (40)")
    command.add_argument("--json", action="store_true", help="print each question as a line of JSON")
    command.set_defaults(run=coverage)

    command = commands.add_parser("report", parents=[folders], help="all of it as one HTML page")
    command.add_argument("--out", type=Path, default=Path("report.html"), metavar="FILE", help="where to (report.html)")
    command.set_defaults(run=report)

    command = commands.add_parser("unanswered", parents=[folders], help="what was asked in vain, and accept some of it")
    accept = command.add_mutually_exclusive_group()
    accept.add_argument("--question", type=int, metavar="N", help="add number N to the question file")
    accept.add_argument("--phrasing", type=int, metavar="N", help="add number N to what people ask at --target")
    command.add_argument("--target", metavar="HEADING", help="what must answer it (for a question: not answered)")
    command.add_argument("--words", metavar="TEXT", help="ask it in these words")
    command.set_defaults(run=unanswered)


def coverage(options: argparse.Namespace) -> int:
    """Show which of the questions that people ask are answered for each thing in the documents."""
    from bot.coverage import cover, to_text

    settings = settings_of(options)
    found = cover(_index(settings), settings, limit=options.limit)
    if options.json:
        for record in found.to_json():
            print(json.dumps(record, ensure_ascii=False))
    else:
        print(to_text(found))
    return 0


def report(options: argparse.Namespace) -> int:
    """Write the report."""
    from datetime import date

    from bot.report import gather
    from bot.report_page import page

    settings = settings_of(options)
    options.out.write_text(page(gather(_index(settings), settings, today=date.today())), encoding="utf-8")
    print(f"Report written to {options.out}.")
    return 0


def unanswered(options: argparse.Namespace) -> int:
    """List the questions asked in vain, put together; or accept one of them."""
    from datetime import date

    from bot.clusters import clusters
    from bot.question_file import read_question_file
    from bot.question_sets import folded
    from bot.usage import unanswered as asked
    from bot.usage import usage_path

    settings = settings_of(options)
    known = {folded(one.question) for one in read_question_file(settings.documents).expected}
    kept = asked(usage_path(settings.state, settings.documents), today=date.today())
    found = [cluster for cluster in clusters(kept) if folded(cluster.question) not in known]
    number = options.question or options.phrasing
    if number is None:
        print(_listed(found, settings) or _NOTHING_KEPT)
        return 0
    if not 1 <= number <= len(found):
        raise ValueError(f"there is no number {number}; `pullquote unanswered` lists {len(found)}")
    print(_accepted(options.words or found[number - 1].question, options, settings))
    return 0


def _accepted(question: str, options: argparse.Namespace, settings: Settings) -> str:
    """Write an accepted question down; what was done."""
    from bot.accepting import add_phrasing, add_question

    if options.question:
        return f"Added to questions.txt: {add_question(settings.documents, question, options.target or 'not answered')}"
    if not options.target:
        raise ValueError("--phrasing needs --target HEADING: the section that answers it")
    path = add_phrasing(settings.documents, _index(settings).passages, question, options.target)
    return f"Added to what people ask in {path}: {question}"


def _listed(found: Sequence[Cluster], settings: Settings) -> str:
    from bot.answering import Responder

    index = _index(settings)
    responder = Responder(lambda: index, settings)
    return "\n".join(
        line
        for number, cluster in enumerate(found, start=1)
        for line in _cluster_lines(number, cluster, responder.reply(cluster.question))
    )


def _cluster_lines(number: int, cluster: Cluster, answer: Answer) -> Iterator[str]:
    """A cluster with what the documents say to it today."""
    if answer.passages:
        now = f"answered by now: {answer.passages[0].passage.heading}"
    else:
        now = f"nearest: {answer.suggestions[0].label}" if answer.suggestions else "nothing is near"
    yield f"{number}. {cluster.question} ({cluster.number} times; {now})"
    others = [one.question for one in cluster.questions if one.question != cluster.question]
    yield from (f"     {other}" for other in others[:MOST_SHOWN])


def _index(settings: Settings) -> Index:
    """The index that answers readers, brought up to date first."""
    from bot.library import Library

    return Library(settings.documents, settings.index, rebuild=lambda: republish(settings)).current()
