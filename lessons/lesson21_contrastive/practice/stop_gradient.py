"""Partners without negatives

Two views of an image shall have the same features, and nothing pushes other images away. Then one
vector for everything is a perfect answer, unless no gradient goes through one of the two sides.
For each pair of views: features z of both; predictions p, the predictor applied to z. The loss is

    -(mean cos(p₁, z₂) + mean cos(p₂, z₁)) / 2

with both z in it detached. One Adam holds the encoder and the predictor. Clear, go back, step.
Return the loss of every pair as a float. Chen and He (2021).

The losses and the weights after a few batches are compared. Then a run of 200 is judged by how far
the features are spread.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, Verdict, at_least

Views = list[tuple[Tensor, Tensor]]


def train(encoder: nn.Module, predictor: nn.Module, views: Views, lr: float) -> list[float]:
    """The loss of each pair of views (B, D), before its step."""
    optimizer = torch.optim.Adam([*encoder.parameters(), *predictor.parameters()], lr=lr)
    losses = []
    for first, second in views:
        z1, z2 = encoder(first), encoder(second)  # (B, Z)
        p1, p2 = predictor(z1), predictor(z2)  # (B, Z)
        one = F.cosine_similarity(p1, z2.detach()).mean()
        other = F.cosine_similarity(p2, z1.detach()).mean()
        loss = -(one + other) / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def networks() -> tuple[nn.Module, nn.Module]:
    """An encoder and a predictor."""
    encoder = nn.Sequential(
        nn.Linear(8, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 8, bias=False)
    )
    return encoder, nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 8))


def views(count: int, size: int, generator: torch.Generator) -> Views:
    """Two noisy views of points."""
    drawn = [torch.randn(size, 8, generator=generator) for _ in range(count)]
    return [
        (x + 0.5 * torch.randn(size, 8, generator=generator),
         x + 0.5 * torch.randn(size, 8, generator=generator))
        for x in drawn
    ]  # fmt: skip


def cases(draw: Draw) -> tuple[nn.Module, nn.Module, Views, float]:
    """A few small batches."""
    torch.manual_seed(draw.seed)
    drawn = views(draw.integer(1, 3), draw.size(2), draw.generator)
    return *networks(), drawn, draw.number(0.005, 0.02)


def spread(train: Callable[..., list[float]], seed: int) -> float:
    """The deviation of features of length one, times √8: 1 where they fill the sphere."""
    torch.manual_seed(seed)
    pair, generator = networks(), torch.Generator().manual_seed(seed)
    train(*pair, views(200, 64, generator), 0.01)
    features = F.normalize(pair[0](torch.randn(500, 8, generator=generator)), dim=1)
    return 8**0.5 * features.std(dim=0).mean().item()


def claim(train: Callable[..., list[float]]) -> Verdict:
    """The spread of the features.

    Seeds 0-7: 0.54 [0.48, 0.57]; 20-27: 0.48 [0.40, 0.58]. With the gradient
    through both sides, where all features become one: 0.029 [0.022, 0.035].
    """
    found = spread(train, 0)
    return at_least(found, 0.2, f"the features are spread by {found:.2g}, of 1 at the most")


exercise = Exercise(
    train,
    hints=(
        "What is the lowest loss that there is? Which features have it?",
        "Each z is used twice: its own prediction needs its gradient, the other side does not.",
        "F.cosine_similarity(p1, z2.detach()).mean(), and the same the other way round.",
    ),
    cases=cases,
    claim=claim,
    given=("Views",),
)
