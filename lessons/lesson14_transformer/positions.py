"""Where a token stands: four ways to tell a network that would otherwise see a bag of tokens.

learned      a vector for each place, learned like the vectors of the tokens
sinusoidal   a vector for each place, by a formula
rotary       nothing is added: queries and keys are turned by an angle that grows with the place
none         only the causal mask says that some tokens came before others
"""

import torch
from torch import Tensor, nn

BASE = 10_000.0
"""Of the wavelengths, from 2π to 10,000 · 2π."""
SPREAD = 0.5
"""Deviation of the learned vectors at the start: as large as that of the tokens' vectors."""


def frequencies(width: int, device: torch.device | None = None) -> Tensor:
    """ωᵢ = 10000^(−2i/d) for each pair of numbers: (d / 2,)."""
    return BASE ** (-torch.arange(0, width, 2, device=device, dtype=torch.float32) / width)


def angles(places: Tensor, width: int) -> Tensor:
    """p ωᵢ for each place p and each pair i: (T, d / 2)."""
    return places[:, None] * frequencies(width, places.device)


def sinusoidal(places: Tensor, width: int) -> Tensor:
    """PE(p, 2i) = sin(p ωᵢ), PE(p, 2i + 1) = cos(p ωᵢ): (T, d). Vaswani et al., section 3.5."""
    turned = angles(places, width)
    return torch.stack([turned.sin(), turned.cos()], dim=-1).flatten(1)


def rotated(x: Tensor, places: Tensor) -> Tensor:
    """Each pair of numbers (x₂ᵢ, x₂ᵢ₊₁) turned by p ωᵢ: (…, T, d). Su et al., equation 34.

        x₂ᵢ cos(p ωᵢ) − x₂ᵢ₊₁ sin(p ωᵢ),  x₂ᵢ sin(p ωᵢ) + x₂ᵢ₊₁ cos(p ωᵢ)

    The product of a query at p and a key at q then depends on p − q, and on nothing else of both.
    """
    turned = angles(places, x.shape[-1])  # (T, d / 2)
    cos, sin = turned.cos().to(x.dtype), turned.sin().to(x.dtype)
    even, odd = x[..., 0::2], x[..., 1::2]
    pairs = torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1)
    return pairs.flatten(-2)


class Positions(nn.Module):
    """What is added to the token at each place; nothing for rotary and none."""

    def __init__(self, kind: str, context: int, width: int) -> None:
        super().__init__()
        self.kind = kind
        if kind == "learned":
            self.table = nn.Parameter(SPREAD * torch.randn(context, width))

    def forward(self, x: Tensor, places: Tensor) -> Tensor:
        """Tokens (B, T, D) with their places (T,) told."""
        match self.kind:
            case "learned":
                return x + self.table[places]
            case "sinusoidal":
                return x + sinusoidal(places, x.shape[-1])
            case _:
                return x
