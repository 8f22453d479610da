"""The pictures of one network, of the same images and the same views from first to last."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property

import numpy as np
import torch

from lessons.kit.loop import Picture, Run, Sheet
from lessons.lesson21_contrastive import Contrastive, controls, pictures
from lessons.lesson21_contrastive.model import Network
from lessons.lesson21_contrastive.probe import KS, Curve, curve, encoded, pool_of
from lessons.shared.dataset import Dataset

OF_EACH, MOST = 2, 20
"""Images of each class in the matrix, and in all."""
QUERIES = 3


class Shown:
    """Draws the pictures of one network."""

    def __init__(self, hp: Contrastive, run: Run, model: Network) -> None:
        self.hp, self.run = hp, run
        self.data: Dataset = run.data
        self.pool = pool_of(self.data, run.seed, run.device)
        self.start = deepcopy(model)
        points = min(pictures.POINTS, len(self.pool.test_x))
        self.steady = pictures.Steady(points)

    def names(self, y: np.ndarray) -> list[str]:
        """What the classes are called; [] where there are none."""
        return [self.data.classes[at] for at in y] if self.data.classes else []

    @cached_property
    def some(self) -> np.ndarray:
        """The places of some test images, class after class."""
        y = self.pool.test_y
        places = [at for each in np.unique(y) for at in np.flatnonzero(y == each)[:OF_EACH]]
        return np.array(places[:MOST] if self.data.classes else range(min(MOST, len(y))))

    def first(self) -> Iterator[Picture]:
        """What does not change while it trains."""
        x, names = self.pool.test_x[self.some], self.names(self.pool.test_y[self.some])
        every = OF_EACH if names else 1
        yield Picture("views", pictures.side_by_side(x[::every], names[::every]))

    @torch.no_grad()
    def often(self, model: Network) -> Iterator[Picture]:
        """The map of the features, and the matrix."""
        many = len(self.steady.last)
        h = model.encode(self.pool.test_x[:many]).cpu()
        points = self.steady.turned(pictures.flat_map(h))
        yield Picture("map", pictures.scattered(points, self.names(self.pool.test_y[:many])))
        x = self.pool.test_x[self.some]
        z = model(torch.cat(pictures.fixed_views(x, 1.0)))
        names = self.names(self.pool.test_y[self.some]) or [str(at + 1) for at in self.some]
        yield Picture("matrix", pictures.matrix(z, names))

    def seldom(self, model: Network, own: Curve, last: bool) -> Iterator[Picture]:
        """The curves of the probe with the controls, and the neighbours."""
        if own:
            found = {"this network": own, **self.controls(last)}
            yield Picture("probe", found)
            yield Picture("beside", [_row(name, curve) for name, curve in found.items()])
        yield Picture("neighbours", self.neighbours(model))

    def own(self, model: Network) -> Curve:
        """The probe on this network's features."""
        return curve(self.pool, model.encode)

    def scores(self, own: Curve) -> dict[str, float]:
        """The probe of this network, and how far it and the untrained one are from pixels."""
        if not own:
            return {}
        pixels = dict(controls.raw(self.data, self.run.seed))
        found = {f"right_{k}": right for k, right in own}
        found |= {f"ahead_{k}": right - pixels[k] for k, right in own}
        return found | {f"untrained_{k}": right - pixels[k] for k, right in self.untrained}

    def controls(self, last: bool) -> dict[str, Curve]:
        """Pixels and the untrained encoder; at the end also labels alone."""
        found = {"raw pixels": controls.raw(self.data, self.run.seed), "untrained": self.untrained}
        if last:
            steps, device = self.hp.steps, self.run.device
            found["labels alone"] = controls.scratch(self.data, self.run.seed, steps, device)
        return found

    @cached_property
    def untrained(self) -> Curve:
        """The probe on the encoder as it was drawn."""
        return curve(self.pool, self.start.encode)

    def neighbours(self, model: Network) -> Sheet:
        """Views of test images; the nearest by features in one row, by pixels in the next."""
        every = max(1, len(self.some) // QUERIES)
        rows = self.some[::every][:QUERIES]
        asked = pictures.fixed_views(self.pool.test_x[rows], 1.0, 1)[0]
        banks = (model.encode, lambda x: x)
        pairs = [(encoded(by, self.pool.x), encoded(by, asked)) for by in banks]
        found = [pictures.nearest(*pair, pictures.NEIGHBOURS)[0] for pair in pairs]
        images, labels = [], []
        for at in range(len(rows)):
            for by, places in zip(("features", "pixels"), found, strict=True):
                images += [asked[at : at + 1], self.pool.x[places[at]]]
                labels += [by, *(self.names(self.pool.y[places[at]]) or [""] * len(places[at]))]
        return Sheet(pictures.pixels(torch.cat(images)), labels, 1 + len(found[0][0]))


def _row(name: str, found: Curve) -> list[str]:
    right = dict(found)
    return [name, *(f"{right[k]:.3f}" if k in right else "" for k in KS)]
