"""Entry of the `pullquote` command and of `python -m bot`."""

from __future__ import annotations

import sys
from pathlib import Path

# Installed, the three rooms live inside the package "pullquote"; their imports of each other stay the plain ones.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.commands import main

if __name__ == "__main__":
    sys.exit(main())
