"""R small networks side by side, each with settings of its own: what `real` and `halving` train."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson23_tuning.ridge import Rows


class Networks:
    """R networks F-H-C with ReLU: weights (R, F, H), (R, 1, H), (R, H, C), (R, 1, C)."""

    def __init__(self, rows: Rows, hidden: int, scale: Tensor) -> None:
        count, inputs, classes = rows.repeats, rows.x.shape[1], rows.classes
        first = torch.randn(count, inputs, hidden) * math.sqrt(2 / inputs) * scale.view(-1, 1, 1)
        last = torch.randn(count, hidden, classes) * math.sqrt(1 / hidden) * scale.view(-1, 1, 1)
        zeros = torch.zeros(count, 1, hidden), torch.zeros(count, 1, classes)
        parts = (first, zeros[0], last, zeros[1])
        self.weights = [part.to(rows.x.device).requires_grad_() for part in parts]
        self.velocity = [torch.zeros_like(part) for part in self.weights]

    def logits(self, x: Tensor) -> Tensor:
        """Of rows (R, B, F) or (N, F): (R, B, C)."""
        first, first_bias, last, last_bias = self.weights
        return (x @ first + first_bias).relu() @ last + last_bias

    def step(self, x: Tensor, targets: Tensor, lr: Tensor, momentum: Tensor, decay: Tensor) -> None:
        """One step of SGD: v ← m v + g + λ w, w ← w − lr v; lr, m and λ are (R,)."""
        losses = F.cross_entropy(
            self.logits(x).flatten(0, 1), targets.flatten(0, 1), reduction="none"
        )  # (R B,)
        total = losses.view(len(lr), -1).mean(1).sum()  # the sum, so that each moves as alone
        grads = torch.autograd.grad(total, self.weights)
        lr, momentum, decay = (each.float().view(-1, 1, 1) for each in (lr, momentum, decay))
        with torch.no_grad():
            for w, v, grad in zip(self.weights, self.velocity, grads, strict=True):
                v.mul_(momentum).add_(grad).add_(decay * w)
                w.sub_(lr * v)

    @torch.no_grad()
    def right(self, x: Tensor, y: Tensor) -> Tensor:
        """Which of all rows each is right on, (R, N) of 0 and 1."""
        return self.logits(x).argmax(2) == y

    @torch.no_grad()
    def replace(self, which: Tensor, fresh: Networks) -> None:
        """Take new weights where `which` (R,) says so, and no velocity."""
        mask = which.view(-1, 1, 1)
        for w, v, new in zip(self.weights, self.velocity, fresh.weights, strict=True):
            w.copy_(torch.where(mask, new, w))
            v.masked_fill_(mask, 0.0)


def labels_of(rows: Rows, noise: float) -> Tensor:
    """The labels of the rows that are learned from, (R, n): this share of them drawn by chance."""
    labels = rows.y[rows.taught]
    is_drawn = (torch.rand(labels.shape) < noise).to(labels.device)
    others = torch.randint(rows.classes, labels.shape).to(labels.device)
    return torch.where(is_drawn, others, labels)
