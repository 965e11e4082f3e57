"""Learn from the question sets beside this file when a passage may be shown.

    python -m training.confidence

Each question is looked up in its own corpus, and the evidence for what would be shown is labelled with whether it
answers. A logistic regression is cross-validated by corpus, so that no corpus is judged by a model that has seen it;
its out-of-fold probabilities choose the threshold, and the model of all corpora is written to
`bot/data/confidence.json`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from bot.finding import DEPTH, options
from bot.library import reindex
from bot.message import read_message
from bot.question_sets import Asked, held_by, read_set
from bot.smalltalk import peel, small_talk
from index.storage import open_index

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "bot" / "data" / "confidence.json"
BUDGET = 0.12  # of the unanswerable messages may be answered; ours are harder than most, three in five are near misses
PRODUCTS = (
    ("covered_2", "row"),
    ("heaviest_missing", "single"),
    ("soft_1", "nearness"),
    ("covered_1", "in_heading"),
    ("absent", "concepts"),
    ("heaviest_missing", "concepts"),
    ("covered_1", "heaviest_matched"),
    ("amount", "in_sentence"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The evidence for one passage that could be shown for one question, and whether it answers."""

    corpus: str
    asked: Asked
    question: str
    rank: int
    evidence: dict[str, float]
    answers: bool


def corpora() -> list[Path]:
    """The folders that hold documents and a question set."""
    return sorted(path.parent for path in HERE.glob("*/questions.jsonl"))


def examples(corpus: Path) -> Iterator[Example]:
    """An example for every question of a corpus, and for each of the questions inside one message."""
    with tempfile.TemporaryDirectory() as scratch:
        reindex(corpus / "documents", Path(scratch))
        index = open_index(Path(scratch))
        for (asked,) in read_set(corpus / "questions.jsonl"):
            if small_talk(asked.message) is not None:
                continue
            message = read_message(peel(asked.message)[0] or asked.message)
            for question in dict.fromkeys((*message.questions, *message.embedded) or (message.text,)):
                result = index.search(question, top_k=DEPTH)
                for rank, (hits, numbers) in enumerate(options(result, index)):
                    answers = asked.alternatives is not None and held_by(hits, asked)
                    yield Example(
                        corpus=corpus.name, asked=asked, question=question, rank=rank, evidence=numbers, answers=answers
                    )


def main() -> None:
    """Learn, print what cross-validation says, write the model."""
    data = [example for corpus in corpora() for example in examples(corpus)]
    names = list(data[0].evidence)
    plain = np.array([[example.evidence[name] for name in names] for example in data])
    products = np.array([[e.evidence[a] * e.evidence[b] for a, b in PRODUCTS] for e in data])
    features = np.hstack([plain, products])
    labels = np.array([example.answers for example in data])
    groups = np.array([example.corpus for example in data])
    model = LogisticRegression(C=0.1, max_iter=5000)
    mean, scale = features.mean(axis=0), features.std(axis=0).clip(1e-6)
    held_out = cross_val_predict(
        model, (features - mean) / scale, labels, groups=groups, cv=LeaveOneGroupOut(), method="predict_proba"
    )
    threshold = report(data, held_out[:, 1], labels)
    model.fit((features - mean) / scale, labels)
    weights = (model.coef_[0] / scale).round(4).tolist()
    MODEL.write_text(
        json.dumps(
            {
                "intercept": round(float(model.intercept_[0] - (mean * model.coef_[0] / scale).sum()), 4),
                "weights": dict(zip(names, weights[: len(names)], strict=True)),
                "products": {
                    f"{a}*{b}": weight for (a, b), weight in zip(PRODUCTS, weights[len(names) :], strict=True)
                },
                "threshold": round(threshold, 3),
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )


def report(data: list[Example], probability: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """Print the curve and the reliability of what would be shown; returns the threshold that keeps the budget."""
    best: dict[tuple[str, str, str], int] = {}
    for row, example in enumerate(data):
        key = (example.corpus, example.asked.id, example.question)
        if key not in best or probability[row] > probability[best[key]]:
            best[key] = row
    rows = np.array(list(best.values()))
    data, probability, labels = [data[row] for row in rows], probability[rows], labels[rows]
    unanswerable = np.array([example.asked.alternatives is None for example in data])
    print(f"{len(data)} look-ups, {labels.sum()} of them right, {unanswerable.sum()} of unanswerable messages")
    chosen = float(np.quantile(probability[unanswerable], 1 - BUDGET))
    for threshold in sorted({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, round(chosen, 3)}):
        shown = probability >= threshold
        print(
            f"  threshold {threshold:.3f}: right answers shown {100 * (shown & labels).sum() / labels.sum():.1f} %, "
            f"unanswerable shown {100 * (shown & unanswerable).sum() / unanswerable.sum():.1f} %, "
            f"wrong among shown {100 * (shown & ~labels).sum() / max(shown.sum(), 1):.1f} %"
        )
    for low in np.arange(0, 1, 0.1):
        inside = (probability >= low) & (probability < low + 0.1)
        if inside.sum() >= 10:
            print(f"  said {probability[inside].mean():.2f}, was {labels[inside].mean():.2f} ({inside.sum()})")
    return chosen


if __name__ == "__main__":
    main()
