"""Back through a part of time

One sequence may be too long to go back through all of it. Cut it into pieces of `length` steps; the
last one may be shorter. A piece begins with the state in which the piece before ended, but no
gradient goes back into that piece: detach the state. For each piece: predict, take the mean squared
error, clear the gradients, go back, and step with SGD. The first state is None. Return the loss of
every piece as a float.

The losses and the weights after a few pieces are compared. A run of 200 pieces is judged by a
claim: what is to be predicted depends on inputs that came before the piece.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, Verdict, at_most


def train(model: nn.Module, x: Tensor, y: Tensor, lr: float, length: int) -> list[float]:
    """The loss of each piece, before its step; x and y are (B, T, 1).

    `model(x, state)` gives the predictions (B, T, 1), and the state after the last step.
    """
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses, state = [], None
    for begin in range(0, x.shape[1], length):
        end = begin + length
        predicted, state = model(x[:, begin:end], state)
        loss = F.mse_loss(predicted, y[:, begin:end])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = state.detach()
    return losses


class Reader(nn.Module):
    """A small recurrent network that goes on from a state."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.RNN(1, 8, batch_first=True)
        self.head = nn.Linear(8, 1)

    def forward(self, x: Tensor, state: Tensor | None) -> tuple[Tensor, Tensor]:
        """Predictions, and the last state (1, B, H)."""
        states, last = self.rnn(x, state)
        return self.head(states), last


def sums(batch: int, steps: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Numbers, and their sum so far, of which 0.8 is kept from step to step; (B, T, 1)."""
    x = 0.3 * torch.randn(batch, steps, 1, generator=generator)
    total, totals = torch.zeros(batch, 1), []
    for step in range(steps):
        total = 0.8 * total + x[:, step]
        totals.append(total)
    return x, torch.stack(totals, dim=1)


def cases(draw: Draw) -> tuple[nn.Module, Tensor, Tensor, float, int]:
    """A short sequence, and pieces that need not fit into it."""
    torch.manual_seed(draw.seed)
    x, y = sums(draw.size(), draw.size(), draw.generator)
    return Reader(), x, y, draw.number(0.05, 0.5), draw.integer(1, 3)


def end_of_run(train: Callable[..., list[float]], seed: int) -> float:
    """The mean loss of the last 20 of 200 pieces."""
    torch.manual_seed(seed)
    model, generator = Reader(), torch.Generator().manual_seed(seed)
    losses = train(model, *sums(16, 800, generator), 0.2, 4)
    return sum(losses[-20:]) / 20


def claim(train: Callable[..., list[float]]) -> Verdict:
    """The loss at the end, with the state carried on.

    Seeds 0-7: 0.010 [0.005, 0.015]; 20-27: 0.006 [0.004, 0.010]. With a state that is empty
    at each piece: 0.10 [0.08, 0.14].
    """
    end = end_of_run(train, 0)
    return at_most(end, 0.04, f"the loss at the end is {end:.3g}")


exercise = Exercise(
    train,
    hints=(
        "If you go back into the piece before, torch says that its graph is gone.",
        "The state goes in at each call, and comes out of it. What cuts it off from its past?",
        "After the step: state = state.detach().",
    ),
    cases=cases,
    claim=claim,
)
