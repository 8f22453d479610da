"""Two networks in turn

Train a GAN. For each pair of a real batch and its noise:

1. The discriminator's step: generate from the noise, detach what came, and take the loss
   mean softplus(-D(real)) + mean softplus(D(generated)).
2. The generator's step: generate from the same noise again, and take mean softplus(-D(generated)).

Each has an Adam of its own with betas (0.5, 0.9), which is cleared before its backward. Return the
losses of both for each batch, as two lists of floats.

The losses and both networks' weights after a few batches are compared. Then a run of 300 batches is
judged by how far the mean of what is generated is from the mean of the data.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, Verdict, at_most

Batches = list[tuple[Tensor, Tensor]]


def train(
    generator: nn.Module, discriminator: nn.Module, batches: Batches, lr: float
) -> tuple[list[float], list[float]]:
    """The discriminator's and the generator's losses; batches of real points (B, D) and noise."""
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=lr, betas=(0.5, 0.9))
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=lr, betas=(0.5, 0.9))
    d_losses, g_losses = [], []
    for real, noise in batches:
        fake = generator(noise).detach()
        d_loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()

        g_loss = F.softplus(-discriminator(generator(noise))).mean()
        g_optimizer.zero_grad()
        g_loss.backward()
        g_optimizer.step()
        d_losses.append(d_loss.item())
        g_losses.append(g_loss.item())
    return d_losses, g_losses


def networks() -> tuple[nn.Module, nn.Module]:
    """A generator and a discriminator of points on a line."""
    generator = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
    return generator, nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 1))


def batches(count: int, size: int, generator: torch.Generator) -> Batches:
    """Points around 3, and noise."""
    return [
        (3 + 0.5 * torch.randn(size, 1, generator=generator),
         torch.randn(size, 2, generator=generator))
        for _ in range(count)
    ]  # fmt: skip


def cases(draw: Draw) -> tuple[nn.Module, nn.Module, Batches, float]:
    """A few small batches."""
    torch.manual_seed(draw.seed)
    drawn = batches(draw.integer(1, 3), draw.size(), draw.generator)
    return *networks(), drawn, draw.number(0.01, 0.05)


def distance(train: Callable[..., tuple[list[float], list[float]]], seed: int) -> float:
    """How far the mean of 500 generated points is from 3 after 300 batches."""
    torch.manual_seed(seed)
    pair, generator = networks(), torch.Generator().manual_seed(seed)
    train(*pair, batches(300, 64, generator), 0.01)
    return abs(pair[0](torch.randn(500, 2, generator=generator)).mean().item() - 3)


def claim(train: Callable[..., tuple[list[float], list[float]]]) -> Verdict:
    """The distance of the means.

    Seeds 0-7: 0.08 [0.003, 0.49]; 20-27: 0.11 [0.01, 0.45]. With the generator's loss the
    other way round: 9.1 [7.5, 11]; with a generator that never learns: 3.0 [2.5, 3.2].
    """
    far = distance(train, 0)
    return at_most(far, 1.0, f"the generated mean is {far:.2g} from the mean of the data")


exercise = Exercise(
    train,
    hints=(
        "Two optimizers, two losses, two steps: the discriminator first. Which network does each "
        "optimizer hold?",
        "The discriminator's loss needs no gradient by the generator: .detach(). The generator's "
        "loss needs one that goes through the discriminator.",
        "g_loss = F.softplus(-discriminator(generator(noise))).mean(), after the discriminator's "
        "step.",
    ),
    cases=cases,
    claim=claim,
    given=("Batches",),
)
