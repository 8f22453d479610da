"""What is measured and shown of the ring: D over the plane, samples on it, modes by start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from lessons.kit import Grid
from lessons.kit.loop import Run
from lessons.lesson18_gan import ring
from lessons.lesson18_gan.image_sheets import ImagesShown
from lessons.lesson18_gan.networks import Discriminator
from lessons.lesson18_gan.reals import Images, Ring

if TYPE_CHECKING:
    from lessons.lesson18_gan import GAN

LOOKS = 60
SAMPLES = 4000
"""Are counted for modes and the share within 3σ."""
DOTS = 160
"""Are drawn over the map."""
EDGE, CELLS = 3.0, 40
COLUMNS = 30
"""Of the map of modes: at most half as many as looks, so that none stays blank."""


def plane(device: torch.device) -> Tensor:
    """The centres of the cells of the map, (CELLS², 2), the lowest row first."""
    at = (torch.arange(CELLS, device=device) + 0.5) * (2 * EDGE / CELLS) - EDGE
    y, x = torch.meshgrid(at, at, indexing="ij")
    return torch.stack([x.flatten(), y.flatten()], 1)


class Modes:
    """How many modes each start had, (R, columns): the steps so far, and blanks for the rest."""

    def __init__(self, starts: int, total: int, device: torch.device) -> None:
        self.total = total
        self.cells = torch.full((starts, max(1, min(COLUMNS, total))), torch.nan, device=device)

    def add(self, step: int, modes: Tensor) -> None:
        """The modes (R,) at this step, in the place of the steps that share its column."""
        columns = self.cells.shape[1]
        self.cells[:, min((step - 1) * columns // self.total, columns - 1)] = modes

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"cells": self.cells, "total": self.total}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back, also where the run has become longer."""
        kept, total = state["cells"].to(self.cells.device), state["total"]
        for column in range(kept.shape[1]):
            self.add(column * total // kept.shape[1] + 1, kept[:, column])


class RingShown:
    """One network's pictures and figures. What G makes of the same noise is shown each time."""

    def __init__(self, hp: GAN, run: Run) -> None:
        luck = torch.Generator().manual_seed(run.seed)  # its own, so that a look changes nothing
        self.z = torch.randn(hp.starts, SAMPLES, hp.z, generator=luck).to(run.device)
        self.seed = run.seed
        self.cells = plane(run.device)
        self.modes = Modes(hp.starts, hp.steps, run.device)
        self.state_dict, self.load_state_dict = self.modes.state_dict, self.modes.load_state_dict

    def figures(self, step: int, samples: Tensor) -> dict[str, Tensor]:
        """Modes and share within 3σ, of several starts their median, from samples (R, N, 2)."""
        modes, within = ring.measured(samples)
        self.modes.add(step, modes)
        full = (modes == ring.MODES).float().mean()
        return {"modes": modes.quantile(0.5), "within": within.quantile(0.5), "all_there": full}

    def pictures(self, samples: Tensor, d: Discriminator) -> dict[str, Any]:
        """The map with the samples of the first start; the modes of every start."""
        return {"plane": self.plane(samples[0], d), **by_start([self], [self.seed])}

    def plane(self, samples: Tensor, d: Discriminator) -> Grid:
        """How real D finds each cell, in percent, and samples: at a mode, or between modes."""
        said = d(self.cells.expand(len(self.z), -1, -1))[0].sigmoid()
        percent = said.mul(100).round().int().view(CELLS, CELLS)
        some = samples[:DOTS]
        points = [(x, y, "", "mode") for x, y in ring.centres().tolist()]
        for inside, group in ((False, "between"), (True, "at a mode")):
            found = some[(ring.nearest(some) < ring.NEAR) == inside]
            points += [(x, y, "", group) for x, y in found.tolist()]
        edges = (-EDGE, EDGE)
        return Grid(percent, x=edges, y=edges, points=points)


Shown = RingShown | ImagesShown


def by_start(shown: Sequence[Shown], seeds: Sequence[int]) -> dict[str, Grid]:
    """The modes that every start of every seed had, step by step."""
    rings = [each.modes for each in shown if isinstance(each, RingShown)]
    if not rings:
        return {}
    cells = torch.cat([each.cells for each in rings])
    starts = range(1, len(rings[0].cells) + 1)
    if len(starts) == 1:
        names = [f"seed {seed}" for seed in seeds]
    elif len(rings) == 1:
        names = [f"start {start}" for start in starts]
    else:
        names = [f"{seed}.{start}" for seed in seeds for start in starts]
    return {"by_start": Grid(cells, x=(1, rings[0].total), rows=names)}


def shown_of(hp: GAN, run: Run, reals: Ring | Images) -> Shown:
    """What suits the data."""
    return RingShown(hp, run) if isinstance(reals, Ring) else ImagesShown(hp, run, reals)
