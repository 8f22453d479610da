"""What is left of a cell after many steps

In an LSTM the cell is multiplied by the forget gate σ(b) at each step. If the gate depends on its
bias alone, the share of a memory that is left after k steps is σ(b)^k. Return that share for each
bias; and the half-life: after how many steps, as a real number, one half is left.
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def forget_bias(biases: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """The share that is left after `steps`, and the half-life in steps; all (N,)."""
    gate = biases.sigmoid()
    return gate**steps, math.log(0.5) / gate.log()


def cases(draw: Draw) -> tuple[Tensor, int]:
    """Biases such as torch's 0 and the usual 1."""
    return draw.uniform(draw.size(), low=-2.0, high=5.0), draw.integer(0, 60)


exercise = Exercise(
    forget_bias,
    hints=(
        "The gate is a sigmoid of the bias. After two steps the share is gate · gate.",
        "The half-life solves gate^k = 1/2: take the logarithm of both sides.",
        "gate = biases.sigmoid(); return gate ** steps, math.log(0.5) / gate.log().",
    ),
    cases=cases,
    edges={
        "no steps": lambda draw: (torch.tensor([0.0, 1.0]), 0),
        "a bias of one, fifty steps": lambda draw: (torch.tensor([1.0]), 50),
    },
)
