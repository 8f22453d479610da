"""The two losses, the best discriminator, and R1's gradient, each written out, without autograd.

The loop uses torch's own. At its first step every run compares the two, and the panel "By hand,
beside torch" says how far they are apart.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson18_gan import losses
from lessons.lesson18_gan.networks import Discriminator, Weights, judged, weights_of

TINY = 1e-30


def softplus(z: Tensor) -> Tensor:
    """log(1 + eᶻ) = max(z, 0) + log(1 + e^−|z|): no exp can overflow."""
    return z.clamp(min=0) + (-z.abs()).exp().log1p()


def d_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Goodfellow et al. (2014), eq. 1, as D's loss: −E log D(x) − E log(1 − D(G(z))).

    With D = σ(ℓ): −log σ(ℓ) = softplus(−ℓ) and −log(1 − σ(ℓ)) = softplus(ℓ).
    """
    return softplus(-real).sum(-1) / real.shape[-1] + softplus(fake).sum(-1) / fake.shape[-1]


def minimax(fake: Tensor) -> Tensor:
    """G's side of eq. 1: E log(1 − D(G(z))) = −E softplus(ℓ)."""
    return -softplus(fake).sum(-1) / fake.shape[-1]


def non_saturating(fake: Tensor) -> Tensor:
    """What G has instead, section 3: −E log D(G(z)) = E softplus(−ℓ)."""
    return softplus(-fake).sum(-1) / fake.shape[-1]


def sigmoid(z: Tensor) -> Tensor:
    """1 / (1 + e^−z), with an exp that cannot overflow."""
    small = (-z.abs()).exp()
    return torch.where(z >= 0, 1.0, small) / (1 + small)


def minimax_slope(fake: Tensor) -> Tensor:
    """∂/∂ℓ of log(1 − σ(ℓ)): −σ(ℓ). Where D is sure of a fake, ℓ ≪ 0, nothing is left of it."""
    return -sigmoid(fake)


def non_saturating_slope(fake: Tensor) -> Tensor:
    """∂/∂ℓ of −log σ(ℓ): σ(ℓ) − 1. Where D is sure of a fake, it is −1."""
    return -sigmoid(-fake)


def best(p: Tensor, q: Tensor) -> Tensor:
    """The best D for densities p of real and q of generated points, proposition 1: p / (p + q)."""
    return p / (p + q)


def value(p: Tensor, q: Tensor, d: Tensor, cell: float) -> Tensor:
    """E_p log D + E_q log(1 − D) as a sum over cells of this size. For the best D it is

    −log 4 + 2 JSD(p, q), theorem 1: −log 4 = −1.386 where q = p, and 0 where they are apart.
    """
    return (torch.xlogy(p, d) + torch.xlogy(q, 1 - d)).sum() * cell


def jensen_shannon(p: Tensor, q: Tensor, cell: float) -> Tensor:
    """JSD = ½ KL(p, m) + ½ KL(q, m) with m = (p + q) / 2: from 0 to log 2."""
    middle = (p + q) / 2
    return 0.5 * cell * (torch.xlogy(p, p / middle) + torch.xlogy(q, q / middle)).sum()


def input_gradient(layers: Weights, x: Tensor) -> tuple[Tensor, list[Tensor], list[Tensor]]:
    """∇ₓ of D's logit, (N, D): the chain rule from the last layer to the input.

        b_L = w_L,   b_l = φ′(a_l) ⊙ b_{l+1} W_{l+1}ᵀ …   g = b₁ W₁ᵀ

    Returns g, the slopes φ′(a_l), and what comes down to each layer: ∂ℓ/∂a_l, (N, H).
    """
    slopes, h = [], x
    for weight, bias in layers[:-1]:
        a = h @ weight + bias
        slopes.append((a > 0).to(a))
        h = a * slopes[-1]
    down = [torch.ones(len(x), 1).to(x)]  # ∂ℓ/∂ℓ
    for (weight, _), slope in zip(reversed(layers[1:]), reversed(slopes), strict=True):
        down.insert(0, (down[0] @ weight.T) * slope)
    return down[0] @ layers[0][0].T, slopes, down


