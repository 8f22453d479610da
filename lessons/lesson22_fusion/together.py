"""The loop of train.py for several seeds at once: the same pairs, batches and steps.

Every tensor has one axis more, S, the networks. Each has noise and captions of its own.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Question, Run
from lessons.kit.speed.stack import Stack, cross_entropies, each, in_step, linear, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson22_fusion import Fusion
from lessons.lesson22_fusion.display.asking import Asked, prompt
from lessons.lesson22_fusion.display.shown import LOOKS, Shown
from lessons.lesson22_fusion.examples import problem_of
from lessons.lesson22_fusion.model import SENSES, network
from lessons.lesson22_fusion.rules import modality_dropout
from lessons.lesson22_fusion.train import Batch, get_batch, schedule

SELDOM = 4
"""A screen shows the first seed: the others are looked at so often."""


def suits(hp: Fusion) -> bool:
    """Always: every seed has the same rows."""
    return True


def layer(stack: Stack, name: str, x: Tensor) -> Tensor:
    """Each network's own layer of this name, (S, B, H)."""
    return linear(x, stack[f"{name}.weight"], stack[f"{name}.bias"])


def read(fusion: str, stack: Stack, image: Tensor, caption: Tensor) -> Tensor:
    """(K, S, B, C) from images (S, B, F) and captions (S, B, V)."""
    if fusion == "early":
        senses = layer(stack, "image", image), layer(stack, "caption", caption)
        features = torch.cat([sense.relu() for sense in senses], -1)
        return layer(stack, "out", layer(stack, "both", features).relu())[None]
    given = {"image": image, "caption": caption}
    scores = [
        layer(stack, f"senses.{name}.2", layer(stack, f"senses.{name}.0", given[name]).relu())
        for name in SENSES[fusion]
    ]
    return sum(scores[1:], scores[0])[None] if fusion == "joint" else torch.stack(scores)


def batch_of(hp: Fusion, rows: Any) -> Batch:
    """A batch as train.py has it, with its missing senses."""
    image, caption, y = get_batch(rows, hp.batch, hp.noise)
    return *modality_dropout(image, caption, hp.dropout), y


def train(hp: Fusion, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw pairs, take a sense away from some, score, step."""
    device = runs[0].device
    problems = each(runs, lambda run: problem_of(hp, run.data, device))
    sizes = problems[0].sizes
    models = each(runs, lambda run: network(hp.fusion, *sizes, hp.hidden).to(device))
    stack = Stack(models, partial(read, hp.fusion))
    optimizer = torch.optim.Adam(list(stack.parameters()), lr=hp.lr)
    whole = zip(runs, problems, models, strict=True)
    shown = [Shown(hp, run, problem, model) for run, problem, model in whole]
    for place, (problem, model) in enumerate(zip(problems, models, strict=True)):
        yield Of(place, Question(prompt(problem), Asked(hp, problem, model).answer))
    state: dict[str, Sequence[Any]] = {"model": models, "optimizer": shares(optimizer, runs)}
    if problems[0].own:
        state["predicted"] = [own.kept["predicted"] for own in shown]

    for step in in_step(runs, hp.steps, **state):
        rows = iter(problems)
        drawn = each(runs, lambda run: batch_of(hp, next(rows).train))  # noqa: B023
        image, caption, y = (torch.stack(part) for part in zip(*drawn, strict=True))
        scores = stack(image, caption)  # (K, S, B, C)
        losses = torch.stack([cross_entropies(part, y) for part in scores]).sum(0)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)  # the learner may be turning this knob
        optimizer.step()

        said = [own.after(step, SELDOM if at else LOOKS) for at, own in enumerate(shown)]
        yield from (Of(at, one) for at, (_, found) in enumerate(said) for one in found)
        yield [Step(loss=loss, **figures)
               for loss, (figures, _) in zip(losses.detach(), said, strict=True)]  # fmt: skip
