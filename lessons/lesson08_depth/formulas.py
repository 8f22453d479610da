"""How much of a gradient one layer hands back to the one below, computed before any training.

A layer is a = W h + b, h' = φ(a). Backwards, ∂L/∂h = Wᵀ (φ'(a) ⊙ ∂L/∂h'), and for random W the
mean squares obey

    ‖∂L/∂h‖² ≈ n Var(W) · E φ'(a)² · ‖∂L/∂h'‖²

(Glorot and Bengio, 2010; He et al., 2015). Over L layers this is a power, and powers of a number
that is not 1 vanish or explode. With BatchNorm the weights' size cancels: its division by the
standard deviation of a, which is √(n Var(W) Var φ), leaves E φ'(z)² / Var φ(z), z ~ N(0, 1)
(Yang et al., 2019: π / (π − 1) for ReLU).
"""

import math

SLOPES = {"relu": 0.5, "tanh": 1.0, "sigmoid": 1 / 16}
"""E φ'(a)² near a = 0: half of ReLU's units are on; tanh'(0) = 1; σ'(0) = 1/4."""
NORMALISED = {"relu": math.pi / (math.pi - 1), "tanh": 1.178, "sigmoid": 1.034}
"""E φ'(z)² / Var φ(z) for z ~ N(0, 1)."""
SIZES = {"default": 1 / 3, "xavier": 1.0, "he": 2.0}
"""n Var(W) of a layer as wide as the one before. torch's Linear draws from U(−1/√n, 1/√n)."""


def handed_back(activation: str, start: str, *, batchnorm: bool) -> float:
    """The factor by which one layer multiplies the square of a gradient on its way back."""
    if batchnorm:
        return NORMALISED[activation]
    return SIZES[start] * SLOPES[activation]
