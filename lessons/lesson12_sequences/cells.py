"""One step of each cell, written out, and the slips that tutorials make with them.

The loop uses torch's own `nn.RNN`, `nn.GRU` and `nn.LSTM`. Here each of them is its formula and no
more, and the panel "By hand, beside torch" shows how far the two are apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

CELLS: dict[str, Any] = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


@dataclass(frozen=True)
class Weights:
    """The weights of a cell, its gates one below the other: W (G·H, F), U (G·H, H), b, b' (G·H)."""

    w: Tensor
    u: Tensor
    b: Tensor
    b_state: Tensor

    @classmethod
    def of(cls, cell: nn.RNNBase) -> "Weights":
        """Those of a layer of torch's, read from left to right."""
        return cls(*(getattr(cell, f"{name}_l0").detach()
                     for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")))  # fmt: skip

    def arriving(self, x: Tensor) -> Tensor:
        """W x + b for x (B, F): (B, G·H)."""
        return x @ self.w.mT + self.b

    def recalled(self, h: Tensor) -> Tensor:
        """U h + b' for h (B, H): (B, G·H)."""
        return h @ self.u.mT + self.b_state


def rnn_step(x: Tensor, h: Tensor, weights: Weights) -> Tensor:
    """Elman (1990): h_t = tanh(W x_t + b + U h_{t−1} + b')."""
    return torch.tanh(weights.arriving(x) + weights.recalled(h))


def lstm_step(
    x: Tensor, state: tuple[Tensor, Tensor], weights: Weights
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000).

    i, f, o = σ(W x_t + b + U h_{t−1} + b'), g = tanh(the same with weights of its own),
    c_t = f ⊙ c_{t−1} + i ⊙ g,    h_t = o ⊙ tanh(c_t).
    """
    h, c = state
    i, f, g, o = (weights.arriving(x) + weights.recalled(h)).chunk(4, 1)  # torch's order
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def gru_step(x: Tensor, h: Tensor, weights: Weights) -> Tensor:
    """Cho et al. (2014), as torch and cuDNN compute it: r weighs U h + b', not h.

    r, z = σ(W x_t + b + U h_{t−1} + b'),    n = tanh(W x_t + b + r ⊙ (U h_{t−1} + b')),
    h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}.
    """
    arrives, recalls = weights.arriving(x).chunk(3, 1), weights.recalled(h).chunk(3, 1)
    r, z = (torch.sigmoid(a + u) for a, u in zip(arrives[:2], recalls[:2], strict=True))
    n = torch.tanh(arrives[2] + r * recalls[2])
    return (1 - z) * n + z * h


def gru_as_printed(x: Tensor, h: Tensor, weights: Weights) -> Tensor:
    """The same with n = tanh(W x_t + b + U (r ⊙ h_{t−1}) + b'), which is eq. 8 of the paper.

    Another function: the same weights give other states.
    """
    width = h.shape[1]
    arrives, recalls = weights.arriving(x).chunk(3, 1), weights.recalled(h).chunk(3, 1)
    r, z = (torch.sigmoid(a + u) for a, u in zip(arrives[:2], recalls[:2], strict=True))
    u, b_state = weights.u[2 * width :], weights.b_state[2 * width :]
    n = torch.tanh(arrives[2] + (r * h) @ u.mT + b_state)
    return (1 - z) * n + z * h


def lstm_by_the_wrong_formula(
    x: Tensor, state: tuple[Tensor, Tensor], weights: Weights
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """A slip: h_t is updated as c_t is, h_t = f ⊙ h_{t−1} + i ⊙ g. Its shape is right."""
    h, _ = state
    _, c_next = lstm_step(x, state, weights)
    i, f, g, _ = (weights.arriving(x) + weights.recalled(h)).chunk(4, 1)
    return torch.sigmoid(f) * h + torch.sigmoid(i) * torch.tanh(g), c_next


def unrolled(step: Callable[..., Any], x: Tensor, weights: Weights) -> Tensor:
    """All states (B, T, H) of a cell that reads x (B, T, F) from a state of zeros."""
    h = x.new_zeros(len(x), weights.u.shape[1])
    is_pair = step in (lstm_step, lstm_by_the_wrong_formula)
    state: Any = (h, h) if is_pair else h
    states = []
    for t in range(x.shape[1]):
        state = step(x[:, t], state, weights)
        states.append(state[0] if is_pair else state)
    return torch.stack(states, 1)


def compared(x: Tensor, hidden: int) -> dict[str, float]:
    """By how much formulas and torch differ at most on inputs (B, T, F), in float64.

    The first three are the cells. Then come the slips, which differ though no error is raised.
    """
    x = x.detach().double().cpu()
    with torch.random.fork_rng(devices=[]):  # the run's own numbers stay as they were
        torch.manual_seed(0)
        made = {name: cell(x.shape[2], hidden, batch_first=True, dtype=torch.float64)
                for name, cell in CELLS.items()}  # fmt: skip
    weights = {name: Weights.of(cell) for name, cell in made.items()}
    theirs = {name: cell(x)[0].detach() for name, cell in made.items()}
    ours: dict[str, tuple[str, Callable[..., Any]]] = {
        "RNN": ("rnn", rnn_step), "GRU": ("gru", gru_step), "LSTM": ("lstm", lstm_step),
        "GRU, r ⊙ h inside U": ("gru", gru_as_printed),
        "LSTM, h by c's formula": ("lstm", lstm_by_the_wrong_formula),
    }  # fmt: skip
    return {name: _apart(unrolled(step, x, weights[cell]), theirs[cell])
            for name, (cell, step) in ours.items()}  # fmt: skip


def _apart(ours: Tensor, theirs: Tensor) -> float:
    return float((ours - theirs).abs().max())
