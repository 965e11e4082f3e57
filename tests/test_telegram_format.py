"""An Answer as messages: verbatim, within Telegram's limits, with source and disclaimer on every part."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.telegram_format import LIMIT, answer_parts, clean, linkable, plain_parts, split, units
from corpus.passage import Passage, PassageKind, Source
from index.hit import Hit


def answer(text: str, *, disclaimer: str = "Ask your doctor.", kind: PassageKind = "text", **fields: object) -> Answer:
    """An answer of one passage."""
    document = Source(id="a", path="a.md", title="Title", url="https://example.org/a?b=1", disclaimer=disclaimer)
    passage = Passage(
        id="a#h.1", text=text, headings=("Heading",), kind=kind, document=document, lines=(1, 1), **fields
    )  # type: ignore[arg-type]
    return Answer(kind="answer", question="q", passages=(Hit(passage=passage, score=1.0),), disclaimer=disclaimer)


def covered(part: object, style: str) -> list[str]:
    """What the entities of one style cover, read by UTF-16 offsets."""
    data = part.text.encode("utf-16-le")  # type: ignore[attr-defined]
    return [
        data[each.offset * 2 : (each.offset + each.length) * 2].decode("utf-16-le")
        for each in part.entities  # type: ignore[attr-defined]
        if each.type == style
    ]


def test_short_answer_is_one_message() -> None:
    """Heading, quoted passage, linked source, disclaimer, in that order."""
    (part,) = answer_parts(answer("It is so."))
    assert part.text == "Heading\nIt is so.\nSource: Title, “Heading”\n\nDisclaimer: Ask your doctor."
    assert covered(part, "blockquote") == ["It is so."]
    assert covered(part, "text_link") == ["Title"]
    assert covered(part, "italic") == ["Disclaimer: Ask your doctor."]


def test_offsets_count_utf16_units() -> None:
    """An emoji is two units: the quotation still covers exactly the passage."""
    (part,) = answer_parts(answer("😀 yes 😀"))
    assert covered(part, "blockquote") == ["😀 yes 😀"]


def test_row_shows_its_cells_under_bold_headers() -> None:
    """A row of two cells is two lines."""
    (part,) = answer_parts(answer("A: 1; B: 2", kind="row", cells=(("A", "1"), ("B", "2"))))
    assert covered(part, "blockquote") == ["A: 1\nB: 2"]
    assert covered(part, "bold") == ["Heading", "A:", "B:"]


def test_long_passage_is_folded_with_the_disclaimer_outside() -> None:
    """A passage of 800 letters is an expandable quotation; the disclaimer is not in it."""
    (part,) = answer_parts(answer("long " * 160))
    assert covered(part, "expandable_blockquote") == [("long " * 160).strip()]


def test_huge_disclaimer_comes_last_on_its_own() -> None:
    """A disclaimer of 9,000 letters is not repeated on every part, and not lost."""
    parts = answer_parts(answer("It is so.", disclaimer="careful " * 1125))
    assert "".join(part.text for part in parts).count("careful") == 1125
    assert all(units(part.text) <= LIMIT for part in parts)


def test_only_links_that_telegram_keeps_become_links() -> None:
    """A bare host name is no link; the address is then written out."""
    assert linkable("https://example.org/x")
    assert not linkable("https://localhost/x")
    assert not linkable("javascript:alert(1)")


def test_direction_overrides_and_control_characters_go() -> None:
    """U+202E and NUL are dropped or blanked; line ends stay."""
    assert clean("a\u202eb\x00c\nd") == "ab c\nd"


@given(st.text(min_size=1, max_size=3000).map(lambda text: text * 5))
def test_every_part_is_within_the_limits_and_has_the_disclaimer(text: str) -> None:
    """Whatever the passage: at most 4,096 units, entities within the text, source and disclaimer on each part."""
    for part in answer_parts(answer(text)):
        size = units(part.text)
        assert size <= LIMIT
        assert all(each.length > 0 and each.offset + each.length <= size for each in part.entities)
        assert part.text.endswith("Disclaimer: Ask your doctor.")
        assert "Source: Title" in part.text


@given(st.text(max_size=400), st.integers(min_value=2, max_value=60))
def test_pieces_join_to_the_text(text: str, limit: int) -> None:
    """Nothing but white space at the cuts is lost, and no piece is too long."""
    text = clean(text)
    pieces = list(split(text, limit))
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(units(piece) <= limit for piece in pieces)


def test_split_prefers_the_ends_of_sentences() -> None:
    """With room for three words, the cut is after the full stop."""
    assert list(split("One two. Three four.", 12)) == ["One two.", "Three four."]


def test_own_words_are_split_too() -> None:
    """9,000 letters are three messages."""
    assert len(plain_parts("word " * 1800)) == 3
