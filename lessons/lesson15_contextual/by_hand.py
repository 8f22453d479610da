"""The formulas of this lesson written out, in float64, and how far they are from torch's.

loss of hidden words   L = − Σ_m ln p_m(w_m) / M,      p = softmax(z), over the M words asked for
its gradient           ∂L/∂z_m = (p_m − 1[w_m]) / M,   and 0 where no word is asked for
cosine                 cos(a, b) = Σ a_i b_i / √(Σ a_i² · Σ b_i²)
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.shared.encoder import NOT_ASKED, masked_loss


def loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean −ln p of the words asked for; logits (N, V), targets (N,)."""
    asked = targets != NOT_ASKED
    largest = logits.amax(1, keepdim=True)  # e to a large power is infinite: take it out first
    log_sum = largest[:, 0] + (logits - largest).exp().sum(1).log()
    of_target = logits.gather(1, targets.clamp(min=0)[:, None])[:, 0]
    return ((log_sum - of_target) * asked).sum() / asked.sum()


def gradient(logits: Tensor, targets: Tensor) -> Tensor:
    """(N, V): what was said too loudly, and what too quietly."""
    asked = targets != NOT_ASKED
    p = (logits - logits.amax(1, keepdim=True)).exp()
    p = p / p.sum(1, keepdim=True)
    p = p - F.one_hot(targets.clamp(min=0), logits.shape[1])
    return p * asked[:, None] / asked.sum()


def cosine(a: Tensor, b: Tensor) -> Tensor:
    """Of each row of a with the same row of b."""
    return (a * b).sum(1) / (a.square().sum(1) * b.square().sum(1)).sqrt()


def compared(logits: Tensor, targets: Tensor) -> dict[str, float]:
    """The largest difference between each formula and torch, on logits (B, T, V) of a batch."""
    wanted = targets.flatten()
    z = logits.detach().double().flatten(0, 1).requires_grad_()
    with torch.enable_grad():
        theirs = masked_loss(z, wanted)
        (slope,) = torch.autograd.grad(theirs, z)
    z = z.detach()
    half = len(z) // 2
    a, b = z[:half], z[half : 2 * half]
    return {
        "loss of hidden words": float((loss(z, wanted) - theirs.detach()).abs()),
        "its gradient": float((gradient(z, wanted) - slope).abs().max()),
        "cosine": float((cosine(a, b) - F.cosine_similarity(a, b, eps=0)).abs().max()),
    }


def rows(apart: dict[str, float]) -> list[list[str]]:
    """The same for a table."""
    return [[name, f"{value:.1e}"] for name, value in apart.items()]
