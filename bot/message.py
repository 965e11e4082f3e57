"""From a message as people type it to the questions inside it.

A message may ramble, thank, apologise and ask two things at once. `read_message` finds the questions asked outright and
those inside statements, and keeps the sentences around them: a question may borrow its subject from these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.analyzer import STOP_WORDS

LONGEST_MESSAGE = 2000  # characters looked at; more is a paste, not a question
MOST_SAID = 2  # words of weight in a question that leans on the sentence before it
SHORT_MESSAGE = 14  # words; so short a message is one thought even without a question mark

_SENTENCE_END = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+|\s*\n+\s*")
_INTERROGATIVE = r"(?:what|which|who|whom|whose|when|where|whereabouts|why|how|whether)(?:['\u2019]?s|['\u2019]?re)?"
_AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|can|could|will|would|should|shall|may|might|must|has|have|had)(?:n['\u2019]?t)?"
)
_STARTS_QUESTION = re.compile(
    rf"^\W*(?:(?:and|but|so|also|then|or)\s+)*(?:{_INTERROGATIVE}|{_AUXILIARY} (?!i['\u2019]?(?:d|m|ve|ll)\b)\w+)\b",
    re.I,
)
_REQUEST = re.compile(
    r"""\b(?: tell\ me | explain | remind\ me | show\ me | describe | (?<!\ba\ )(?<!\bthe\ )(?:list|name)
        | compare | summari[sz]e | sum\ up
        | define | give\ me | help\ me | clarify | looking\ for
        | (?:want|like|need|love|keen|curious|hoping|trying)\ to\ (?:know|understand|learn|hear|find\ out) )\b""",
    re.I | re.X,
)
_EMBEDDED = re.compile(
    r"""\b(?: kn[eo]wn? | wonder(?:s|ed|ing)? | ask(?:s|ed|ing)? | understand | sure | unsure | unclear | idea | clue
        | f(?:i|ou)nd\ out | remember | recall | curious | forg[eo]t(?:ten)? | tell\ me | explain | confused
        | argu(?:e|ed|ing) | mix(?:ed|ing)?\ up | look(?:ed|ing)?\ up | figure\ out | learn | decide
        | question\ (?:is|was) | it\ was )\b
        [^.?!]{0,30}?
        \b((?:what|which|who|whose|when|where|why|how|whether|if)\b.*)$""",
    re.I | re.S | re.X,
)
# Any other clause that begins as a question does; not "the ward, which is full", "no matter how" or "that's why".
_CLAUSE = re.compile(
    r"""(?<!\bmatter\ ) (?<!\bthat['\u2019]s\ ) (?<!\bthats\ ) (?<!,\ ) (?<!\b(?:in|of|at|to|on|by)\ )
        \b((?:what|how|why|whether|which(?!\ (?:is|was|are|were|has|had|have|means?|made|i|we|he|she|they|you)\b))
        (?:\ \S+){3,})$""",
    re.I | re.S | re.X,
)
# What somebody else asks is looked up by itself in a short message, too: "my gran asks me what this is".
_OF_ANOTHER = re.compile(
    r"""^\W*(?!(?:i|we|you)\b)(?:[\w'\u2019-]+\s+){1,4}?
        (?: ask(?:s|ed|ing) | wonder(?:s|ed|ing) | want(?:s|ed)\ to\ (?:know|understand)
          | doesn['\u2019]?t\ (?:know|understand) | isn['\u2019]?t\ sure )\b""",
    re.I | re.X,
)
_ITEM = re.compile(r"(?:^|(?<=\s))\(?(?:[1-9]|[a-d])[.)]\s+(?=\S)", re.I)
_ANNOUNCED = re.compile(
    r"^\W*(?:just |i have |i['\u2019]ve got )?(?:two|2|three|3|a couple of|a few) (?:quick |more )?"
    r"(?:things|questions)\b[\s,:;.\u2013-]*",
    re.I,
)
_GOES_ON = re.compile(r"^\W*(?:and|also|then|plus)\b(?!.*\b(?:i|we|he|she|they|my|our)\b)", re.I)
# A question that asks nothing by itself: "What would it be?", "Any ideas?"
_WHAT_IS_IT = re.compile(
    r"""^\W*(?:so\ |and\ )?(?:
        (?:what|which(?:\ ones?)?|who)(?:\ is|\ are|['\u2019]s|\ was|\ were|\ would|\ could|\ might)
        \ (?:it|that|this|they|those)(?:\ be|\ again|\ called|\ please)*
      | what\ does\ (?:it|the|this|that|your)(?:\ (?:article|page|leaflet|text|document|website))?\ say
      )\W*$""",
    re.I | re.X,
)
_INTERROGATIVES = frozenset("what which who whom whose when where why how".split())
_ASKS_NOTHING = (STOP_WORDS - _INTERROGATIVES) | frozenset(
    "please pls plz thanks remind help idea ideas thought thoughts advice know tell explain true right correct "
    "good wise possible normal anyone anybody someone somebody guess answer clue clarify say".split()
)
_NEXT_CLAUSE = re.compile(
    r"(?:,|\s[-\u2013\u2014])?\s+(?:and|but|so|because|since)\s+(?:i|we|he|she|they|you|my|our|nobody|none|neither)\b.*$",
    re.I | re.S,
)
_SUBJECT = r"(?:it|its|they|their|there|the|this|that|these|those|he|she|we|i|you|an?|my|his|her|your|our|any|some)"
# "When I take tablets, can I drink?" is one question.
_SUBORDINATE = re.compile(
    rf"^\W*(?:(?:and|but|so)\s+)?(?:when(?:ever)?|while|where|since|once)\s+(?!{_AUXILIARY}\b)", re.I
)
_JOINT = re.compile(
    rf"""\s*(?:[;,?]|\s[-\u2013\u2014]\s)?
         \s*(?:\b(?:and|also|plus|as\ well\ as|or)\b|[&+/])[,:]?\s*(?:(?:also|then)\b[,:]?\s*)?
         (?={_INTERROGATIVE}\b(?!\ (?:to|for|with|of|in|by|from|not)\b)|{_AUXILIARY}\ {_SUBJECT}\b
           |(?:do|does|did)\ \w)
       | \s*[;?]+\s*(?=\S)
       | \s*,\s*(?={_INTERROGATIVE}\b)
       | \s*,\s*(?:(?:and|or|but|also|plus)\ )?
         (?={_AUXILIARY}\ (?!not\b|given\b|taken\b|done\b|made\b|seen\b)\w*?(?<!ed)(?<!ing)\ \w)""",
    re.I | re.X,
)
_POINTS_BACK = re.compile(r"\b(?:it|its|they|them|their|that|this|these|those|one|ones|there)\b", re.I)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a person typed, taken apart.

    Attributes:
        text: The message without control characters and with single spaces inside its lines.
        questions: The questions asked outright, in order, as typed.
        embedded: The questions inside statements ("he asked whether ..."), in order.
        sentences: All sentences, in order.
        leaning: A question that points back to the sentence before it, with that sentence; "" where there is none.
    """

    text: str
    questions: tuple[str, ...]
    embedded: tuple[str, ...]
    sentences: tuple[str, ...]
    leaning: str = ""


def clean(text: str) -> str:
    """The text without control and format characters, white space folded within lines, cut at LONGEST_MESSAGE."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c) in _INVISIBLE and c not in "\n\u200d" else c for c in text)
    lines = (" ".join(line.split()) for line in text[:LONGEST_MESSAGE].splitlines())
    return "\n".join(line for line in lines if line)


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def read_message(text: str) -> Message:
    """Take a message apart into its questions and what stands around them."""
    text = _ANNOUNCED.sub("", clean(text))
    if items := _items(text):
        return Message(text=text, questions=items, embedded=(), sentences=items)
    sentences = tuple(part.strip() for part in _SENTENCE_END.split(text) if part and part.strip())
    if len(words(text)) <= SHORT_MESSAGE and len(sentences) < 2:
        reported = _embedded_question(text) if _OF_ANOTHER.match(text) else ""
        embedded = (reported,) if reported else ()
        return Message(text=text, questions=_split(text) or (text,), embedded=embedded, sentences=sentences)
    return Message(
        text=text,
        questions=tuple(_outright(sentences)),
        embedded=tuple(question for sentence in sentences if (question := _embedded_question(sentence))),
        sentences=sentences,
        leaning=next((f"{before} {asked}" for before, asked in pairwise(sentences) if _leans(before, asked)), ""),
    )


def _items(text: str) -> tuple[str, ...]:
    """The items of a numbered list of questions, () where a message is none."""
    first = _ITEM.match(text)
    items = tuple(item.strip(" ;,") for item in _ITEM.split(text)[1:]) if first else ()
    return items if len(items) > 1 and all(len(words(item)) > 1 for item in items) else ()


def _outright(sentences: Sequence[str]) -> Iterator[str]:
    """The questions that sentences ask outright; for one that asks nothing by itself the sentence before it."""
    asked = False
    for before, sentence in zip(("", *sentences), sentences, strict=False):
        goes_on, asked = asked and bool(_GOES_ON.match(sentence)), _asks(sentence)
        if asked and before and _asks_nothing(sentence):
            yield _embedded_question(before) or before
        elif asked or goes_on:
            yield from _split(sentence)


def _leans(before: str, sentence: str) -> bool:
    """Whether a sentence is a question that points back and says little itself: "Which receptor is that, please?" """
    said = [word for word in words(sentence) if word not in _ASKS_NOTHING and word not in _INTERROGATIVES]
    return len(said) <= MOST_SAID and not _asks(before) and _asks(sentence) and bool(_POINTS_BACK.search(sentence))


def _asks_nothing(question: str) -> bool:
    return bool(_WHAT_IS_IT.match(question)) or _ASKS_NOTHING.issuperset(words(question))


def joined(question: str) -> tuple[str, ...]:
    """The two sides of an "and", where each says something: "its price and its weight"."""
    sides = re.split(r"\s+(?:and|as well as|&)\s+(?:also\s+)?", question, maxsplit=1, flags=re.I)
    return tuple(sides) if all(words(side) for side in sides) else (question,)


def _embedded_question(sentence: str) -> str:
    found = _EMBEDDED.search(sentence) or _CLAUSE.search(sentence)
    return _NEXT_CLAUSE.sub("", found.group(1)) if found and not begins_as_question(sentence) else ""


def _asks(sentence: str) -> bool:
    ends_so = sentence.rstrip("\"'\u201d\u2019) ").endswith("?")
    return ends_so or begins_as_question(sentence) or bool(_REQUEST.search(sentence))


def _split(sentence: str) -> tuple[str, ...]:
    """The questions joined in one sentence; a joint counts only behind a part that asks by itself."""
    if _SUBORDINATE.match(sentence):
        return (sentence.strip(),)
    parts: list[str] = []
    start = 0
    for joint in _JOINT.finditer(sentence):
        left, right = sentence[start : joint.start()], sentence[joint.end() :]
        if len(words(left)) >= 2 and len(words(right)) >= 2 and _stands(left):
            parts.append(left)
            start = joint.end()
    parts.append(sentence[start:])
    return tuple(part.strip() for part in parts if part.strip())


def begins_as_question(text: str) -> bool:
    """Whether a text begins with a word that asks: "what", "does it"."""
    return bool(_STARTS_QUESTION.match(text))


def _stands(part: str) -> bool:
    asks = begins_as_question(part) or bool(_REQUEST.search(part))
    return asks or part.rstrip().endswith("?") or ": " in part
