"""The ELBO written out: its two terms, the sample that gradients pass through, and IWAE.

The loop uses torch's own. Here each of them is the formula and no more, and the panel "By hand,
beside torch" shows how far the two are apart on images of the first step.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.distributions import Normal, kl_divergence


def gaussian_kl(mean: Tensor, log_var: Tensor) -> Tensor:
    """KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + σ² − 1 − log σ²): (…, Z) to (…).

    Kingma and Welling (2014), appendix B.
    """
    return 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(-1)


def gaussian_kl_gradients(mean: Tensor, log_var: Tensor) -> tuple[Tensor, Tensor]:
    """∂KL/∂μ = μ and ∂KL/∂ log σ² = ½ (σ² − 1): both are 0 at N(0, 1) and nowhere else."""
    return mean, 0.5 * (log_var.exp() - 1)


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    """log p(x|z) = Σ x log p + (1 − x) log(1 − p), with p = sigmoid(logits): (…, D) to (…).

    = Σ x·l − log(1 + eˡ), and log(1 + eˡ) = max(l, 0) + log(1 + e^−|l|), which cannot overflow.
    The sum over the pixels: images have a likelihood, and a mean over pixels is not it.
    """
    return (x * logits - logits.clamp(min=0) - torch.log1p((-logits.abs()).exp())).sum(-1)


def gaussian_log_density(z: Tensor, mean: Tensor, log_var: Tensor) -> Tensor:
    """log N(z; μ, σ²) = −½ Σ (log 2π + log σ² + (z − μ)² / σ²): (…, Z) to (…)."""
    return -0.5 * (math.log(2 * math.pi) + log_var + (z - mean) ** 2 / log_var.exp()).sum(-1)


def reparameterised(mean: Tensor, log_var: Tensor, noise: Tensor) -> Tensor:
    """z = μ + σ ε with ε ~ N(0, 1), and σ = e^(½ log σ²)."""
    return mean + (0.5 * log_var).exp() * noise


def reparameterised_gradients(
    gradient: Tensor, log_var: Tensor, noise: Tensor
) -> tuple[Tensor, Tensor]:
    """From ∂L/∂z: ∂L/∂μ = ∂L/∂z, and ∂L/∂ log σ² = ∂L/∂z · ½ σ ε."""
    return gradient, gradient * 0.5 * (0.5 * log_var).exp() * noise


def elbo(x: Tensor, logits: Tensor, mean: Tensor, log_var: Tensor) -> Tensor:
    """E log p(x|z) − KL(q(z|x) ‖ p(z)) ≤ log p(x), with one z for each image: (B,)."""
    return bernoulli_log_likelihood(x, logits) - gaussian_kl(mean, log_var)


def iwae(log_weights: Tensor) -> Tensor:
    """log (1/K) Σ wₖ, with log wₖ = log p(x|zₖ) + log p(zₖ) − log q(zₖ|x): (K, B) to (B,).

    Burda et al. (2016), eq. 8. With K = 1 it is the ELBO, and it grows to log p(x).
    The largest is taken out first, so that no exp underflows to a log of 0.
    """
    largest = log_weights.max(0).values
    return largest + (log_weights - largest).exp().mean(0).log()


def log_weights(x: Tensor, z: Tensor, logits: Tensor, mean: Tensor, log_var: Tensor) -> Tensor:
    """log p(x|z) + log p(z) − log q(z|x), for x (B, D), z (K, B, Z), logits (K, B, D): (K, B)."""
    zero = torch.zeros_like(mean)
    prior = gaussian_log_density(z, zero, zero)
    return bernoulli_log_likelihood(x, logits) + prior - gaussian_log_density(z, mean, log_var)


def compared(x: Tensor, logits: Tensor, mean: Tensor, log_var: Tensor) -> dict[str, float]:
    """By what, and how far at most, torch and the formulas differ on this batch, in float64."""
    x, logits, mean, log_var = (v.detach().double().cpu() for v in (x, logits, mean, log_var))
    zero, sigma = torch.zeros_like(mean), (0.5 * log_var).exp()
    q, prior = Normal(mean, sigma), Normal(zero, zero + 1)
    z = mean + sigma  # any code will do
    cross_entropy = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)
    kl = kl_divergence(q, prior).sum(-1)
    weights = torch.stack([-cross_entropy, -kl])  # any numbers will do
    pairs = {
        "KL": (gaussian_kl(mean, log_var), kl),
        "log p(x|z)": (bernoulli_log_likelihood(x, logits), -cross_entropy),
        "log q(z|x)": (gaussian_log_density(z, mean, log_var), q.log_prob(z).sum(-1)),
        "IWAE": (iwae(weights), weights.logsumexp(0) - math.log(2)),
        **_gradients(mean, log_var),
    }
    return {name: float((ours - theirs).abs().max()) for name, (ours, theirs) in pairs.items()}


def _gradients(mean: Tensor, log_var: Tensor) -> dict[str, tuple[Tensor, Tensor]]:
    """Through the sample: autograd's gradients of ½ Σ z² and the formula's."""
    leaves = mean.clone().requires_grad_(), log_var.clone().requires_grad_()
    noise = torch.linspace(-2, 2, mean.numel(), dtype=mean.dtype).view_as(mean)
    with torch.enable_grad():
        z = reparameterised(*leaves, noise)
        theirs = torch.autograd.grad(0.5 * (z**2).sum(), leaves)
    ours = reparameterised_gradients(z.detach(), log_var, noise)
    return {"∂/∂μ": (ours[0], theirs[0]), "∂/∂ log σ²": (ours[1], theirs[1])}
