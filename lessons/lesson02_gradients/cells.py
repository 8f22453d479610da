"""One step of each cell, as its formula has it, and a recurrent net without an activation.

The fused kernels of torch train the networks; these steps take the same weights and give the
same states, one at a time, so that the gradient can be caught at every one of them. E is the
width of the input, H of the state; G is 4 for an LSTM, 3 for a GRU and 1 otherwise.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

State = tuple[Tensor, ...]
"""(h,), or (h, c) for an LSTM; each (B, H)."""
Weights = tuple[Tensor, Tensor, Tensor, Tensor]
"""W_ih (G·H, E), W_hh (G·H, H), b_ih (G·H), b_hh (G·H): in torch's order."""


def arrives(x: Tensor, h: Tensor, w: Weights) -> Tensor:
    """a = W_ih x + b_ih + W_hh h + b_hh: what reaches the units before the activation, (B, G·H)."""
    w_ih, w_hh, b_ih, b_hh = w
    return F.linear(x, w_ih, b_ih) + F.linear(h, w_hh, b_hh)


def linear(x: Tensor, state: State, w: Weights) -> State:
    """h ← a."""
    return (arrives(x, state[0], w),)


def tanh(x: Tensor, state: State, w: Weights) -> State:
    """h ← tanh(a), Elman (1990)."""
    return (arrives(x, state[0], w).tanh(),)


def relu(x: Tensor, state: State, w: Weights) -> State:
    """h ← max(a, 0)."""
    return (arrives(x, state[0], w).relu(),)


def lstm(x: Tensor, state: State, w: Weights) -> State:
    """c ← f⊙c + i⊙g, and then h ← o⊙tanh(c).

    Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000). torch keeps the
    gates in the order i, f, g, o.
    """
    h, c = state
    i, f, g, o = arrives(x, h, w).chunk(4, dim=1)  # each (B, H)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def gru(x: Tensor, state: State, w: Weights) -> State:
    """h ← (1 − z)⊙n + z⊙h, where z keeps the old state.

    Cho et al. (2014). torch keeps the gates in the order r, z, n, and lets r act on what the
    matrix has made of h: n = tanh(W_ih x + b_ih + r⊙(W_hh h + b_hh)).
    """
    (h,), (w_ih, w_hh, b_ih, b_hh) = state, w
    from_x = F.linear(x, w_ih, b_ih).chunk(3, dim=1)  # each (B, H)
    from_h = F.linear(h, w_hh, b_hh).chunk(3, dim=1)
    r, z = (from_x[0] + from_h[0]).sigmoid(), (from_x[1] + from_h[1]).sigmoid()
    n = (from_x[2] + r * from_h[2]).tanh()
    return ((1 - z) * n + z * h,)


STEPS: dict[str, Callable[[Tensor, State, Weights], State]] = {
    "linear": linear, "rnn": tanh, "relu": relu, "lstm": lstm, "gru": gru,
}  # fmt: skip


class LinearRNN(nn.Module):
    """A recurrent net without an activation, called as torch's own are. It has none."""

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        like = nn.RNN(inputs, hidden)
        for name, weight in like.named_parameters():
            self.register_parameter(name, weight)

    def forward(self, x: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """All states, (B, T, H), and the last one, (1, B, H)."""
        w_ih, w_hh, b_ih, b_hh = self.parameters()
        h = x.new_zeros(len(x), len(w_hh)) if state is None else state[0]  # (B, H)
        from_x = F.linear(x, w_ih, b_ih + b_hh)  # (B, T, H): none of it waits for a state
        states = []
        for at in from_x.unbind(dim=1):
            h = torch.addmm(at, h, w_hh.T)
            states.append(h)
        return torch.stack(states, dim=1), h[None]
