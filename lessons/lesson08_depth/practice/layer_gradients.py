"""The gradient's length in each layer

Run a batch through a deep network, take the sum of the outputs as the loss, and return the length
of the loss's gradient by each weight matrix, from the first layer to the last. There is a ReLU
after each layer except the last. A row of these numbers shows where the gradient fades.
"""

from itertools import pairwise

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def layer_gradients(x: Tensor, weights: list[Tensor]) -> Tensor:
    """The norm of the gradient by each of the L weights (out, in), in order: (L,)."""
    leaves = [weight.clone().requires_grad_() for weight in weights]
    for place, weight in enumerate(leaves):
        x = x @ weight.T
        if place < len(leaves) - 1:
            x = x.relu()
    gradients = torch.autograd.grad(x.sum(), leaves)
    return torch.stack([gradient.norm() for gradient in gradients])


def cases(draw: Draw) -> tuple[Tensor, list[Tensor]]:
    """A batch and a few layers."""
    widths = [draw.size(2) for _ in range(draw.size(2, 6))]
    weights = [draw.normal(after, before) for before, after in pairwise(widths)]
    return draw.normal(draw.size(2), widths[0]), weights


exercise = Exercise(
    layer_gradients,
    hints=(
        "Autograd can tell: the weights need requires_grad, and must not be the ones that came in.",
        "weight.clone().requires_grad_() makes leaves; torch.autograd.grad(loss, leaves) "
        "gives all gradients at once.",
        "x = x @ weight.T, and x.relu() except after the last; then torch.stack([g.norm() for "
        "g in grads]).",
    ),
    cases=cases,
)