def r1_gradient(layers: Weights, x: Tensor) -> list[Tensor]:
    """∂/∂W_l of mean |g|², the penalty of Mescheder et al. (2018), eq. 9, without its γ/2.

    The slopes are constants, 0 or 1 (φ is ReLU), so g is a product of matrices, and its
    square goes up through them like an input, without biases: u₀ = 2 g / N, then
    u_l = φ′(a_l) ⊙ (u_{l−1} W_l). The gradient of W_l is u_{l−1}ᵀ b_l; a bias has none.
    """
    g, slopes, down = input_gradient(layers, x)
    up, found = 2 * g / len(x), []
    for place, (weight, _) in enumerate(layers):
        found.append(up.T @ down[place])
        if place < len(slopes):
            up = (up @ weight) * slopes[place]
    return found


def logits(layers: Weights, x: Tensor) -> Tensor:
    """What a single D says of points (N, D): (N,)."""
    return judged([(w[None], b[None]) for w, b in layers], x[None])[0]


def compared(d: Discriminator, x: Tensor, fake: Tensor) -> dict[str, float]:
    """How far the formulas and torch are apart on this batch (R, B, D), in float64.

    As a share of the largest number that torch has.
    """
    layers = [(w[0].detach().double().cpu(), b[0].detach().double().cpu())
              for w, b in weights_of(d.layers)]  # fmt: skip
    x, fake = x[0].detach().double().cpu(), fake[0].detach().double().cpu()
    real, made = logits(layers, x), logits(layers, fake)
    pairs = {
        "D's loss": (d_loss(real, made), losses.d_loss(real, made)),
        "G's loss, minimax": (minimax(made), losses.g_loss("minimax", made)),
        "G's loss, non-saturating": (non_saturating(made), losses.g_loss("", made)),
        **_slopes(made),
        **_penalties(layers, x),
    }
    return {
        name: float((ours - theirs).abs().max() / theirs.abs().max().clamp(min=TINY))
        for name, (ours, theirs) in pairs.items()
    }


def _slopes(made: Tensor) -> dict[str, tuple[Tensor, Tensor]]:
    """What G's two losses hand back for each logit."""
    found = {}
    for name, slope in (("minimax", minimax_slope), ("non-saturating", non_saturating_slope)):
        leaf = made.clone().requires_grad_()
        with torch.enable_grad():
            loss = losses.g_loss(name, leaf) * len(made)  # a sum, as the slope is of one logit
        found[f"slope, {name}"] = slope(made), torch.autograd.grad(loss, leaf)[0]
    return found


def _penalties(layers: Weights, x: Tensor) -> dict[str, tuple[Tensor, Tensor]]:
    """R1's gradient, by hand and by autograd through autograd's gradient."""
    leaves = [(w.clone().requires_grad_(), b) for w, b in layers]
    with torch.enable_grad():
        points = x.clone().requires_grad_()
        g = losses.gradient(logits(leaves, points), points)
        wanted = g.square().sum(-1).mean()
        theirs = torch.autograd.grad(wanted, [w for w, _ in leaves])
    ours = r1_gradient(layers, x)
    flat = [torch.cat([each.flatten() for each in some]) for some in (ours, theirs)]
    first = input_gradient(layers, x)[0], g.detach()
    return {"∇ₓ of D": first, "R1's gradient": (flat[0], flat[1])}


def through_sigmoid(logit: float, real: bool) -> tuple[float, float]:
    """What `Sigmoid` and `BCELoss` make of one logit in float32: the loss, and its slope."""
    z = torch.tensor([logit], requires_grad=True)
    with torch.enable_grad():
        loss = F.binary_cross_entropy(z.sigmoid(), torch.full((1,), float(real)))
    (slope,) = torch.autograd.grad(loss, z)
    return loss.item(), slope.item()


def through_logits(logit: float, real: bool) -> tuple[float, float]:
    """What is so: softplus(−ℓ) and −σ(−ℓ) where it is real, softplus(ℓ) and σ(ℓ) where not."""
    sign = -1.0 if real else 1.0
    z = sign * logit
    return max(z, 0) + math.log1p(math.exp(-abs(z))), sign / (1 + math.exp(-z))
