"""The commands that say how well the documents serve their readers: coverage; each a thin one over a plain function."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from bot.editor_commands import republish, settings_of
from bot.settings import Settings

if TYPE_CHECKING:
    from index.searching import Index


def add_commands(commands: Any, folders: argparse.ArgumentParser) -> None:
    """Add these commands to the subparsers `commands`; `folders` holds the options that all of them take."""
    command = commands.add_parser(
        "coverage", parents=[folders], help="what people ask of each thing, and what is missing"
    )
    command.add_argument("--limit", type=int, default=40, metavar="N", help="ask about so many things (40)")
    command.add_argument("--json", action="store_true", help="print each question as a line of JSON")
    command.set_defaults(run=coverage)


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


def _index(settings: Settings) -> Index:
    """The index that answers readers, brought up to date first."""
    from bot.library import Library

    return Library(settings.documents, settings.index, rebuild=lambda: republish(settings)).current()
