"""When a picture is due: its figures on the test, and the pictures that suit the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from lessons.kit.loop import Picture, Run
from lessons.lesson06_mlp import MLP
from lessons.lesson06_mlp.asking import is_plane
from lessons.lesson06_mlp.by_hand import apart
from lessons.lesson06_mlp.pictures import pictures
from lessons.lesson06_mlp.planes import EDGES, nearest
from lessons.lesson06_mlp.problems import rows_of
from lessons.shared.dataset import Dataset

if TYPE_CHECKING:
    from lessons.lesson06_mlp.train import Network


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
        right = model(self.test[0]).argmax(-1) == self.test[1]  # (R, N)
        found: dict[str, Any] = {"accuracy": right.float().mean()}
        if self.hp.task == "xor" and not self.data.is_own:
            found["solved"] = right.all(-1).float().mean()
            found |= {"slope": slope(model)} if len(model.layers) == 1 else {}
        if step == 1:
            found["by_hand"] = apart(model, *self.train, self.hp.activation)
        return found | (self.others() if step == self.hp.steps else {})

    def others(self) -> dict[str, float]:
        """Accuracy on the same test of models that are no networks."""
        if is_plane(self.data):
            return {"nearest": nearest(self.train, self.test)}
        from lessons.shared.baselines import baselines
        from lessons.shared.scores import accuracy

        test = self.data.test.y
        names = {"logistic": "logistic", "boosted trees": "trees"}
        return {
            names[each.name]: accuracy(each.said, test)
            for each in baselines(self.data)
            if each.name in names
        }

    @torch.no_grad()
    def pictures(self, model: Network, step: int) -> Iterator[Picture]:
        """Of a plane what the layers make of it; of a table the models beside the network."""
        if is_plane(self.data):
            edge = EDGES[self.hp.task]
            for key, value in pictures(model, self.train, self.data.classes, edge).items():
                yield Picture(key, value)
        elif step == self.hp.steps:
            from lessons.shared.baselines import compared

            said = model.first(self.test[0]).argmax(1).cpu().numpy()
            yield Picture("beside", compared(self.data, said))


def slope(model: Network) -> Tensor:
    """The length of w₁ − w₀ in a network that is one line, the largest of the starts."""
    weight = model.layers[0].get_parameter("weight")  # (R, D, 2)
    longest: Tensor = (weight[..., 1] - weight[..., 0]).norm(dim=1).max()
    return longest
