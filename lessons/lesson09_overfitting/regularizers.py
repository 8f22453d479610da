"""What is done against overfitting, by hand: each in the few lines of its formula.

The loop uses torch's own dropout, weight decay and label smoothing; a test compares the two.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, nn

JITTER = 0.3
"""The noise on the numbers of a table, in their standard deviations."""


def dropout(h: Tensor, p: float) -> Tensor:
    """Inverted dropout (Srivastava et al., 2014): h̃ᵢ = mᵢ hᵢ / (1 − p), with P(mᵢ = 0) = p.

    The division keeps the mean of h̃ᵢ at hᵢ, so that nothing is to be done when it is tested.
    """
    kept = torch.empty_like(h).bernoulli_(1 - p)
    return h * kept / (1 - p)


@torch.no_grad()
def decay(weights: list[Tensor], lr: float, weight_decay: float) -> None:
    """Decoupled weight decay (Loshchilov and Hutter, 2019): w ← (1 − lr · λ) w, before the step.

    λ is not in the loss, so Adam does not divide it by the size of the gradients.
    """
    for weight in weights:
        weight.mul_(1 - lr * weight_decay)


def smoothed_cross_entropy(logits: Tensor, labels: Tensor, smoothing: float) -> Tensor:
    """Cross-entropy with smoothed labels (Szegedy et al., 2016), for each example: (…, B).

    q_c = (1 − ε) [c = label] + ε / C        and the loss is −Σ_c q_c log p_c
    """
    log_p = logits.log_softmax(-1)  # (…, B, C)
    own = log_p.gather(-1, labels[..., None]).squeeze(-1)  # (…, B)
    return -(1 - smoothing) * own - smoothing * log_p.mean(-1)


def augmented(x: Tensor, sides: tuple[int, int] | None) -> Tensor:
    """Images moved by a pixel at most, each way; numbers of a table with a little noise.

    `sides` are the height and width of an image; None for a table. (B, F) to (B, F).
    """
    if sides is None:
        return x + JITTER * torch.randn_like(x)
    images = x.unflatten(1, (-1, *sides))  # (B, C, H, W)
    down, right = torch.randint(3, (2, len(x), 1), device=x.device)  # 0, 1, 2: by −1, 0, 1
    rows = down + torch.arange(sides[0], device=x.device)  # (B, H)
    columns = right + torch.arange(sides[1], device=x.device)  # (B, W)
    padded = nn.functional.pad(images, (1, 1, 1, 1))  # (B, C, H + 2, W + 2)
    which = torch.arange(len(x), device=x.device)[:, None, None]
    moved = padded.movedim(1, 3)[which, rows[:, :, None], columns[:, None, :]]  # (B, H, W, C)
    return moved.movedim(3, 1).flatten(1)


class EarlyStopping:
    """Keeps the weights of the step at which the loss on the held-out examples was smallest.

    That is where one would have stopped. It needs examples that nothing is learned from.
    """

    def __init__(self, model: nn.Module) -> None:
        self.model = deepcopy(model)
        self.lowest = float("inf")
        self.step = 0

    def look(self, model: nn.Module, loss: float, step: int) -> None:
        """Take this step's weights if they are the best so far."""
        if loss < self.lowest:
            self.model.load_state_dict(model.state_dict())
            self.lowest, self.step = loss, step

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        kept = {"lowest": self.lowest, "step": self.step}
        return {"best": kept, "model": self.model.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.lowest, self.step = state["best"]["lowest"], state["best"]["step"]
        self.model.load_state_dict(state["model"])
