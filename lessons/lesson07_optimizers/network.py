"""The network that is trained, and the same as a function of its weights, for many copies at once.

Weights in the order of `MLP.parameters()`, each with one axis more in front for the copies: or
with two, or with none.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class MLP(nn.Module):
    """One hidden layer of ReLU units."""

    def __init__(self, inputs: int, hidden: int, classes: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden)
        self.head = nn.Linear(hidden, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits, (B, C), for inputs (B, F)."""
        logits: Tensor = self.head(self.hidden(x).relu())
        return logits


def get_batch(x: Tensor, y: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Random rows, with replacement: (B, F), (B,)."""
    rows = torch.randint(len(x), (size,), device=x.device)
    return x[rows], y[rows]


def logits_of(weights: Sequence[Tensor], x: Tensor) -> Tensor:
    """What each copy says, (…, B, C), from weights (…, H, F), (…, H), (…, C, H), (…, C)."""
    w1, b1, w2, b2 = weights
    h = (x @ w1.mT + b1[..., None, :]).relu()  # (…, B, H)
    return h @ w2.mT + b2[..., None, :]


def cross_entropies(weights: Sequence[Tensor], x: Tensor, y: Tensor) -> Tensor:
    """Each copy's loss, (…): the mean of log Σⱼ exp zⱼ − z_y."""
    logits = logits_of(weights, x)
    wanted = y.expand(logits.shape[:-1])[..., None]  # (…, B, 1)
    return (logits.logsumexp(-1) - logits.gather(-1, wanted)[..., 0]).mean(-1)
