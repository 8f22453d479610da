"""How sharply attention looks

The entropy of the weights says over how many keys a query spreads: exp(entropy) is 1 for one key,
and T for all of them equally. Return the mean over the queries of exp(entropy). A weight of zero
adds nothing.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def effective_keys(weights: Tensor) -> Tensor:
    """The mean number of keys, shape (), from the weights (T, S) whose rows sum to 1."""
    entropy = -torch.xlogy(weights, weights).sum(dim=-1)  # (T,)
    return entropy.exp().mean()


def cases(draw: Draw) -> tuple[Tensor]:
    """Rows of weights."""
    return (draw.probabilities(draw.size(), draw.size()),)


exercise = Exercise(
    effective_keys,
    hints=(
        "The entropy is -Σ w · log w, for each row.",
        "log 0 is minus infinity, and 0 · ∞ is nan: torch.xlogy(w, w) is 0 there.",
        "(-torch.xlogy(weights, weights).sum(dim=-1)).exp().mean().",
    ),
    cases=cases,
    edges={
        "one key has all the weight": lambda draw: (torch.tensor([[1.0, 0.0, 0.0]]),),
        "equal weights": lambda draw: (torch.full((2, 4), 0.25),),
    },
)
