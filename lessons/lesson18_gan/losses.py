"""What G and D make small. Logits are (…, B), and a loss is (…): one for each GAN.

D(x) is the sigmoid of a logit ℓ, so log D(x) is logsigmoid(ℓ) and log(1 − D(x)) is logsigmoid(−ℓ).
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

Critic = Callable[[Tensor], Tensor]
TINY = 1e-12
"""Under the root of a length, whose slope at 0 would be infinite."""


def d_loss(objective: str, real: Tensor, fake: Tensor) -> Tensor:
    """D's loss: −log D(x) − log(1 − D(G(z))), or of a critic the mean of fakes minus reals."""
    if objective == "wasserstein":
        return fake.mean(-1) - real.mean(-1)
    return -F.logsigmoid(real).mean(-1) - F.logsigmoid(-fake).mean(-1)


def g_loss(objective: str, fake: Tensor) -> Tensor:
    """G's loss: −log D(G(z)); minimax: log(1 − D(G(z))); of a critic: minus its mean."""
    if objective == "wasserstein":
        return -fake.mean(-1)
    if objective == "minimax":
        return F.logsigmoid(-fake).mean(-1)
    return -F.logsigmoid(fake).mean(-1)


def gradient(logits: Tensor, x: Tensor) -> Tensor:
    """∇ₓ of each logit, (…, B, D), in a graph of its own, so that it can be made small."""
    (found,) = torch.autograd.grad(logits.sum(), x, create_graph=True)
    return found


def r1(real: Tensor, x: Tensor) -> Tensor:
    """|∇ₓ logit|² on the real ones, their mean: where the data are, D is to be flat."""
    return gradient(real, x).square().sum(-1).mean(-1)


def gradient_penalty(critic: Critic, between: Tensor) -> Tensor:
    """WGAN-GP: (|∇ critic| − 1)² at points between a real and a generated one."""
    x = between.requires_grad_()  # (…, B, D)
    length = gradient(critic(x), x).square().sum(-1).add(TINY).sqrt()
    return (length - 1).square().mean(-1)
