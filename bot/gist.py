"""What a question and a passage are about as a whole: one vector for each, the mean of their words' vectors.

The mean is weighed by idf, after the weighted averages of Arora, Liang and Ma ("A simple but tough-to-beat baseline for
sentence embeddings", ICLR 2017). It says less than matching words do, but says it of passages that share none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.options import Column, Options
from index.hit import SearchResult
from index.searching import Index
from index.similarity import mean_vector


class Gists:
    """How near the passages found are to their question as a whole."""

    def __init__(self, result: SearchResult, index: Index) -> None:
        """Compare the question of a search with its hits."""
        terms = [term.term for term in result.query.terms if term.origin != "synonym"]
        question = mean_vector(terms, [index.understanding.idf(term) for term in terms])
        studies = [index.studies.of(hit.position) for hit in result.hits]
        parts = [study.part_vectors @ question for study in studies]
        asked = [near[len(near) - study.phrasings :] for near, study in zip(parts, studies, strict=True)]
        self._positions = [hit.position for hit in result.hits]
        self._near = np.array([float(study.vector @ question) for study in studies])
        self._sentence = np.array([float(near.max()) for near in parts])
        self._phrasing = np.array([float(near.max(initial=0.0)) for near in asked])

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
