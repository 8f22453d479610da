"""The bound, in nats for each image

For black and white images the likelihood of each pixel is Bernoulli, with the logits of the
decoder. The bound is

    ELBO = Σ log p(x | z) - β · KL

with the sum over the pixels, not their mean: else the KL counts too much. Return the mean over
the batch.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def elbo(logits: Tensor, images: Tensor, kl: Tensor, beta: float) -> Tensor:
    """The mean bound, shape (): logits and images (B, P), images 0 or 1, kl (B,)."""
    losses = F.binary_cross_entropy_with_logits(logits, images, reduction="none")
    return (-losses.sum(dim=1) - beta * kl).mean()


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, float]:
    """A small batch of small images."""
    batch, pixels = draw.size(), draw.size()
    kl = draw.uniform(batch, high=3.0)
    return (
        draw.normal(batch, pixels),
        draw.booleans(batch, pixels).float(),
        kl,
        draw.number(0.1, 4.0),
    )


exercise = Exercise(
    elbo,
    hints=(
        "log p of a Bernoulli pixel is minus the binary cross-entropy.",
        "reduction='none' keeps every pixel; sum over dim=1, and take the mean over the batch "
        "last.",
        "(-losses.sum(dim=1) - beta * kl).mean().",
    ),
    cases=cases,
    edges={
        "logits of a hundred": lambda draw: (
            torch.full((1, 2), 100.0),
            torch.tensor([[1.0, 0.0]]),
            torch.zeros(1),
            1.0,
        ),
    },
    gradients=True,
)
