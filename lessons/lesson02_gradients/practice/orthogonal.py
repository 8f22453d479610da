"""An orthogonal start

A matrix that turns and never stretches keeps the length of what it carries. Make one from a
matrix of random numbers: take Q of its QR decomposition, and turn the sign of each column of Q
where the diagonal of R is negative. Without the signs, some rotations would be more likely than
others. Saxe et al. (2013).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def orthogonal(drawn: Tensor) -> Tensor:
    """An orthogonal matrix from drawn numbers, both (H, H)."""
    q, r = torch.linalg.qr(drawn)
    return q * r.diagonal().sign()


def cases(draw: Draw) -> tuple[Tensor]:
    """A matrix that is far from singular."""
    size = draw.size(1, 6)
    return (draw.normal(size, size) + 3 * torch.eye(size),)


exercise = Exercise(
    orthogonal,
    hints=(
        "torch.linalg has the QR decomposition. Which of the two parts is orthogonal?",
        "q, r = torch.linalg.qr(drawn). The signs come from r.diagonal().",
        "q * r.diagonal().sign() multiplies each column by its sign.",
    ),
    cases=cases,
    edges={
        "a negative diagonal": lambda draw: (-2 * torch.eye(3),),
    },
    without=("orthogonal_",),
    tolerance=1e-3,
)
