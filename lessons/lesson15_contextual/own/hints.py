"""What single words around the use say of its sense: regressions and counts, for the network.

The network weighs these hints, logits (K, C) for each use, and adds what its encoder knows. A hint
on a sentence to learn from never comes from a model that has seen its label: else the network
would trust what was only learned by heart. Regressions say it out of fold (Wolpert, 1992, stacked
generalization), counts leave out the one sentence:

    regression    z_c = ln p(c | words), from the folds without this sentence
    counts        z_c = Σ ln( (n(w, c) + m p(w)) / ((n(c) + m) p(w)) )    over its words w

n(w, c) are the sentences of sense c with w, p(w) the share of all that have it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lessons.lesson15_contextual.uses import Reading, Use

    Logits = NDArray[np.float64]
    Features = Callable[[Use], dict[str, int]]

NEAR, FOLDS, ROUNDS = 3, 4, 300
"""Words on either side that are told by their distance; folds, and rounds of a regression."""
WEIGHT = 100.0
"""m: as many sentences without a sense are counted with each sense, so that what was seen once
says little."""
LEAST = -8.0
"""A sense that a fold does not have is no less likely than e to this."""


def bag(use: Use) -> dict[str, int]:
    """The words of the sentence, but for the word itself."""
    return {word: 1 for at, word in enumerate(use.words) if at != use.at}


def beside(use: Use) -> dict[str, int]:
    """The words near the word, each with its distance."""
    return {f"{apart} {word_at(use, apart)}": 1 for apart in range(-NEAR, NEAR + 1)}


def pairs(use: Use) -> dict[str, int]:
    """The words near the word by their distance, and two that stand around it or beside it."""
    found = beside(use)
    for a, b in ((-2, -1), (-1, 1), (1, 2)):
        found[f"{a},{b} {word_at(use, a)} {word_at(use, b)}"] = 1
    return found


def near(use: Use) -> dict[str, int]:
    """The words near the word, at whatever distance."""
    return {word_at(use, apart): 1 for apart in range(-NEAR, NEAR + 1) if apart}


def word_at(use: Use, apart: int) -> str:
    """The word so far away; nothing beyond the ends of the sentence."""
    at = use.at + apart
    return use.words[at] if 0 <= at < len(use.words) else ""


KINDS: tuple[Features, ...] = (bag, beside, pairs, near)


@dataclass(frozen=True, eq=False)
class Listener:
    """One kind of features, a regression on it and its counts."""

    features: Features
    columns: DictVectorizer
    regression: Any
    counts: Logits
    """(V, C): what each feature adds."""

    def read(self, uses: Sequence[Use]) -> Any:
        """The features of sentences that were not learned from, (N, V)."""
        return self.columns.transform([self.features(use) for use in uses])

    def of(self, uses: Sequence[Use], senses: int) -> Logits:
        """(N, 2, C), of sentences that were not learned from."""
        x = self.read(uses)
        return np.stack([logits(self.regression, x, senses), x @ self.counts], axis=1)


@dataclass(frozen=True, eq=False)
class Hints:
    """All listeners, and what they say of the sentences to learn from."""

    listeners: list[Listener]
    train: NDArray[np.float32]
    """(N, K, C), each without its own label."""
    senses: int

    def of(self, uses: Sequence[Use]) -> NDArray[np.float32]:
        """(N, K, C) of other sentences."""
        said = [listener.of(uses, self.senses) for listener in self.listeners]
        return np.concatenate(said, axis=1).astype(np.float32)


@lru_cache(maxsize=2)
def hints_of(reading: Reading) -> Hints:
    """Fitted once on the training part, for all networks of a race."""
    uses, senses = reading.parts["train"], len(reading.senses)
    labels = np.array([use.sense for use in uses])
    listeners, said = [], []
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")  # a sense with fewer sentences than folds
        for features in KINDS:
            columns = DictVectorizer()
            x = columns.fit_transform([features(use) for use in uses]).tocsr()
            counts = counted(x, labels, senses)
            listeners.append(Listener(features, columns, regression().fit(x, labels), counts))
            said += [out_of_fold(x, labels, senses), left_out(x, labels, senses)]
    return Hints(listeners, np.stack(said, axis=1).astype(np.float32), senses)


def regression() -> Any:
    """As every control has it."""
    return LogisticRegression(max_iter=ROUNDS)


def logits(model: Any, x: Any, senses: int) -> Logits:
    """(N, C), also of senses that the model has not seen."""
    found = np.full((x.shape[0], senses), LEAST)
    found[:, model.classes_] = np.maximum(model.predict_log_proba(x), LEAST)
    return found


def out_of_fold(x: Any, labels: NDArray[Any], senses: int) -> Logits:
    """Each fold as a regression on the others says it."""
    found = np.full((len(labels), senses), -np.log(senses))
    folds = min(FOLDS, int(np.bincount(labels).max()))
    if folds < 2:
        return found
    for others, fold in StratifiedKFold(folds, shuffle=True, random_state=0).split(x, labels):
        if len(np.unique(labels[others])) > 1:
            found[fold] = logits(regression().fit(x[others], labels[others]), x[fold], senses)
    return found


def counted(x: Any, labels: NDArray[Any], senses: int) -> Logits:
    """(V, C): ln of how much likelier a feature is in a sense than anywhere."""
    of_sense = np.bincount(labels, minlength=senses)
    with_it = x.T @ np.eye(senses)[labels]  # (V, C)
    share = with_it.sum(1, keepdims=True) / len(labels)
    found: Logits = np.log((with_it + WEIGHT * share) / ((of_sense + WEIGHT) * share))
    return found


def left_out(x: Any, labels: NDArray[Any], senses: int) -> Logits:
    """(N, C): the same sums for each sentence, counted as if it were not there."""
    entries = x.tocoo()
    rows, words, many = entries.row, entries.col, len(labels)
    of_sense = np.bincount(labels, minlength=senses)
    with_it = x.T @ np.eye(senses)[labels]
    others = with_it.sum(1)[words] - 1
    share = others / max(1, many - 1)
    known = others > 0
    found = np.zeros((many, senses))
    for sense in range(senses):
        own = labels[rows] == sense
        above = with_it[words, sense] - own + WEIGHT * share
        ratio = above[known] / ((of_sense[sense] - own + WEIGHT) * share)[known]
        found[:, sense] = np.bincount(rows[known], np.log(ratio), many)
    return found
