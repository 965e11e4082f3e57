"""The REPL: questions in, passages out; plain lines where standard input or output is not a terminal.

What is typed stays in memory: the history of the arrow keys is about somebody's health and is never written to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

from bot import wording
from bot.answer import Answer
from bot.answering import Responder
from bot.rendering import parts, passage_text, plain_text, source_line, why_text
from bot.urgency import told_by_command

if TYPE_CHECKING:
    from rich.console import Console

CHAT = "terminal"
COMMANDS = ("/why", "/more", "/sources", "/region", "/forget", "/help", "/quit")
_PROMPT = "> "

Show = Callable[["Answer | str"], None]


def chat(responder: Responder, stdin: TextIO, stdout: TextIO) -> int:
    """Answer until /quit or the end of input; returns the exit status."""
    responder.sources()  # indexes now what must be indexed, before the first question
    if stdin.isatty() and stdout.isatty():
        session = Session(responder, _rich(stdout))
        lines = _prompted()
    else:
        session = Session(responder, lambda reply: print(_text(reply), end="\n\n", file=stdout, flush=True))
        lines = (line.rstrip("\n") for line in stdin)
    session.greet()
    for line in lines:
        if not session.take(line):
            break
    return 0


class Session:
    """One sitting: takes lines, shows replies, remembers the last answer for /why and for numbered suggestions."""

    def __init__(self, responder: Responder, show: Show) -> None:
        """Answer with `responder`, on `show`."""
        self._responder = responder
        self._show = show
        self._last: Answer | None = None

    def greet(self) -> None:
        """Say what this is."""
        titles = ", ".join(source.title for source in self._responder.sources())
        self._show(f"{wording.WHO}\nDocuments: {titles or 'none'}\nCommands: {' '.join(COMMANDS)}")

    def take(self, line: str) -> bool:
        """Deal with one line; False when it ends the sitting."""
        line = line.strip()
        word, _, rest = line.partition(" ")
        told = told_by_command(line)
        if word in ("/quit", "/exit") and not told:
            return False
        if word.startswith("/") and not told:
            self._show(self._command(word, rest.strip()))
        elif line:
            self._last = self._chosen(line) or self._responder.reply(told or line, chat=CHAT)
            self._show(self._last)
        return True

    def _chosen(self, line: str) -> Answer | None:
        """The suggestion whose number was typed."""
        suggestions = self._last.suggestions if self._last else ()
        if not line.isdigit() or not 1 <= int(line) <= len(suggestions):
            return None
        return self._responder.show(suggestions[int(line) - 1].passage_id)

    def _command(self, word: str, rest: str) -> Answer | str:
        if word == "/why":
            return why_text(self._last) if self._last else "Ask something first."
        if word == "/more":
            self._last = self._responder.more(CHAT)
            return self._last
        if word == "/sources":
            return "\n".join([wording.SOURCES, *_source_lines(self._responder)])
        if word == "/region":
            known = self._responder.set_region(CHAT, rest)
            return wording.REGION_SET.format(region=rest.upper()) if known else wording.REGION_UNKNOWN
        if word == "/forget":
            self._responder.forget(CHAT)
            self._last = None
            return wording.FORGOTTEN
        return (
            f"{wording.HELP}\n{' '.join(COMMANDS)}" if word == "/help" else f"{word} is not one of {' '.join(COMMANDS)}"
        )


def _source_lines(responder: Responder) -> Iterator[str]:
    for source in responder.sources():
        facts = [source.title, source.publisher, f"reviewed {source.reviewed}" if source.reviewed else "", source.url]
        yield "- " + ", ".join(fact for fact in facts if fact)


def _text(reply: Answer | str) -> str:
    return reply if isinstance(reply, str) else plain_text(reply)


def _prompted() -> Iterator[str]:
    """Lines from the keyboard: Ctrl-C empties the line, and leaves where it is empty; Ctrl-D leaves."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter

    session: PromptSession[str] = PromptSession(completer=WordCompleter(list(COMMANDS), sentence=True))
    typed = ""

    def remember() -> None:
        nonlocal typed
        typed = ""
        session.app.current_buffer.on_text_changed += _note

    def _note(buffer: object) -> None:
        nonlocal typed
        typed = str(getattr(buffer, "text", ""))

    while True:
        try:
            yield session.prompt(_PROMPT, pre_run=remember)
        except KeyboardInterrupt:
            if not typed:
                return
        except EOFError:
            return


def _rich(stdout: TextIO) -> Show:
    from rich.console import Console

    console = Console(file=stdout, highlight=False, emoji=False, markup=False)
    return lambda reply: _print(console, reply)


def _print(console: Console, reply: Answer | str) -> None:
    """A reply with its passages behind a bar, its source and disclaimer quieter; the words are those of plain_text."""
    from rich.padding import Padding
    from rich.text import Text

    if isinstance(reply, str):
        console.print(Padding(Text(reply), (0, 0, 1, 0)))
        return
    shown = {passage_text(hit.passage) for hit in reply.passages}
    sources = {source_line(hit.passage) for hit in reply.passages}
    disclaimer = wording.in_language(wording.DISCLAIMER, reply.language)
    for part in filter(None, parts(reply)):
        style = "bold" if part in shown else "dim" if part in sources or part.startswith(f"{disclaimer}: ") else ""
        console.print(Padding(Text(part, style=style), (0, 0, 1, 2 if part in shown else 0)))
