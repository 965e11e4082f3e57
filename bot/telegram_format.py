"""An Answer as Telegram messages: text with entities instead of markup, split by Telegram's real limits.

Offsets and lengths of entities are UTF-16 code units, and so is the limit that we keep to: a text of at most 4,096 of
them is within every reading of Telegram's limit. Source and disclaimer stand on every part of a split answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot import wording
from bot.answer import Answer
from bot.rendering import dated
from corpus.passage import Passage
from index.hit import Hit

BOLD, ITALIC, LINK = "bold", "italic", "text_link"
QUOTED, FOLDED = "blockquote", "expandable_blockquote"

LIMIT = 4096
"""The longest text of one message, in UTF-16 code units."""

ENTITIES = 100
"""The most entities that Telegram keeps in one message; it drops the rest without a word."""

LONG_QUOTE = 700
"""A passage longer than this, in UTF-16 code units, is shown folded, for the reader to open."""

_BIDI = re.compile("[\r\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_LINK = re.compile(r"https?://[^\s/?#@:.]+(?:\.[^\s/?#@:.]+)+(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")
_ATTACHED = re.compile("[\u0300-\u036f\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of a text in one style; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None

    def to_json(self) -> dict[str, Any]:
        """A MessageEntity of the Bot API."""
        link = {"url": self.url} if self.url else {}
        return {"type": self.type, "offset": self.offset, "length": self.length, **link}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message to send.

    Attributes:
        text: At most `LIMIT` UTF-16 code units, cleaned.
        entities: What is bold, quoted, linked.
    """

    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """`text` without characters that Telegram drops or that could turn the direction of the text around it."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub(" ", _BIDI.sub("", text))


def linkable(url: str) -> bool:
    """Whether Telegram would keep `url` as a link; it drops others without a word."""
    return _LINK.fullmatch(url) is not None


class Draft:
    """One message being put together."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._texts: list[str] = []
        self._entities: list[Entity] = []
        self.units = 0

    def add(self, text: str, style: str = "", *, url: str | None = None) -> None:
        """Append `text`, in one style if one is named."""
        start, text = self.units, clean(text)
        self._texts.append(text)
        self.units += units(text)
        if style:
            self.mark(style, start, url=url)

    def mark(self, style: str, start: int, *, url: str | None = None) -> None:
        """Give everything from `start` (UTF-16 units) to here a style."""
        if self.units > start:
            self._entities.append(Entity(type=style, offset=start, length=self.units - start, url=url))

    def part(self) -> Part:
        """The message; where there are too many entities the enclosing and last ones stay."""
        kept = sorted(self._entities, key=lambda entity: (entity.type == BOLD, entity.offset))[:ENTITIES]
        kept.sort(key=lambda entity: (entity.offset, -entity.length))
        return Part(text="".join(self._texts), entities=tuple(kept))


def plain_parts(text: str) -> list[Part]:
    """A text of the bot's own, split where it is too long."""
    return [Part(text=piece) for piece in split(clean(text).strip(), LIMIT)]


def answer_parts(answer: Answer, *, notice: str = "") -> list[Part]:
    """The messages that show `answer`; `notice` is a line of the bot's own that comes first."""
    lead = [clean(line).strip() for line in (notice, answer.message, answer.assumed) if line.strip()]
    if not answer.passages:
        return plain_parts("\n\n".join((*lead, _disclaimer(answer))))
    disclaimer = _disclaimer(answer)
    together = Draft()
    _lead(together, lead)
    for hit in answer.passages:
        _whole(together, hit)
    together.add(disclaimer, ITALIC)
    if together.units <= LIMIT:
        return [together.part()]
    return _split_answer(lead, answer.passages, disclaimer)


def _split_answer(lead: Sequence[str], hits: Sequence[Hit], disclaimer: str) -> list[Part]:
    own_words = "\n\n".join(lead)
    parts = plain_parts(own_words) if units(own_words) > LIMIT // 4 else []
    first = [] if parts else lead
    fits = units(disclaimer) <= LIMIT // 3
    for hit in hits:
        parts += _passage_parts(first, hit, disclaimer if fits else "")
        first = []
    return parts if fits else [*parts, *plain_parts(disclaimer)]


