"""The loop of train.py for several seeds at once: the same networks, batches and steps.

Every tensor has one axis more, in front: S, the seeds. R is the starts of each, nearly always one.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import torch
from torch import Tensor

from lessons.kit.loop import Question, Run
from lessons.kit.speed.stack import Stack, each, in_step, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson06_mlp import MLP
from lessons.lesson06_mlp.asking import answer, prompt
from lessons.lesson06_mlp.problems import data_of, rows_of
from lessons.lesson06_mlp.shown import Shown
from lessons.lesson06_mlp.train import ACTIVATIONS, Network, cross_entropies, get_batch, schedule
from lessons.shared.predicted import Predicted

DRAWN = ("spirals", "xor", "steps", "oblique")
"""Tasks of which every seed has as many rows."""


def suits(hp: MLP) -> bool:
    """Where all seeds have as many rows: a table that is split by the seed may have copies."""
    return hp.task in DRAWN


def read(activation: str, stack: Stack, x: Tensor) -> Tensor:
    """The scores of the classes, (S, R, N, C), for points (S, 1, N, D)."""
    h, layers = x, len(stack.weights) // 2
    for at in range(layers):
        h = h @ stack[f"layers.{at}.weight"] + stack[f"layers.{at}.bias"]
        h = ACTIVATIONS[activation](h) if at < layers - 1 else h
    return h


def train(hp: MLP, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Score, compare, find the gradients, step."""
    device = runs[0].device
    datas = [data_of(hp, run) for run in runs]
    rows = [rows_of(data.train, device) for data in datas]
    inputs, classes = rows[0][0].shape[1], len(datas[0].classes)
    models = each(runs, lambda run: Network(inputs, classes, hp).to(device))
    stack = Stack(models, partial(read, hp.activation))
    optimizer = torch.optim.Adam(stack.parameters(), lr=hp.lr)
    shown = [Shown(hp, data, run) for data, run in zip(datas, runs, strict=True)]
    pairs = list(zip(models, datas, strict=True))
    kept = [Predicted(data, model.first, device) for model, data in pairs]
    for place, (model, data) in enumerate(pairs):
        yield Of(place, Question(prompt(data), partial(answer, model.first, data)))

    saved = shares(optimizer, runs)
    for step in in_step(runs, hp.steps, model=models, optimizer=saved, predicted=kept):
        places = iter(rows)
        drawn = each(runs, lambda run: get_batch(next(places), hp.batch))  # noqa: B023
        x = torch.stack([x for x, _ in drawn])[:, None]  # (S, 1, B, D)
        y = torch.stack([y for _, y in drawn])[:, None]  # (S, 1, B)
        losses = cross_entropies(stack(x), y)  # (S, R)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)  # a live knob
        optimizer.step()

        for place, (run, model) in enumerate(zip(runs, models, strict=True)):
            if run.time_to_show(step, 40):
                yield from (Of(place, picture) for picture in shown[place].pictures(model, step))
        yield [
            Step(loss=loss, **own.figures(model, step))
            for loss, own, model in zip(losses.detach().mean(1), shown, models, strict=True)
        ]
