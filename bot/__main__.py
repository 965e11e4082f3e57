"""Entry of the `pullquote` command and of `python -m bot`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# The matrices of one question are small: a second thread saves nothing and spins between them. Set before numpy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Installed, the three rooms live inside the package "pullquote"; their imports of each other stay the plain ones.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.commands import main

if __name__ == "__main__":
    sys.exit(main())
