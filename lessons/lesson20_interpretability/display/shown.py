"""When a picture is due: the maps of three networks, how alike they are, and deletion."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import cached_property

import torch
from torch import Tensor, nn

from lessons.kit.loop import Picture, Run
from lessons.lesson20_interpretability import Interpretability
from lessons.lesson20_interpretability.display import pictures
from lessons.lesson20_interpretability.display.judging import Judged, judged
from lessons.lesson20_interpretability.explained import IMAGES, ROWS, Case, redrawn
from lessons.lesson20_interpretability.known import exact
from lessons.shared.dataset import Dataset

LOOKS, APART = 8, 30
"""Times that all test examples are explained, and steps between."""
PICTURES, BETWEEN = 25, 10
"""Pictures of a few, and steps between."""
TESTED = 100
"""Test examples that are explained: a hundredth of a similarity is one of them."""
OTHER, RANDOM = "other", "random"
RANDOMS = 4
"""Networks with random weights: beside one alone, how alike guided maps are varies by 0.3."""
APART_FROM_START = 9973
"""Added to the seed of their weights, which are not to be those that a network begins with."""


class Shown:
    """What the learner of one network sees; `other` learned too, and `random` did not."""

    def __init__(
        self, hp: Interpretability, run: Run, model: nn.Module, other: nn.Module, random: nn.Module
    ) -> None:
        self.hp, self.run = hp, run
        self.looks, self.pictures = LOOKS, PICTURES
        self.data: Dataset = run.data
        self.networks = {"this": model, OTHER: other, RANDOM: random}
        x, y = (
            torch.from_numpy(part).to(run.device) for part in (self.data.test.x, self.data.test.y)
        )
        drawn = torch.randperm(len(x), generator=torch.Generator().manual_seed(0)).to(run.device)
        self.test = x[drawn], y[drawn]
        self.kind = ROWS if self.data.inputs else IMAGES

    def case(self, x: Tensor, target: Tensor) -> Case:
        """These inputs of this network, beside black pixels or the mean row."""
        model = self.networks["this"]
        zero = torch.zeros_like(x[:1])  # of the rows that it learned from, each column's mean is 0
        return Case(model, model, x, zero, target, self.kind, self.data.inputs)

    def at(self, step: int, x: Tensor, told: Tensor) -> Generator[Picture, None, dict[str, float]]:
        """The pictures of this step; returns its figures."""
        figures: dict[str, float] = {}
        if step == 1:
            figures |= yield from exact.shown()
        if self.run.time_to_show(step, self.pictures, apart=BETWEEN):
            yield self.maps()
        if self.run.time_to_show(step, self.looks, apart=APART, first=(1,)):
            figures |= self.right(x, told)
            found = judged(self.tested, {OTHER: [self.of(OTHER).maps()], RANDOM: self.by_random})
            figures |= found.figures
            yield from self.judged(found)
        return figures

    @cached_property
    def tested(self) -> Case:
        """The test inputs that are explained at every look."""
        return self.case(*(part[:TESTED] for part in self.test))

    def of(self, name: str) -> Case:
        """The same of another network."""
        return self.tested.of(self.networks[name])

    @cached_property
    def by_random(self) -> list[dict[str, Tensor]]:
        """What networks say that learned nothing, and so say always."""
        first = self.networks[RANDOM]
        with torch.random.fork_rng():  # the loop's own draws are what they were
            torch.manual_seed(self.run.seed + APART_FROM_START)
            networks = [first, *(redrawn(first) for _ in range(RANDOMS - 1))]
        return [self.tested.of(network).maps() for network in networks]

    @cached_property
    def few(self) -> Case:
        """The inputs whose maps are drawn."""
        return self.case(*self.examples())

    @cached_property
    def drawn_by_random(self) -> list[dict[str, Tensor]]:
        """Their maps of the network that learned nothing."""
        return pictures.of_baselines(self.few.of(self.networks[RANDOM]))

    def maps(self) -> Picture:
        """A few inputs as the methods see them in each network."""
        few = self.few
        if self.kind == ROWS:
            rivals = {n: few.of(self.networks[n]).maps() for n in (OTHER, RANDOM)}
            return Picture("row", pictures.rows(few, rivals))
        found = {
            name: pictures.of_baselines(few.of(self.networks[name])) for name in ("this", OTHER)
        }
        found[RANDOM] = self.drawn_by_random
        return Picture("maps", pictures.maps(few, found, self.data.classes))

    def examples(self) -> tuple[Tensor, Tensor]:
        """The first test input of each class, of so many classes as are shown."""
        x, y = self.test
        first = [int((y == label).int().argmax()) for label in y.unique().tolist()]
        some = first[: pictures.SHOWN]
        return x[some], y[some]

    def judged(self, found: Judged) -> Iterator[Picture]:
        """The deletion curves, and every check in one table."""
        yield Picture("deletion", found.curves)
        yield Picture("checks", [found.row(name) for name in found.methods])

    @torch.no_grad()
    def right(self, x: Tensor, told: Tensor) -> dict[str, float]:
        """The accuracy on the test, and on what it was told."""
        model = self.networks["this"]
        tested, y = self.test
        return {
            "accuracy": float((model(tested).argmax(1) == y).float().mean()),
            "fitted": float((model(x).argmax(1) == told).float().mean()),
        }
