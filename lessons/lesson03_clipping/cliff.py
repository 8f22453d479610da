"""The cliff of Pascanu, Mikolov and Bengio (2013): two numbers, and a wall between them.

One recurrent unit, run for fifty steps: h ← w·σ(h) + b, with the loss (σ(h₅₀) − 0.7)². Where the
state has two places to rest, the smallest change of w or b decides which one it ends in: there
the loss has a wall, and the gradient is enormous on it and tiny beside it.
"""

from functools import lru_cache

import torch
from torch import Tensor

from lessons.kit import Grid

UNROLLED, TARGET = 50, 0.7
W, B = (3.0, 7.0), (-4.0, -1.0)
CELLS = (36, 60)  # rows (b) and columns (w)
START = (5.0, -2.0)
LR, THRESHOLD, DESCENT = 1.0, 0.2, 60

Path = list[tuple[float, float]]


def loss(w: Tensor, b: Tensor) -> Tensor:
    """How far the fiftieth state is from the target, for every w and b at once."""
    h = torch.zeros_like(w)
    for _ in range(UNROLLED):
        h = w * torch.sigmoid(h) + b
    return (torch.sigmoid(h) - TARGET) ** 2


def slope(w: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The exact gradient, carried forward beside the state: d loss/dw and d loss/db."""
    h, dh_dw, dh_db = torch.zeros(3, *w.shape, dtype=w.dtype)
    for _ in range(UNROLLED):
        s = torch.sigmoid(h)
        slope_h = w * s * (1 - s)  # dh_t/dh_{t-1}: above 1 here, fifty times over, is the wall
        h, dh_dw, dh_db = w * s + b, s + slope_h * dh_dw, 1 + slope_h * dh_db
    s = torch.sigmoid(h)
    outer = 2 * (s - TARGET) * s * (1 - s)
    return outer * dh_dw, outer * dh_db


def steepness() -> Tensor:
    """The length of the gradient over the map, (rows, columns); row 0 is the lowest b."""
    rows, columns = CELLS
    b, w = torch.meshgrid(
        torch.linspace(*B, rows, dtype=torch.float64),
        torch.linspace(*W, columns, dtype=torch.float64),
        indexing="ij",
    )
    return torch.hypot(*slope(w, b))


def descend(threshold: float | None) -> Path:
    """Gradient descent from the start, with the gradient's length held to the threshold."""
    w, b = (torch.tensor(at, dtype=torch.float64) for at in START)
    path = [START]
    for _ in range(DESCENT):
        dw, db = slope(w, b)
        norm = torch.hypot(dw, db)
        scale = (threshold / norm).clamp(max=1.0) if threshold else 1.0
        w, b = w - LR * scale * dw, b - LR * scale * db
        path.append((float(w), float(b)))
    return path


@lru_cache(maxsize=1)
def cliff() -> Grid:
    """The map with both descents on it. The same for every network, so computed once."""
    paths = {"unclipped": descend(None), "clipped": descend(THRESHOLD)}
    return Grid(steepness().tolist(), W, B, paths)
