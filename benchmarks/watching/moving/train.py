"""The loop: twenty pictures a second, in each of which every image is another one."""

import math
import time
from collections.abc import Iterator

import torch
from torch import Tensor

from lessons.kit import Grid
from lessons.kit.loop import Event, Picture, Run, Sheet, Step

from . import CURVES, Settings

COUNT = 64  # images in the sheet
POINTS = 64  # over the map
CELLS = 40  # a side of the map
REST = 0.05  # seconds
TURN = 0.03  # radians that everything turns in a step: a round is ten seconds


def train(hp: Settings, run: Run) -> Iterator[Event]:
    """Show what was asked for at every step."""
    for n in range(3):
        yield Picture(f"still{n}", "nothing")
    for step in run.steps(hp.steps):
        time.sleep(REST)
        if hp.shows in ("sheet", "colours"):
            yield Picture("sheet", Sheet(images(hp.side, TURN * step, hp.shows == "colours")))
        if hp.shows == "map":
            yield Picture("map", plane(TURN * step))
        fallen = 3 * math.exp(-step / 2_000)
        rattle = 0.2 * torch.rand(len(CURVES))
        yield Step(**{name: fallen + n / 3 + rattle[n] for n, name in enumerate(CURVES)})


def images(side: int, turn: float, coloured: bool) -> Tensor:
    """A ring in each, that grows and wanders: (64, side, side), or with three colours."""
    phases = turn + torch.arange(COUNT) * 0.7  # (N)
    at = torch.linspace(-1, 1, side)
    channels = []
    for shift in (0.0, 0.5, 1.0) if coloured else (0.0,):
        x = at[None, None, :] - 0.3 * torch.sin(phases + shift)[:, None, None]
        y = at[None, :, None] - 0.3 * torch.cos(1.3 * phases)[:, None, None]
        radius = 0.5 + 0.3 * torch.sin(0.7 * phases)[:, None, None]
        channels.append(torch.exp(-30 * (torch.hypot(x, y) - radius) ** 2))
    return torch.stack(channels, -1) if coloured else channels[0]


def plane(turn: float) -> Grid:
    """Two spirals that turn, in percent, and points that wander over them."""
    at = torch.linspace(-1, 1, CELLS)
    angle = torch.atan2(at[:, None], at[None, :]) - 9 * torch.hypot(at[:, None], at[None, :])
    cells = (50 + 50 * torch.sin(angle + turn)).round()  # (40, 40)
    n = torch.arange(POINTS) + 0.3 * turn
    x, y = torch.cos(n), torch.sin(2 * n + turn)
    points = [(*xy, "", "AB"[i % 2]) for i, xy in enumerate(torch.stack([x, y], 1).tolist())]
    return Grid(cells, x=(-1, 1), y=(-1, 1), points=points)
