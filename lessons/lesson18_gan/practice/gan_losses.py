"""The two losses of a GAN

The discriminator gives logits: large for real. Its loss is the binary cross-entropy with 1 for
real and 0 for generated ones, the means of both added. The generator wants its own to be called
real (non-saturating):

    d = mean softplus(-real) + mean softplus(fake)        g = mean softplus(-fake)

Goodfellow et al. (2014).
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def gan_losses(real: Tensor, fake: Tensor) -> tuple[Tensor, Tensor]:
    """The discriminator's and the generator's loss, shape (), from logits (N,) and (M,)."""
    d_loss = F.softplus(-real).mean() + F.softplus(fake).mean()
    return d_loss, F.softplus(-fake).mean()


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Logits of both."""
    return draw.normal(draw.size(), scale=2.0), draw.normal(draw.size(), scale=2.0)


exercise = Exercise(
    gan_losses,
    hints=(
        "softplus(x) = log(1 + exp(x)) is -log sigmoid(-x): it stays exact for large x.",
        "Two means for the discriminator, one for the generator.",
        "F.softplus(-real).mean() + F.softplus(fake).mean(), and F.softplus(-fake).mean().",
    ),
    cases=cases,
    edges={
        "logits of a thousand": lambda draw: (
            torch.tensor([1000.0, -1000.0]),
            torch.tensor([1000.0, -1000.0]),
        ),
    },
    gradients=True,
)
