"""Four leaks on pure noise: what was done before the split, and what was done inside the folds.

Nothing here can be learned: every label is a coin. What a cross-validation finds beyond a half,
it has leaked. Each step draws new tables, so that the averages settle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Event, Run, Step
from lessons.lesson10_evaluation import Evaluation

ROWS, COLUMNS, KEPT = 50, 1000, 20  # few rows, many columns, of which the best are kept
PATIENTS, VISITS, CLOSE = 40, 10, 0.3  # rows of one patient lie close together
COMMON, RARE, WIDTH = 400, 20, 10
FOLDS = 5
PENALTY = 1.0

Fold = Callable[[Tensor, Tensor, Tensor], Tensor]
"""From training rows (N, F), their labels (N,) and other rows (M, F): scores, (M,)."""


def ridge(x: Tensor, y: Tensor, other: Tensor) -> Tensor:
    """Scores of a ridge regression: ȳ + k (K + λI)⁻¹ (y − ȳ) with K = XXᵀ and X less its mean."""
    mean, base = x.mean(0), y.mean()
    x, other = x - mean, other - mean
    kernel = x @ x.mT + PENALTY * torch.eye(len(x))
    scores: Tensor = base + other @ x.mT @ torch.linalg.solve(kernel, y - base)
    return scores


def nearest(x: Tensor, y: Tensor, other: Tensor) -> Tensor:
    """The label of the nearest training row."""
    return y[torch.cdist(other, x).argmin(1)]


def folds(rows: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Training and held-out rows of every fold, shuffled."""
    order = torch.randperm(rows)
    for held in order.chunk(FOLDS):
        is_held = torch.zeros(rows, dtype=torch.bool)
        is_held[held] = True
        yield (~is_held).nonzero()[:, 0], held


def cross_validated(x: Tensor, y: Tensor, fold: Fold) -> Tensor:
    """What `fold` says of every row while it is held out, (N,)."""
    said = torch.zeros(len(y))
    for kept, held in folds(len(y)):
        said[held] = fold(x[kept], y[kept], x[held])
    return said


def right(said: Tensor, y: Tensor) -> float:
    """The share of rows whose sign is right."""
    return float(((said > 0) == (y > 0)).double().mean())


def best_columns(x: Tensor, y: Tensor) -> Tensor:
    """The columns that go most with the labels: the largest |Σ x y|."""
    return (y @ x).abs().topk(KEPT).indices


def selected(x: Tensor, y: Tensor, is_leaky: bool) -> Tensor:
    """Keep the best 20 of 1,000 columns: chosen by all rows, or by those of training."""
    if is_leaky:
        return cross_validated(x[:, best_columns(x, y)], y, ridge)

    def fold(kept: Tensor, labels: Tensor, held: Tensor) -> Tensor:
        columns = best_columns(kept, labels)
        return ridge(kept[:, columns], labels, held[:, columns])

    return cross_validated(x, y, fold)


def scaled(x: Tensor, y: Tensor, is_leaky: bool) -> Tensor:
    """Standardise by the mean and deviation of all rows, or of those of training."""
    if is_leaky:
        return cross_validated((x - x.mean(0)) / x.std(0), y, ridge)

    def fold(kept: Tensor, labels: Tensor, held: Tensor) -> Tensor:
        mean, deviation = kept.mean(0), kept.std(0)
        return ridge((kept - mean) / deviation, labels, (held - mean) / deviation)

    return cross_validated(x, y, fold)


def grouped(is_leaky: bool) -> float:
    """Ten rows of each patient: folds of rows, or folds of patients."""
    label = torch.randint(2, (PATIENTS,)) * 2.0 - 1
    person = torch.randn(PATIENTS, 1, WIDTH)
    x = person + CLOSE * torch.randn(PATIENTS, VISITS, WIDTH)  # (P, V, F)
    y = label[:, None].expand(PATIENTS, VISITS)  # (P, V)
    if is_leaky:
        return right(cross_validated(x.flatten(0, 1), y.flatten(), nearest), y.flatten())
    said = torch.zeros(PATIENTS, VISITS)
    for kept, held in folds(PATIENTS):
        rows, others = x[kept].flatten(0, 1), x[held].flatten(0, 1)
        said[held] = nearest(rows, y[kept].flatten(), others).view(len(held), VISITS)
    return right(said, y)


def copied(is_leaky: bool) -> float:
    """Copy the rare rows until both classes are equal: before the split, or in each fold.

    The balanced accuracy: the mean of the shares that are right of each class.
    """
    x = torch.randn(COMMON + RARE, WIDTH)
    y = torch.cat([-torch.ones(COMMON), torch.ones(RARE)])
    if is_leaky:
        x, y = with_copies(x, y)
    said = cross_validated(x, y, lambda kept, labels, held: nearest(
        *(with_copies(kept, labels) if not is_leaky else (kept, labels)), held))  # fmt: skip
    return (right(said[y > 0], y[y > 0]) + right(said[y < 0], y[y < 0])) / 2


def with_copies(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """The rows, and copies of rare ones, drawn until there are as many as of the others."""
    rare = (y > 0).nonzero()[:, 0]
    more = rare[torch.randint(len(rare), (int((y < 0).sum()) - len(rare),))]
    return torch.cat([x, x[more]]), torch.cat([y, y[more]])


def train(hp: Evaluation, run: Run) -> Iterator[Event]:
    """New tables of noise at every step, and what a cross-validation finds in them."""
    is_leaky = hp.leaky
    for _ in run.steps(hp.steps):
        x = torch.randn(ROWS, COLUMNS)  # (N, F)
        y = (torch.randperm(ROWS) < ROWS // 2) * 2.0 - 1  # (N,) of -1 and 1
        said = selected(x, y, is_leaky)
        columns = right(scaled(x, y, is_leaky), y)
        with torch.random.fork_rng(devices=[]):  # these draw more or less as they leak or do not:
            patients, rare = grouped(is_leaky), copied(is_leaky)  # the tables stay the same ones
        yield Step(
            loss=F.mse_loss(said, y),
            selected=right(said, y),
            scaled=columns,
            grouped=patients,
            copied=rare,
        )
