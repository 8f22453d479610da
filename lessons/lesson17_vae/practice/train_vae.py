"""The loop of a VAE

For each batch of images: encode it, draw a code with torch.randn_like, decode it, and take the
loss, which is minus the bound: the binary cross-entropy, summed over the pixels, plus the KL to the
standard normal, summed over the code; the mean over the batch. Clear the gradients, go back, step
with Adam. Return the loss of every batch as a float.

    KL = ½ Σ (μ² + σ² - log σ² - 1)

The losses and the weights after a few batches are compared. Then a run of 200 batches is judged by
what another image costs.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, Verdict, at_most


def train(encoder: nn.Module, decoder: nn.Module, batches: list[Tensor], lr: float) -> list[float]:
    """The loss of each batch in nats for each image, before its step; images are (B, P), 0 or 1.

    The encoder gives (B, 2Z), means and then log-variances; the decoder gives logits (B, P).
    """
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=lr)
    losses = []
    for x in batches:
        mean, log_var = encoder(x).chunk(2, dim=1)  # (B, Z)
        z = mean + (0.5 * log_var).exp() * torch.randn_like(mean)  # (B, Z)
        nats = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="none")  # (B, P)
        kl = 0.5 * (mean.square() + log_var.exp() - log_var - 1)  # (B, Z)
        loss = (nats.sum(dim=1) + kl.sum(dim=1)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def networks() -> tuple[nn.Module, nn.Module]:
    """From sixteen pixels to a code of two numbers, and back."""
    encoder = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 4))
    return encoder, nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 16))


def images(count: int, generator: torch.Generator) -> Tensor:
    """Bars of four pixels at one of four places; a pixel in twenty is wrong."""
    bars = torch.eye(4).repeat_interleave(4, dim=1)[
        torch.randint(0, 4, (count,), generator=generator)
    ]
    wrong = torch.rand(count, 16, generator=generator) < 0.05
    return torch.where(wrong, 1 - bars, bars)


def cases(draw: Draw) -> tuple[nn.Module, nn.Module, list[Tensor], float]:
    """A few small batches."""
    torch.manual_seed(draw.seed)
    batches = [images(draw.size(), draw.generator) for _ in range(draw.integer(1, 3))]
    return *networks(), batches, draw.number(0.005, 0.02)


def cost(train: Callable[..., list[float]], seed: int) -> float:
    """What one of 500 other images costs in nats after 200 batches, whatever the losses say."""
    torch.manual_seed(seed)
    (encoder, decoder), generator = networks(), torch.Generator().manual_seed(seed)
    train(encoder, decoder, [images(64, generator) for _ in range(200)], 0.01)
    x = images(500, generator)
    with torch.no_grad():
        mean, log_var = encoder(x).chunk(2, dim=1)
        z = mean + (0.5 * log_var).exp() * torch.randn(mean.shape, generator=generator)
        nats = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="none").sum(dim=1)
        kl = 0.5 * (mean.square() + log_var.exp() - log_var - 1).sum(dim=1)
    return (nats + kl).mean().item()


def claim(train: Callable[..., list[float]]) -> Verdict:
    """The cost of an image.

    Seeds 0-7: 5.4 [5.2, 5.6]; 20-27: 5.4 [5.2, 5.5]. With the mean over the pixels: 9.4;
    without noise: 38 [32, 44]; without the KL: 22 [18, 25].
    """
    end = cost(train, 0)
    return at_most(end, 6.5, f"another image costs {end:.3g} nats")


exercise = Exercise(
    train,
    hints=(
        "Encode, draw, decode, two parts of the loss: in this order, and then as in every loop.",
        "z = mean + (0.5 * log_var).exp() * torch.randn_like(mean). Pixels and codes are summed, "
        "and only the batch is averaged.",
        "kl = 0.5 * (mean.square() + log_var.exp() - log_var - 1); loss = (nats.sum(dim=1) + "
        "kl.sum(dim=1)).mean().",
    ),
    cases=cases,
    claim=claim,
)
