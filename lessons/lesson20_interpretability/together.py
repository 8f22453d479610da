"""The loop of train.py for several seeds at once: the same networks, examples and steps.

Every tensor has one axis more, in front: 2S, the networks of S seeds and then the other network of
each. Each is explained by itself, with the functions of train.py.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Question, Run
from lessons.kit.speed.stack import Stack, cross_entropies, each, in_step, linear, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson20_interpretability import Interpretability
from lessons.lesson20_interpretability.display.asking import answer, prompt_of
from lessons.lesson20_interpretability.display.shown import LOOKS, PICTURES, Shown
from lessons.lesson20_interpretability.explained import redrawn
from lessons.lesson20_interpretability.model import network
from lessons.lesson20_interpretability.train import taught

SELDOM = 2
"""A screen shows the first seed: the others are explained so often."""


def suits(hp: Interpretability) -> bool:
    """Where networks of linear layers are trained and explained: the other tasks are alone."""
    return hp.task == "rows" or (hp.task == "images" and hp.network == "mlp")


@dataclass(eq=False)
class Begun:
    """What one seed has drawn before its first step."""

    x: Tensor
    y: Tensor
    told: Tensor
    model: nn.Module
    other: nn.Module
    random: nn.Module


def begin(hp: Interpretability, run: Run) -> Begun:
    """In the order of train.py."""
    x, y = taught(run.data, hp, run.device)
    told = y[torch.randperm(len(y), device=y.device)] if hp.wrong_labels else y
    model = network(tuple(x.shape[1:]), len(run.data.classes), hp).to(run.device)
    return Begun(x, y, told, model, redrawn(model), redrawn(model))


def read(stack: Stack, x: Tensor) -> Tensor:
    """Logits (2S, B, C) of inputs (2S, B, …)."""
    x = x.flatten(2)
    for layer in (1, 3):
        x = F.relu(linear(x, stack[f"{layer}.weight"], stack[f"{layer}.bias"]))
    return linear(x, stack["5.weight"], stack["5.bias"])


def get_batches(hp: Interpretability, begun: Begun) -> list[tuple[Tensor, Tensor]]:
    """What a network is given, and what the other one is: always with the true labels."""
    drawn = [torch.randint(len(begun.x), (hp.batch,), device=begun.x.device) for _ in range(2)]
    return [(begun.x[rows], y[rows]) for rows, y in zip(drawn, (begun.told, begun.y), strict=True)]


def said(place: int, shown: Shown, own: Begun, step: int) -> Generator[Of, None, dict[str, float]]:
    """What one network says after a step; returns its figures."""
    pictures = shown.at(step, own.x, own.told)
    while True:
        try:
            yield Of(place, next(pictures))
        except StopIteration as over:
            figures: dict[str, float] = over.value
            return figures


def train(hp: Interpretability, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Train each network and one from another start; explain both, and one that learned nothing."""
    begun = each(runs, partial(begin, hp))
    models, others = [own.model for own in begun], [own.other for own in begun]
    stack = Stack([*models, *others], read)
    optimizer = torch.optim.Adam(list(stack.parameters()), lr=hp.lr)
    shown = []
    for place, (run, own) in enumerate(zip(runs, begun, strict=True)):
        shown.append(Shown(hp, run, own.model, own.other, own.random))
        shown[-1].looks, shown[-1].pictures = (SELDOM, SELDOM) if place else (LOOKS, PICTURES)
        yield Of(place, Question(prompt_of(run.data), partial(answer, shown[-1], hp)))

    both = shares(optimizer, [*runs, *runs])
    state: dict[str, Sequence[Any]] = {"model": models, "optimizer": both[: len(runs)]}
    state |= {"other": others, "other_optimizer": both[len(runs) :]}
    state["random"] = [own.random for own in begun]
    for step in in_step(runs, hp.steps, **state):
        rest = iter(begun)
        drawn = each(runs, lambda run: get_batches(hp, next(rest)))  # noqa: B023
        given = [*(mine for mine, _ in drawn), *(other for _, other in drawn)]
        x, y = (torch.stack(part) for part in zip(*given, strict=True))  # (2S, B, …), (2S, B)
        losses = cross_entropies(stack(x), y)  # (2S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        figures: list[dict[str, float]] = []
        for place, own in enumerate(begun):
            figures.append((yield from said(place, shown[place], own, step)))
        mine, rivals = losses.detach().chunk(2)
        told = zip(mine, rivals, figures, strict=True)
        yield [Step(loss=loss, other_loss=rival, **found) for loss, rival, found in told]
