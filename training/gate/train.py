"""Learn the safety gate.

    python -m training.gate.train [--folds 4]

Cross-validates (`--folds 0` leaves that out): messages that share most of their words, and all variants made of one,
are judged by a model that has seen none of them. Prints precision and recall by label and writes
`bot/data/gate-model.npz`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.gate_features import Sight, features, see
from bot.gate_model import MODEL, NETWORKS, WIDTHS, Floats, Network
from bot.safety import likeliest
from training.gate.measure import print_shares
from training.gate.messages import Example, examples, groups
from training.gate.network import learn

FEWEST = 3  # variants that must have a feature for it to count
SMALLEST = 0.03  # weight that is kept
STRENGTH = 1.0  # inverse of the regularisation


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learned:
    labels: Sequence[str]
    vectorizer: DictVectorizer
    kept: NDArray[np.int64]
    linear: LogisticRegression
    networks: Sequence[Network]

    def chances(self, sights: Sequence[Sight]) -> Floats:
        """As `bot.gate_model.Model.chances`, shape (sights, labels)."""
        matrix = self.vectorizer.transform(features(sight) for sight in sights)[:, self.kept]
        filtered = [[network.chances(sight.words) for sight in sights] for network in self.networks]
        return np.asarray((self.linear.predict_proba(matrix) + np.mean(filtered, axis=0)) / 2, np.float32)


def main() -> None:
    """Learn, report, write."""
    parser = argparse.ArgumentParser(description="Learn the safety gate.")
    parser.add_argument("--folds", type=int, default=4, help="of the cross-validation; 0 leaves it out")
    folds = parser.parse_args().folds
    held = list(examples())
    sights = [see(example.message) for example in held]
    if folds:
        cross_validate(held, sights, folds)
    learned = _learn(held, sights)
    _write(learned)


def cross_validate(held: Sequence[Example], sights: Sequence[Sight], folds: int) -> None:
    """Print how messages are told by a model that has not seen their group."""
    numbers = groups(held)
    told: list[tuple[str, str]] = []
    for seen, unseen in GroupKFold(folds, shuffle=True, random_state=0).split(held, groups=numbers):
        learned = _learn([held[at] for at in seen], [sights[at] for at in seen])
        for at, chances in zip(unseen, learned.chances([sights[at] for at in unseen]), strict=True):
            by_label = dict(zip(learned.labels, chances.tolist(), strict=True))
            told.append((held[at].label, _named(likeliest(by_label), by_label)))
    print(f"The learned models alone, {folds} folds, with all variants:")
    print_shares(told)


def _named(kind: str, chances: Mapping[str, float]) -> str:
    return "info" if kind == "normal" and chances["info"] > chances["normal"] else kind


def _learn(held: Sequence[Example], sights: Sequence[Sight]) -> _Learned:
    labels = sorted({example.label for example in held})
    numbers = np.array([labels.index(example.label) for example in held])
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(features(sight) for sight in sights)
    kept = np.flatnonzero(np.asarray((matrix > 0).sum(axis=0)).ravel() >= FEWEST)
    linear = LogisticRegression(C=STRENGTH, max_iter=400).fit(matrix[:, kept], numbers)
    networks = [learn([sight.words for sight in sights], numbers, seed) for seed in range(NETWORKS)]
    return _Learned(labels=labels, vectorizer=vectorizer, kept=kept, linear=linear, networks=networks)


def _write(learned: _Learned) -> None:
    coefficients = learned.linear.coef_
    large = np.flatnonzero(np.abs(coefficients).max(axis=0) >= SMALLEST)
    names = learned.vectorizer.get_feature_names_out()[learned.kept][large]
    words = list(learned.networks[0].moved)
    np.savez_compressed(
        MODEL,
        labels=_text(learned.labels),
        features=_text(names),
        weights=coefficients[:, large].T.astype(np.float16),
        intercepts=learned.linear.intercept_.astype(np.float32),
        words=_text(words),
        **{name: held for number, network in enumerate(learned.networks) for name, held in _numbers(network, number)},
    )
    print(f"{len(names)} features, {len(words)} words, {MODEL.stat().st_size // 1024} KiB")


def _numbers(network: Network, number: int) -> Iterator[tuple[str, NDArray[np.floating]]]:
    yield f"moved_{number}", np.array(list(network.moved.values())).astype(np.float16)
    yield f"output_{number}", network.output.astype(np.float16)
    yield f"offsets_{number}", network.offsets.astype(np.float32)
    for width, filters, biases in zip(WIDTHS, network.filters, network.biases, strict=True):
        yield f"filters_{width}_{number}", filters.astype(np.float16)
        yield f"biases_{width}_{number}", biases.astype(np.float32)


def _text(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)


if __name__ == "__main__":
    main()
