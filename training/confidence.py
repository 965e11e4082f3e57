"""Learn from the question sets beside this file when a passage may be shown.

    python -m training.confidence

Each question is looked up in its own corpus, and the evidence for what could be shown is labelled with whether it
answers. A logistic regression, in which what speaks for an answer can only raise the probability and what speaks
against it only lower it, is cross-validated by corpus, so that no corpus is judged by a model that has seen it;
its out-of-fold probabilities choose the threshold, and the model of all corpora is written to
`bot/data/confidence.json`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from bot.confidence import confidence, judging_by
from bot.confidence import threshold as our_threshold
from bot.finding import Finding
from bot.library import reindex
from bot.lookup import considered, ways
from bot.memory import Memory
from bot.message import read_message
from bot.question_sets import Asked, held_by, read_set
from bot.settings import SHIPPED_DOCUMENTS
from bot.smalltalk import peel, small_talk
from bot.subject import note
from index.searching import Index
from index.storage import open_index

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "bot" / "data" / "confidence.json"
BUDGET = 0.23  # of the unanswerable messages may be answered; ours are harder than most, three in five are near misses
# What the search says of a question that only asks on ("and the drawbacks?") is weighed apart.
OF_BARE = """exact covered heaviest_missing heaviest_off_topic heaviest_elsewhere in_sentence is_heading margin first
    terms meaning gist gist_margin gist_rank gist_spread row_header amount amount_missing row aspect aspect_header
    aspect_told aspect_untold takes_subject takes_aspect subject_held subject_lost stays again refers""".split()
PRODUCTS = (("margin", "covered"), *(("bare", name) for name in OF_BARE))
RIDGE = 30.0  # the penalty on squared weights of standardised evidence
FOR = frozenset(
    """exact covered in_sentence is_heading margin first terms meaning gist_margin gist_rank gist_spread names_held
    row_called row_header several_called in_table subject_held stays again refers_stays pointed_bare aspect_header
    aspect_told turns_to bare_stays short_stays margin*covered""".split()
)
AGAINST = frozenset(
    """heaviest_missing heaviest_elsewhere heaviest_off_topic absent amount amount_missing asked_missing full_form
    takes_subject takes_aspect takes_message subject_lost taken_missing refers_open short_open bare_open
    aspect_untold passes_by unasked_missing""".split()
)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The evidence for one passage that could be shown for one question, and whether it answers."""

    corpus: str
    asked: Asked
    question: str
    evidence: dict[str, float]
    answers: bool


def corpora() -> list[Path]:
    """The folders that hold a question set."""
    return sorted(path.parent for path in HERE.glob("*/questions.jsonl"))


def documents_of(corpus: Path) -> Path:
    """The folder of the documents that a corpus asks about: its own, or the shipped ones."""
    own = corpus / "documents"
    return own if own.is_dir() else SHIPPED_DOCUMENTS


def examples(corpus: Path) -> Iterator[Example]:
    """An example for all that could be shown for every question of a corpus, dialogues among them."""
    with tempfile.TemporaryDirectory() as scratch:
        reindex(documents_of(corpus), Path(scratch))
        index = open_index(Path(scratch))
        for name in ("questions.jsonl", "dialogues.jsonl"):
            for dialogue in read_set(corpus / name):
                memory = Memory()
                for number, asked in enumerate(dialogue):
                    if small_talk(asked.message) is None:
                        yield from _turn(replace(asked, id=f"{asked.id}.{number}"), memory, index, corpus.name)


def _turn(asked: Asked, memory: Memory, index: Index, corpus: str) -> Iterator[Example]:
    """The examples of one message; leaves in `memory` what a good answer to it would."""
    answering: list[Finding] = []
    message = read_message(peel(asked.message)[0] or asked.message)
    for question in dict.fromkeys(question for way in ways(message) for question in way):
        for finding in considered(question, message, memory, index):
            if not finding.hits:
                continue
            answers = asked.alternatives is not None and held_by(finding.hits, asked)
            answering += [finding] if answers else []
            yield Example(corpus=corpus, asked=asked, question=question, evidence=finding.evidence, answers=answers)
    if answering:
        note(max(answering, key=lambda finding: finding.confidence), memory, index)


def main() -> None:
    """Learn, print what cross-validation says, write the model."""
    data = [example for corpus in corpora() for example in examples(corpus)]
    held_out = np.zeros(len(data))
    for corpus in sorted({example.corpus for example in data}):
        inside = [row for row, example in enumerate(data) if example.corpus == corpus]
        with judging_by(learn([example for example in data if example.corpus != corpus])):
            held_out[inside] = [confidence(data[row].evidence) for row in inside]
    threshold = report(data, held_out, np.array([example.answers for example in data]))
    MODEL.write_text(json.dumps(learn(data, threshold), indent=1) + "\n", encoding="utf-8")


def learn(data: Sequence[Example], threshold: float | None = None) -> dict[str, Any]:
    """The model of `data`, as the bot reads it; it shows an answer from `threshold`, that of our model if None."""
    names = list(data[0].evidence)
    columns = [*names, *(f"{a}*{b}" for a, b in PRODUCTS)]
    plain = [[example.evidence[name] for name in names] for example in data]
    products = [[example.evidence[a] * example.evidence[b] for a, b in PRODUCTS] for example in data]
    labels = np.array([example.answers for example in data])
    intercept, weights = fit(np.hstack([np.array(plain), np.array(products)]), labels, columns)
    rounded = dict(zip(columns, weights.round(4).tolist(), strict=True))
    return {
        "intercept": round(intercept, 4),
        "weights": {name: rounded[name] for name in names},
        "products": {name: weight for name, weight in rounded.items() if "*" in name},
        "threshold": round(our_threshold() if threshold is None else threshold, 3),
    }


def fit(features: Floats, labels: NDArray[np.bool_], columns: Sequence[str]) -> tuple[float, Floats]:
    """The intercept and weights of a ridge logistic regression whose signs are those that the evidence can have."""
    mean, scale = features.mean(axis=0), features.std(axis=0).clip(1e-6)
    standard, signs = (features - mean) / scale, np.where(labels, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (weights[0] + standard @ weights[1:])
        pull = -signs * expit(-margins)
        gradient = np.concatenate([[pull.sum()], standard.T @ pull + RIDGE * weights[1:]])
        return float(np.logaddexp(0, -margins).sum() + RIDGE / 2 * (weights[1:] ** 2).sum()), gradient

    bounds = [
        (None, None),
        *((0, None) if name in FOR else (None, 0) if name in AGAINST else (None, None) for name in columns),
    ]
    found = minimize(loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(found[0] - (mean * found[1:] / scale).sum()), found[1:] / scale


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
