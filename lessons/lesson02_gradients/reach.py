"""How much of an error arrives at every earlier step: exact, and in double precision.

The question is always the same. Let loss_T be the loss of the *last* position alone. How long is
its gradient at the state k steps before, ‖∂loss_T/∂h_{T−k}‖, as a share of its length at h_T?
"""

from __future__ import annotations

from bisect import bisect_right
from math import log10

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit import Grid
from lessons.lesson02_gradients.cells import STEPS, State

ROWS, COLUMNS = 50, 60  # of the map: more would be wider than a screen, and than a message
Shares = dict[str, list[float]]
"""By path, "h" and for an LSTM also "c": the share that arrives at lag 0, 1, 2, …"""


def shares(
    cell: str,
    embedding: nn.Embedding,
    rnn: nn.Module,
    head: nn.Linear,
    seen: Tensor,
    target: Tensor,
) -> Shares:
    """The share of the last loss's gradient at every lag, for the codes seen, (B, T).

    A copy in double precision takes one step at a time, and keeps every state: below 1e-38 a
    single-precision gradient is zero. The length is that of each example's own gradient, averaged
    over the examples. On the CPU, whatever it trains on: not every accelerator has doubles.
    """
    x = doubled(embedding.weight)[seen]  # (B, T, E)
    states = unrolled(cell, rnn, x)
    logits = F.linear(states[-1][0], doubled(head.weight), doubled(head.bias))  # (B, V)
    loss = F.cross_entropy(logits, target, reduction="sum")  # each example on its own: no mean
    paths = list(zip(*states[1:], strict=True))  # all h; and all c, where there are
    gradients = iter(torch.autograd.grad(loss, [state for path in paths for state in path]))
    return {
        name: _by_lag([next(gradients) for _ in path])
        for name, path in zip("hc", paths, strict=False)
    }


def unrolled(cell: str, rnn: nn.Module, x: Tensor) -> list[State]:
    """The states before the first step and after each, from inputs x, (B, T, E), in double."""
    w_ih, w_hh, b_ih, b_hh = (doubled(weight) for weight in rnn.parameters())
    kinds = 2 if cell == "lstm" else 1
    zeros = torch.zeros(len(x), w_hh.shape[1], dtype=torch.float64, requires_grad=True)
    states: list[State] = [(zeros,) * kinds]
    for at in x.unbind(dim=1):
        states.append(STEPS[cell](at, states[-1], (w_ih, w_hh, b_ih, b_hh)))
    return states


def doubled(weight: Tensor) -> Tensor:
    """A copy in double precision on the CPU; nothing that is done to it reaches the network."""
    return weight.detach().cpu().double()


def _by_lag(gradients: list[Tensor]) -> list[float]:
    """Lengths of d loss/d state, (B, H) each, last state first, as shares of the last one's."""
    lengths = [float(gradient.norm(dim=1).mean()) for gradient in reversed(gradients)]
    return [length / lengths[0] if lengths[0] else 0.0 for length in lengths]


def decades(share: float) -> float:
    """log₁₀ of a share: −3 is a thousandth. Minus infinity where nothing arrives at all."""
    return log10(share) if share > 0 else float("-inf")


def thinned(lag: int) -> list[int]:
    """The lags that are drawn: all of them, or fifty evenly."""
    count = min(lag, ROWS)
    return [round(i * lag / count) for i in range(count + 1)]


def curve(share: list[float]) -> list[tuple[float, float]]:
    """Points (lag, share) for a chart."""
    return [(float(k), share[k]) for k in thinned(len(share) - 1)]


def column(share: list[float]) -> list[float]:
    """One column of the map, lag 0 first, in decades to two digits."""
    return [round(decades(share[k]), 2) for k in thinned(len(share) - 1)]


def grown(columns: list[tuple[int, list[float]]], lag: int) -> Grid:
    """The map of lag × training step so far, on an even grid of steps.

    Columns are (step, decades by lag). A place shows the latest column measured up to there.
    """
    steps = [step for step, _ in columns]
    last, wide = steps[-1], min(steps[-1], COLUMNS)
    places = [1 + i * (last - 1) / max(wide - 1, 1) for i in range(wide)]
    chosen = [columns[bisect_right(steps, place) - 1][1] for place in places]
    return Grid([list(row) for row in zip(*chosen, strict=True)], (1, max(last, 2)), (0, lag))
