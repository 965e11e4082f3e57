"""What a question and a passage are about as a whole: one vector for each, the mean of their words' vectors.

The mean is weighed by idf, after the weighted averages of Arora, Liang and Ma ("A simple but tough-to-beat baseline for
sentence embeddings", ICLR 2017). It says less than matching words do, but says it of passages that share none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from index.hit import Hit, SearchResult
from index.searching import Index
from index.similarity import mean_vector


class Gists:
    """How near the passages found are to their question as a whole."""

    def __init__(self, result: SearchResult, index: Index) -> None:
        """Compare the question of a search with its hits."""
        terms = [term.term for term in result.query.terms if term.origin != "synonym"]
        question = mean_vector(terms, [index.understanding.idf(term) for term in terms])
        vectors = [index.studies.of(hit.position).vector for hit in result.hits]
        near = (np.stack(vectors) @ question).tolist() if vectors else []
        self._near: dict[int, float] = dict(zip((hit.position for hit in result.hits), near, strict=True))
        sentences = {hit.position: index.studies.of(hit.position).sentence_vectors @ question for hit in result.hits}
        self._nearest_sentence = {at: float(cosines.max()) for at, cosines in sentences.items()}
        own = {
            hit.position: len(cosines) - len(hit.passage.also_asked)
            for hit, cosines in zip(result.hits, sentences.values(), strict=True)
        }
        self._nearest_phrasing = {at: float(cosines[own[at] :].max(initial=0.0)) for at, cosines in sentences.items()}

    def evidence(self, hits: Sequence[Hit]) -> dict[str, float]:
        """How near `hits` are: by itself, beside the nearest of the others, among them, and against their spread."""
        shown = {hit.position for hit in hits}
        own = max(self._near.get(position, 0.0) for position in shown)
        others = [value for position, value in self._near.items() if position not in shown]
        values = list(self._near.values()) or [own]
        mean = sum(values) / len(values)
        spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
        return {
            "gist": own,
            "gist_margin": own - max(others, default=0.0),
            "gist_rank": 1 / (1 + sum(value > own for value in others)),
            "gist_spread": (own - mean) / (spread + 0.02),
            "gist_sentence": (said := max(self._nearest_sentence.get(position, 0.0) for position in shown)),
            "gist_phrasing": max(self._nearest_phrasing.get(position, 0.0) for position in shown),
            "gist_sentence_margin": said
            - max((value for at, value in self._nearest_sentence.items() if at not in shown), default=0.0),
        }
