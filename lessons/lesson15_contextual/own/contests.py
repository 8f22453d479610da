"""What others make of the same sentences: from one vector a word to counted neighbours."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from lessons.lesson15_contextual import static
from lessons.lesson15_contextual.own.hints import NEAR, ROUNDS, bag, beside
from lessons.lesson15_contextual.uses import Reading, Use
from lessons.shared.labelled.scores import Scores


@dataclass(frozen=True)
class Contest:
    """One model's figures on the test."""

    name: str
    accuracy: float
    macro_f1: float


@lru_cache(maxsize=2)
def contests(reading: Reading) -> tuple[Contest, ...]:
    """Logistic regression on five kinds of inputs; the first hears nothing but the word."""
    table = static.vectors(reading.tokens, reading.hidden)
    train, test = (reading.encode(reading.parts[part]) for part in ("train", "test"))
    own = (
        np.zeros_like(static.of_the_word(table, train)),
        np.zeros_like(static.of_the_word(table, test)),
    )  # the form aside, the word's vector is the same in all sentences
    around = (static.of_the_neighbours(table, train), static.of_the_neighbours(table, test))
    return (
        judged(reading, "one vector a word", *own),
        judged(reading, "mean of neighbours", *around),
        counted(reading, "bag of words", bag),
        counted(reading, f"words at ±{NEAR}", beside),
        counted(reading, "both of these", both),
    )


def both(use: Use) -> dict[str, int]:
    """The bag of words, and those near the word with their distance."""
    return bag(use) | {f"at {word}": 1 for word in beside(use)}


def judged(reading: Reading, name: str, train: Any, test: Any) -> Contest:
    """Logistic regression on vectors."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=ROUNDS))
    return fitted(reading, name, model, train, test)


def counted(reading: Reading, name: str, features: Any) -> Contest:
    """Logistic regression on which words are there."""
    train, test = ([features(use) for use in reading.parts[part]] for part in ("train", "test"))
    model = make_pipeline(DictVectorizer(), LogisticRegression(max_iter=ROUNDS))
    return fitted(reading, name, model, train, test)


def fitted(reading: Reading, name: str, model: Any, train: Any, test: Any) -> Contest:
    """Fit on the training part, ask about the test."""
    truth, wanted = ([use.sense for use in reading.parts[part]] for part in ("test", "train"))
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")  # "did not converge": its score says how far it came
        said: Sequence[int] = model.fit(train, wanted).predict(test).tolist()
    scores = Scores(truth, list(said), len(reading.senses))
    return Contest(name, scores.accuracy, scores.macro_f1)
