"""Inputs of one network that are to be explained: images, rows of a table, or a text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn

from lessons.lesson20_interpretability.gradient import (
    Scores,
    gradient,
    gradient_times_input,
)
from lessons.lesson20_interpretability.guided import guided_backprop, has_relus
from lessons.lesson20_interpretability.integrated import STEPS, integrated_gradients
from lessons.lesson20_interpretability.shapley import coalitions

IMAGES, ROWS, TEXTS = "images", "rows", "texts"
GRADIENT, GUIDED, TIMES_INPUT, INTEGRATED = "gradient", "guided", "x gradient", "integrated"
SHORT = {GRADIENT: "gradient", GUIDED: "guided", TIMES_INPUT: "times_input", INTEGRATED: "ig"}
"""What the scalars about a method begin with."""


@dataclass(frozen=True, eq=False)
class Case:
    """Some inputs, their classes, and an input that says nothing. Each consists of parts."""

    model: nn.Module
    scores: Scores
    """From inputs (N, …) to the scores of the classes, (N, C)."""
    x: Tensor
    """(N, C, H, W) images, (N, D) rows, or (N, T, E) vectors of words."""
    baseline: Tensor
    """(1, …): black pixels, the mean row, or the vector of a word that nobody knows."""
    target: Tensor
    """(N,) the class that is explained."""
    kind: str = IMAGES
    names: list[str] = field(default_factory=list)
    """Of the parts: columns or words; none of pixels."""

    def __len__(self) -> int:
        return len(self.x)

    def of_parts(self, a: Tensor) -> Tensor:
        """Numbers in the shape of x, summed over what belongs to one part: (N, P)."""
        if self.kind == IMAGES:
            return a.sum(1).flatten(1)  # the colours of a pixel
        return a.sum(2) if self.kind == TEXTS else a  # the numbers of a word

    def with_parts(self, kept: Tensor) -> Tensor:
        """The inputs with the parts that are not `kept` (…, N, P) at their baseline."""
        if self.kind == IMAGES:
            kept = kept.unflatten(-1, (1, *self.x.shape[2:]))  # (…, N, 1, H, W)
        elif self.kind == TEXTS:
            kept = kept[..., None]
        return torch.where(kept, self.x, self.baseline)

    def at(self, places: slice) -> Case:
        """Some of the inputs."""
        return replace(self, x=self.x[places], target=self.target[places])

    def of(self, model: nn.Module) -> Case:
        """The same inputs of another network, which takes them as they are."""
        return replace(self, model=model, scores=model)

    def maps(self, steps: int = STEPS) -> dict[str, Tensor]:
        """What each part did, by each method: (N, P) each."""
        return {method: self.explain(method, steps) for method in self.methods()}

    def methods(self) -> list[str]:
        """The ways of explaining that this network allows: guided wants a ReLU."""
        return [name for name in SHORT if name != GUIDED or has_relus(self.model)]

    def explain(self, method: str, steps: int = STEPS) -> Tensor:
        """What each part did, by one of the methods: (N, P)."""
        f, x, target = self.scores, self.x, self.target
        if method == GRADIENT:
            found = gradient(f, x, target)
        elif method == GUIDED:
            found = guided_backprop(self.model, f, x, target)
        elif method == TIMES_INPUT:
            found = gradient_times_input(f, x, self.baseline, target)
        else:
            found = integrated_gradients(f, x, self.baseline, target, steps)
        return self.of_parts(found)

    @torch.no_grad()
    def coalition_values(self) -> Tensor:
        """f_c of one input with every subset of its parts, (2^P,), the others at the baseline."""
        kept = coalitions(self.parts).to(self.x.device)
        return self.scores(self.with_parts(kept))[:, int(self.target[0])]

    @property
    def parts(self) -> int:
        """How many parts an input has."""
        shape = self.x.shape
        return shape[2:].numel() if self.kind == IMAGES else shape[1]

    @torch.no_grad()
    def difference(self) -> Tensor:
        """f_c(x) − f_c(x₀), (N,): what a complete explanation adds up to."""
        low = self.scores(self.baseline.expand_as(self.x))
        gap: Tensor = (self.scores(self.x) - low).gather(1, self.target[:, None])[:, 0]
        return gap


@torch.no_grad()
def redrawn(model: nn.Module) -> nn.Module:
    """The same layers with weights as torch draws them: a network that has learned nothing."""
    from copy import deepcopy

    fresh = deepcopy(model)
    for module in fresh.modules():
        if callable(reset := getattr(module, "reset_parameters", None)):
            reset()
    return fresh
