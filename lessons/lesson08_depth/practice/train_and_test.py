"""Two modes, and both at the right time

BatchNorm normalises with the batch in training, and with what it remembers in evaluation. Train
for `epochs` epochs. In each: go into training mode; for each batch predict, take the
cross-entropy, clear the gradients, go back, step with SGD. Then go into evaluation mode, and count
without gradients the share of the test that is right. Return the share after each epoch as a float.
The network is left in evaluation mode.

The shares, the weights and what BatchNorm remembers are compared after a few batches. Then a run is
judged by its last share, on a test whose batches have one class each.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, PassMeter, Verdict, at_least

Batches = list[tuple[Tensor, Tensor]]


def train(model: nn.Module, batches: Batches, test: Batches, lr: float, epochs: int) -> list[float]:
    """The share of the test that is right after each epoch: inputs (B, D), classes (B,) int64."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            right = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in test)
        shares.append(right / sum(len(y) for _, y in test))
    return shares


def network() -> nn.Module:
    """Two layers with BatchNorm between them."""
    return nn.Sequential(
        PassMeter(), nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3)
    )


def points(classes: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Points around the centre of their class, with the classes."""
    centres = 2 * torch.eye(4)[:3]
    return centres[classes] + 0.7 * torch.randn(len(classes), 4, generator=generator), classes


def data(count: int, size: int, generator: torch.Generator) -> tuple[Batches, Batches]:
    """Mixed batches to train on, and a test sorted by class."""
    drawn = [torch.randint(0, 3, (size,), generator=generator) for _ in range(count)]
    sorted_ = [torch.full((size,), number) for number in (0, 1, 2)]
    return [points(each, generator) for each in drawn], [
        points(each, generator) for each in sorted_
    ]


def cases(draw: Draw) -> tuple[nn.Module, Batches, Batches, float, int]:
    """A few small batches."""
    torch.manual_seed(draw.seed)
    batches, test = data(draw.integer(1, 3), draw.size(2), draw.generator)
    return network(), batches, test, draw.number(0.05, 0.3), draw.integer(1, 3)


def last_share(train: Callable[..., list[float]], seed: int) -> float:
    """The share after eight epochs."""
    torch.manual_seed(seed)
    model, generator = network(), torch.Generator().manual_seed(seed)
    return train(model, *data(20, 32, generator), 0.1, 8)[-1]


def claim(train: Callable[..., list[float]]) -> Verdict:
    """The last share of the test.

    Seeds 0-7: 0.96 [0.93, 0.99]; 20-27 the same. In training mode, where each batch of one
    class is normalised by itself: 0.34 [0.28, 0.40].
    """
    share = last_share(train, 0)
    return at_least(share, 0.75, f"{share:.0%} of the test are right")


exercise = Exercise(
    train,
    hints=(
        "Both modes are set in every epoch: what is set once stays set.",
        "model.train() before the batches, model.eval() before the test, and torch.no_grad() "
        "around it.",
        "right += (model(x).argmax(dim=1) == y).sum().item(); then divide by the number of all "
        "test rows.",
    ),
    cases=cases,
    claim=claim,
    given=("Batches",),
)
