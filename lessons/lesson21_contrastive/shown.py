"""The pictures of one network, of the same images and the same views from first to last."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from lessons.kit.loop import Picture, Run, Sheet
from lessons.lesson21_contrastive import Contrastive, controls, pictures
from lessons.lesson21_contrastive.model import Network
from lessons.lesson21_contrastive.neighbours import Places, kin, nearest
from lessons.lesson21_contrastive.probe import KS, Curve, Features, curve, encoded, pool_of
from lessons.shared.dataset import Dataset

OF_EACH, MOST = 2, 20
"""Images of each class in the matrix, and in all."""
QUERIES = 3


class Shown:
    """Draws the pictures of one network, and judges its features."""

    def __init__(self, hp: Contrastive, run: Run, model: Network) -> None:
        self.hp, self.run = hp, run
        self.data: Dataset = run.data
        self.pool = pool_of(self.data, run.seed, run.device)
        self.start = deepcopy(model)
        self.steady = pictures.Steady(min(pictures.POINTS, len(self.pool.test_x)))

    def names(self, y: Places) -> list[str]:
        """What the classes are called; [] where there are none."""
        return [self.data.classes[at] for at in y] if self.data.classes else []

    @cached_property
    def some(self) -> Places:
        """The places of some test images, class after class."""
        y = self.pool.test_y
        places = [at for each in np.unique(y) for at in np.flatnonzero(y == each)[:OF_EACH]]
        return np.array(places[:MOST] if self.data.classes else range(min(MOST, len(y))))

    @cached_property
    def moved(self) -> Tensor:
        """A view of each test image, always the same: what the neighbours are asked for."""
        return pictures.fixed_views(self.pool.test_x, 1.0, 1)[0]

    def first(self) -> Iterator[Picture]:
        """What does not change while it trains."""
        places = self.some[:: OF_EACH if self.data.classes else 1]
        names = self.names(self.pool.test_y[places])
        yield Picture("views", pictures.side_by_side(self.pool.test_x[places], names))

    @torch.no_grad()
    def often(self, model: Network) -> Iterator[Picture]:
        """The map of the features, and the matrix."""
        many = len(self.steady.last)
        h = model.encode(self.pool.test_x[:many]).cpu()
        points = self.steady.turned(pictures.flat_map(h))
        yield Picture("map", pictures.scattered(points, self.names(self.pool.test_y[:many])))
        z = model(torch.cat(pictures.fixed_views(self.pool.test_x[self.some], 1.0)))
        names = self.names(self.pool.test_y[self.some]) or [str(at + 1) for at in self.some]
        yield Picture("matrix", pictures.matrix(z, names))

    def judged(self, model: Network, last: bool) -> tuple[list[Picture], dict[str, float]]:
        """What a probe and the neighbours make of the features, beside pixels: seldom."""
        bank, asked = encoded(model.encode, self.pool.x), encoded(model.encode, self.moved)
        found = [Picture("neighbours", self.neighbours(bank, asked))]
        own = curve(self.pool, model.encode)
        if not own:
            return found, {}
        curves = {"features": own, **self.controls(last)}
        found.append(Picture("beside", [_row(name, each) for name, each in curves.items()]))
        del curves["untrained"]
        found.append(Picture("probe", curves))
        kinship = self.kinship(bank, asked, encoded(model.encode, self.pool.test_x))
        found.append(Picture("kin", _kin_rows(kinship)))
        return found, self.scores(own) | kinship

    def scores(self, own: Curve) -> dict[str, float]:
        """The probe of this network, and how far it and the untrained one are from pixels."""
        pixels = dict(controls.raw(self.data, self.run.seed))
        found = {f"right_{k}": right for k, right in own}
        found |= {f"ahead_{k}": right - pixels[k] for k, right in own}
        return found | {f"untrained_{k}": right - pixels[k] for k, right in self.untrained}

    def kinship(self, bank: Features, moved: Features, still: Features) -> dict[str, float]:
        """The share of neighbours of the same class, of images as they are and of views."""
        return {
            "kin": kin(self.pool, bank, still),
            "kin_views": kin(self.pool, bank, moved),
            "kin_pixels": self.by_pixels[0],
            "kin_views_pixels": self.by_pixels[1],
        }

    @cached_property
    def by_pixels(self) -> tuple[float, float]:
        """The same two shares by pixels."""
        bank, still, moved = map(_flat, (self.pool.x, self.pool.test_x, self.moved))
        return kin(self.pool, bank, still), kin(self.pool, bank, moved)

    def controls(self, last: bool) -> dict[str, Curve]:
        """Pixels and the untrained encoder; at the end also labels alone."""
        found = {"pixels": controls.raw(self.data, self.run.seed), "untrained": self.untrained}
        if last:
            steps, device = min(self.hp.steps, controls.LONGEST), self.run.device
            found["labels alone"] = controls.scratch(self.data, self.run.seed, steps, device)
        return found

    @cached_property
    def untrained(self) -> Curve:
        """The probe on the encoder as it was drawn."""
        return curve(self.pool, self.start.encode)

    def neighbours(self, bank: Features, asked: Features) -> Sheet:
        """Views of test images; the nearest by features in one row, by pixels in the next."""
        rows = self.some[:: max(1, len(self.some) // QUERIES)][:QUERIES]
        ways = [(bank, asked[rows]), (_flat(self.pool.x), _flat(self.moved[rows]))]
        found = [nearest(*way, pictures.ACROSS - 1)[0] for way in ways]
        images, labels = list[Tensor](), list[str]()
        for at, row in enumerate(rows):
            for by, places in zip(("net", "pixel"), found, strict=True):
                images += [self.moved[row][None], self.pool.x[places[at]]]
                names = self.names(self.pool.y[places[at]])
                labels += [by, *(names or [f"train {place + 1}" for place in places[at]])]
        return Sheet(pictures.pixels(torch.cat(images)), labels, 1 + len(found[0][0]))


def _flat(x: Tensor) -> Features:
    return encoded(lambda pixels: pixels, x)


def _row(name: str, found: Curve) -> list[str]:
    right = dict(found)
    return [name, *(f"{right[k]:.3f}" if k in right else "" for k in KS)]


def _kin_rows(found: dict[str, float]) -> list[list[str]]:
    rows = (("images as they are", "kin", "kin_pixels"), ("views", "kin_views", "kin_views_pixels"))
    return [[name, f"{found[ours]:.3f}", f"{found[theirs]:.3f}"] for name, ours, theirs in rows]
