"""The path on the loss surface, and a map that follows it wherever it goes."""

from math import ceil, isfinite, log2
from typing import Any

import torch
from torch import Tensor

from lessons.kit import Grid
from lessons.lesson05_linear.bowl import Bowl
from lessons.lesson05_linear.equations import figure

CELLS = (30, 42)  # rows and columns
KEPT = 60
"""Points of the path that are drawn: so many of the first ones, and so many of the last."""
RECENT = 12
"""The last points, which have to fit on the map."""
CLOSER = 0.1
"""The smaller map, in sizes of the first one."""
ARRIVED = 0.01
"""In sizes of the first map: who is nearer is there, and the first map has the whole way."""
FRAMED = 16
"""The largest map on which the first one is still seen as a frame."""
ROOM = 1.2
"""The first map, in distances of the start from the bottom."""


class Trail:
    """Where a network has been on the map; named in `run.steps`, it survives a kill."""

    def __init__(self) -> None:
        self.size = 0.0
        """From the middle of the first map to its edge; 0 before the first point."""
        self.first: list[tuple[float, float]] = []
        """Where it came from."""
        self.points: list[tuple[float, float]] = []
        """Where it was last."""

    def add(self, x: float, y: float) -> None:
        """One more point, from the bottom; one that is no longer a number is nowhere."""
        if not (isfinite(x) and isfinite(y)):
            return
        self.size = self.size or ROOM * max(abs(x), abs(y)) or 1.0
        if len(self.points) == KEPT and len(self.first) < KEPT:
            self.first = [*self.first, self.points[0]]
        self.points = [*self.points[-KEPT + 1 :], (x, y)]

    @property
    def nearness(self) -> float:
        """How far the last points have been from the bottom, in sizes of the first map."""
        farthest = max((abs(c) for point in self.points[-RECENT:] for c in point), default=0.0)
        return farthest / self.size if self.size else 1.0

    @property
    def has_arrived(self) -> bool:
        """Whether the last points cannot be told from the bottom."""
        return self.nearness <= ARRIVED

    @property
    def zoom(self) -> float:
        """The map's size, in sizes of the first one: all of the last points are on it.

        Outwards it doubles, so that the path fills it; inwards it waits for a tenth.
        """
        if self.nearness > 1:
            return 2.0 ** ceil(log2(self.nearness))
        return CLOSER if ARRIVED < self.nearness <= CLOSER else 1.0

    def within(self, size: float) -> list[tuple[float, float]]:
        """The path since it was last outside of a map of this size."""
        whole = [*self.first, *self.points]
        outside = [at for at, point in enumerate(whole) if max(map(abs, point)) > size]
        return whole[outside[-1] + 1 :] if outside else whole

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"size": self.size, "first": self.first, "points": self.points}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.size = state["size"]
        self.first, self.points = ([(x, y) for x, y in state[name]] for name in ("first", "points"))


class Plane:
    """The two directions of the map, as columns (P, 2), and where its middle is.

    A line has two parameters, and the map is over (w, b). Of more parameters it shows the two
    steepest eigen-directions, from the bottom.
    """

    def __init__(self, bowl: Bowl) -> None:
        is_line = len(bowl.best) == 2
        own = torch.eye(2, dtype=bowl.best.dtype)
        steepest = torch.nn.functional.pad(bowl.directions[:, :2], (0, 2))[:, :2]
        self.across = own if is_line else steepest  # (P, 2)
        self.middle = bowl.best.tolist() if is_line else [0.0, 0.0]
        self.curved = self.across.mT @ _hessian(bowl) @ self.across  # (2, 2)

    def place(self, from_bottom: Tensor) -> tuple[float, float]:
        """Where θ − θ*, (P,), is on the map, from its middle."""
        x, y = (self.across.mT @ from_bottom).tolist()
        return x, y

    def cells(self, size: float) -> Tensor:
        """The loss above the bottom, (rows, columns): ½ dᵀ H d. Row 0 is the lowest."""
        rows, columns = CELLS
        y = ((torch.arange(rows) + 0.5) / rows * 2 - 1).double() * size
        x = ((torch.arange(columns) + 0.5) / columns * 2 - 1).double() * size
        (xx, xy), (_, yy) = self.curved.tolist()
        y = y[:, None]
        height: Tensor = 0.5 * (xx * x**2 + 2 * xy * x * y + yy * y**2)
        return height


def _hessian(bowl: Bowl) -> Tensor:
    return bowl.directions @ torch.diag(bowl.curvatures) @ bowl.directions.mT


def surface(plane: Plane, trail: Trail, lr: float, limit: float) -> Grid:
    """The map with the path on it, the bottom, and how large the first map was."""
    size = trail.size * trail.zoom
    mx, my = plane.middle
    path = [(mx + x, my + y) for x, y in trail.within(size)]
    paths = {f"{_told(trail)}{lr / limit:.4g} of limit {limit:.4g}": path}
    if 1 < trail.zoom <= FRAMED:
        first = trail.size
        corners = [(-first, -first), (first, -first), (first, first), (-first, first)]
        paths["the first map"] = [(mx + x, my + y) for x, y in (*corners, corners[0])]
    return Grid(
        plane.cells(size), (mx - size, mx + size), (my - size, my + size), paths,
        points=[(mx, my, "", "bottom")],
    )  # fmt: skip


def _told(trail: Trail) -> str:
    """Where the path is, if the map had to follow it."""
    if trail.zoom == 1:
        return "arrived: " if trail.has_arrived else ""
    has_left = any(abs(c) > trail.size for point in trail.points[-1:] for c in point)
    zoom = figure(trail.zoom) if trail.zoom < 10_000 else f"{trail.zoom:.1e}".replace("e+", "e")
    return f"{'away, ' if has_left else ''}map ×{zoom}: "
