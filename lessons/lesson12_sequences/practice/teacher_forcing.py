"""Teacher forcing

A network writes a sequence token by token, and reads what it wrote. In training it reads the
teacher's tokens in place of its own: at each place the one *before* it, and at the first place the
token `start`. For each batch: make these inputs, take the cross-entropy over all tokens, clear the
gradients, go back, and step with Adam. Return the loss of every batch as a float.

The losses and the weights after a few batches are compared. Then the network writes by itself, and
is judged by the share of tokens that are right. Who lets it read the token that it is to write gets
a loss of nearly zero, and a network that cannot write.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, Verdict, at_least

Batches = list[tuple[Tensor, Tensor]]


def train(model: nn.Module, batches: Batches, lr: float, start: int) -> list[float]:
    """The mean loss of a token in each batch, before its step.

    Sources and targets are (B, T) int64; `model(source, inputs)` gives the logits (B, T, V).
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for source, target in batches:
        first = torch.full_like(target[:, :1], start)
        inputs = torch.cat([first, target[:, :-1]], dim=1)  # (B, T)
        logits = model(source, inputs)
        loss = F.cross_entropy(logits.flatten(0, 1), target.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


TOKENS = 5
START = TOKENS


class Writer(nn.Module):
    """Each token from the source's token at its place and from the token before it."""

    def __init__(self) -> None:
        super().__init__()
        self.source, self.before = nn.Embedding(TOKENS, 16), nn.Embedding(TOKENS + 2, 16)
        self.head = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, TOKENS))

    def forward(self, source: Tensor, inputs: Tensor) -> Tensor:
        """The logits (B, T, V)."""
        return self.head(torch.cat([self.source(source), self.before(inputs)], dim=-1))


def batches(count: int, generator: torch.Generator, rows: int = 32, steps: int = 6) -> Batches:
    """Each target is the sum of the source so far, modulo 5."""
    drawn = [torch.randint(0, TOKENS, (rows, steps), generator=generator) for _ in range(count)]
    return [(source, source.cumsum(dim=1) % TOKENS) for source in drawn]


def written(model: nn.Module, source: Tensor) -> Tensor:
    """What the network writes by itself, (B, T)."""
    inputs = torch.full_like(source, START)
    for step in range(source.shape[1]):
        token = model(source, inputs)[:, step].argmax(dim=1)
        if step + 1 < source.shape[1]:
            inputs[:, step + 1] = token
    return torch.cat([inputs[:, 1:], token[:, None]], dim=1)


def cases(draw: Draw) -> tuple[nn.Module, Batches, float, int]:
    """A few small batches."""
    torch.manual_seed(draw.seed)
    drawn = batches(draw.integer(1, 3), draw.generator, draw.size(), draw.size())
    return Writer(), drawn, draw.number(0.01, 0.05), draw.choice((START, START + 1))


def right_by_itself(train: Callable[..., list[float]], seed: int) -> float:
    """The share of tokens that are right after 150 batches, where it reads what it wrote."""
    torch.manual_seed(seed)
    model, generator = Writer(), torch.Generator().manual_seed(seed)
    train(model, batches(150, generator), 0.01, START)
    (source, target), *_ = batches(1, generator, rows=200)
    with torch.no_grad():
        return (written(model, source) == target).float().mean().item()


def claim(train: Callable[..., list[float]]) -> Verdict:
    """The share of right tokens, without a teacher.

    Seeds 0-7: 1.0 [1.0, 1.0]; 20-27 the same. Where the inputs are the targets themselves:
    0.21 [0.19, 0.24]; where every input is `start`: 0.34 [0.32, 0.35].
    """
    share = right_by_itself(train, 0)
    return at_least(share, 0.7, f"{share:.0%} of the tokens that it writes are right")


exercise = Exercise(
    train,
    hints=(
        "What does the network know when it writes the first token? And the second?",
        "The inputs are the targets, one place later, with `start` in front; the last is not read.",
        "inputs = torch.cat([torch.full_like(target[:, :1], start), target[:, :-1]], dim=1).",
    ),
    cases=cases,
    claim=claim,
    given=("Batches",),
)
