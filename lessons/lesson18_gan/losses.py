"""What G and D make small. Logits are (…, B), and a loss is (…): one for each GAN.

D(x) is the sigmoid of a logit ℓ, so log D(x) is logsigmoid(ℓ) and log(1 − D(x)) is logsigmoid(−ℓ).
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def d_loss(real: Tensor, fake: Tensor) -> Tensor:
    """D's loss, whichever G has: −log D(x) − log(1 − D(G(z)))."""
    return -F.logsigmoid(real).mean(-1) - F.logsigmoid(-fake).mean(-1)


def g_loss(objective: str, fake: Tensor) -> Tensor:
    """G's loss: −log D(G(z)), or as minimax log(1 − D(G(z)))."""
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
