"""What one step of one network looked like from inside: the answer to "why is there a spike?"."""

from __future__ import annotations

import msgspec


class Layer(msgspec.Struct, frozen=True):
    """One parameter at that step. Norms are Euclidean; None is not finite."""

    name: str
    shape: list[int]
    weight: float | None
    """‖w‖ before the step."""
    gradient: float | None
    """‖g‖ as backward left it."""
    clipped: float | None
    """‖g‖ as the optimizer saw it."""
    update: float | None
    """‖Δw‖, what the step did."""


class Explanation(msgspec.Struct, frozen=True):
    """A step, trained again and looked at."""

    variant: str
    seed: int
    step: int
    scalars: dict[str, float | None]
    """What the step recorded; None is not finite."""
    layers: list[Layer]
    norm: float | None = None
    """Of all gradients together, as backward left them."""
    clipped: float | None = None
    """The same as the optimizer saw them."""
    broken: str = ""
    """The first tensor that was not finite; "" where all were."""
    batch: list[str] = []
    """What it was trained on, in words."""
    replayed: int = 0
    """Steps that were trained again to get there."""
    together: bool = False
    """Whether it trained in one loop with other seeds: alone, the last digits are other ones."""

    @property
    def largest(self) -> Layer | None:
        """The layer with the largest gradient; one that is not finite is larger than any."""
        known = [layer for layer in self.layers if layer.gradient != 0.0]
        return max(known, key=_size, default=None)


def _size(layer: Layer) -> float:
    return float("inf") if layer.gradient is None else layer.gradient
