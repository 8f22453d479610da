"""The loop of train.py for several seeds at once: the same networks, examples, rounding and steps.

Every tensor has one axis more, in front: S, the networks. Each is rounded, pruned and measured by
itself, with the functions of train.py.
"""

from collections.abc import Generator, Iterator, Sequence
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Question, Run
from lessons.kit.speed.stack import Stack, cross_entropies, each, in_step, linear, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson19_compression import Compression
from lessons.lesson19_compression.asking import answer, prompt
from lessons.lesson19_compression.model import get_batch, problem_of
from lessons.lesson19_compression.pruning import Pruner, due_share
from lessons.lesson19_compression.quantise import on_grid
from lessons.lesson19_compression.shown import LOOKS, Shown
from lessons.lesson19_compression.train import schedule

SELDOM = 6
"""A screen shows the first seed: the others are looked at so often."""


def suits(hp: Compression) -> bool:
    """Where the lesson's own network is rounded or pruned: a student and a learner's are alone."""
    return hp.task in ("bits", "pruning") and not hp.run


def read(stack: Stack, x: Tensor, weights: dict[str, Tensor]) -> Tensor:
    """Logits (S, B, C) of inputs (S, B, D), by these weights and the stack's biases."""
    last = 2 * (len(weights) - 1)  # a ReLU stands between two layers
    for name, w in weights.items():
        x = linear(x, w, stack[name.replace("weight", "bias")])
        x = x if name.startswith(f"{last}.") else F.relu(x)
    return x


def rounded(weights: dict[str, nn.Parameter], hp: Compression) -> dict[str, Tensor]:
    """Each network's own weights on its grid, as leaves: the gradient is found there."""
    return {
        name: torch.stack([on_grid(own, hp.bits, hp.scales) for own in w.detach()]).requires_grad_()
        for name, w in weights.items()
    }


def prune(hp: Compression, runs: Sequence[Run], pruners: list[Pruner], step: int) -> None:
    """Set to zero what is due, each network by its own chance."""
    share = due_share(hp.schedule, hp.sparsity, step, hp.steps // 2, hp.steps)
    if pruners:
        rest = iter(pruners)
        each(runs, lambda run: next(rest).prune(share))


def said(place: int, shown: Shown, step: int) -> Generator[Of, None, dict[str, float]]:
    """What one network says after a step; returns its figures."""
    pictures = shown.at(step)
    while True:
        try:
            yield Of(place, next(pictures))
        except StopIteration as over:
            figures: dict[str, float] = over.value
            return figures


def train(hp: Compression, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Train for the task; with `aware`, the loss is that of the rounded weights."""
    problems = each(runs, lambda run: problem_of(hp, run))
    models = [problem.model for problem in problems]
    stack = Stack(models, read)
    weights = {name: w for name, w in stack.weights.items() if name.endswith("weight")}
    optimizer = torch.optim.Adam(list(stack.parameters()), lr=hp.lr)
    pruners = [Pruner(model, hp.criterion) for model in models] if hp.task == "pruning" else []
    shown = [Shown(hp, *both) for both in zip(runs, problems, strict=True)]
    for place, own in enumerate(shown):
        own.looks = SELDOM if place else LOOKS
        asked = partial(answer, own.problem, own.small, own.times)
        yield Of(place, Question(prompt(own.problem), asked))

    state: dict[str, Sequence[Any]] = {"model": models, "optimizer": shares(optimizer, runs)}
    state |= {"pruner": pruners} if pruners else {}
    for step in in_step(runs, hp.steps, **state):
        prune(hp, runs, pruners, step)
        rows = iter(problems)
        drawn = each(runs, lambda run: get_batch(next(rows).train, hp.batch))  # noqa: B023
        x = torch.stack([batch.inputs[0] for batch in drawn])  # (S, B, D)
        used = rounded(weights, hp) if hp.aware and not pruners else dict(weights)
        losses = cross_entropies(stack(x, used), torch.stack([b.labels for b in drawn]))  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        for name, w in weights.items():
            w.grad = used[name].grad
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * (1.0 if pruners else schedule(step, hp.steps))
        optimizer.step()
        for pruner in pruners:
            pruner.apply()

        figures: list[dict[str, float]] = []
        for place, own in enumerate(shown):
            figures.append((yield from said(place, own, step)))
        both = zip(losses.detach(), figures, strict=True)
        yield [Step(loss=loss, **found) for loss, found in both]
