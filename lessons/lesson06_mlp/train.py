"""Multi-layer perceptrons: lines, an activation that bends, and lines again.

Read in this order: this file, with the network and the loop; by_hand.py, its forward and backward
pass without autograd; planes.py and tables.py, what it learns from; pictures.py, what each layer
makes of the plane.
"""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson06_mlp import MLP
from lessons.lesson06_mlp.asking import answer, prompt
from lessons.lesson06_mlp.planes import Rows
from lessons.lesson06_mlp.problems import data_of, rows_of
from lessons.lesson06_mlp.shown import Shown
from lessons.lesson06_mlp.widths import widths_of
from lessons.shared.predicted import Predicted

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "tanh": torch.tanh, "relu": torch.relu, "identity": lambda a: a,
}  # fmt: skip


class Layer(nn.Module):
    """h W + b, for R networks at once: nearly always one, and many where starts are compared."""

    def __init__(self, starts: int, inputs: int, outputs: int) -> None:
        super().__init__()
        bound = 1 / math.sqrt(inputs)  # as torch's nn.Linear draws them
        self.weight = nn.Parameter(torch.empty(starts, inputs, outputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(starts, 1, outputs).uniform_(-bound, bound))

    def forward(self, h: Tensor) -> Tensor:
        """(R, N, outputs) from (N, inputs) or (R, N, inputs)."""
        return h @ self.weight + self.bias


class Network(nn.Module):
    """Layers with an activation between each two; the last one gives a score for each class."""

    def __init__(self, inputs: int, classes: int, hp: MLP) -> None:
        super().__init__()
        sizes = [inputs, *widths_of(hp.hidden), classes]
        self.layers = nn.ModuleList(Layer(hp.starts, *both) for both in pairwise(sizes))
        self.activation = ACTIVATIONS[hp.activation]

    def hidden(self, x: Tensor) -> list[Tensor]:
        """What each hidden layer makes of the points (N, D): a list of (R, N, H)."""
        found = [x]
        for layer in self.layers[:-1]:
            found.append(self.activation(layer(found[-1])))
        return found[1:]

    def forward(self, x: Tensor) -> Tensor:
        """The scores of the classes, (R, N, C), for points (N, D)."""
        last = self.hidden(x)[-1] if len(self.layers) > 1 else x
        logits: Tensor = self.layers[-1](last)
        return logits

    def first(self, x: Tensor) -> Tensor:
        """The scores of the first network alone, (N, C)."""
        logits: Tensor = self(x.to(self.layers[0].get_parameter("weight").device))[0]
        return logits


def get_batch(rows: Rows, batch: int) -> Rows:
    """Rows drawn by chance, (B, D) and (B,); all of them where there are no more."""
    x, y = rows
    if batch >= len(x):
        return rows
    drawn = torch.randint(len(x), (batch,), device=x.device)
    return x[drawn], y[drawn]


def cross_entropies(logits: Tensor, y: Tensor) -> Tensor:
    """The loss of each network, (R,), from scores (R, N, C) and classes (N,)."""
    targets = y.expand(logits.shape[:-1])  # (R, N)
    return F.cross_entropy(logits.movedim(-1, 1), targets, reduction="none").mean(-1)


def schedule(step: int, total: int) -> float:
    """The share of the learning rate: from 1 down to 0 along half a cosine."""
    return (1 + math.cos(math.pi * step / total)) / 2


def train(hp: MLP, run: Run) -> Iterator[Event]:
    """Score, compare, find the gradient, step."""
    data = data_of(hp, run)
    rows = rows_of(data.train, run.device)  # (N, D), (N,)
    model = Network(rows[0].shape[1], len(data.classes), hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    shown = Shown(hp, data, run)
    kept = Predicted(data, model.first, run.device)
    yield Question(prompt(data), lambda text: answer(model.first, data, text))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, predicted=kept):
        x, y = get_batch(rows, hp.batch)  # (B, D), (B,)
        losses = cross_entropies(model(x), y)  # (R,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum: each network gets its own gradient
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)  # the learner may be turning this knob
        optimizer.step()

        if run.time_to_show(step, 40):
            yield from shown.pictures(model, step)
        yield Step(loss=losses.detach().mean(), **shown.figures(model, step))
