"""How long the gradient is at each step back

The loss is computed from the last state h_T. Its gradient there is `last`. Carry it back through
the steps of an RNN by hand, with δ_t = ∂L/∂h_t:

    δ_(t-1) = W_hᵀ ((1 - h_t²) ∘ δ_t)

Return the lengths ‖δ_t‖ for t = 1 … T, in the order of the text. This is how a gradient fades.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def gradient_norms(states: Tensor, w_h: Tensor, last: Tensor) -> Tensor:
    """The norms, (T,), for the states (T, H) of one sequence, weights (H, H), and `last` (H,)."""
    delta, norms = last, [last.norm()]
    for state in states.flip(0)[:-1]:
        delta = w_h.T @ ((1 - state**2) * delta)
        norms.append(delta.norm())
    return torch.stack(norms[::-1])


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """States between -1 and 1."""
    steps, hidden = draw.size(), draw.size()
    states = draw.normal(steps, hidden).tanh()
    return states, draw.normal(hidden, hidden, scale=0.5), draw.normal(hidden)


exercise = Exercise(
    gradient_norms,
    hints=(
        "Begin at the end: δ_T is `last`. Then go back, one step after the other.",
        "The derivative of tanh is 1 - tanh², and h_t is already a tanh. Multiply by it "
        "first, then by W_hᵀ.",
        "for state in states.flip(0)[:-1]: delta = w_h.T @ ((1 - state**2) * delta); keep "
        "delta.norm(), and reverse the list at the end.",
    ),
    cases=cases,
    edges={
        "one step": lambda draw: (draw.normal(1, 3).tanh(), draw.normal(3, 3), draw.normal(3)),
        "states that are saturated": lambda draw: (
            draw.normal(4, 3) * 0 + 1,
            draw.normal(3, 3),
            draw.normal(3),
        ),
    },
)
