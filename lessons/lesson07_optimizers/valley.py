"""Two losses of two numbers, and the maps of them: what an optimizer does can be seen there.

Rosenbrock (1960): (1 − x)² + 100 (y − x²)². A curved valley: down into it is easy, along it is not.
A quadratic ½ (x² + κ y²) has curvatures 1 and κ, and κ is its condition number.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import cos, radians, sin

import torch
from torch import Tensor, nn

from lessons.lesson07_optimizers import Optimizers

Span = tuple[float, float]
CELLS = (24, 40)  # rows (y) and columns (x)
FLAT = 1e-4  # what is lower than this has one colour
NAMES = {"rosenbrock": ("Rosenbrock's valley",), "quadratic": ("along the axes", "turned")}
SPANS: dict[str, tuple[Span, Span]] = {
    "rosenbrock": ((-2.0, 2.0), (-1.0, 3.0)),
    "quadratic": ((-1.5, 1.5), (-1.5, 1.5)),
}
STARTS = {"rosenbrock": (-1.5, 2.0), "quadratic": (1.0, 1.0)}


def rosenbrock(points: Tensor) -> Tensor:
    """The loss of points (…, 2): (…)."""
    x, y = points.unbind(-1)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def quadratic(points: Tensor, condition: float) -> Tensor:
    """½ (x² + κ y²) of points (…, 2): (…)."""
    x, y = points.unbind(-1)
    return (x**2 + condition * y**2) / 2


def rotation(degrees: float) -> Tensor:
    """R, (2, 2): R p is p turned to the left."""
    a = radians(degrees)
    return torch.tensor([[cos(a), -sin(a)], [sin(a), cos(a)]], dtype=torch.float64)


class Valley:
    """One loss as its walkers meet it: of points (…, W, 2) the losses (…, W).

    On the quadratic there are two. The second one's valley is turned, and so is its start.
    """

    def __init__(self, hp: Optimizers) -> None:
        self.kind = hp.landscape
        self.condition, self.angle = hp.condition, hp.angle
        self.turn = rotation(hp.angle)

    def __call__(self, points: Tensor) -> Tensor:
        """Each walker's loss."""
        if self.kind == "rosenbrock":
            return rosenbrock(points)
        upright = torch.stack([points[..., 0, :], points[..., 1, :] @ self.turn], -2)  # Rᵀ p
        return quadratic(upright, self.condition)

    def added(self, weights: Sequence[Tensor]) -> Tensor:
        """Of copies (L, W, 2), their walkers' losses added up: (L,)."""
        return self(weights[0]).sum(-1)

    def placed(self, x: float, y: float) -> Tensor:
        """Every walker at this place of its own valley, (W, 2)."""
        place = torch.tensor([x, y], dtype=torch.float64)
        if self.kind == "rosenbrock":
            return place[None]
        return torch.stack([place, self.turn @ place])


class Walkers(nn.Module):
    """Where they stand: (W, 2), in double precision."""

    def __init__(self, valley: Valley) -> None:
        super().__init__()
        self.place = nn.Parameter(valley.placed(*STARTS[valley.kind]))


@lru_cache(maxsize=8)
def maps(kind: str, condition: float, angle: float) -> Tensor:
    """log₁₀ of each walker's loss over its map, (W, rows, columns): its floor is seen only so."""
    valley = Valley(Optimizers(landscape=kind, condition=condition, angle=angle))
    (left, right), (low, high) = SPANS[kind]
    rows, columns = CELLS
    y, x = torch.meshgrid(
        torch.linspace(low, high, rows, dtype=torch.float64),
        torch.linspace(left, right, columns, dtype=torch.float64),
        indexing="ij",
    )
    points = torch.stack([x, y], -1)[..., None, :].expand(-1, -1, len(NAMES[kind]), -1)
    return valley(points).clamp(min=FLAT).log10().permute(2, 0, 1).mul(100).round().div(100)
