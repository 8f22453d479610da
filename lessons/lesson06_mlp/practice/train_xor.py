"""XOR, learned

Train a network on points that no line can part. Make an Adam optimizer. At each step: predict all
points, take the binary cross-entropy of the logits, find the gradients, step. Return the losses
as floats.

Three steps are compared number by number; then a run of 200 is judged by its accuracy.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, Verdict, at_least


def train(model: nn.Module, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    """The loss of each step, before the step; `model(x)` gives logits (N, 1), y is (N, 1)."""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = F.binary_cross_entropy_with_logits(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def setting(seed: int) -> tuple[nn.Module, Tensor, Tensor]:
    """A network of 16 hidden units, and points with the sign of x·y as their class."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
    x = torch.rand(200, 2) * 2 - 1
    return model, x, (x[:, :1] * x[:, 1:] > 0).float()


def cases(draw: Draw) -> tuple[nn.Module, Tensor, Tensor, float, int]:
    """Three steps."""
    return *setting(draw.seed), draw.number(0.01, 0.1), 3


def claim(train: Callable[..., list[float]]) -> Verdict:
    """The share of right answers after 200 steps; a line gets about 0.55.

    Seeds 0-7: 1.00 [0.995, 1.00]; 20-27 the same.
    """
    model, x, y = setting(1)
    train(model, x, y, 0.05, 200)
    right = ((model(x) > 0) == (y > 0)).float().mean().item()
    return at_least(right, 0.93, f"{right:.0%} of the points are right after 200 steps")


exercise = Exercise(
    train,
    hints=(
        "The model gives logits. Which loss takes logits, and needs no sigmoid before it?",
        "Gradients add up from step to step unless they are cleared.",
        "loss = F.binary_cross_entropy_with_logits(model(x), y); zero_grad, backward, step, "
        "losses.append(loss.item()).",
    ),
    cases=cases,
    claim=claim,
)
