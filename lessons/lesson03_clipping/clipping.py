"""Clipping methods, by hand: each shortens the gradients in place, and measures them otherwise."""

import torch
from torch import Tensor, nn

from lessons.lesson03_clipping import Clipping

SMALLEST_WEIGHT = 1e-3  # a unit whose weights are all zero may still begin to move
TINY = 1e-6  # keeps a gradient of zero from being divided by

Parameters = list[nn.Parameter]


def by_norm(parameters: Parameters, longest: float) -> None:
    """All gradients as one long vector, scaled to the threshold if it is longer.

    One factor for everything, so the direction stays: g ← g · min(1, longest / ‖g‖).
    Mikolov (2012), Pascanu et al. (2013).
    """
    norm = flat(parameters).square().sum().sqrt()  # .norm() is 1e-5 short for 300,000 numbers
    scale = (longest / (norm + TINY)).clamp(max=1.0)
    for gradient in gradients(parameters):
        gradient.mul_(scale)


def by_value(parameters: Parameters, largest: float) -> None:
    """Every single number held to ±largest: gᵢ ← min(max(gᵢ, −largest), largest)."""
    for gradient in gradients(parameters):
        gradient.clamp_(-largest, largest)


def adaptive(parameters: Parameters, ratio: float) -> None:
    """Each unit's gradient held to a share of the unit's own weights.

    For the weights w of one unit: g ← g · min(1, ratio · ‖w‖ / ‖g‖). Brock et al. (2021), who
    leave the last layer free; here it is held like the others.
    """
    for parameter, gradient in zip(parameters, gradients(parameters), strict=True):
        allowed = ratio * unit_norms(parameter.detach()).clamp(min=SMALLEST_WEIGHT)
        gradient.mul_((allowed / unit_norms(gradient).clamp(min=TINY)).clamp(max=1.0))


def unit_norms(values: Tensor) -> Tensor:
    """One length for each row of a matrix, (rows, 1); one for the whole of a bias, (1,)."""
    return values.square().sum(-1, keepdim=True).sqrt()


def clip(hp: Clipping, parameters: Parameters) -> None:
    """Clip the gradients in the way that this network has."""
    match hp.clipping:
        case "norm":
            by_norm(parameters, hp.max_norm)
        case "value":
            by_value(parameters, hp.max_value)
        case "adaptive":
            adaptive(parameters, hp.max_ratio)


def gradients(parameters: Parameters) -> list[Tensor]:
    """The gradient of every parameter that has one."""
    return [p.grad for p in parameters if p.grad is not None]


def flat(parameters: Parameters) -> Tensor:
    """Every gradient in one vector, (P,)."""
    return torch.cat([gradient.flatten() for gradient in gradients(parameters)])


def exact(vector: Tensor) -> Tensor:
    """In 64 bits, for looking at: in 32 the square of 1e20 is infinite. Some GPUs have only 32."""
    return (vector.cpu() if vector.device.type == "mps" else vector).double()


def cosine(before: Tensor, after: Tensor) -> Tensor:
    """How far two vectors point the same way: 1 the same, 0 across. nan if one has no direction."""
    lengths: Tensor = before.norm() * after.norm()
    return torch.dot(before, after) / lengths
