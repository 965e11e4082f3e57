"""Unanswered questions that ask the same, put together; scikit-learn is imported when it is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.scrubbing import GAP
from bot.usage import Asked
from index import analyzer

APART = 0.75  # cosine distance, in the mean, from which two groups are not put together
MOST_QUESTIONS = 2000  # clustered at once, those asked most often; memory grows with the square


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Questions that ask the same.

    Attributes:
        questions: Those asked most often first.
        number: How often they were asked, together.
    """

    questions: tuple[Asked, ...]
    number: int

    @property
    def question(self) -> str:
        """One that stands for all: asked most often, among those without a gap where there are such."""
        return next((one.question for one in self.questions if GAP not in one.question), self.questions[0].question)


def clusters(asked: Sequence[Asked]) -> list[Cluster]:
    """The questions by what they ask, those asked most often first.

    The cosines of their TF-IDF vectors are put together by the mean of all pairs (average linkage).
    """
    asked = asked[:MOST_QUESTIONS]
    groups: dict[int, list[Asked]] = defaultdict(list)
    for label, one in zip(_labels([one.question for one in asked]), asked, strict=True):
        groups[label].append(one)
    found = [Cluster(questions=tuple(group), number=sum(one.number for one in group)) for group in groups.values()]
    return sorted(found, key=lambda cluster: (-cluster.number, cluster.question))


def _labels(questions: Sequence[str]) -> list[int]:
    if len(questions) < 2:
        return [0] * len(questions)
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    stem = analyzer.stemmer("en")
    vectors = TfidfVectorizer(analyzer=lambda text: analyzer.terms(text, stem) or [text], sublinear_tf=True)
    found = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=APART)
    return [int(label) for label in found.fit_predict(vectors.fit_transform(questions).toarray())]
