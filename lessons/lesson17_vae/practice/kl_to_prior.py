"""How far a code is from the prior

The divergence of a normal distribution (μ, σ²) from the standard normal one, summed over the
dimensions of the code, one number for each image:

    KL = ½ Σ (μ² + σ² - 1 - log σ²)
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def kl_to_prior(mean: Tensor, log_var: Tensor) -> Tensor:
    """The divergence in nats, (B,): mean and log_var are (B, Z)."""
    return 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(dim=1)


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Means and log-variances."""
    shape = draw.size(), draw.size()
    return draw.normal(*shape), draw.normal(*shape)


exercise = Exercise(
    kl_to_prior,
    hints=(
        "σ² is exp(log_var), and log σ² is log_var itself.",
        "Sum over the code's dimensions; the batch stays.",
        "0.5 * (mean ** 2 + log_var.exp() - 1 - log_var).sum(dim=1).",
    ),
    cases=cases,
    edges={
        "the prior itself": lambda draw: (torch.zeros(2, 3), torch.zeros(2, 3)),
    },
    gradients=True,
    without=("kl_divergence", "kl_div"),
)
