"""When a picture is due: its figures on the test, and the pictures that suit the data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from lessons.kit.loop import Picture, Run
from lessons.lesson06_mlp import MLP
from lessons.lesson06_mlp.asking import is_plane
from lessons.lesson06_mlp.by_hand import apart
from lessons.lesson06_mlp.pictures import pictures
from lessons.lesson06_mlp.planes import EDGES
from lessons.lesson06_mlp.problems import rows_of
from lessons.shared.dataset import Dataset
from lessons.shared.scores import Values, accuracy, balanced_accuracy

if TYPE_CHECKING:
    from lessons.lesson06_mlp.train import Network

CLEAR = 0.6
"""A point of XOR is solved where its class has this probability: at 0.5 rounding decides."""


class Shown:
    """What one network's learner is shown, and which models of others stand beside it."""

    def __init__(self, hp: MLP, data: Dataset, run: Run) -> None:
        self.hp = hp
        self.data = data
        self.run = run
        self.train = rows_of(data.train, run.device)
        self.test = rows_of(data.test, run.device)

    @torch.no_grad()
    def figures(self, model: Network, step: int) -> dict[str, Any]:
        """The share of the test that is right, twenty times; at the end the others' too."""
        if not self.run.time_to_show(step, 20, first=(1,)):
            return {}
        x, y = self.test
        scores = model(x)  # (R, N, C)
        found: dict[str, Any] = {"accuracy": (scores.argmax(-1) == y).float().mean()}
        if self.hp.task == "xor" and not self.data.is_own:
            p = scores.softmax(-1)[:, torch.arange(len(y)), y]  # (R, N) of the true class
            found["solved"] = (p > CLEAR).all(-1).float().mean()
            found |= {"slope": slope(model)} if len(model.layers) == 1 else {}
        if step == 1:
            found["by_hand"] = apart(model, *self.train, self.hp.activation)
        return found | (self.others() if step == self.hp.steps else {})

    def others(self) -> dict[str, float]:
        """Accuracy on the same test of models that are no networks."""
        if is_plane(self.data):
            is_tested = self.hp.task != "xor"  # there the test is the four points themselves
            return {"nearest": accuracy(self.nearest, self.data.test.y)} if is_tested else {}
        from lessons.shared.baselines import baselines

        names = {"logistic": "logistic", "boosted trees": "trees"}
        said = {each.name: each.said for each in baselines(self.data)}
        return {to: accuracy(said[name], self.data.test.y) for name, to in names.items()}

    @torch.no_grad()
    def pictures(self, model: Network, step: int) -> Iterator[Picture]:
        """Of a plane what the layers make of it; of a table the models beside the network."""
        plane = is_plane(self.data)
        if plane:
            edge = EDGES[self.hp.task]
            for key, value in pictures(model, self.train, self.data.classes, edge).items():
                yield Picture(key, value)
        if plane or step == self.hp.steps:
            said = model.first(self.test[0]).argmax(1).cpu().numpy()
            yield Picture("beside", self.beside(said))

    def beside(self, said: Values) -> list[list[Any]]:
        """The network's row in a table of models: the nearest point, or of XOR the best line."""
        if not is_plane(self.data):
            from lessons.shared.baselines import compared  # scikit-learn: a second to load

            return compared(self.data, said)
        y = self.data.test.y
        if self.hp.task == "xor":
            return [["best of all lines", "0.750", "0.750"], _row("network", said, y)]
        return [_row("nearest point", self.nearest, y), _row("network", said, y)]

    @cached_property
    def nearest(self) -> Values:
        """The class of the training point that is nearest to each test point."""
        closest = torch.cdist(self.test[0], self.train[0]).argmin(1)
        said: Values = self.train[1][closest].cpu().numpy()
        return said


def _row(name: str, said: Values, true: Values) -> list[Any]:
    return [name, f"{accuracy(said, true):.3f}", f"{balanced_accuracy(said, true):.3f}"]


def slope(model: Network) -> Tensor:
    """The length of w₁ − w₀ in a network that is one line, the largest of the starts."""
    weight = model.layers[0].get_parameter("weight")  # (R, D, 2)
    longest: Tensor = (weight[..., 1] - weight[..., 0]).norm(dim=1).max()
    return longest
