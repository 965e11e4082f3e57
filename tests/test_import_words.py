"""Whatever a page is made of, each of its words is in the Markdown that an editor is given."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.import_html import import_html
from corpus.passage import Source

LEAF = st.sampled_from(["w.", "w", "W w w", "<b>W w</b>", "<b>W:</b> w.", "w<br>w", "W<br>W<br>W", "<i>w</i> w,", ""])


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements around what is inside of them."""
    several = st.lists(inner, max_size=3).map("".join)
    tags = st.sampled_from("p div h2 h3 h4 blockquote section details li ul".split())
    rows = st.lists(st.lists(inner, min_size=2, max_size=2), min_size=2, max_size=3)
    tables = rows.map(lambda all_rows: f"<table>{''.join(_row(cells) for cells in all_rows)}</table>")
    return st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", tags, several) | several | tables


def _row(cells: list[str]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.recursive(LEAF, wrapped, max_leaves=12))
@example("<details><b>W w</b></details>")
def test_no_word_of_a_page_is_lost(body: str) -> None:
    """Words are numbered, so that each is told from the others; a heading may stand there again behind a fold."""
    numbers = iter(range(1000, 10000))
    body = re.sub(r"\b[wW]\b", lambda found: f"{found[0]}{next(numbers)}", body)
    words = re.findall(r"[wW]\d{4}", body)
    imported = import_html(f"<h1>T</h1><p>Begin.</p>{body}".encode(), Source(id="a", path="a", title="a")).finished("a")
    found = re.findall(r"[wW]\d{4}", imported.markdown)
    assert sorted(dict.fromkeys(found)) == sorted(words)
