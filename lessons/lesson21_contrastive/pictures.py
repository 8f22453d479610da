"""What is shown of a network: its features as a map, what it takes to be alike, its neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lessons.kit.loop import Dial, Grid, Sheet
from lessons.lesson21_contrastive.views import views

POINTS = 250
ACROSS = 4
"""Images side by side: so many fit into a panel of 38 columns."""
STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
MOST_PIXELS = 30_000
"""Of a sheet, so that it stays under 64 KiB as it travels."""
LOOK = 21
"""What the views in the pictures are drawn from: the same in every picture of every run."""


class Steady:
    """Turns each map so that it is as near as it can be to the one before, (N, 2)."""

    def __init__(self, points: int) -> None:
        self.last = torch.zeros(points, 2)

    def turned(self, points: Tensor) -> Tensor:
        """Orthogonal Procrustes: R = U Vᵀ of pointsᵀ · last = U S Vᵀ, which may also mirror."""
        if self.last.any():
            u, _, v = torch.linalg.svd(points.T @ self.last)
            points = points @ (u @ v)
        self.last = points
        return points

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"last": self.last}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.last = state["last"].to(self.last.device)


def flat_map(h: Tensor) -> Tensor:
    """The two directions in which features (N, F) of length 1 differ most, (N, 2)."""
    away = torch.nn.functional.normalize(h, dim=1)
    away = away - away.mean(0)
    directions = torch.linalg.eigh(away.T @ away).eigenvectors[:, -2:].flip(1)
    found: Tensor = away @ directions
    return found


def scattered(points: Tensor, names: list[str]) -> list[tuple[float, float, str, str]]:
    """Points with their class as group; without names in one group."""
    said = names or [""] * len(points)
    return [(x, y, "", name) for (x, y), name in zip(points.tolist(), said, strict=True)]


def fixed_views(x: Tensor, strength: float, times: int = 2) -> list[Tensor]:
    """Views of images, the same at every call."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(LOOK)
        drawn = [views(x.cpu(), strength) for _ in range(times)]
    return [each.to(x.device) for each in drawn]


def matrix(z: Tensor, names: list[str]) -> Grid:
    """The cosines of all views with all others, (2B, 2B): first views first, then the second."""
    return Grid((z @ z.T).clamp(-1, 1).mul(100).round().int(), rows=names * 2, columns=names * 2)


def pixels(x: Tensor) -> NDArray[np.float32]:
    """(n, H, W) or (n, H, W, 3), from 0 to 1, of images (n, C, H, W)."""
    images = x.clamp(0, 1).cpu().numpy()
    shown: NDArray[np.float32] = images[:, 0] if images.shape[1] == 1 else np.moveaxis(images, 1, 3)
    return shown


def side_by_side(x: Tensor, names: list[str]) -> Dial:
    """A row of images, and below it two rows of views, for every strength."""
    some = x[:ACROSS]
    many = len(some)
    labels = [*(names[:many] or ["image"] * many), *["1st"] * many, *["2nd"] * many]
    room = MOST_PIXELS // (3 * many * some[0].numel())  # for so many sheets of images
    strengths = STRENGTHS if room >= len(STRENGTHS) else (0.0, 1.0, 2.0)[-max(room, 1) :]
    frames = [
        (strength, Sheet(pixels(torch.cat([some, *fixed_views(some, strength)])), labels, many))
        for strength in strengths
    ]
    return Dial("strength", frames)
