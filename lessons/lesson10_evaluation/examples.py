"""The rows that a network learns from, and those that judge it: made up, or real, or the learner's.

A positive is 1, a negative 0. Training rows move the weights, validation rows calibrate, and test
rows do nothing but judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from lessons.lesson10_evaluation import Evaluation

COLUMNS, SHIFT = 10, 2.0  # made-up rows: one column of ten is higher, by two deviations
TRAIN, VALID, TEST, EVEN = 4000, 2000, 10_000, 4000
FEW, FEW_VALID = 500, 300  # digits: few enough to learn every wrong label by heart


@dataclass(frozen=True)
class Rows:
    """Some rows: what the network is given, and the truth."""

    x: Tensor
    """(N, F)"""
    y: Tensor
    """(N,) 1 for a positive, 0 for a negative."""

    def __len__(self) -> int:
        return len(self.y)

    def to(self, device: torch.device) -> Rows:
        """The same rows there."""
        return Rows(self.x.to(device), self.y.to(device))


@dataclass(frozen=True)
class Examples:
    """Three parts of one source; and as many positives as negatives, where more can be drawn."""

    train: Rows
    valid: Rows
    test: Rows
    even: Rows | None = None


def examples_of(hp: Evaluation, content: Any, device: torch.device) -> Examples:
    """What this network learns from: drawn for its seed, or the learner's table."""
    if hp.task == "calibration" and isinstance(content, tuple):
        found = noisy_digits(hp, *content)
    elif content is None:
        found = screened(hp)
    else:
        found = from_table(content)
    even = found.even.to(device) if found.even else None
    return Examples(found.train.to(device), found.valid.to(device), found.test.to(device), even)


def screened(hp: Evaluation) -> Examples:
    """People who were screened for something rare: ten measurements, of which one tells."""
    share = 1 / (1 + hp.negatives)
    train, valid, test = (drawn(count, share) for count in (TRAIN, VALID, TEST))
    return Examples(train, valid, test, even=drawn(EVEN, 0.5))


def drawn(count: int, share: float) -> Rows:
    """So many people, this share of them positive."""
    y = (torch.rand(count) < share).float()  # (N,)
    x = torch.randn(count, COLUMNS)  # (N, F)
    x[:, 0] += SHIFT * y
    return Rows(x, y)


def noisy_digits(hp: Evaluation, pixels: Any, digits: Any) -> Examples:
    """Is the digit odd? Some answers are wrong, in the test as in training."""
    order = torch.randperm(len(digits))
    x = torch.as_tensor(pixels).float()[order]  # (N, 64), from 0 to 1
    y = torch.as_tensor(digits)[order].remainder(2).float()  # (N,)
    is_wrong = torch.rand(len(y)) < hp.label_noise
    y = torch.where(is_wrong, 1 - y, y)
    cuts = (0, FEW), (FEW, FEW + FEW_VALID), (FEW + FEW_VALID, len(y))
    return Examples(*(Rows(x[low:high], y[low:high]) for low, high in cuts))


def from_table(table: Any) -> Examples:
    """The learner's rows, in the parts that were drawn when the table was read."""
    parts = (table.train, table.valid, table.test)
    return Examples(
        *(Rows(torch.from_numpy(part.x), torch.from_numpy(part.y).float()) for part in parts)
    )
