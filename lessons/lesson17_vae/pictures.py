"""What is shown: the plane of codes, codes by class, samples, images rebuilt, and a walk."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.errors import visible
from lessons.kit.loop import Picture, Sheet
from lessons.lesson17_vae import Vae
from lessons.lesson17_vae.measures import Bound, spread
from lessons.lesson17_vae.model import VAE
from lessons.lesson17_vae.walk import Walk
from lessons.shared.dataset import Dataset

PLANE, FINE, DRAWN = (7, 3), (7, 7), (5, 3)
"""Images across and down: of the plane in a large panel and on a whole screen, and samples."""
ACROSS, STEPS = 4, 6
"""Images in a row where each counts; codes of a walk, both ends included."""
POINTS = 200
LARGEST = 28
"""Pixels of a side as it is shown: 64 noisy images of 64 × 64 would not fit in one event."""


class Gallery:
    """The pictures of one network, each time of the same images and with the same noise."""

    def __init__(self, hp: Vae, data: Dataset, test: Tensor, walk: Walk) -> None:
        self.hp, self.walk = hp, walk
        self.shape = data.test.x.shape[2:]
        """(H, W)"""
        self.seen, self.placed = spread(test, ACROSS), spread(test, POINTS)
        labels = spread(torch.from_numpy(data.test.y), POINTS).tolist()
        self.groups = [visible(data.classes[at]) if data.classes else "image" for at in labels]
        luck = torch.Generator().manual_seed(0)
        self.noise = torch.randn(math.prod(DRAWN), hp.code, generator=luck).to(test.device)

    @torch.no_grad()
    def pictures(self, model: VAE, bound: Bound) -> Iterator[Picture]:
        """All that is drawn at a step with pictures, from the bound of some of the test images."""
        axes = most_used(bound)
        for panel, size in (("plane", PLANE), ("fine", FINE)):
            codes = plane(axes, self.hp.code, size)
            yield Picture(panel, Sheet(self.small(model.images(codes)), (), size[0]))
        yield Picture("codes", self.codes(model, axes))
        yield Picture("walk", self.walked(model))
        yield Picture("rebuilt", Sheet(self.rebuilt(model), (), len(self.seen)))
        yield Picture("samples", Sheet(self.small(model.images(self.noise)), (), DRAWN[0]))
        kls = bound.kl.mean(0).tolist()
        yield Picture("units", {"KL": [(number, nats) for number, nats in enumerate(kls, 1)]})

    def codes(self, model: VAE, axes: Tensor) -> list[tuple[float, float, str, str]]:
        """Where the codes of some test images lie, and which class each one has."""
        mean, log_var = model.encode(self.placed)
        places = mean[:, axes]  # (n, 2)
        if len(axes) == 1:  # there is no second number: its deviation
            places = torch.cat([places, (0.5 * log_var).exp()], 1)
        pairs = zip(places.tolist(), self.groups, strict=True)
        return [(x, y, "", group) for (x, y), group in pairs]

    def rebuilt(self, model: VAE) -> Tensor:
        """Images, and below them what is decoded from the means of their codes."""
        mean, _ = model.encode(self.seen)
        return self.small(torch.cat([self.seen, model.images(mean)]))

    def walked(self, model: VAE) -> Sheet:
        """From the one image to the other, row by row."""
        images = self.walk.images(model, STEPS)
        first, last = self.walk.names
        return Sheet(self.small(images), [first, *[""] * STEPS, last], ACROSS)

    def small(self, images: Tensor) -> Tensor:
        """(n, H, W) from (n, D): as large as it is shown at the most."""
        whole = images.view(len(images), *self.shape)
        height, width = (min(side, LARGEST) for side in self.shape)
        return whole if (height, width) == self.shape else F.adaptive_avg_pool2d(
            whole[:, None], (height, width)
        )[:, 0]  # fmt: skip


def most_used(bound: Bound) -> Tensor:
    """The two numbers of the code with the largest KL, in their order: (2,)."""
    kl = bound.kl.mean(0)
    return kl.topk(min(2, len(kl))).indices.sort().values


def plane(axes: Tensor, code: int, size: tuple[int, int]) -> Tensor:
    """Codes on a grid over the two numbers `axes`, (across · down, Z); the others are 0.

    In steps of equal probability under N(0, 1): of seven the middles of sevenths. Row 0 is the
    highest. A code of one number goes on in the next row.
    """
    across, down = size
    if len(axes) == 1:
        return steps_of_equal_probability(across * down, axes.device)[:, None]
    right, up = (steps_of_equal_probability(many, axes.device) for many in size)
    places = torch.stack([right.repeat(down), up.flip(0).repeat_interleave(across)], 1)
    return on_plane(places, axes, code)


def on_plane(places: Tensor, axes: Tensor, code: int) -> Tensor:
    """Codes (n, Z) that have these numbers (n, 2) on two axes, and are 0 on the others."""
    return places.new_zeros(len(places), code).index_copy_(1, axes, places)


def steps_of_equal_probability(many: int, device: torch.device) -> Tensor:
    """The middles of so many parts of N(0, 1) of equal probability, the lowest first: (many,)."""
    middles = (torch.arange(many, device=device) + 0.5) / many
    codes: Tensor = torch.special.ndtri(middles)
    return codes


def table(bound: Bound, alone: Tensor, minus_iwae: Tensor, samples: int) -> list[list[str]]:
    """The bill of an image, in nats."""
    rows = {
        "each pixel alone, no network": alone,
        "reconstruction, −log p(x|z)": bound.reconstruction.mean(),
        "KL(q(z|x) ‖ p(z))": bound.kl.sum(-1).mean(),
        "−ELBO, their sum": bound.minus_elbo.mean(),
        f"IWAE of {samples} samples": minus_iwae,
    }
    return [[name, f"{float(nats):.2f}"] for name, nats in rows.items()]
