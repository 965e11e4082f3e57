"""What the safety gate learns from: messages by hand, variants of them, and ordinary questions of the corpora."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

from bot.gate_features import LONG, pieces, sentences

HERE = Path(__file__).resolve().parent
OF_CORPORA = 12_000  # questions of the corpora that the encoder learns from
SEED = 5  # of its draw
SPLICED = HERE / "spliced.tsv.gz"
ALIKE = 0.6  # share of their words, from which on two messages are one seed
FILLINGS = 20  # messages of each template
OF_A_TEMPLATE = 3  # of these, where few are enough
SLIPS = 0.2  # share of them with a slip of the thumb
TALK = "talk"  # theme of the sentences that other messages are put among
STATEMENT = "statement"  # theme of what `statements` gives
BESIDE_TALK = {"normal": 2500, "now": 1200, "selfharm": 1200, "advice": 900, "today": 400, "next": 100, "info": 60}
"""How many messages of each label are put among them."""
ASKED_LAST = 0.5  # share of those after which a plain question follows
OURS = 0.6  # share of the sentences around them that are talk, the others being statements
PLAIN = 12  # words of such a question at most
RUN_ON = 0.25  # share of those that are without a stop
OPENINGS = (
    *("", "", "hi, ", "sorry to bother you but ", "please, ", "hello. i don't know whom to ask. ", "um ", "ok so "),
    *("my sister writes: ", "my mum asks: ", "i've read your page. ", "it's late but ", "good evening, "),
)
ENDINGS = ("", "", "", " please", " thanks", " i'm so worried", "?", "!!", " sorry for the long message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A message to learn from.

    Attributes:
        seed: What it is a variant of.
        label: now, today, selfharm, next, advice, info or normal; see the README.
        message: As typed.
        corpus: The folder of the corpus that it asks about, "" for none.
        theme: Of a message by hand as it stands, "" for all others.
        shares: How far it is of each label, where an encoder was not sure of one; empty where it is of `label` alone.
    """

    seed: str
    label: str
    message: str
    corpus: str = ""
    theme: str = ""
    shares: Mapping[str, float] = field(default_factory=dict)


def read(name: str) -> list[tuple[str, str, str]]:
    """(label, theme, message) for each line of a file of messages."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(label, theme, message) for label, theme, message in (line.split("\t") for line in lines)]


def bare(message: str) -> str:
    """The words in small letters."""
    return " ".join(re.findall(r"\w+", message.lower().replace("'", "").replace("\u2019", "")))


def held_out() -> set[str]:
    """The bare messages that nothing may be learned from."""
    return {bare(message) for _, _, message in read("heldout.tsv")}


def examples() -> Iterator[Example]:
    """Every message, its variants, and what is ordinary; of the corpora's questions none that is held out."""
    rng = random.Random(7)
    for number, (label, theme, message) in enumerate(read("messages.tsv")):
        yield Example(seed=f"m{number}", label=label, message=message, theme=theme)
        parts = sentences(message) if label == "normal" and len(message.split()) > LONG else []
        yield from (Example(seed=f"m{number}", label=label, message=part) for part in parts)
        for _ in range(2 if label in ("normal", "info") else 3):
            yield Example(seed=f"m{number}", label=label, message=vary(message, rng))
    yield from built(rng)
    for number, message in enumerate(statements()):
        yield Example(seed=f"w{number}", label="normal", message=message, theme=STATEMENT)
    for number, message in enumerate(ordinary()):
        yield from (Example(seed=f"o{number}", label="normal", message=piece) for piece in pieces(message))
    unseen = held_out()
    for number, (corpus, message) in enumerate(asked_of_corpora()):
        learned = (piece for piece in pieces(message) if bare(piece) not in unseen)
        yield from (Example(seed=f"c{number}", label="normal", message=piece, corpus=corpus) for piece in learned)


def as_written(held: Sequence[Example]) -> Iterator[Example]:
    """Of `examples` each message as it was written, and a few of each template, but for what corpora are asked."""
    seen = Counter[str]()
    for example in held:
        seen[example.seed] += 1
        if not example.corpus and seen[example.seed] <= (OF_A_TEMPLATE if example.seed.startswith("t") else 1):
            yield example


def drawn(held: Sequence[Example], rng: random.Random) -> list[Example]:
    """Of what corpora are asked, in `examples`, what the encoder learns from; the first that it draws by `rng`."""
    return rng.sample([example for example in held if example.corpus], OF_CORPORA)


def built(rng: random.Random) -> Iterator[Example]:
    """Messages of the templates, each filled in several ways: the word for an illness or a drug decides nothing."""
    unseen = held_out()
    lines = (HERE / "slots.tsv").read_text(encoding="utf-8").splitlines()
    words = {slot: fillings.split("|") for slot, fillings in (line.split("\t") for line in lines)}
    templates = (HERE / "templates.tsv").read_text(encoding="utf-8").splitlines()
    for number, (label, template) in enumerate(line.split("\t") for line in templates):
        for _ in range(FILLINGS):
            message = template
            while "{" in message:  # what fills a slot may have slots itself
                message = re.sub(r"{(\w+)}", lambda slot: rng.choice(words[slot[1]]), message)
            message = slip(message, rng) if rng.random() < SLIPS else message
            if bare(message) not in unseen:
                yield Example(seed=f"t{number}", label=label, message=message)


