"""The commands of `pullquote`; each a thin one over a plain function. Only `main` turns errors into exit statuses."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.settings import InvalidSetting


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, or 2 where the input could not be used."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except InvalidSetting as error:
        print(f"pullquote: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pullquote", description="Answers from your documents, word for word.")
    parser.add_argument("--documents", type=Path, metavar="DIR", help="the folder of documents")
    return parser
