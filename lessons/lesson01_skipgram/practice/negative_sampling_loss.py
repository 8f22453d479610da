"""The loss of skip-gram with negative samples

The centre's vector should fit the true context, and not fit the words that were drawn as noise.
For one pair with K negatives:

    loss = -log σ(u · v) - Σ log σ(-uₖ · v)

Return the mean over the batch. Use a log-sigmoid that is exact for large scores.
"""

import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def negative_sampling_loss(centre: Tensor, context: Tensor, negatives: Tensor) -> Tensor:
    """The mean loss, shape (). Centre and context are (B, D), negatives (B, K, D)."""
    true = (centre * context).sum(dim=1)  # (B,)
    noise = (negatives @ centre[:, :, None])[:, :, 0]  # (B, K)
    return -(F.logsigmoid(true) + F.logsigmoid(-noise).sum(dim=1)).mean()


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """Vectors of a batch."""
    batch, negatives, width = draw.size(), draw.size(), draw.size()
    return (
        draw.normal(batch, width), draw.normal(batch, width), draw.normal(batch, negatives, width)
    )  # fmt: skip


exercise = Exercise(
    negative_sampling_loss,
    hints=(
        "Each score is the dot product of two vectors. The true context has one score, the "
        "negatives have K.",
        "F.logsigmoid(score) for the true one, F.logsigmoid(-score) for each negative. Sum "
        "over the negatives, mean over the batch.",
        "(centre * context).sum(dim=1) is (B,), and (negatives @ centre[:, :, None])[:, :, 0] "
        "is (B, K).",
    ),
    cases=cases,
    edges={
        "scores of a thousand": lambda draw: (
            draw.normal(2, 3) * 30,
            draw.normal(2, 3) * 30,
            draw.normal(2, 2, 3) * 30,
        ),
    },
    gradients=True,
)
