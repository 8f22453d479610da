"""Seven ways to make a step from a gradient, by hand. Each is the formula and nothing else.

w is a weight, g its gradient, η the learning rate. What a rule remembers from one step to the
next is in its `Memory`. η may be one number, or a column of them: then each row of w is a network
of its own, with its own learning rate. This is what torch.optim cannot do, and sweep.py needs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from lessons.lesson07_optimizers import Optimizers

EPSILON = 1e-8  # outside the square root, as in torch and in the paper's Algorithm 1


@dataclass
class Memory:
    """What a rule knows of the gradients before this one, for one weight."""

    mean: Tensor
    """m: the gradients, averaged or added up."""
    square: Tensor
    """v: their squares, averaged."""
    top: Tensor
    """The largest v so far: AMSGrad alone looks at it."""
    steps: int = 0
    """t: how many gradients it has seen."""

    @property
    def tensors(self) -> tuple[Tensor, Tensor, Tensor]:
        """m, v and the largest v."""
        return self.mean, self.square, self.top


def blank(w: Tensor) -> Memory:
    """Before the first gradient: m = v = 0."""
    return Memory(torch.zeros_like(w), torch.zeros_like(w), torch.zeros_like(w))


def sgd(w: Tensor, g: Tensor, past: Memory, lr: Tensor, hp: Optimizers) -> Tensor:
    """w ← w − η g. Cauchy (1847); on batches, Robbins and Monro (1951)."""
    return w - lr * g


def momentum(w: Tensor, g: Tensor, past: Memory, lr: Tensor, hp: Optimizers) -> Tensor:
    """m ← μ m + g; w ← w − η m. Polyak (1964)."""
    past.mean = hp.momentum * past.mean + g
    return w - lr * past.mean


def nesterov(w: Tensor, g: Tensor, past: Memory, lr: Tensor, hp: Optimizers) -> Tensor:
    """m ← μ m + g; w ← w − η (g + μ m). Nesterov (1983), as Sutskever et al. (2013) write it."""
    past.mean = hp.momentum * past.mean + g
    return w - lr * (g + hp.momentum * past.mean)


def rmsprop(w: Tensor, g: Tensor, past: Memory, lr: Tensor, hp: Optimizers) -> Tensor:
    """v ← α v + (1 − α) g²; w ← w − η g / (√v + ε). Tieleman and Hinton (2012)."""
    past.square = hp.alpha * past.square + (1 - hp.alpha) * g**2
    return w - lr * g / (past.square.sqrt() + EPSILON)


def adam(w: Tensor, g: Tensor, past: Memory, lr: Tensor, hp: Optimizers) -> Tensor:
    """The formula of Kingma and Ba (2015); a weight decay λ is a part of the gradient.

    g ← g + λ w; m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
    w ← w − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
    """
    m, v = averages(g + hp.weight_decay * w, past, hp)
    return w - lr * m / (v.sqrt() + EPSILON)


def adamw(w: Tensor, g: Tensor, past: Memory, lr: Tensor, hp: Optimizers) -> Tensor:
    """Adam, with the decay beside the gradient: w ← w − η λ w first. Loshchilov, Hutter (2019)."""
    m, v = averages(g, past, hp)
    return w - lr * hp.weight_decay * w - lr * m / (v.sqrt() + EPSILON)


def amsgrad(w: Tensor, g: Tensor, past: Memory, lr: Tensor, hp: Optimizers) -> Tensor:
    """Adam that divides by the largest v so far, so that no step grows. Reddi et al. (2018)."""
    m, _ = averages(g + hp.weight_decay * w, past, hp)
    past.top = torch.maximum(past.top, past.square)
    v = past.top / (1 - hp.beta2**past.steps)
    return w - lr * m / (v.sqrt() + EPSILON)


def averages(g: Tensor, past: Memory, hp: Optimizers) -> tuple[Tensor, Tensor]:
    """m and v with this gradient in them, both corrected for having begun at 0."""
    past.steps += 1
    past.mean = hp.beta1 * past.mean + (1 - hp.beta1) * g
    past.square = hp.beta2 * past.square + (1 - hp.beta2) * g**2
    m = past.mean / (1 - hp.beta1**past.steps)
    v = past.square / (1 - hp.beta2**past.steps)
    return m, v


Rule = Callable[[Tensor, Tensor, Memory, Tensor, Optimizers], Tensor]
"""From a weight, its gradient, what is remembered, and the learning rate, to the next weight."""

RULES: dict[str, Rule] = {
    rule.__name__: rule for rule in (sgd, momentum, nesterov, rmsprop, adam, adamw, amsgrad)
}
