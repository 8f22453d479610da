"""Three functions that are so small that every method can be worked out on paper."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

import torch
from torch import Tensor

from lessons.kit.loop import Picture
from lessons.lesson20_interpretability.gradient import (
    gradient,
    gradient_times_input,
)
from lessons.lesson20_interpretability.integrated import integrated_gradients
from lessons.lesson20_interpretability.shapley import shapley


@dataclass(frozen=True)
class Exact:
    """A function of a few numbers at one place, and what each method says of it; x₀ is 0."""

    says: str
    f: Callable[[Tensor], Tensor]
    """From (N, M) to (N,)."""
    x: list[float]
    on_paper: dict[str, list[float]]


CASES = (
    Exact(
        "1 - relu(1 - a) at 2",
        lambda x: 1 - (1 - x[:, 0]).relu(),
        [2.0],
        {"gradient": [0], "x gradient": [0], "integrated": [1], "Shapley": [1]},
    ),
    Exact(
        "a b at 3, 2",
        lambda x: x[:, 0] * x[:, 1],
        [3.0, 2.0],
        {"gradient": [2, 3], "x gradient": [6, 6], "integrated": [3, 3], "Shapley": [3, 3]},
    ),
    Exact(
        "max(a, b) at 1, .6",
        lambda x: x.amax(1),
        [1.0, 0.6],
        {"gradient": [1, 0], "x gradient": [1, 0], "integrated": [1, 0], "Shapley": [0.7, 0.3]},
    ),
)
COLUMNS = ("", "gradient", "x gradient", "integrated", "Shapley")


def computed(case: Exact) -> dict[str, Tensor]:
    """What each method in `methods` says, (M,) each, in float64."""
    x = torch.tensor([case.x], dtype=torch.float64)
    zero, target = torch.zeros_like(x), torch.tensor([0])

    def scores(z: Tensor) -> Tensor:
        return case.f(z)[:, None]

    found = {
        "gradient": gradient(scores, x, target),
        "x gradient": gradient_times_input(scores, x, zero, target),
        "integrated": integrated_gradients(scores, x, zero, target),
        "Shapley": shapley(scores, x, zero, target),
    }
    return {name: value[0] for name, value in found.items()}


def table() -> list[list[str]]:
    """A row for each function."""
    return [[case.says, *(_said(value) for value in computed(case).values())] for case in CASES]


def _said(values: Tensor) -> str:
    return " ".join(f"{value:.3g}" for value in values.tolist())


def apart() -> float:
    """The largest difference between what is computed and what is on paper."""
    return max(
        float((value - value.new_tensor(case.on_paper[name])).abs().max())
        for case in CASES
        for name, value in computed(case).items()
    )


def shown() -> Generator[Picture, None, dict[str, float]]:
    """The table; returns how far it is from paper, and IG from Shapley."""
    yield Picture("exact", table())
    return {"exact": apart(), "two_answers": two_answers()}


def two_answers() -> float:
    """How far IG and Shapley are apart at max(1, .6), where both add up to f(x) − f(x₀)."""
    found = computed(CASES[-1])
    return float((found["integrated"] - found["Shapley"]).abs().max())