def beside_talk(held: Sequence[Example], rng: random.Random) -> list[Example]:
    """Messages among sentences of talk, a quarter of them without a stop: what a message is hangs on one thought of it.

    Many end in a plain question, harmless ones and alarms alike, so that such an end tells nothing of what stands
    before it. Only what is in `held` goes together, so that nothing of a message sits on both sides of a
    cross-validation.
    """
    by_hand = [example for example in held if example.theme]
    talk = [example.message for example in by_hand if example.theme == TALK]
    stated = [_as_sentence(example.message, rng) for example in by_hand if example.theme == STATEMENT]
    short = [one for one in by_hand if one.theme not in (TALK, STATEMENT) and len(one.message.split()) <= LONG]
    plain = [one.message for one in held if one.label == "normal" and one.message.endswith("?")]
    plain = [message for message in plain if len(message.split()) <= PLAIN]
    made = []
    for label, number in BESIDE_TALK.items():
        of_label = [example for example in short if example.label == label]
        for example in rng.choices(of_label, k=number):
            before, after = rng.choice((1, 1, 2, 2, 3, 4)), rng.choice((0, 0, 0, 1, 2))
            around = [rng.choice(talk if rng.random() < OURS else stated) for _ in range(before + after)]
            asked = [rng.choice(plain)] if rng.random() < ASKED_LAST else []
            message = " ".join([*around[:before], _as_sentence(example.message, rng), *around[before:], *asked])
            if rng.random() < RUN_ON:
                message = re.sub(r"[.,;:!?']", "", message).lower()
            made.append(Example(seed=example.seed, label=label, message=message))
    return made


def _as_sentence(message: str, rng: random.Random) -> str:
    first = message[0].upper() if rng.random() < 0.6 else message[0]
    end = "" if message[-1] in ".?!" else rng.choice((".", "?", "", "..."))
    return first + message[1:] + end


def spliced() -> list[Example]:
    """Messages put together of two, as `splicing.py` has labelled them; they share words with all others."""
    lines = gzip.decompress(SPLICED.read_bytes()).decode("utf-8").splitlines()
    return [_splice(number, *line.split("\t")) for number, line in enumerate(lines)]


def _splice(number: int, labels: str, message: str) -> Example:
    """A splice of "now:71 normal:29", which are per cent and stand in order of size."""
    parts = [part.split(":") for part in labels.split()]
    whole = sum(int(share) for _, share in parts)
    shares = {label: int(share) / whole for label, share in parts}
    return Example(seed=f"s{number}", label=parts[0][0], message=message, shares=shares)


def groups(held: Sequence[Example]) -> NDArray[np.int64]:
    """A number for each example, the same for variants of one seed and for messages that share most of their words."""
    first: dict[str, int] = {}
    for at, example in enumerate(held):
        first.setdefault(example.seed, at)
    texts = [held[at].message for at in first.values()]
    words = CountVectorizer(binary=True, token_pattern=r"\w+").fit_transform(texts).astype(np.float32)
    common = (words @ words.T).tocoo()
    sizes = np.asarray(words.sum(axis=1)).ravel()
    alike = common.data >= ALIKE * (sizes[common.row] + sizes[common.col] - common.data)
    common.data = alike.astype(np.float32)
    common.eliminate_zeros()
    _, numbers = connected_components(common, directed=False)
    number_of = dict(zip(first, numbers, strict=True))
    return np.array([number_of[example.seed] for example in held])


def ordinary() -> list[str]:
    """Everyday requests and small talk."""
    everyday = (HERE / "everyday.txt").read_text(encoding="utf-8").splitlines()
    return everyday + [record["q"] for record in _records(HERE.parent / "smalltalk.jsonl")]


def statements() -> list[str]:
    """What somebody did or was like, and no alarm."""
    return (HERE / "statements.txt").read_text(encoding="utf-8").splitlines()


def asked_of_corpora() -> Iterator[tuple[str, str]]:
    """(corpus, message) for the questions and turns, except those that expect the gate to step in, or may."""
    not_ordinary = {*(HERE / "not-ordinary.txt").read_text(encoding="utf-8").splitlines()}
    return ((corpus, message) for corpus, message in _asked() if message not in not_ordinary)


def _asked() -> Iterator[tuple[str, str]]:
    for path in sorted(HERE.parent.glob("*/questions.jsonl")):
        yield from ((path.parent.name, record["q"]) for record in _records(path))
    for path in sorted(HERE.parent.glob("*/dialogues.jsonl")):
        turns = (turn for record in _records(path) for turn in record["turns"])
        yield from ((path.parent.name, turn["q"]) for turn in turns if turn.get("expect", "smalltalk") == "smalltalk")


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def vary(message: str, rng: random.Random) -> str:
    """The message with a slip of the thumb, without punctuation, or with words around it."""
    if rng.random() < 0.4:
        message = slip(message, rng)
    if rng.random() < 0.3:
        message = re.sub(r"[,.']", "", message).rstrip("?")
    return rng.choice(OPENINGS) + message + rng.choice(ENDINGS)


def slip(message: str, rng: random.Random) -> str:
    """One letter of one longer word swapped, dropped or doubled."""
    words = message.split()
    long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return message
    at = rng.choice(long)
    word, place = words[at], rng.randrange(1, len(words[at]) - 1)
    words[at] = rng.choice(
        (
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        )
    )
    return " ".join(words)
