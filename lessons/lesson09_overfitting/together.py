"""The loop of train.py for several seeds at once: the same networks, examples, batches and steps.

Every tensor has one axis more, in front: S, the networks. What is said of a network is computed
from its own rows, so the seeds know nothing of each other.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Picture, Question, Run, Saved
from lessons.kit.speed.stack import Stack, apart, each, in_step, linear, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson09_overfitting import Overfitting
from lessons.lesson09_overfitting.asking import answer
from lessons.lesson09_overfitting.pictures import PICTURES, TABLES, no_curves, pictures, results
from lessons.lesson09_overfitting.regularizers import EarlyStopping, augmented
from lessons.lesson09_overfitting.scores import length, measured
from lessons.lesson09_overfitting.taught import (
    LOOKED_AT,
    TESTED,
    Examples,
    as_examples,
    draw_examples,
    sides_of,
)
from lessons.lesson09_overfitting.train import MLP, get_rows
from lessons.shared.dataset import Dataset
from lessons.shared.predicted import Predicted


def suits(hp: Overfitting) -> bool:
    """Where networks are trained, and none of them stops by itself."""
    return hp.task == "train" and not hp.early_stopping


def read(stack: Stack, x: Tensor, kept: Tensor | None = None) -> Tensor:
    """Logits (S, B, C) of inputs (S, B, F); `kept` are the units that dropout leaves, (S, B, H)."""
    h = F.relu(linear(x, stack["hidden.weight"], stack["hidden.bias"]))  # (S, B, H)
    return linear(h if kept is None else h * kept, stack["head.weight"], stack["head.bias"])


def losses_of(logits: Tensor, labels: Tensor, smoothing: float) -> Tensor:
    """Each network's mean over its own labels (S, B), from logits (S, B, C): (S,)."""
    losses = F.cross_entropy(
        logits.flatten(0, 1), labels.flatten(), reduction="none", label_smoothing=smoothing
    )
    return losses.view_as(labels).mean(1)


def get_batch(hp: Overfitting, taught: Examples, sides: tuple[int, int] | None) -> list[Tensor]:
    """What one network is given at a step, drawn as it would draw it alone."""
    rows = get_rows(len(taught), hp.batch)
    x = augmented(taught.x[rows], sides) if hp.augment else taught.x[rows]
    given = [x, taught.labels[rows]]
    return [*given, F.dropout(x.new_ones(len(x), hp.hidden), hp.dropout)] if hp.dropout else given


def train(hp: Overfitting, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Take a batch of what each is taught, predict, find the gradients, step; look at the test."""
    data: Dataset = runs[0].data
    device = runs[0].device
    taught: list[Examples] = []
    models: list[MLP] = []
    for examples, model in each(runs, partial(begin, hp, data)):
        taught.append(examples)
        models.append(model)
    own = dict(zip(runs, taught, strict=True))
    tested = as_examples(data.test, device)
    stack = Stack(models, read)
    weights = list(stack.parameters())
    optimizer = torch.optim.AdamW(weights, lr=hp.lr, weight_decay=hp.weight_decay)
    curves = [Saved(no_curves()) for _ in runs]
    seen_x, labels, truth = (
        torch.stack([getattr(examples, name)[:LOOKED_AT] for examples in taught])
        for name in ("x", "labels", "truth")
    )
    unseen = tested.some(0, TESTED)
    unseen_x = unseen.x.expand(len(runs), -1, -1)
    for place, model in enumerate(models):
        ask = partial(answer, model, data, taught[place], tested)
        yield Of(place, Question("train 3, test 12, or wrong?", ask))

    state: dict[str, Sequence[Any]]
    state = {"model": models, "optimizer": shares(optimizer, runs), "curves": curves}
    state["best"] = [EarlyStopping(model) for model in models]
    state["predicted"] = [Predicted(data, model, device) for model in models]
    are_wrong = bool((labels != truth).any())
    for step in in_step(runs, hp.steps, **state):
        drawn = each(runs, lambda run: get_batch(hp, own[run], sides_of(data)))
        x, told, *kept = map(torch.stack, zip(*drawn, strict=True))  # (S, B, F), (S, B)
        losses = losses_of(stack(x, *kept), told, hp.smoothing)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        for group in optimizer.param_groups:  # the learner may be turning these knobs
            group["lr"], group["weight_decay"] = hp.lr, hp.weight_decay
        optimizer.step()

        with torch.no_grad():
            on_taught, on_test = stack(seen_x), stack(unseen_x)  # (S, n, C), (S, N, C)
        scores = measured(on_taught, labels, truth, on_test, unseen.truth, are_wrong=are_wrong)
        for place, (run, model) in enumerate(zip(runs, models, strict=True)):
            if run.time_to_show(step, PICTURES):
                mine = {name: value[place] for name, value in scores.items()}
                for picture in pictures(step, curves[place], mine, data, taught[place], model):
                    yield Of(place, picture)
            if run.time_to_show(step, TABLES, first=(1,)):
                table = results(data, taught[place], model, tested)
                yield Of(place, Picture("results", table))
        yield apart(loss=losses, weights=length(weights, apart=True), **scores)


def begin(hp: Overfitting, data: Dataset, run: Run) -> tuple[Examples, MLP]:
    """What a network draws before its first step, in the order of train.py."""
    examples = draw_examples(hp, data, run.device)
    model = MLP(examples.x.shape[1], hp.hidden, len(data.classes)).to(run.device)
    return examples, model