def _passage_parts(lead: Sequence[str], hit: Hit, disclaimer: str) -> Iterator[Part]:
    frame = Draft()
    _lead(frame, lead)
    _heading(frame, hit.passage)
    _source(frame, hit.passage)
    body = _body(hit.passage)[0]
    for number, piece in enumerate(split(body, LIMIT - frame.units - units(disclaimer) - 2)):
        draft = Draft()
        _lead(draft, () if number else lead)
        _heading(draft, hit.passage)
        _quote(draft, piece, ())
        _source(draft, hit.passage)
        draft.add(disclaimer, ITALIC)
        yield draft.part()


def _whole(draft: Draft, hit: Hit) -> None:
    _heading(draft, hit.passage)
    _quote(draft, *_body(hit.passage))
    _source(draft, hit.passage)


def _lead(draft: Draft, lines: Sequence[str]) -> None:
    for line in lines:
        draft.add(line)
        draft.add("\n\n")


def _heading(draft: Draft, passage: Passage) -> None:
    draft.add(passage.heading[:120], BOLD)
    draft.add("\n")


def _quote(draft: Draft, body: str, bold: Sequence[tuple[int, int]]) -> None:
    start, at = draft.units, 0
    for begin, end in bold:
        draft.add(body[at:begin])
        draft.add(body[begin:end], BOLD)
        at = end
    draft.add(body[at:])
    folded = draft.units - start > LONG_QUOTE
    draft.mark(FOLDED if folded else QUOTED, start)
    draft.add("\n")


def _body(passage: Passage) -> tuple[str, list[tuple[int, int]]]:
    """The words of a passage and which stretches of them (in code points) are headers of a table."""
    if passage.kind != "row" or not passage.cells:
        return clean(passage.text).strip(), []
    lines, bold, at = [], [], 0
    for header, cell in passage.cells:
        label = f"{clean(header).strip()}:"
        lines.append(f"{label} {clean(cell).strip()}")
        bold.append((at, at + len(label)))
        at += len(lines[-1]) + 1
    return "\n".join(lines), bold


def _source(draft: Draft, passage: Passage) -> None:
    document = passage.document
    draft.add(f"{wording.in_language(wording.SOURCE, document.language)}: ")
    if linkable(document.url):
        draft.add(document.title[:120], LINK, url=document.url)
    else:
        draft.add(" ".join(filter(None, (document.title[:120], document.url[:300]))))
    if passage.headings and passage.heading != document.title:
        draft.add(f", “{passage.heading[:120]}”")
    if document.publisher:
        draft.add(f", {document.publisher[:80]}")
    if document.reviewed:
        draft.add(f", {dated(wording.REVIEWED, document.reviewed, document.language)}")
    draft.add("\n\n")


def _disclaimer(answer: Answer) -> str:
    text, label = clean(answer.disclaimer).strip(), wording.in_language(wording.DISCLAIMER, answer.language)
    return text if not text or text.casefold().startswith(label.casefold()) else f"{label}: {text}"


def split(text: str, limit: int) -> Iterator[str]:
    """Pieces of `text` of at most `limit` UTF-16 units: at ends of sentences, else of words, else between characters.

    Joined, the pieces are the text; only white space at the cuts is dropped.
    """
    while units(text) > limit:
        cut = _cut(text, limit)
        if piece := text[:cut].rstrip():
            yield piece
        text = text[cut:].lstrip()
    if text:
        yield text


def _cut(text: str, limit: int) -> int:
    most = len(text[:limit].encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore"))
    head = text[:most]
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    if ends and ends[-1] > most // 4:
        return ends[-1]
    space = head.rfind(" ")
    if space > most // 4:
        return space + 1
    while most > 1 and _ATTACHED.match(text, most):
        most -= 1
    return most
