"""The commands of `pullquote`; each a thin one over a plain function. Only `main` turns errors into exit statuses.

What a command needs is imported when it runs: nobody who asks one question waits for Telegram, or for scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot import editor_commands, report_commands
from bot.editor_commands import index_errors, republish, settings_of

if TYPE_CHECKING:
    from bot.answering import Responder
    from bot.settings import Settings
    from index.searching import Index


class UnusableInput(ValueError):
    """Input that cannot be used; its text is one line for a person."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 2 where the input could not be used, 130 on Ctrl-C."""
    options = parser().parse_args(arguments)
    expected: tuple[type[Exception], ...] = (ValueError, OSError, *index_errors())
    try:
        return int(options.run(options))
    except expected as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more can be said on this pipe
            return 128 + signal.SIGPIPE
        print(f"pullquote: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def chat(options: argparse.Namespace) -> int:
    """Open the REPL."""
    from bot.terminal import chat as open_chat

    return open_chat(_responder(settings_of(options)), sys.stdin, sys.stdout)


def ask(options: argparse.Namespace) -> int:
    """Answer one question, or a batch of them."""
    from bot.rendering import plain_text, to_json

    responder = _responder(settings_of(options))
    if options.batch:
        with _opened(options.batch) as lines:
            for record in answer_batch(responder, lines, options.batch):
                print(json.dumps(record, ensure_ascii=False), flush=True)
        return 0
    if not options.question:
        raise UnusableInput("ask needs a question, or --batch FILE")
    answer = responder.reply(" ".join(options.question))
    print(json.dumps(to_json(answer, None), ensure_ascii=False) if options.json else plain_text(answer))
    return 0


def telegram(options: argparse.Namespace) -> int:
    """Run the Telegram bot."""
    from bot.answering import Responder
    from bot.live_index import LiveIndex
    from bot.telegram_chat import TRY_LATER, run

    settings = settings_of(options)
    if not settings.telegram_token:
        raise UnusableInput("PULLQUOTE_TELEGRAM_TOKEN is not set; @BotFather on Telegram gives you a token")
    may_pass: tuple[type[Exception], ...] = (OSError, *index_errors())  # a folder not mounted yet, a full disk
    try:
        index = LiveIndex(settings.documents, settings.index)
    except may_pass as error:
        print(f"pullquote: {' '.join(str(error).split())}", file=sys.stderr)
        return TRY_LATER
    # What is loaded at the first question is loaded now: Python 3.11 cannot read arrays in two threads at a time.
    Responder(index.current, settings).reply("What is it about?")
    with index.watching():
        return run(settings, _counting(settings, index.current), index)


def evaluate(options: argparse.Namespace) -> int:
    """Score a retrieval test set."""
    from bot.evaluation import evaluate as score

    evaluation = score(options.directory, run_file=options.run_file)
    print(json.dumps(evaluation.to_json()) if options.json else evaluation.to_text())
    return 0


def score(options: argparse.Namespace) -> int:
    """Ask the messages of question sets and count the good replies by kind."""
    from bot.question_sets import run, to_text

    responder = _responder(settings_of(options))
    for path in options.files:
        tally = run(responder, [path])
        print(f"{path}\n{to_text(tally)}")
        if options.failed:
            for asked, answer in tally.failed:
                shown = ", ".join(hit.passage.id for hit in answer.passages) or "no passage"
                print(f"  {asked.id}: {answer.kind}, {shown} ({answer.confidence:.2f})")
    return 0


def answer_batch(responder: Responder, lines: Iterable[str], name: str) -> Iterable[dict[str, object]]:
    """The answers to JSON lines {"id", "q", "chat"?}, in order; lines of one `chat` are one conversation.

    Raises:
        UnusableInput: On a line that is not such an object; it names the line.
    """
    from bot.rendering import to_json

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            question, identifier, conversation = str(asked["q"]), asked.get("id"), asked.get("chat")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnusableInput(f'{name}:{number}: not a JSON object with "id" and "q"') from error
        answer = responder.reply(question, chat=None if conversation is None else f"batch-{conversation}")
        yield to_json(answer, identifier)


def _responder(settings: Settings) -> Responder:
    from bot.answering import Responder
    from bot.library import Library

    return Responder(Library(settings.documents, settings.index, rebuild=lambda: republish(settings)).current, settings)


def _counting(settings: Settings, current: Callable[[], Index]) -> Responder:
    """A responder that counts what it answers."""
    import atexit

    from bot.counting import CountingResponder
    from bot.usage import Usage, usage_path

    usage = Usage(usage_path(settings.state, settings.documents), keep_unanswered=settings.keep_unanswered)
    atexit.register(usage.flush)
    return CountingResponder(current, settings, usage)


def _opened(name: str) -> TextIO:
    return sys.stdin if name == "-" else Path(name).open(encoding="utf-8")


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    folders = argparse.ArgumentParser(add_help=False)
    folders.add_argument("--documents", type=Path, metavar="DIR", help="the folder of documents")
    folders.add_argument("--index", type=Path, metavar="DIR", help="the folder of the index")
    whole = argparse.ArgumentParser(
        prog="pullquote", description="Answers questions with the passage of your documents that answers them."
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("chat", parents=[folders], help="ask in the terminal")
    command.set_defaults(run=chat)

    command = commands.add_parser("ask", parents=[folders], help="one answer, or a batch")
    command.add_argument("question", nargs="*", metavar="QUESTION")
    command.add_argument("--batch", metavar="FILE", help="JSON lines with id, q and perhaps chat; - is standard input")
    command.add_argument("--json", action="store_true", help="print the answer for a program")
    command.set_defaults(run=ask)

    editor_commands.add_commands(commands, folders)
    report_commands.add_commands(commands, folders)

    command = commands.add_parser("telegram", parents=[folders], help="run the Telegram bot")
    command.set_defaults(run=telegram)

    command = commands.add_parser("score", parents=[folders], help="count good replies to sets of questions")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON lines, see bot/question_sets.py")
    command.add_argument("--failed", action="store_true", help="name the messages whose replies were not good")
    command.set_defaults(run=score)

    command = commands.add_parser("eval", parents=[folders], help="score a retrieval test set")
    command.add_argument("directory", type=Path, metavar="DIR", help="holds corpus.jsonl, queries.jsonl and qrels.tsv")
    command.add_argument("--run", type=Path, dest="run_file", metavar="FILE", help="write a TREC run file")
    command.add_argument("--json", action="store_true", help="print the scores for a program")
    command.set_defaults(run=evaluate)
    return whole
