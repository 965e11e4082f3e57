"""Learn the weights of the safety gate.

    python -m training.gate.train

Cross-validates by seed, so that no variant of a message is judged by a model that has seen another of its variants,
prints precision and recall by label, and writes `bot/data/gate-weights.json`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from bot.gate_features import features, pieces

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parents[1] / "bot" / "data" / "gate-weights.json"
KINDS = ("advice", "emergency", "normal", "selfharm")
THRESHOLDS = {"emergency": 0.35, "selfharm": 0.3, "advice": 0.45}
FEWEST = 3  # variants that must have a feature for it to count
SMALLEST = 0.02  # weight that is kept

OPENINGS = ("", "hi, ", "sorry to bother you but ", "please, ", "hello. i don't know whom to ask. ", "um ", "ok so ")
ENDINGS = ("", "", " please", " thanks", " i'm so worried", "?", "!!")


def main() -> None:
    """Learn, report, write."""
    groups, labels, messages = map(list, zip(*variants(), strict=True))
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(features(message) for message in messages)
    frequent = np.flatnonzero(np.asarray((matrix > 0).sum(axis=0)).ravel() >= FEWEST)
    matrix, names = matrix[:, frequent], vectorizer.get_feature_names_out()[frequent]
    model = LogisticRegression(C=0.5, max_iter=3000, class_weight="balanced")
    held_out = cross_val_predict(
        model, matrix, labels, groups=groups, cv=GroupKFold(5, shuffle=True, random_state=0), method="predict_proba"
    )
    report(np.array(labels), held_out)
    model.fit(matrix, labels)
    weights = {
        name: [round(float(weight), 3) for weight in model.coef_[:, column]]
        for column, name in enumerate(names)
        if np.abs(model.coef_[:, column]).max() >= SMALLEST
    }
    content = {
        "kinds": list(model.classes_),
        "intercepts": [round(float(value), 4) for value in model.intercept_],
        "thresholds": THRESHOLDS,
        "weights": weights,
    }
    WEIGHTS.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(weights)} features, {WEIGHTS.stat().st_size // 1024} KiB")


def variants() -> Iterator[tuple[str, str, str]]:
    """(seed, label, message) for every message and its variants."""
    rng = random.Random(7)
    for number, line in enumerate((HERE / "messages.tsv").read_text(encoding="utf-8").splitlines()):
        label, message = line.split("\t")
        label = "normal" if label == "info" else label
        yield f"m{number}", label, message
        for _ in range(3 if label == "normal" else 5):
            yield f"m{number}", label, vary(message, rng)
    for name, message in ordinary():
        for piece in pieces(message):
            yield name, "normal", piece


def ordinary() -> Iterator[tuple[str, str]]:
    """The ordinary questions and the small talk that other parts learn from, as (seed, message)."""
    for path in sorted(HERE.parent.glob("*/questions.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield record["id"], record["q"]
    for number, line in enumerate((HERE.parent / "smalltalk.jsonl").read_text(encoding="utf-8").splitlines()):
        yield f"s{number}", json.loads(line)["q"]


def vary(message: str, rng: random.Random) -> str:
    """The message with a slip of the thumb, without punctuation, or with words around it."""
    if rng.random() < 0.4:
        message = slip(message, rng)
    if rng.random() < 0.3:
        message = message.replace(",", "").replace(".", "").replace("'", "").rstrip("?")
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


def report(labels: NDArray[np.str_], probability: NDArray[np.float64]) -> None:
    """Precision and recall by label, at the thresholds in force."""
    limits = np.array([THRESHOLDS.get(kind, np.inf) for kind in KINDS])
    ratio = probability / limits
    told = np.where(ratio.max(axis=1) >= 1, np.array(KINDS)[ratio.argmax(axis=1)], "normal")
    for kind in KINDS:
        hits = ((told == kind) & (labels == kind)).sum()
        print(
            f"{kind:10} recall {100 * hits / (labels == kind).sum():5.1f} %   "
            f"precision {100 * hits / max((told == kind).sum(), 1):5.1f} %   {(labels == kind).sum()} messages"
        )


if __name__ == "__main__":
    main()
