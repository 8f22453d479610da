"""The loop of train.py for several seeds at once: the same rows, batches, steps and looks.

Every tensor has one axis more, in front: S, the networks. Each has rows of its own.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Question, Run, Saved
from lessons.kit.speed.stack import Stack, each, in_step, linear, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson10_evaluation import Evaluation
from lessons.lesson10_evaluation.data import JUDGED
from lessons.lesson10_evaluation.examples import Examples, examples_of
from lessons.lesson10_evaluation.pictures import floor_of, pictures
from lessons.lesson10_evaluation.testing import Judge, exactly_right, figures_of
from lessons.lesson10_evaluation.train import LOOKS, MLP, PROMPT, balance, is_due
from lessons.shared.dataset import Dataset
from lessons.shared.predicted import Predicted


def suits(hp: Evaluation) -> bool:
    """Not luck, whose fifty are one product already, and not leaks, where nothing is trained."""
    return hp.task in JUDGED


def read(stack: Stack, x: Tensor) -> Tensor:
    """Rows (S, B, F) to the logits of each network, (S, B)."""
    *hidden, last = sorted({int(name.partition(".")[0]) for name in stack.weights})
    for layer in hidden:
        x = linear(x, stack[f"{layer}.weight"], stack[f"{layer}.bias"]).relu()  # (S, B, H)
    return linear(x, stack[f"{last}.weight"], stack[f"{last}.bias"])[:, :, 0]


def batch_of(examples: Examples, size: int) -> tuple[Tensor, Tensor]:
    """Rows (B, F) and truth (B,), drawn as in train.py."""
    x, y = examples.train.x, examples.train.y
    drawn = torch.randint(len(y), (size,), device=y.device)
    return x[drawn], y[drawn]


def train(hp: Evaluation, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw rows, score them, step; look at the test."""
    rows = each(runs, lambda run: examples_of(hp, run.data, run.device))
    columns = rows[0].train.x.shape[1]
    models = each(runs, lambda run: MLP(columns, hp).to(run.device))
    stack = Stack(models, read)
    optimizer = torch.optim.Adam(list(stack.parameters()), lr=hp.lr)
    weights = torch.stack([balance(one.train.y) for one in rows])[:, None]  # (S, 1)
    judges = [Judge(model, one, hp) for model, one in zip(models, rows, strict=True)]
    looked = [Saved({}) for _ in runs]
    for place, judge in enumerate(judges):
        yield Of(place, Question(PROMPT, judge.answer))
    floors = each(runs, lambda run: exactly_right() if hp.task == "calibration" else {})
    state: dict[str, Sequence[Any]] = {"model": models, "looked": looked}
    state["optimizer"] = shares(optimizer, runs)
    if isinstance(runs[0].data, Dataset):
        kept = zip(runs, judges, strict=True)
        state["predicted"] = [Predicted(run.data, judge.both, run.device) for run, judge in kept]

    for step in in_step(runs, hp.steps, **state):
        batches = iter(rows)
        drawn = each(runs, lambda run: batch_of(next(batches), hp.batch))  # noqa: B023
        x, y = (torch.stack(part) for part in zip(*drawn, strict=True))  # (S, B, F), (S, B)
        logits = stack(x)  # (S, B)
        losses = F.binary_cross_entropy_with_logits(
            logits, y, pos_weight=weights if hp.class_weights else None, reduction="none"
        ).mean(1)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        for place, (run, judge) in enumerate(zip(runs, judges, strict=True)):
            times = LOOKS if place == 0 else 1  # a screen shows the first seed: of the others
            is_shown = run.time_to_show(step, times, first=(1, 5))  # the beginning and the end
            if is_shown or is_due(step, hp.steps):
                look = judge.look()
                if is_due(step, hp.steps):
                    looked[place].value = look.figures(hp.miss)
                if is_shown:
                    yield from (Of(place, shown) for shown in pictures(look, hp, run.data))
            if step == 1 and floors[place]:
                yield Of(place, floor_of(floors[place]))
        yield [
            Step(loss=loss, **last.value, **figures_of(floor))
            for loss, last, floor in zip(losses.detach(), looked, floors, strict=True)
        ]
