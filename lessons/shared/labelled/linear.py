"""The linear baseline: TF-IDF and logistic regression. Imported by the worker alone, when needed.

A text is a bag of words, each weighted by how often it is here and how rare it is elsewhere
(Spärck Jones, 1972), and one weight for each word says how much it speaks for each class.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from lessons.shared.labelled.scores import Scores
from lessons.shared.labelled.splitting import Part
from lessons.shared.labelled.wording import Words, words_of

MOST = 100_000  # words and pairs, the most frequent: of a million the fit takes a minute
STRENGTH = 4.0  # C, the inverse of the penalty: a usual value, not tuned on anything here


def words_alone(words: Words) -> Words:
    """The features of a bag of words."""
    return words


def words_and_pairs(words: Words) -> Words:
    """The words, and every two that stand side by side."""
    return words + [f"{left} {right}" for left, right in pairwise(words)]


def fitted(train: Part, *, pairs: bool = False) -> Pipeline:
    """A pipeline from lists of words to classes, fitted to the training part."""
    analyzer = words_and_pairs if pairs else words_alone
    vectors = TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, max_features=MOST)
    linear_model = make_pipeline(vectors, LogisticRegression(C=STRENGTH, max_iter=2000))
    return linear_model.fit(train.words, train.labels)


def whole(part: Part) -> Part:
    """The same texts with all their words, not cut where the network stops to read."""
    return Part(part.texts, list(map(words_of, part.texts)), part.labels)


def linear(train: Part, test: Part, classes: int, *, pairs: bool = False) -> Scores:
    """How a linear model fitted to the training part does on the test."""
    said: Sequence[int] = fitted(train, pairs=pairs).predict(test.words).tolist()
    return Scores(test.labels, said, classes)


class Counted:
    """Texts whose words were counted once, for a linear model of many small choices of them.

    `linear` of a choice is `linear` of these texts: words that none of them has are left out.
    """

    def __init__(self, train: Part, test: Part, *, pairs: bool = False) -> None:
        self.labels = np.array(train.labels)
        self.test = test
        vectors = CountVectorizer(analyzer=words_and_pairs if pairs else words_alone)
        self.counts = vectors.fit_transform(train.words)
        self.tested = vectors.transform(test.words)

    def linear(self, rows: Sequence[int], classes: int) -> Scores:
        """How a linear model does on the test that is fitted to these texts."""
        some = self.counts[rows]
        often = np.asarray(some.sum(axis=0)).ravel()
        occur = np.flatnonzero(often)
        occur = np.sort(occur[np.argsort(-often[occur])[:MOST]])
        model = make_pipeline(
            TfidfTransformer(sublinear_tf=True), LogisticRegression(C=STRENGTH, max_iter=2000)
        )
        model.fit(some[:, occur], self.labels[rows])
        said: Sequence[int] = model.predict(self.tested[:, occur]).tolist()
        return Scores(self.test.labels, said, classes)
