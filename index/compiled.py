"""The compiled loops of building (builder.c), where pullquote was installed with a C compiler at hand; None elsewhere.

Nothing needs them: whoever uses one has the same loop in numpy beside it, with the same result.
"""

from __future__ import annotations

__all__ = ["builder"]

try:
    from index import builder
except ImportError:
    builder = None  # type: ignore[assignment]
