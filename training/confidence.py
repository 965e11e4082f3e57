"""Learn from the question sets beside this file when a passage may be shown.

    python -m training.confidence

Each question is looked up in its own corpus, and the evidence for what could be shown is labelled with whether it
answers. A network (`judge.py`) is cross-validated by corpus, so that no corpus is judged by a model that has seen it;
its out-of-fold sums are calibrated, and the model of all corpora is written to `bot/data/confidence.npz`. What it is in
doubt about is read by the encoder of `training/cross_encoder.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.confidence import MODEL, THRESHOLD, Calibration, Floats, Model
from training.examples import Example, all_examples, by_question
from training.judge import learn

FOLDS = 5  # of the corpora
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """What would be shown for one question, by a model that has not seen its corpus.

    Attributes:
        said: What the network says to it.
        right: Whether it answers.
        answerable: Whether the documents answer the question.
    """

    said: float
    right: bool
    answerable: bool


def main() -> None:
    """Learn, print what cross-validation says, write the model."""
    data = all_examples()
    calibration = report(best_of_each(data, without_each(data)))
    model = learn(data, calibration)
    write(model)


def without_each(data: Sequence[Example]) -> Mapping[str, Model]:
    """For each corpus a model of others, not calibrated; two corpora share one that has seen neither."""
    names = sorted({example.corpus for example in data})
    models: dict[str, Model] = {}
    for fold in range(FOLDS):
        left_out = names[fold::FOLDS]
        model = learn([one for one in data if one.corpus not in left_out], Calibration())
        models.update(dict.fromkeys(left_out, model))
    return models


def best_of_each(data: Sequence[Example], models: Mapping[str, Model]) -> list[Best]:
    """For each question what would be shown."""
    return list(_best(data, models))


def _best(data: Sequence[Example], models: Mapping[str, Model]) -> Iterator[Best]:
    for options in by_question(one for one in data if not one.extra):
        yield best_of(options, sums_of(options, models[options[0].corpus]).tolist())


def sums_of(options: Sequence[Example], model: Model) -> Floats:
    """What a network says to all that could be shown for one question, shape (options,)."""
    return model.sums(np.array([[one.evidence[name] for name in model.names] for one in options]))


def best_of(options: Sequence[Example], sums: Sequence[float]) -> Best:
    """What would be shown for one question."""
    best = int(np.argmax(sums))
    return Best(
        said=sums[best],
        right=options[best].answers,
        answerable=options[0].asked.alternatives is not None,
    )


def calibrated(best: Sequence[Best]) -> Calibration:
    """Fitted to what would be shown."""
    said, right = np.array([one.said for one in best]), np.array([one.right for one in best])
    fit = LogisticRegression(C=1e6).fit(said[:, None], right)
    return Calibration(slope=float(fit.coef_[0, 0]), offset=float(fit.intercept_[0]))


def probabilities(best: Sequence[Best], calibration: Calibration) -> Numbers:
    """Of each that it answers."""
    logits = calibration.slope * np.array([one.said for one in best]) + calibration.offset
    return np.asarray(1 / (1 + np.exp(-logits)))


def report(best: Sequence[Best], calibration: Calibration | None = None) -> Calibration:
    """Print the curve and the reliability of what would be shown; returns the calibration, fitted if none is given."""
    calibration = calibration or calibrated(best)
    probability = probabilities(best, calibration)
    right = np.array([one.right for one in best])
    answerable = np.array([one.answerable for one in best])
    print(f"{len(best)} look-ups, {answerable.sum()} answerable, {right.sum()} of them with the answer first")
    for threshold in sorted({*np.arange(0.1, 0.9, 0.1).round(1), THRESHOLD}):
        shown = probability >= threshold
        answered = 100 * (shown & right).sum() / answerable.sum()
        declined = 100 * (~shown & ~answerable).sum() / (~answerable).sum()
        wrong = 100 * (shown & ~right).sum() / max(shown.sum(), 1)
        print(
            f"  threshold {threshold:.2f}: answerable answered rightly {answered:.1f} %, "
            f"unanswerable declined {declined:.1f} %, wrong among shown {wrong:.1f} %"
        )
    for low in np.arange(0, 1, 0.1):
        inside = (probability >= low) & (probability < low + 0.1)
        if inside.sum() >= 10:
            print(f"  said {probability[inside].mean():.2f}, was {right[inside].mean():.2f} ({inside.sum()})")
    return calibration


def write(model: Model) -> None:
    """Write the model as the bot reads it."""
    calibration = model.calibration
    np.savez_compressed(
        MODEL,
        names=np.frombuffer("\n".join(model.names).encode("ascii"), np.uint8),
        mean=model.mean,
        scale=model.scale,
        offset=np.float32(model.offset),
        **{name: getattr(model, name).astype(np.float16) for name in ("inner", "biases", "outer", "direct")},
        calibration=np.array([calibration.slope, calibration.offset]),
    )
    print(f"{len(model.names)} kinds of evidence, {MODEL.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
