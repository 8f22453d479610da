"""Learn from a teacher's doubts

A student is taught by the probabilities of a teacher, softened by a temperature T. The loss is
the divergence of the student's from the teacher's, times T², so that the gradient keeps its size:

    T² · mean over the batch of Σ p_teacher (log p_teacher - log p_student)

Hinton et al. (2015).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def distillation_loss(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """The mean loss, shape (), from logits (N, C)."""
    log_p = (student / temperature).log_softmax(dim=1)
    log_t = (teacher / temperature).log_softmax(dim=1)
    return temperature**2 * (log_t.exp() * (log_t - log_p)).sum(dim=1).mean()


def cases(draw: Draw) -> tuple[Tensor, Tensor, float]:
    """Logits of both."""
    shape = draw.size(), draw.size(2)
    return draw.normal(*shape), draw.normal(*shape), draw.number(1.0, 5.0)


exercise = Exercise(
    distillation_loss,
    hints=(
        "Both logits are divided by T before the softmax.",
        "Sum over the classes, mean over the batch; then T².",
        "temperature ** 2 * (log_t.exp() * (log_t - log_p)).sum(dim=1).mean().",
    ),
    cases=cases,
    edges={
        "the same logits": lambda draw: (torch.ones(2, 3), torch.ones(2, 3), 2.0),
        "logits of a thousand": lambda draw: (
            torch.tensor([[1000.0, 0.0]]),
            torch.tensor([[0.0, 1000.0]]),
            1.0,
        ),
    },
    gradients=True,
    without=("kl_div", "KLDivLoss"),
)
