"""What the features are compared with: pixels, an untrained encoder, and labels alone."""

from __future__ import annotations

import math
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson21_contrastive.model import FEATURES, Network
from lessons.lesson21_contrastive.probe import Curve, Pool, curve, encoded, pool_of
from lessons.lesson21_contrastive.views import views
from lessons.shared.dataset import Dataset
from lessons.shared.scores import accuracy

BATCH, LR = 64, 4e-3
LONGEST = 100
"""Steps from labels alone: few images are known by heart long before, many are not."""


@lru_cache(maxsize=4)
def raw(data: Dataset, seed: int) -> Curve:
    """A line on the pixels; the same for all networks of a seed."""
    return curve(pool_of(data, seed, torch.device("cpu")), lambda x: x)


@lru_cache(maxsize=4)
def scratch(data: Dataset, seed: int, steps: int, device: torch.device) -> Curve:
    """The same encoder with a line, trained on the labelled images alone, and on views of them."""
    pool = pool_of(data, seed, device)
    with torch.random.fork_rng(devices=[]):  # the network that asks draws on as before
        torch.manual_seed(seed)
        return [(k, taught(pool, k, steps)) for k in pool.ks()]


def taught(pool: Pool, k: int, steps: int) -> float:
    """The share of the test that it is right about, from k labels of each class."""
    rows = torch.from_numpy(pool.labelled(k, 0))
    x, y = pool.x[rows], torch.from_numpy(pool.y)[rows].to(pool.x.device)
    encoder = Network(x.shape[1], max(x.shape[2:]), 0).encoder
    classes = int(pool.y.max()) + 1
    model = nn.Sequential(encoder, nn.Linear(FEATURES, classes)).to(x.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=LR)
    with torch.enable_grad():
        for at in range(1, steps + 1):
            optimizer.param_groups[0]["lr"] = LR * (1 + math.cos(math.pi * at / steps)) / 2
            step(model, optimizer, x, y)
    return accuracy(encoded(model, pool.test_x).argmax(1), pool.test_y)


def step(model: nn.Module, optimizer: torch.optim.Optimizer, x: Tensor, y: Tensor) -> None:
    """One step on views of some of the labelled images."""
    drawn = torch.randperm(len(x))[:BATCH].to(x.device)
    loss = F.cross_entropy(model(views(x[drawn], 1.0)), y[drawn])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
