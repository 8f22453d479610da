"""Is the map right? Delete and see

Set the inputs to zero in the order of a map, the most important first, one after the other, and
note the score after each. Return the scores, from nothing deleted to everything: D + 1 numbers. A
good map makes it fall early.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def deletion_curve(f: Callable[[Tensor], Tensor], x: Tensor, importance: Tensor) -> Tensor:
    """The scores (D + 1,): x and importance are (D,), f takes (N, D) and gives (N,)."""
    order = importance.argsort(descending=True)
    rows = x.repeat(len(x) + 1, 1)  # (D + 1, D)
    for step, place in enumerate(order, start=1):
        rows[step:, place] = 0
    return f(rows)


def weighted(x: Tensor) -> Tensor:
    """A score."""
    return (x * torch.arange(1.0, x.shape[1] + 1)).sum(1) + x.square().sum(1)


def cases(draw: Draw) -> tuple[Callable[[Tensor], Tensor], Tensor, Tensor]:
    """An input and a map without ties."""
    width = draw.size()
    importance = torch.randperm(width, generator=draw.generator).float() - 1
    return weighted, draw.normal(width), importance


exercise = Exercise(
    deletion_curve,
    hints=(
        "Sort the places by their importance, the largest first.",
        "One row for each number of deleted inputs: row k has the first k places set to zero.",
        "rows = x.repeat(D + 1, 1); for step, place in enumerate(order, 1): rows[step:, "
        "place] = 0; return f(rows).",
    ),
    cases=cases,
)
