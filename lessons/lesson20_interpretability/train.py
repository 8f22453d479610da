"""Train a network, explain it, and ask what the explanation is worth.

Read in this order: this file; gradient.py, integrated.py, guided.py, shapley.py, lime.py and
permutation.py, each one way of explaining; explained.py, what is explained; checks.py, how alike
two maps are, and deletion. known/function.py and known/copies.py are experiments in which the
truth is known, each with its own loop; own/run.py explains a network of another run.
"""

from collections.abc import Iterator
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson20_interpretability import Interpretability
from lessons.lesson20_interpretability.display.asking import answer, prompt_of
from lessons.lesson20_interpretability.display.shown import Shown
from lessons.lesson20_interpretability.explained import redrawn
from lessons.lesson20_interpretability.known import copies, function
from lessons.lesson20_interpretability.model import network
from lessons.lesson20_interpretability.own import run as own_run
from lessons.shared.dataset import Dataset

OTHERS = {"function": function.train, "copies": copies.train, "run": own_run.train}


def taught(data: Dataset, hp: Interpretability, device: torch.device) -> tuple[Tensor, Tensor]:
    """Inputs (N, …) and classes (N,): of the digits a few, of the learner's data all."""
    many = len(data.train) if data.is_own or not data.train.x.ndim > 2 else hp.images
    drawn = torch.randperm(len(data.train))[:many]
    x, y = (torch.from_numpy(part)[drawn].to(device) for part in (data.train.x, data.train.y))
    return x, y


def descend(
    model: nn.Module, optimizer: torch.optim.Optimizer, x: Tensor, y: Tensor, hp: Interpretability
) -> Tensor:
    """One step of one network; its loss."""
    drawn = torch.randint(len(x), (hp.batch,), device=x.device)
    loss = F.cross_entropy(model(x[drawn]), y[drawn])
    optimizer.zero_grad()
    loss.backward()
    for group in optimizer.param_groups:
        group["lr"] = hp.lr  # the learner may be turning this knob
    optimizer.step()
    return loss.detach()


def train(hp: Interpretability, run: Run) -> Iterator[Event]:
    """Train this network and one from another start; explain both, and one that learned nothing."""
    if hp.task in OTHERS:
        yield from OTHERS[hp.task](hp, run)
        return
    data: Dataset = run.data
    x, y = taught(data, hp, run.device)
    told = y[torch.randperm(len(y), device=y.device)] if hp.wrong_labels else y
    model = network(tuple(x.shape[1:]), len(data.classes), hp).to(run.device)
    other, random = redrawn(model), redrawn(model)
    optimizers = [torch.optim.Adam(each.parameters(), lr=hp.lr) for each in (model, other)]
    shown = Shown(hp, run, model, other, random)
    yield Question(prompt_of(data), partial(answer, shown, hp))

    state = {"model": model, "optimizer": optimizers[0]}
    state |= {"other": other, "other_optimizer": optimizers[1], "random": random}
    for step in run.steps(hp.steps, **state):
        loss = descend(model, optimizers[0], x, told, hp)
        other_loss = descend(other, optimizers[1], x, y, hp)  # always with the true labels
        figures = yield from shown.at(step, x, told)
        yield Step(loss=loss, other_loss=other_loss, **figures)
