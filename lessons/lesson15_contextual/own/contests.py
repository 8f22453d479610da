"""What others make of the same sentences: from one vector a word to counted neighbours."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from lessons.lesson15_contextual import static
from lessons.lesson15_contextual.own.hints import NEAR, bag, beside, hints_of, regression
from lessons.lesson15_contextual.uses import Reading, Use
from lessons.shared.labelled.scores import Scores

if TYPE_CHECKING:
    from lessons.lesson15_contextual.own.hints import Features


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
        heard(reading, "bag of words", bag),
        heard(reading, f"words at ±{NEAR}", beside),
        counted(reading, "both of these", both),
    )


def both(use: Use) -> dict[str, int]:
    """The bag of words, and those near the word with their distance."""
    return bag(use) | {f"at {word}": 1 for word in beside(use)}


def judged(reading: Reading, name: str, train: Any, test: Any) -> Contest:
    """Logistic regression on vectors."""
    model = make_pipeline(StandardScaler(), regression())
    return fitted(reading, name, model, train, test)


def heard(reading: Reading, name: str, features: Features) -> Contest:
    """A regression that also gives the network a hint: it is fitted once."""
    listener = next(each for each in hints_of(reading).listeners if each.features is features)
    return scored(reading, name, listener.regression.predict(listener.read(reading.parts["test"])))


def counted(reading: Reading, name: str, features: Features) -> Contest:
    """Logistic regression on which words are there."""
    train, test = ([features(use) for use in reading.parts[part]] for part in ("train", "test"))
    model = make_pipeline(DictVectorizer(), regression())
    return fitted(reading, name, model, train, test)


def fitted(reading: Reading, name: str, model: Any, train: Any, test: Any) -> Contest:
    """Fit on the training part, ask about the test."""
    wanted = [use.sense for use in reading.parts["train"]]
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")  # "did not converge": its score says how far it came
        said = model.fit(train, wanted).predict(test)
    return scored(reading, name, said)


def scored(reading: Reading, name: str, said: Any) -> Contest:
    """What was said of the test, (N,), beside what is true."""
    truth = [use.sense for use in reading.parts["test"]]
    scores = Scores(truth, said.tolist(), len(reading.senses))
    return Contest(name, scores.accuracy, scores.macro_f1)
