"""Learn the safety gate.

    python -m training.gate.train [--folds 4] [--apart [--show]]

Cross-validates (`--folds 0` leaves that out): messages that share most of their words, and all variants made of one,
are judged by a model that has seen none of them, nor any of `spliced.tsv.gz`, in which parts of them could be. Prints
precision and recall by label, what stricter and laxer limits would cost, and writes `bot/data/gate-model.npz`, which is
learned from the splices too.

With `--apart` nothing is written: it learns without the questions and conversations of the corpora, without splices
too, and counts the alarms that the gate then raises on them. Nearly all of them are ordinary, so this tells how often
a reader of other documents would get a card or a refusal in place of an answer; with `--show` it prints them.
"""

from __future__ import annotations

import argparse
import random
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.gate_features import Sight, features, pieces, see
from bot.gate_model import MODEL, NETWORKS, WIDTHS, Floats, Network, mixed
from bot.safety import KIND_OF, LIMITS, Kind, assess, likeliest
from training.gate.measure import print_shares
from training.gate.messages import Example, asked_of_corpora, beside_talk, examples, groups, spliced
from training.gate.network import learn

FEWEST = 3  # variants that must have a feature for it to count
SMALLEST = 0.03  # weight that is kept
STRENGTH = 1.0  # inverse of the regularisation
ITERATIONS = 150  # towards the best weights; they are still few enough that rare words have not got all they would
TRIED = (0.6, 0.8, 1.0, 1.2, 1.4)  # times the limits
IN_TALK = 1000  # long messages of each fold


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
        return mixed(self.linear.predict_proba(matrix), np.mean(filtered, axis=0))

    def by_label(self, sight: Sight) -> dict[str, float]:
        """The probability of each label for one message."""
        return dict(zip(self.labels, self.chances([sight])[0].tolist(), strict=True))


def main() -> None:
    """Learn, report, write."""
    parser = argparse.ArgumentParser(description="Learn the safety gate.")
    parser.add_argument("--folds", type=int, default=4, help="of the cross-validation; 0 leaves it out")
    parser.add_argument("--apart", action="store_true", help="count the alarms on corpora that were not learned from")
    parser.add_argument("--show", action="store_true", help="with --apart, print the messages that raise an alarm")
    arguments = parser.parse_args()
    held = list(examples())
    if arguments.apart:
        print_alarms_apart(held, show=arguments.show)
        return
    sights = [see(example.message) for example in held]
    if arguments.folds:
        cross_validate(held, sights, arguments.folds)
    more = spliced()
    _write(_learn([*held, *more], [*sights, *(see(splice.message) for splice in more)]))


def print_alarms_apart(held: Sequence[Example], *, show: bool) -> None:
    """Print how many alarms each corpus's questions and turns raise, judged by models that have seen no corpus's."""
    others = [example for example in held if not example.corpus]
    learned = _learn(others, [see(example.message) for example in others])
    asked = Counter[str]()
    raised = Counter[tuple[str, str]]()
    for corpus, message in asked_of_corpora():
        kind = assess(message, chances=learned.by_label).kind
        asked[corpus] += 1
        raised[corpus, kind] += 1
        if show and kind != "normal":
            print(f"{corpus} taken for {kind}: {message}")
    for corpus, number in asked.items():
        kinds = ", ".join(f"{raised[corpus, kind]} {kind}" for kind in LIMITS)
        print(f"{corpus:22} {number:4} messages; alarms: {kinds}")
    alarms = asked.total() - sum(count for (_, kind), count in raised.items() if kind == "normal")
    print(f"{alarms} of {asked.total()} ({100 * alarms / asked.total():.1f} %)")


def cross_validate(held: Sequence[Example], sights: Sequence[Sight], folds: int) -> None:
    """Print how messages are told by a model that has not seen their group."""
    numbers = groups(held)
    judged: list[tuple[str, dict[str, float]]] = []
    in_talk: dict[float, list[tuple[Kind, Kind]]] = {strictness: [] for strictness in TRIED}
    for seen, unseen in GroupKFold(folds, shuffle=True, random_state=0).split(held, groups=numbers):
        learned = _learn([held[at] for at in seen], [sights[at] for at in seen])
        for at, chances in zip(unseen, learned.chances([sights[at] for at in unseen]), strict=True):
            judged.append((held[at].label, dict(zip(learned.labels, chances.tolist(), strict=True))))
        for strictness, wanted, found in told_in_talk([held[at] for at in unseen], learned):
            in_talk[strictness].append((wanted, found))
    print(f"The learned models alone, {folds} folds, with all variants:")
    print_shares([(label, _named(likeliest(chances), chances)) for label, chances in judged])
    for strictness in TRIED:
        print_trade_off(strictness, [(KIND_OF[label], likeliest(chances, strictness)) for label, chances in judged])
    print("The gate on long messages put together of talk and one other:")
    for strictness, pairs in in_talk.items():
        print_trade_off(strictness, pairs)


def told_in_talk(held: Sequence[Example], learned: _Learned) -> Iterator[tuple[float, Kind, Kind]]:
    """(Times the limits, kind, kind that the gate takes it for) for long messages put together of what is held."""
    models = cache(learned.by_label)
    long = [one for one in beside_talk(held, random.Random(3)) if len(pieces(one.message)) > 1]
    for one in random.Random(3).sample(long, IN_TALK):
        for strictness in TRIED:
            yield strictness, KIND_OF[one.label], assess(one.message, strictness=strictness, chances=models).kind


def print_trade_off(strictness: float, pairs: Sequence[tuple[Kind, Kind]]) -> None:
    """Print recall by kind and the share of false alarms at so many times the limits, of (kind, kind taken for)."""
    recalls = []
    for kind in LIMITS:
        of_kind = [found for wanted, found in pairs if wanted == kind]
        recalls.append(f"{kind} {100 * of_kind.count(kind) / len(of_kind):.1f} %")
    found = [found for wanted, found in pairs if wanted == "normal"]
    false = sum(kind != "normal" for kind in found) / len(found)
    print(f"{strictness:.2f} times the limits: recall {', '.join(recalls)}; false alarms {100 * false:.1f} %")


def _named(kind: str, chances: Mapping[str, float]) -> str:
    return "info" if kind == "normal" and chances["info"] > chances["normal"] else kind


def _learn(held: Sequence[Example], sights: Sequence[Sight]) -> _Learned:
    among = beside_talk(held, random.Random(11))
    held, sights = [*held, *among], [*sights, *(see(example.message) for example in among)]
    labels = sorted({example.label for example in held})
    shares = np.array([[_share(example, label) for label in labels] for example in held], np.float32)
    rows, numbers = np.nonzero(shares)
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(features(sight) for sight in sights)
    kept = np.flatnonzero(np.asarray((matrix > 0).sum(axis=0)).ravel() >= FEWEST)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        linear = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
        linear.fit(matrix[:, kept][rows], numbers, sample_weight=shares[rows, numbers])
    networks = [learn([sight.words for sight in sights], shares, seed) for seed in range(NETWORKS)]
    return _Learned(labels=labels, vectorizer=vectorizer, kept=kept, linear=linear, networks=networks)


def _share(example: Example, label: str) -> float:
    return example.shares.get(label, 0.0) if example.shares else float(label == example.label)


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
