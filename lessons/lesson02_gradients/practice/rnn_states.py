"""The states of an RNN

A recurrent network reads one input after the other and keeps one vector, its state:

    h_t = tanh(W_x x_t + W_h h_(t-1) + b),     h_0 = 0

Return all states.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def rnn_states(x: Tensor, w_x: Tensor, w_h: Tensor, b: Tensor) -> Tensor:
    """The states (B, T, H) for inputs (B, T, D); weights (H, D) and (H, H), bias (H,)."""
    state = torch.zeros(len(x), len(b))  # (B, H)
    states = []
    for step in range(x.shape[1]):
        state = torch.tanh(x[:, step] @ w_x.T + state @ w_h.T + b)
        states.append(state)
    return torch.stack(states, dim=1)


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """A batch of sequences, and weights."""
    batch, steps, width, hidden = (draw.size() for _ in range(4))
    weights = draw.normal(hidden, width), draw.normal(hidden, hidden), draw.normal(hidden)
    return draw.normal(batch, steps, width), *weights


exercise = Exercise(
    rnn_states,
    hints=(
        "A loop over the steps: each state needs the one before it.",
        "For a batch in rows, W x is x @ W.T. The first state is computed from a state of zeros.",
        "state = torch.tanh(x[:, t] @ w_x.T + state @ w_h.T + b); at the end "
        "torch.stack(states, dim=1).",
    ),
    cases=cases,
    gradients=True,
    without=("RNN", "RNNCell", "rnn_tanh"),
)
