"""How two opinions become one, and what is done where a sense is missing."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def product(scores: Tensor, prior: Tensor) -> Tensor:
    """(B, C) log-posterior from scores (K, B, C) of networks that were taught by themselves.

    p(y | x, c) ∝ p(y | x) p(y | c) / p(y): Bayes' rule where image x and caption c are independent
    given the class y. Each posterior has the prior in it, so K of them have K − 1 too many.
    """
    logs = scores.log_softmax(-1).sum(0) - (len(scores) - 1) * prior.log()
    return logs.log_softmax(-1)


def mean(scores: Tensor) -> Tensor:
    """(B, C) the log of the mean of the posteriors: each is believed half of the time."""
    return scores.softmax(-1).mean(0).log()


def loss_of(scores: Tensor, y: Tensor) -> Tensor:
    """The cross-entropy of each set of scores (K, B, C) with the classes (B,), added up."""
    losses = [F.cross_entropy(each, y) for each in scores]
    return torch.stack(losses).sum()


def modality_dropout(image: Tensor, caption: Tensor, share: float) -> tuple[Tensor, Tensor]:
    """Take one sense away from this share of the examples: image or caption, by a coin.

    ModDrop (Neverova et al., 2016), with never both of them away. A sense that is away is 0.
    """
    drawn = torch.rand(len(image), 1, device=image.device)  # (B, 1)
    return image * (drawn >= share / 2), caption * (drawn < 1 - share / 2)


def interaction(s: Tensor) -> Tensor:
    """s₀₀ + s₁₁ − s₀₁ − s₁₀ of log-odds (2, 2, …): 0 wherever s_ij = a_i + b_j."""
    return s[0, 0] + s[1, 1] - s[0, 1] - s[1, 0]
