"""Who judges generated images: a small classifier that learns the real ones, in the same run.

It is no network that somebody else has trained on millions of images, so it says less. What it
says of real images that it never saw, and of noise, stands beside what it says of generated ones.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.shared.dataset import Dataset, Part

HIDDEN, BATCH, STEPS, LR = 128, 64, 1000, 2e-3
PRESENT = 0.2
"""A class is generated if it has this part of its fair share: of ten classes, 2 % of samples."""


class Judge(nn.Module):
    """A hidden layer, and a logit for each class."""

    def __init__(self, data: Dataset) -> None:
        super().__init__()
        self.hidden = nn.Linear(data.train.x[0].size, HIDDEN)
        self.head = nn.Linear(HIDDEN, len(data.classes))

    def forward(self, x: Tensor) -> Tensor:
        """(…, C) for pixels (…, D)."""
        logits: Tensor = self.head(self.hidden(x).relu())
        return logits

    @torch.no_grad()
    def shares(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The share of images (…, N, D) in each class, (…, C), and its mean confidence, (…)."""
        p = self(x).softmax(-1)
        best = F.one_hot(p.argmax(-1), p.shape[-1]).float().mean(-2)
        return best, p.amax(-1).mean(-1)


@lru_cache(maxsize=2)
def judge_of(data: Dataset, device: torch.device) -> Judge:
    """The same judge for every GAN of a race: it draws from luck of its own."""
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        torch.default_generator.manual_seed(0)  # torch.manual_seed would reach the GPU's too
        return taught(Judge(data).to(device), data, device)


def taught(judge: Judge, data: Dataset, device: torch.device) -> Judge:
    """Trained on the training images."""
    x, y = rows_of(data.train, device)
    optimizer = torch.optim.AdamW(judge.parameters(), lr=LR, fused=True)
    for _ in range(STEPS):
        drawn = torch.randint(len(x), (BATCH,)).to(device)
        optimizer.zero_grad()
        F.cross_entropy(judge(x[drawn]), y[drawn]).backward()
        optimizer.step()
    return judge


@torch.no_grad()
def on_real(judge: Judge, data: Dataset, device: torch.device) -> dict[str, float]:
    """How often it is right on test images, how sure of them, and how sure of noise."""
    x, y = rows_of(data.test, device)
    noise = torch.rand(x.shape, generator=torch.Generator().manual_seed(0)).to(device)
    return {
        "right on real test images": float((judge(x).argmax(-1) == y).float().mean()),
        "sure of real test images": float(judge.shares(x)[1]),
        "sure of noise": float(judge.shares(noise)[1]),
    }


def rows_of(part: Part, device: torch.device) -> tuple[Tensor, Tensor]:
    """Pixels in rows (N, D), and classes (N,)."""
    return torch.from_numpy(part.x).to(device).flatten(1), torch.from_numpy(part.y).to(device)


def present(shares: Tensor) -> Tensor:
    """How many classes (…, C) are there: (…)."""
    return (shares >= PRESENT / shares.shape[-1]).sum(-1).float()


def by_class(shares: Tensor, data: Dataset, most: int = 12) -> list[list[Any]]:
    """A row for each of the first classes: its share of real and of generated images."""
    real = torch.bincount(torch.from_numpy(data.train.y), minlength=len(data.classes))
    rows = zip(data.classes, real.tolist(), shares.tolist(), strict=True)
    return [[name, f"{count / len(data.train):.1%}", f"{share:.1%}"]
            for name, count, share in list(rows)[:most]]  # fmt: skip
