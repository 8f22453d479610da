"""One step of an LSTM

    i, f, o = σ(…)      g = tanh(…)      c ← f ∘ c + i ∘ g      h ← o ∘ tanh(c)

All four come from one product: W [x, h] + b has 4H numbers, in the order i, f, g, o. Hochreiter
and Schmidhuber (1997); the forget gate by Gers et al. (2000).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def lstm_step(
    x: Tensor, h: Tensor, c: Tensor, weight: Tensor, bias: Tensor
) -> tuple[Tensor, Tensor]:
    """The new h and c, (B, H): x (B, D), weight (4H, D + H), bias (4H,)."""
    i, f, g, o = (torch.cat([x, h], dim=1) @ weight.T + bias).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def cases(draw: Draw) -> tuple[Tensor, ...]:
    """A batch in the middle of a text."""
    batch, width, hidden = draw.size(), draw.size(), draw.size()
    return (
        draw.normal(batch, width), draw.normal(batch, hidden), draw.normal(batch, hidden),
        draw.normal(4 * hidden, width + hidden), draw.normal(4 * hidden),
    )  # fmt: skip


exercise = Exercise(
    lstm_step,
    hints=(
        "One product gives all four parts: concatenate x and h first.",
        "chunk(4, dim=1) cuts them apart in the order i, f, g, o. Three get a sigmoid, g gets "
        "a tanh.",
        "c = f.sigmoid() * c + i.sigmoid() * g.tanh(); h = o.sigmoid() * c.tanh().",
    ),
    cases=cases,
    edges={
        "gates that are wide open": lambda draw: (
            draw.normal(1, 2),
            torch.zeros(1, 1),
            torch.ones(1, 1),
            torch.zeros(4, 3),
            torch.full((4,), 50.0),
        ),
    },
    gradients=True,
    without=("LSTM", "LSTMCell"),
)
