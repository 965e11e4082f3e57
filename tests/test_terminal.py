"""The REPL, on a pipe and on a real terminal."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pexpect
import pytest

from bot.answering import Responder
from bot.terminal import chat

ROOT = Path(__file__).resolve().parent.parent


def sitting(responder: Responder, *lines: str) -> str:
    """What a sitting on a pipe prints."""
    out = io.StringIO()
    assert chat(responder, io.StringIO("".join(f"{line}\n" for line in lines)), out) == 0
    return out.getvalue()


def test_questions_from_a_pipe_are_answered_until_it_ends(responder: Responder) -> None:
    """The end of input ends the sitting."""
    assert "eighty degrees" in sitting(responder, "How is green tea brewed?")


def test_quit_ends_before_the_end(responder: Responder) -> None:
    """What comes after /quit is not read."""
    assert "eighty" not in sitting(responder, "/quit", "How is green tea brewed?")


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("/sources", "A short book of tea, The Tea House, reviewed 2026-03-01, https://example.org/tea"),
        ("/help", "/why /more /sources /region /forget /help /quit"),
        ("/why", "Ask something first."),
        ("/region GB", "Emergency numbers are now those of GB."),
        ("/region XX", "I do not know that region."),
        ("/forget", "I have forgotten what we talked about."),
        ("/dance", "/dance is not one of"),
    ],
)
def test_each_command_says_something(responder: Responder, command: str, shown: str) -> None:
    """A command that is not known names those that are."""
    assert shown in sitting(responder, command)


def test_trouble_told_behind_a_command_is_heard(responder: Responder) -> None:
    """Whatever the command, the one that leaves too, and in its name as well."""
    for line in (
        "/help he is not breathing",
        "/quit he is not breathing",
        "/dance he is not breathing",
        "/not_breathing",
    ):
        assert "emergency" in sitting(responder, line).lower().partition("commands:")[2]


def test_a_number_chooses_a_suggestion(responder: Responder) -> None:
    """On an abstention the nearest sections are numbered."""
    out = sitting(responder, "which tea helps against a headache", "1")
    assert out.count("Disclaimer: ") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal(documents: Path, tmp_path: Path) -> None:
    """Typed on a real one: answered, Ctrl-C empties the line, Ctrl-D leaves with status 0."""
    environment = {
        **os.environ,
        "TERM": "xterm",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "PULLQUOTE_DOCUMENTS": str(documents),
        "PULLQUOTE_INDEX": str(tmp_path / "index"),
    }
    child = pexpect.spawn(
        sys.executable,
        ["-m", "bot", "chat"],
        cwd=str(ROOT),
        env=environment,
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 100),
    )
    child.expect("Commands: ")
    child.expect(">")
    child.send("How is green tea brewed?\r")
    child.expect("eighty degrees")
    child.expect("Disclaimer: ")
    child.send("half a line")
    child.expect("half a line")
    child.send("\x03")
    child.expect(">")
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
