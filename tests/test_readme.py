"""The README tells the truth: its dialogue, its commands and its list of files are those of the program."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

from bot.answering import Responder
from bot.commands import parser
from bot.library import Library, reindex
from bot.rendering import plain_text
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_dialogue_at_the_top_is_what_the_program_says(tmp_path: Path) -> None:
    """Each reply, word for word; "..." stands for what the README leaves out."""
    dialogue = re.split(r"^> (.+)\n", README.split("```\n")[1], flags=re.M)[1:]
    settings = Settings(documents=ROOT / "corpus" / "documents", index=tmp_path, state=tmp_path)
    reindex(settings.documents, settings.index)
    responder = Responder(Library(settings.documents, settings.index, rebuild=None).current, settings)
    assert len(dialogue) >= 6
    for question, told in zip(dialogue[::2], dialogue[1::2], strict=True):
        pattern = ".*?".join(re.escape(piece) for piece in re.split(r"\s*\.\.\.", " ".join(told.split())))
        assert re.fullmatch(pattern, " ".join(plain_text(responder.reply(question)).split())), question


def test_every_command_is_one_of_the_program() -> None:
    """With its options; FILE, DIR and the like are taken as they stand."""
    commands = re.findall(r"`pullquote ([a-z][^`]*)`", README)
    assert len(commands) > 10
    for command in commands:
        words = shlex.split(command.replace("FILE...", "FILE"))
        required = ["x.jsonl"] if words in (["score"], ["eval"], ["import"]) else []
        assert callable(parser().parse_args([*words, *required]).run)


def test_every_verb_of_make_exists() -> None:
    """Also those in running text."""
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"^(?:    )?make ([a-z-]+)|`make ([a-z-]+)", README, re.M))
    assert {first or second for first, second in named} <= verbs


def test_every_program_of_ours_exists() -> None:
    """`python -m training.X` and `python -m benchmarks.X`."""
    modules = set(re.findall(r"python -m ((?:training|benchmarks)[\w.]*)", README))
    assert {module for module in modules if importlib.util.find_spec(module) is None} == set()


def test_every_file_of_the_three_rooms_is_walked() -> None:
    """No module is left out."""
    modules = [
        path for room in ("corpus", "index", "bot") for path in (ROOT / room).glob("*.py") if path.name != "__init__.py"
    ]
    assert [str(path.relative_to(ROOT)) for path in modules if f"`{path.name}`" not in README] == []
