"""What a learner can ask: one input, answered by the whole network and by the small one."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

from lessons.kit.errors import visible
from lessons.lesson19_compression.model import Problem

TIME = "time"
"""What is typed for times: of a text that has no other word it is asked in vain."""
SHOWN = 2
"""Classes in an answer, the most probable first."""


def prompt(problem: Problem) -> str:
    """What can be asked."""
    return f"{problem.prompt}; or time, for passes measured now"


@torch.no_grad()
def answer(
    problem: Problem, small: Callable[[], nn.Module], times: Callable[[], str], text: str
) -> str:
    """What both say of an image, a row or a text; or for `time` how long their passes take."""
    if text.strip().casefold() == TIME:
        return times()
    found = problem.read(text)
    if isinstance(found, str):
        return found
    device = problem.test.labels.device
    inputs = tuple(x.to(device) for x in found.inputs)
    whole, little = (said(model, inputs, problem.classes) for model in (problem.model, small()))
    true = "" if found.label is None else f", which is {visible(problem.classes[found.label])}"
    return f"{visible(found.name)}{true}: whole, it says {whole}; compressed, {little}"


def said(model: nn.Module, inputs: tuple[torch.Tensor, ...], classes: list[str]) -> str:
    """The most probable classes with their probabilities."""
    p = model.eval()(*inputs)[0].softmax(-1)
    best = p.argsort(descending=True)[:SHOWN].tolist()
    return ", ".join(f"{visible(classes[at])} {float(p[at]):.0%}" for at in best)
