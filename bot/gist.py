"""What a question and a passage are about as a whole: one vector for each, the mean of their words' vectors.

The mean is weighed by idf, after the weighted averages of Arora, Liang and Ma ("A simple but tough-to-beat baseline for
sentence embeddings", ICLR 2017). It says less than matching words do, but says it of passages that share none.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from bot.options import Column, Options
from index.hit import SearchResult
from index.searching import Index
from index.similarity import mean_vector
from index.studies import BESIDE


class Gists:
    """How near the passages found are to their question as a whole."""

    def __init__(self, result: SearchResult, index: Index) -> None:
        """Compare the question of a search with its hits."""
        terms = [term.term for term in result.query.terms if term.origin != "synonym"]
        question = mean_vector(terms, [index.understanding.idf(term) for term in terms])
        self._positions = [hit.position for hit in result.hits]
        studies = index.studies.of_all(self._positions)
        vectors = [study.vectors for study in studies]
        near = (np.concatenate(vectors) @ question).tolist() if vectors else []
        texts = [near[start:end] for start, end in pairwise(accumulate(map(len, vectors), initial=0))]
        parts = [of[: -BESIDE - 1] for of in texts]  # sentences, then phrasings; without the headings
        self._near = np.array([of[-1] for of in texts])
        self._sentence = np.array([max(of) for of in parts])
        self._phrasing = np.array(
            [max([0.0, *of[len(of) - one.phrasings :]]) for of, one in zip(parts, studies, strict=True)]
        )

    def evidence(self, options: Options) -> dict[str, Column]:
        """How near each option is: by itself, beside the nearest of the others, among them, against their spread."""
        near, sentence, phrasing = (
            self._of_passages(options, values) for values in (self._near, self._sentence, self._phrasing)
        )
        others = ~options.shown(self._positions)
        values = self._near if len(self._near) else near
        return {
            "gist": near,
            "gist_margin": near - _best(self._near, others),
            "gist_rank": 1 / (1 + (others & (self._near > near[:, None])).sum(axis=1)),
            "gist_spread": (near - values.mean()) / (values.std() + 0.02),
            "gist_sentence": sentence,
            "gist_phrasing": phrasing,
            "gist_sentence_margin": sentence - _best(self._sentence, others),
        }

    def _of_passages(self, options: Options, values: Column) -> Column:
        """The highest of the values of each option's passages; that of one that was not found is 0."""
        found = dict(zip(self._positions, values.tolist(), strict=True))
        return options.joined(np.array([found.get(hit.position, 0.0) for hit in options.passages]))


def _best(values: Column, others: NDArray[np.bool_]) -> Column:
    """For each option the highest value of the others, shape (options, hits) to (options,); 0 where there is none."""
    best: Column = np.where(others, values, -np.inf).max(axis=1, initial=-np.inf)
    return np.where(others.any(axis=1), best, 0.0)
