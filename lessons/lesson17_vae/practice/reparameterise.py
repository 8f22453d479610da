"""A sample with a gradient

A code is drawn from a normal distribution with mean μ and log-variance log σ². Written as z = μ +
σ · ε, with ε drawn beforehand, the gradient goes through μ and σ. Kingma and Welling (2014).
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def reparameterise(mean: Tensor, log_var: Tensor, epsilon: Tensor) -> Tensor:
    """The codes, (B, Z) like all inputs."""
    return mean + (0.5 * log_var).exp() * epsilon


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """Means, log-variances and standard normal numbers."""
    shape = draw.size(), draw.size()
    return draw.normal(*shape), draw.normal(*shape), draw.normal(*shape)


exercise = Exercise(
    reparameterise,
    hints=(
        "σ is the root of the variance, and the network gives the logarithm of the variance.",
        "The root of exp(a) is exp(a / 2).",
        "mean + (0.5 * log_var).exp() * epsilon.",
    ),
    cases=cases,
    gradients=True,
)
