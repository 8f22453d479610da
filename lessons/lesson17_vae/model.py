"""The two networks: an encoder that says where a code may lie, a decoder that paints it."""

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, nn

from lessons.lesson17_vae import Vae

LOWEST, HIGHEST = -10.0, 10.0
"""Of log σ²: σ from 0.007 to 148. Beyond, exp has nothing to say, and its gradient blows up."""
MANY_PIXELS = 256
"""Larger images have one wide layer to begin with: two learn far more slowly there."""
SMALL, LARGE = (128, 2), (400, 1)
"""Units in a hidden layer, and hidden layers, of images up to so many pixels and above."""


def hidden_of(hp: Vae, pixels: int) -> list[int]:
    """Units of each hidden layer: as they are set, or as suits images of this size."""
    units, layers = SMALL if pixels <= MANY_PIXELS else LARGE
    return [hp.hidden or units] * (hp.layers or layers)


def mlp(sizes: Sequence[int]) -> nn.Sequential:
    """Linear layers with a ReLU between each two."""
    parts: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        parts += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*parts[:-1])


class VAE(nn.Module):
    """q(z|x) = N(μ(x), σ²(x)) and p(x|z) = Bernoulli(sigmoid(logits(z))), pixel by pixel."""

    def __init__(self, pixels: int, hp: Vae) -> None:
        super().__init__()
        self.code = hp.code
        hidden = hidden_of(hp, pixels)
        self.encoder = mlp([pixels, *hidden, 2 * hp.code])
        self.decoder = mlp([hp.code, *hidden, pixels])

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The mean and log σ² of the code, (…, Z) each, for pixels (…, D)."""
        return halves(self.encoder(x))

    def decode(self, z: Tensor) -> Tensor:
        """Logits of the pixels, (…, D), for codes (…, Z)."""
        logits: Tensor = self.decoder(z)
        return logits

    def images(self, z: Tensor) -> Tensor:
        """The probability of a 1 in each pixel, (…, D)."""
        return self.decode(z).sigmoid()


def halves(both: Tensor) -> tuple[Tensor, Tensor]:
    """(…, 2 Z) to the mean and log σ², the latter within its limits."""
    mean, log_var = both.chunk(2, -1)
    return mean, log_var.clamp(LOWEST, HIGHEST)
