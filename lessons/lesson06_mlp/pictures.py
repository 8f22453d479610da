"""What is shown: the plane as the whole network sees it, as its units do, and as its last layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from lessons.kit import Grid
from lessons.lesson06_mlp.planes import Rows

if TYPE_CHECKING:
    from lessons.lesson06_mlp.train import Network

CELLS = 40  # of each side of the surface
FINE = 20  # of each side of a hidden unit's map
UNITS = 4  # shown of each hidden layer
POINTS, FEW = 80, 48  # of the training points in a picture; over the surface, which they hide

Dots = list[tuple[float, float, str, str]]


@torch.no_grad()
def pictures(model: Network, rows: Rows, names: list[str], edge: float) -> dict[str, Any]:
    """Every picture of the plane, which goes from −edge to edge both ways."""
    found: dict[str, Any] = {
        "surface": surface(model, rows, names, edge),
        "seen": seen(model, rows, names),
    }
    return found | ({"units": units(model, edge)} if len(model.layers) > 1 else {})


def plane(edge: float, cells: int, device: torch.device) -> Tensor:
    """The centres of the cells of a square map, (cells · cells, 2), the lowest row first."""
    at = (torch.arange(cells, device=device) + 0.5) * 2 * edge / cells - edge
    y, x = torch.meshgrid(at, at, indexing="ij")
    return torch.stack([x.flatten(), y.flatten()], 1)


def surface(model: Network, rows: Rows, names: list[str], edge: float) -> Grid:
    """The probability of the second class over the plane, in percent, and some of the points."""
    x, y = rows
    p = model(plane(edge, CELLS, x.device))[0].softmax(-1)[:, 1]
    cells = (100 * p).round().int().view(CELLS, CELLS)
    return Grid(cells, x=(-edge, edge), y=(-edge, edge), points=dots(x[:FEW], y, names))


def dots(points: Tensor, y: Tensor, names: list[str]) -> Dots:
    """Points (N, 2) with the name of their class as their group."""
    pairs = zip(points.tolist(), y[: len(points)].tolist(), strict=True)
    return [(x1, x2, "", names[c]) for (x1, x2), c in pairs]


def units(model: Network, edge: float) -> dict[str, Tensor]:
    """The first units of each hidden layer over the plane, in percent of their own largest."""
    points = plane(edge, FINE, next(model.parameters()).device)
    found = {}
    for depth, h in enumerate(model.hidden(points), 1):
        share = 100 * h[0] / h[0].abs().amax(0).clamp(min=1e-6)  # (cells², H)
        for unit, cells in enumerate(share[:, :UNITS].T.round().int(), 1):
            found[f"{depth}.{unit}"] = cells.reshape(FINE, FINE)
    return found


def seen(model: Network, rows: Rows, names: list[str]) -> Dots:
    """The points as the last layer is given them, on the plane that shows most of it.

    Across: along the last layer's weights, so that its decision is the upright line at 0. Up:
    the direction at right angles to them in which the points lie farthest apart.
    """
    x, last = rows[0][:POINTS], model.layers[-1]
    h = model.hidden(x)[-1][0] if len(model.layers) > 1 else x  # (N, H)
    weight, bias = last.get_parameter("weight")[0], last.get_parameter("bias")[0, 0]
    w, b = weight[:, 1] - weight[:, 0], bias[1] - bias[0]  # (H,), ()
    length = w.norm().clamp(min=1e-6)
    across = (h @ w + b) / length  # (N,)
    rest = h - h.mean(0)
    rest = rest - (rest @ w / length**2)[:, None] * w
    up = rest @ steady(torch.linalg.eigh(rest.T @ rest).eigenvectors[:, -1])
    return dots(torch.stack([across, up], 1), rows[1], names)


def steady(direction: Tensor) -> Tensor:
    """The direction or its opposite: the one whose largest part is positive."""
    return direction * direction[direction.abs().argmax()].sign()
