"""Guided backpropagation: the gradient, but at every ReLU only what is positive goes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import Tensor, nn

from lessons.lesson20_interpretability.gradient import Scores, gradient


def has_relus(model: nn.Module) -> bool:
    """Whether there is a layer at which it differs from the gradient."""
    return any(isinstance(module, nn.ReLU) for module in model.modules())


def guided_backprop(model: nn.Module, scores: Scores, x: Tensor, target: Tensor) -> Tensor:
    """Springenberg et al. (2015), figure 1: R = 1[a > 0] · 1[R' > 0] · R' at each ReLU of a.

    (N, …). It is the gradient of no function: nothing adds up.
    """
    with only_positive(model):
        return gradient(scores, x, target)


@contextmanager
def only_positive(model: nn.Module) -> Iterator[None]:
    """In here, a ReLU of this model lets no negative gradient through."""
    relus = [module for module in model.modules() if isinstance(module, nn.ReLU)]
    handles = [relu.register_full_backward_hook(_clipped) for relu in relus]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _clipped(module: nn.Module, back: Any, given: Any) -> tuple[Tensor]:
    """1[a > 0] is in `back` already: torch's own gradient of a ReLU."""
    return (back[0].clamp(min=0),)
