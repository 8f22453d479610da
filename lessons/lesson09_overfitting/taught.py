"""The examples that a network is taught: which ones, and how many of their labels are wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from lessons.shared.dataset import Dataset, Part

if TYPE_CHECKING:
    from lessons.lesson09_overfitting import Overfitting

HELD_OUT = 0.2
"""The share of the examples that early stopping looks at, and does not learn from."""
LOOKED_AT, TESTED = 300, 1000
"""Examples of training and of the test that a curve is measured on at most: the first ones, which
are shuffled."""


@dataclass(frozen=True)
class Examples:
    """Inputs with the labels that are taught, and the classes that they really have."""

    x: Tensor
    """(N, F)."""
    labels: Tensor
    """(N,) what the network is told."""
    truth: Tensor
    """(N,) what is so."""
    rows: list[int]
    """Where each one stands in the data."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_wrong(self) -> Tensor:
        """(N,) whether the label is not the true one."""
        return self.labels != self.truth

    def some(self, first: int, last: int) -> Examples:
        """Those from one place up to another."""
        part = slice(first, last)
        return Examples(self.x[part], self.labels[part], self.truth[part], self.rows[part])


def draw_examples(hp: Overfitting, data: Dataset, device: torch.device) -> Examples:
    """Some of the training part, with as many wrong labels as asked for.

    Everything is drawn whatever the settings are, so that two networks with one seed learn from
    the same images, and begin with the same weights, when only their labels differ.
    """
    everything = as_examples(data.train, device)
    chosen = torch.randperm(len(everything))[: hp.examples or None]
    truth = everything.truth[chosen]
    order = torch.randperm(len(chosen))
    other = torch.randint(1, max(2, len(data.classes)), (len(chosen),))
    labels = wrong_labels(truth.cpu(), order, other, hp, len(data.classes)).to(device)
    rows = [everything.rows[at] for at in chosen.tolist()]
    return Examples(everything.x[chosen], labels, truth, rows)


def wrong_labels(
    truth: Tensor, order: Tensor, other: Tensor, hp: Overfitting, classes: int
) -> Tensor:
    """The labels that are taught: `noise` is the share of them that is moved to another class.

    Random labels are the true ones handed out in another order: as many of each class, and no
    label says anything about its image.
    """
    if hp.labels == "random":
        return truth[order]
    labels = truth.clone()
    some = order[: round(hp.noise * len(truth))]
    labels[some] = (truth[some] + other[some]) % classes
    return labels


def as_examples(part: Part, device: torch.device) -> Examples:
    """A part of the data as tensors, its labels as they are."""
    truth = torch.from_numpy(part.y.astype(np.int64)).to(device)
    x = torch.from_numpy(part.x.astype(np.float32)).flatten(1).to(device)
    return Examples(x, truth, truth, part.rows.tolist())


def sides_of(data: Dataset) -> tuple[int, int] | None:
    """Height and width, where the inputs are the pixels of an image; None for a table."""
    shape = data.train.x.shape  # (N, C, H, W) or (N, F)
    return (shape[2], shape[3]) if len(shape) == 4 else None
