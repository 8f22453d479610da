"""Weight decay, coupled and not

L2 adds decay · w to the gradient. In Adam that part is then divided by √v like the rest, so
weights with large gradients decay less. AdamW shrinks the weights themselves, before the step, by
lr · decay. Given the direction `d` = m̂ / (√v̂ + ε) of an Adam step, return the weights after the
AdamW step. Loshchilov and Hutter (2019).
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def adamw_step(w: Tensor, d: Tensor, lr: float, decay: float) -> Tensor:
    """The weights after the step, shaped like w."""
    return w * (1 - lr * decay) - lr * d


def cases(draw: Draw) -> tuple[Tensor, Tensor, float, float]:
    """Weights and a direction."""
    size = draw.size()
    return draw.normal(size), draw.normal(size), draw.number(0.05, 0.5), draw.number(0.1, 0.9)


exercise = Exercise(
    adamw_step,
    hints=(
        "Two things happen to the weights: they shrink, and they move along -d.",
        "They shrink by the factor 1 - lr · decay. The direction is not touched.",
        "return w * (1 - lr * decay) - lr * d.",
    ),
    cases=cases,
    edges={
        "no decay": lambda draw: (draw.normal(3), draw.normal(3), 0.1, 0.0),
    },
)
