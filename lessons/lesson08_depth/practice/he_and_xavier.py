"""How large weights should begin

A layer keeps the size of what goes through it if its weights have the right spread. For `inputs`
numbers in and `outputs` numbers out:

    He:      std = √(2 / inputs)                   for ReLU, which loses half
    Xavier:  std = √(2 / (inputs + outputs))       for tanh

Scale standard normal numbers to both. He et al. (2015), Glorot and Bengio (2010).
"""

import math

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def he_and_xavier(drawn: Tensor) -> tuple[Tensor, Tensor]:
    """He's and Xavier's weights from standard normal ones; all (outputs, inputs)."""
    outputs, inputs = drawn.shape
    return drawn * math.sqrt(2 / inputs), drawn * math.sqrt(2 / (inputs + outputs))


def cases(draw: Draw) -> tuple[Tensor]:
    """A matrix that is rarely square."""
    return (draw.normal(draw.size(), draw.size()),)


exercise = Exercise(
    he_and_xavier,
    hints=(
        "Numbers with the spread 1 times s have the spread s.",
        "A weight matrix of torch has the shape (outputs, inputs): which of the two is the fan-in?",
        "outputs, inputs = drawn.shape; drawn * math.sqrt(2 / inputs) is He's.",
    ),
    cases=cases,
    without=("kaiming_normal_", "xavier_normal_"),
)
