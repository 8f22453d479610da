"""What is measured of a deep network. Several networks may be in front: `…` is () or (S,)."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from lessons.kit import Grid
from lessons.lesson08_depth.model import Trace

MOST_COLUMNS, MOST_CELLS = 45, 4000
"""Of the map of gradients: as many as are seen, and no more than 64 KiB as it travels."""
FAINTEST = 1e-30
"""A gradient of exactly 0 has no logarithm; it gets the darkest colour."""


class GradientMap:
    """Length of every layer's gradient, (L, columns): the steps so far, and blanks for the rest.

    It is named in `run.steps(…)`, so that a run that was killed goes on with the same picture.
    """

    def __init__(self, layers: int, total: int, device: torch.device) -> None:
        columns = max(1, min(MOST_COLUMNS, total, MOST_CELLS // layers))
        self.total = total
        self.cells = torch.full((layers, columns), torch.nan, device=device)

    def add(self, step: int, lengths: Tensor) -> None:
        """The gradients (L,) of this step, in the place of the steps that share its column."""
        self.cells[:, self._column(step, self.total)] = lengths

    def picture(self) -> Grid:
        """Layer 1, which is farthest from the loss, at the bottom."""
        layers = len(self.cells)
        return Grid(self.cells.clamp(min=FAINTEST), x=(1, self.total), y=(1, layers))

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"cells": self.cells, "total": self.total}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back, also where the run has become longer."""
        kept, total = state["cells"].to(self.cells.device), state["total"]
        for column in range(kept.shape[1]):
            step = column * total // kept.shape[1] + 1
            self.cells[:, self._column(step, self.total)] = kept[:, column]

    def _column(self, step: int, total: int) -> int:
        columns = self.cells.shape[1]
        return min((step - 1) * columns // total, columns - 1)


def handed_back(trace: Trace) -> Tensor:
    """By what one layer multiplies the square of a gradient, (…): the geometric mean of them.

    After `backward()`, with the gradients of the first and the last state kept.
    """
    first, last = gradient_lengths([trace.states[0], trace.states[-1]])
    layers = max(len(trace.states) - 1, 1)
    factor: Tensor = (first / last) ** (2 / layers)
    return factor


def gradient_lengths(values: Sequence[Tensor]) -> Tensor:
    """The length of the gradient of each of these matrices, (…, rows, columns): (L, …)."""
    grads = [value.grad for value in values if value.grad is not None]
    return torch.stack([torch.linalg.vector_norm(grad, dim=(-2, -1)) for grad in grads])


def spreads(trace: Trace) -> tuple[Tensor, Tensor]:
    """For each layer, (…, L): the variance between images, and the mean square; of all units."""
    states = torch.stack(trace.states, -3)  # (…, L, N, H)
    apart = states - states[..., :1, :]  # from one image first: the rest is as small as it is
    apart = apart - apart.mean(-2, keepdim=True)  # `var` takes six times as long along this axis
    return apart.square().mean((-2, -1)), states.square().mean((-2, -1))


def dead(trace: Trace) -> Tensor:
    """The share of units that are 0 for every one of these images, (…)."""
    active = torch.stack(trace.active, -3)  # (…, L, N, H)
    return (active.abs().amax(-2) == 0).float().mean((-2, -1))


def accuracy(logits: Tensor, labels: Tensor) -> Tensor:
    """The share of images (N,) whose largest logit, of (…, N, C), is that of their class: (…)."""
    return (logits.argmax(-1) == labels).float().mean(-1)


def by_layer(between: Tensor, overall: Tensor) -> dict[str, list[tuple[int, float]]]:
    """The two curves of the panel, from what `spreads` measured of one network: (L,) each."""
    curves = {"between images": between, "mean square": overall}
    return {name: list(enumerate(values.tolist(), 1)) for name, values in curves.items()}
