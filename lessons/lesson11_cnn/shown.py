"""When a picture is due: the test moved about, the way of one image, filters and mistakes."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.loop import Picture, Run
from lessons.lesson11_cnn import by_hand
from lessons.lesson11_cnn.model import Network, first_convolution
from lessons.lesson11_cnn.pictures import filters, judged
from lessons.lesson11_cnn.shifts import apart, at_distance, by_shift, curves, scores_of
from lessons.lesson11_cnn.sizes import rows
from lessons.lesson11_cnn.walk import one_of_each, ways
from lessons.shared.dataset import Dataset

LOOKS, WAYS, PICTURES = 8, 15, 40
"""Times that the moved test is looked at, which is nine tests; ways of an image; other pictures."""
SOME = 1000
"""Test images that are moved about: a point is ten of them."""


Figures = dict[str, Any]


@contextmanager
def tested(model: nn.Module) -> Iterator[None]:
    """As it is when it is tested: no image is moved."""
    model.eval()
    yield
    model.train()


class Shown:
    """What the learner of one network sees."""

    def __init__(self, data: Dataset, model: Network, run: Run) -> None:
        self.data, self.model, self.run = data, model, run
        x, y = torch.from_numpy(data.test.x), torch.from_numpy(data.test.y)
        drawn = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
        self.test = x[drawn].to(run.device), y[drawn].to(run.device)  # in whatever order they lie
        self.examples = one_of_each(data, run.device)  # (E, C, H, W)
        with tested(model):
            self.framed: Tensor = model.frame(self.examples)  # (E, C, H + 4, W + 4)

    @torch.no_grad()
    def at(self, step: int, steps: int) -> Generator[Picture, None, Figures]:
        """The pictures of this step; returns its figures."""
        figures: Figures = {}
        if step == 1:
            figures |= yield from self.sizes_and_hand()
        if self.run.time_to_show(step, PICTURES):
            yield Picture("filters", filters(self.model, self.framed.shape[1:]))
        if self.run.time_to_show(step, WAYS):
            yield from self.ways()
        if self.run.time_to_show(step, LOOKS, first=(1,)):
            figures |= yield from self.moved(len(self.test[0]) if step == steps else SOME)
        return figures

    def ways(self) -> Iterator[Picture]:
        """The maps of one image, and one number of each worked out."""
        with tested(self.model):
            way, number = ways(self.model, self.data, self.examples)
        yield Picture("way", way)
        yield Picture("number", number)

    def moved(self, count: int) -> Generator[Picture, None, Figures]:
        """The test, in its place and moved: accuracy, mistakes, and the curve over the shift."""
        x, labels = (part[:count] for part in self.test)
        with tested(self.model):
            found = by_shift(self.model, x[:SOME], labels[:SOME])
            scores = scores_of(self.model, x)
        yield Picture("shift", curves(found))
        yield from judged(scores, x, labels, self.data)
        distances = {f"moved_{pixels}": at_distance(found, pixels) for pixels in (1, 2)}
        return {"accuracy": (scores.argmax(1) == labels).float().mean(), **distances}

    def sizes_and_hand(self) -> Generator[Picture, None, Figures]:
        """What does not change: the sizes, torch beside the loops, and what a move changes."""
        z, layer = self.framed, first_convolution(self.model)
        yield Picture("sizes", rows(self.model.layers, tuple(z.shape[1:])))
        if layer is None or layer.bias is None:
            none = [["this network has no convolution", ""]]
            yield from (Picture("by_hand", none), Picture("equivariance", none))
            return {}
        hand, moves = by_hand.compared(z[0], layer.weight, layer.bias), apart(layer, z)
        for key, found in (("by_hand", hand), ("equivariance", moves)):
            yield Picture(key, [[name, f"{apart:.1e}"] for name, apart in found.items()])
        exact = max(moves["1 pixel"], moves["2 pixels"])
        return {"by_hand": max(hand.values()), "equivariance": exact,
                "pooled_by_1": moves["1 pixel, pooled"]}  # fmt: skip
