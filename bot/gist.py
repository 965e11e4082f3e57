"""What a question and a passage are about as a whole: one vector for each, the mean of their words' vectors.

The mean is weighed by idf, after the weighted averages of Arora, Liang and Ma ("A simple but tough-to-beat baseline for
sentence embeddings", ICLR 2017). It says less than matching words do, but says it of passages that share none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from statistics import fmean

import numpy as np

from bot.columns import Columns
from bot.options import Options
from index.hit import Hit, SearchResult
from index.searching import Index
from index.similarity import mean_vector

_NOT_FOUND = (0.0, 0.0, 0.0)
_SPREAD = 0.02  # the least that nearness is set against


class Gists:
    """How near the passages found are to their question as a whole."""

    def __init__(self, result: SearchResult, index: Index) -> None:
        """Compare the question of a search with its hits."""
        terms = [term.term for term in result.query.terms if term.origin != "synonym"]
        question = mean_vector(terms, [index.understanding.idf(term) for term in terms])
        # Of each hit how near it is as a whole, its likest sentence or phrasing, and its likest phrasing.
        self._near: dict[int, tuple[float, float, float]] = {}
        positions = [hit.position for hit in result.hits]
        studies = index.studies.of_all(positions)
        near = iter((np.concatenate([study.vectors for study in studies]) @ question).tolist() if studies else ())
        for position, study in zip(positions, studies, strict=True):
            *parts, whole = islice(near, len(study.vectors))  # sentences, then phrasings
            self._near[position] = whole, max(parts), max([0.0, *parts[len(parts) - study.phrasings :]])
        self._nearest = sorted(((whole, at) for at, (whole, _, _) in self._near.items()), reverse=True)
        self._likest = sorted(((likest, at) for at, (_, likest, _) in self._near.items()), reverse=True)

    def evidence(self, options: Options) -> Columns:
        """How near each option is: by itself, beside the nearest of the others, among them, against their spread."""
        near, sentence, phrasing, margin, sentence_margin, rank = zip(*map(self._of, options.hits), strict=True)
        found = [whole for whole, _, _ in self._near.values()] or near
        mean = fmean(found)
        spread = fmean([(whole - mean) ** 2 for whole in found]) ** 0.5
        return {
            "gist": near,
            "gist_margin": margin,
            "gist_rank": rank,
            "gist_spread": [(whole - mean) / (spread + _SPREAD) for whole in near],
            "gist_sentence": sentence,
            "gist_phrasing": phrasing,
            "gist_sentence_margin": sentence_margin,
        }

    def _of(self, hits: Sequence[Hit]) -> tuple[float, float, float, float, float, float]:
        """The numbers of one option, in another order; of one that shows all that was found nothing is beside it."""
        shown = [hit.position for hit in hits]
        near, sentence, phrasing = map(max, zip(*(self._near.get(at, _NOT_FOUND) for at in shown), strict=True))
        return (
            near,
            sentence,
            phrasing,
            near - next((whole for whole, at in self._nearest if at not in shown), 0.0),
            sentence - next((likest for likest, at in self._likest if at not in shown), 0.0),
            1 / (1 + sum(whole > near for whole, _ in self._nearest)),
        )
