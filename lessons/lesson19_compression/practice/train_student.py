"""Teach a student

A small network learns to give the logits of a large one. The teacher stands in evaluation mode, and
learns nothing: no gradients for it. For each batch of inputs: the teacher's logits, the student's
logits, the mean squared difference of both, clear, go back, step with Adam. Labels are not needed.
Return the loss of every batch as a float.

The losses and both networks are compared after a few batches. Then a run of 250 batches is judged
by how often both give the same class on other inputs.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, PassMeter, Verdict, at_least


def train(teacher: nn.Module, student: nn.Module, batches: list[Tensor], lr: float) -> list[float]:
    """The loss of each batch, before its step; both networks take (B, D) and give (B, C)."""
    teacher.eval()
    optimizer = torch.optim.Adam(student.parameters(), lr=lr)
    losses = []
    for x in batches:
        with torch.no_grad():
            wanted = teacher(x)  # (B, C)
        loss = F.mse_loss(student(x), wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def networks() -> tuple[nn.Module, nn.Module]:
    """A teacher with dropout, in training mode, and a student."""
    teacher = nn.Sequential(
        PassMeter(), nn.Linear(4, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 3)
    )
    with torch.no_grad():
        for parameter in teacher.parameters():
            parameter.mul_(3)
    return teacher, nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 3))


def cases(draw: Draw) -> tuple[nn.Module, nn.Module, list[Tensor], float]:
    """A few small batches."""
    torch.manual_seed(draw.seed)
    batches = [draw.normal(draw.size(), 4) for _ in range(draw.integer(1, 3))]
    return *networks(), batches, draw.number(0.005, 0.05)


def agreement(train: Callable[..., list[float]], seed: int) -> float:
    """How often both give the same class after 250 batches."""
    torch.manual_seed(seed)
    (teacher, student), generator = networks(), torch.Generator().manual_seed(seed)
    train(teacher, student, [torch.randn(64, 4, generator=generator) for _ in range(250)], 0.02)
    x = torch.randn(500, 4, generator=generator)
    same = teacher(x).argmax(dim=1) == student(x).argmax(dim=1)
    return same.float().mean().item()


def claim(train: Callable[..., list[float]]) -> Verdict:
    """The share of other inputs with the same class.

    Seeds 0-7: 0.95 [0.91, 0.98]; 20-27: 0.98 [0.92, 1.0]. With an optimizer that holds the
    teacher: 0.33 [0.13, 0.72].
    """
    share = agreement(train, 0)
    return at_least(share, 0.8, f"both give the same class for {share:.0%} of other inputs")


exercise = Exercise(
    train,
    hints=(
        "With dropout on, the teacher says something else each time.",
        "teacher.eval() once, torch.no_grad() around the teacher's pass, and an optimizer that "
        "holds the student alone.",
        "with torch.no_grad(): wanted = teacher(x); loss = F.mse_loss(student(x), wanted).",
    ),
    cases=cases,
    claim=claim,
)
