"""The rows of a search, and the model that it tunes: ridge regression on some of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson23_tuning import Tuning
from lessons.lesson23_tuning.data import shared_out
from lessons.shared.dataset import Dataset

TESTED = 1000
"""Digits that test, and of a table's test rows the most that do."""
MOST_ROWS = 3000
"""Rows of a table that the searches draw from."""
LOW, HIGH = -4.0, 3.0
"""log₁₀ of the penalties that are searched."""
UNTUNED = 1.0
"""The penalty that nobody searched for: scikit-learn's default."""


@dataclass(frozen=True)
class Rows:
    """All rows, and what each of R searches uses them for."""

    x: Tensor
    """(N, F)"""
    y: Tensor
    """(N,) the class of each."""
    classes: int
    taught: Tensor
    """(R, n) the rows that each search learns from."""
    pool: Tensor
    """(R, P) the rows of which the first `valid` choose its best trial."""
    test: Tensor
    """(R, K) the rows that choose nothing: of digits others in each search, of a table its own."""

    @property
    def repeats(self) -> int:
        """R."""
        return len(self.taught)

    def tested(self, is_right: Tensor) -> Tensor:
        """The share of its test rows on which each search is right, (R,), from (R, N)."""
        return is_right.gather(1, self.test).float().mean(1)


def rows_of(hp: Tuning, content: Any, device: torch.device) -> Rows:
    """Split once for each search: what learns, what chooses, and what tests."""
    if isinstance(content, Dataset):
        x, y, pool, test = of_table(content, hp.repeats)
        classes = len(content.classes)
    else:
        x, y = (torch.as_tensor(each) for each in content)
        test, pool = shuffled(hp.repeats, len(y)).tensor_split([TESTED], 1)
        classes = int(y.max()) + 1
    learned, others = shared_out(pool.shape[1], hp.taught)
    taught, choose = pool[:, : learned + others].split([learned, others], 1)
    parts = (x.float(), y), (taught, choose, test)
    (x, y), (taught, choose, test) = (tuple(t.to(device) for t in part) for part in parts)
    return Rows(x, y, classes, taught, choose, test)


def of_table(table: Dataset, searches: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """A table's rows (N, F), classes (N,), and the places of training and test rows, (R, ·)."""
    parts = [(table.train, MOST_ROWS), (table.test, TESTED)]
    drawn = [torch.randperm(len(part))[:most] for part, most in parts]
    x = [torch.from_numpy(part.x)[at] for (part, _), at in zip(parts, drawn, strict=True)]
    y = [torch.from_numpy(part.y)[at] for (part, _), at in zip(parts, drawn, strict=True)]
    pool, test = map(len, y)
    places = pool + torch.arange(test).expand(searches, test)
    return torch.cat(x), torch.cat(y), shuffled(searches, pool), places


def shuffled(searches: int, rows: int) -> Tensor:
    """The rows in an order of its own for each search, (R, N)."""
    return torch.rand(searches, rows).argsort(1)


class Ridge:
    """R ridge classifiers side by side: of a class, 1 is the target for its rows, 0 for others."""

    def __init__(self, rows: Rows) -> None:
        x = rows.x[rows.taught].double()  # (R, n, F)
        y = F.one_hot(rows.y[rows.taught], rows.classes).double()  # (R, n, C)
        self.x_mean, self.y_mean = x.mean(1, keepdim=True), y.mean(1, keepdim=True)
        self.x, self.y = x - self.x_mean, y - self.y_mean

    def solve(self, penalty: Tensor, kept: Tensor) -> tuple[Tensor, Tensor]:
        """Weights (R, F, C) and biases (R, 1, C), for penalties (R,) and columns (R, F) of 0 and 1.

        w = (XᵀX + λI)⁻¹ XᵀY = Xᵀ (XXᵀ + λI)⁻¹ Y, whichever matrix is the smaller. A column that is
        left out is a column of zeros, and gets weights of zero.
        """
        x, scale = self.x * kept[:, None], penalty[:, None, None]
        if x.shape[2] <= x.shape[1]:
            weights = torch.linalg.solve(x.mT @ x + scale * eye(x, 2), x.mT @ self.y)
        else:
            weights = x.mT @ torch.linalg.solve(x @ x.mT + scale * eye(x, 1), self.y)
        return weights, self.y_mean - self.x_mean @ weights


def eye(x: Tensor, axis: int) -> Tensor:
    """The identity, as large as this axis."""
    return torch.eye(x.shape[axis], dtype=x.dtype, device=x.device)


def drawn(hp: Tuning, rows: Rows) -> tuple[Tensor, Tensor]:
    """A trial of each search: a penalty (R,), and which share of the columns it takes (R, F)."""
    size = rows.repeats, rows.x.shape[1]
    if not hp.tune:
        return torch.full(size[:1], UNTUNED).double(), torch.ones(size).double()
    penalty = 10 ** (LOW + (HIGH - LOW) * torch.rand(size[0], dtype=torch.float64))
    count = max(1, round(hp.share * size[1]))
    return penalty, (torch.rand(size).argsort(1).argsort(1) < count).double()
