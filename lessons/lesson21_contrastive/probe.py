"""What features are worth: a line through a few labelled images, judged on the test.

The line is scikit-learn's logistic regression. It never sees more labels than it is allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits
from torch import Generator, Tensor

from lessons.shared.dataset import Dataset
from lessons.shared.scores import Values, accuracy

KS = (1, 2, 5, 20)
"""Labels of each class."""
DRAWS = 3
"""Choices of the labelled images, for each k; the accuracy is their mean."""
MOST_IMAGES, MOST_LABELS = 2000, 2000
"""Of a part of the data that is looked at; labels that one line learns from."""
AT_ONCE = 512
CLOSE = 1e-3
"""The gradient at which a line is found: 1e-4 takes twice the time and says the same."""

Features = NDArray[np.float32]
Curve = list[tuple[int, float]]
"""(k, accuracy) for each k."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Images with labels that training never sees: some to label, and the test."""

    x: Tensor
    y: Values
    test_x: Tensor
    test_y: Values
    seed: int

    def features(self, encode: Callable[[Tensor], Tensor]) -> tuple[Features, Features]:
        """What an encoder makes of both parts, (N, F) and (M, F)."""
        return encoded(encode, self.x), encoded(encode, self.test_x)

    def ks(self) -> list[int]:
        """The numbers of labels a class that these data can give."""
        counts = np.unique(self.y, return_counts=True)[1]
        if len(counts) < 2:
            return []
        most = min(int(counts.max()), MOST_LABELS // len(counts))
        return [k for k in KS if k <= max(1, most)]

    def labelled(self, k: int, draw: int) -> NDArray[np.int64]:
        """The places of k images of each class; of a class with fewer, all of them."""
        luck = Generator().manual_seed(self.seed * DRAWS + draw)
        rows = [np.flatnonzero(self.y == each) for each in np.unique(self.y)]
        drawn = [own[torch.randperm(len(own), generator=luck)[:k].numpy()] for own in rows]
        return np.concatenate(drawn)


def pool_of(data: Dataset, seed: int, device: torch.device) -> Pool:
    """The first images of both parts: they are shuffled."""
    train, test = data.train, data.test
    x, test_x = (torch.from_numpy(part.x[:MOST_IMAGES]).to(device) for part in (train, test))
    return Pool(x, train.y[:MOST_IMAGES], test_x, test.y[:MOST_IMAGES], seed)


@torch.no_grad()
def encoded(encode: Callable[[Tensor], Tensor], x: Tensor) -> Features:
    """(N, F) features of images, some at a time."""
    pieces = [encode(some) for some in x.split(AT_ONCE)]
    found: Features = torch.cat(pieces).flatten(1).float().cpu().numpy()
    return found


def curve(pool: Pool, encode: Callable[[Tensor], Tensor]) -> Curve:
    """How often a line on these features is right, for each number of labels."""
    train, test = standardised(*pool.features(encode))
    with threadpool_limits(1):
        return [
            (k, float(np.mean([fitted(pool, train, test, k, draw) for draw in range(DRAWS)])))
            for k in pool.ks()
        ]


def standardised(train: Features, test: Features) -> tuple[Features, Features]:
    """By mean and deviation of all unlabelled images: that takes no label."""
    mean, deviation = train.mean(0), train.std(0)
    deviation[deviation < 1e-6] = 1  # a pixel that is black in every image
    return (train - mean) / deviation, (test - mean) / deviation


def fitted(pool: Pool, train: Features, test: Features, k: int, draw: int) -> float:
    """The share of the test that one line is right about, from k labels of each class."""
    rows = pool.labelled(k, draw)
    line = LogisticRegression(max_iter=200, tol=CLOSE).fit(train[rows], pool.y[rows])
    return accuracy(line.predict(test), pool.test_y)
