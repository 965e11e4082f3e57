"""What a question and a passage are about as a whole: one vector for each, the mean of their words' vectors.

The mean is weighed by idf, after the weighted averages of Arora, Liang and Ma ("A simple but tough-to-beat baseline for
sentence embeddings", ICLR 2017). It says less than matching words do, but says it of passages that share none.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np

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
        self._positions = [hit.position for hit in result.hits]
        studies = index.studies.of_all(self._positions)
        vectors = [study.vectors for study in studies]
        near = (np.concatenate(vectors) @ question).tolist() if vectors else []
        texts = [near[start:end] for start, end in pairwise(accumulate(map(len, vectors), initial=0))]
        parts = [of[:-1] for of in texts]  # sentences, then phrasings
        asked = [of[len(of) - study.phrasings :] for of, study in zip(parts, studies, strict=True)]
        # Of each hit as a whole, of its likest sentence, and of its likest phrasing; and of what was not found.
        seen = [(of[-1], max(part), max([0.0, *asks])) for of, part, asks in zip(texts, parts, asked, strict=True)]
        self._near = np.array([*seen, (0.0, 0.0, 0.0)])

    def evidence(self, options: Options) -> dict[str, Column]:
        """How near each option is: by itself, beside the nearest of the others, among them, against their spread."""
        place = {position: at for at, position in enumerate(self._positions)}
        of_passages = self._near[[place.get(hit.position, len(place)) for hit in options.passages]]
        near, sentence, phrasing = options.joined(of_passages).T
        others, found = ~options.shown(self._positions), self._near[:-1, 0]
        best = np.where(others[:, :, None], self._near[:-1, :2], -np.inf).max(axis=1, initial=-np.inf)
        best[~others.any(axis=1)] = 0.0
        values = found if len(found) else near
        return {
            "gist": near,
            "gist_margin": near - best[:, 0],
            "gist_rank": 1 / (1 + (others & (found > near[:, None])).sum(axis=1)),
            "gist_spread": (near - values.mean()) / (values.std() + 0.02),
            "gist_sentence": sentence,
            "gist_phrasing": phrasing,
            "gist_sentence_margin": sentence - best[:, 1],
        }
