"""Which images are alike: by the features, and by the pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lessons.lesson21_contrastive.probe import Features, Pool

NEAREST = 7
"""Neighbours that are counted; a sheet shows the first of them."""
Places = NDArray[np.int64]


def nearest(bank: Features, asked: Features, many: int) -> tuple[Places, Features]:
    """The places in `bank` (N, F) nearest to each of `asked` (n, F), and the cosines: (n, many).

    The mean of the bank is taken off first, else everything points the same way.
    """
    mean = bank.mean(0)
    a, b = (_of_length_one(features - mean) for features in (asked, bank))
    cosines = a @ b.T  # (n, N)
    many = min(many, len(bank))
    some = np.argpartition(-cosines, many - 1, axis=1)[:, :many]  # the nearest, in any order
    order = np.argsort(-np.take_along_axis(cosines, some, 1), axis=1, kind="stable")
    places = np.take_along_axis(some, order, 1)
    return places, np.take_along_axis(cosines, places, 1)


def _of_length_one(features: Features) -> Features:
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    found: Features = features / np.maximum(lengths, 1e-9)
    return found


def kin(pool: Pool, bank: Features, asked: Features) -> float:
    """The share of the nearest images that have the label of the test image that asks."""
    places, _ = nearest(bank, asked, NEAREST)
    return float(np.mean(pool.y[places] == pool.test_y[:, None]))
