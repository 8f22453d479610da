"""Warm up, then follow half a cosine

The learning rate rises in a straight line over the first `warmup` steps, to `peak` at step number
`warmup`. Then it falls along half a cosine, and is zero at step `total`. Steps are numbered from
1.

    after warm-up:  peak · (1 + cos(π · share)) / 2,   share from 0 at `warmup` to 1 at `total`
"""

import math

from lessons.kit.practice import Draw, Exercise


def cosine_schedule(step: int, warmup: int, total: int, peak: float) -> float:
    """The learning rate of a step, 1 … total."""
    if step <= warmup:
        return peak * step / warmup
    share = (step - warmup) / (total - warmup)
    return peak * (1 + math.cos(math.pi * share)) / 2


def cases(draw: Draw) -> tuple[int, int, int, float]:
    """A step of a run."""
    warmup = draw.integer(0, 5)
    total = warmup + draw.size(1) + 1
    return draw.integer(1, total), warmup, total, draw.number(0.1, 1.0)


exercise = Exercise(
    cosine_schedule,
    hints=(
        "Two cases: before the end of the warm-up, and after it.",
        "In the warm-up the rate is peak · step / warmup. Afterwards the share goes from 0 to 1.",
        "share = (step - warmup) / (total - warmup); return peak * (1 + math.cos(math.pi * "
        "share)) / 2.",
    ),
    cases=cases,
    edges={
        "no warm-up": lambda draw: (1, 0, 10, 0.3),
        "the end of the warm-up": lambda draw: (5, 5, 10, 0.3),
        "the last step": lambda draw: (10, 5, 10, 0.3),
    },
    tolerance=1e-6,
)
