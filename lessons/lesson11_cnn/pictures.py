"""What is shown beside the way of one image: filters, mistakes, and who is taken for whom."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from lessons.kit import Grid
from lessons.kit.errors import visible
from lessons.kit.loop import Picture, Sheet
from lessons.lesson11_cnn.model import Network
from lessons.lesson11_cnn.walk import in_colours, in_grey
from lessons.shared.dataset import Dataset

MOST_FILTERS, MOST_MISTAKES, MOST_CLASSES = 32, 8, 16


def filters(model: Network, shape: tuple[int, ...]) -> Sheet:
    """The weights of the first layer, as images: grey is 0, white positive, black negative.

    `shape` is that of a framed image, (C, H, W).
    """
    first = next(layer for layer in model.layers if hasattr(layer, "weight"))
    weights = first.get_parameter("weight").detach()[:MOST_FILTERS]
    if weights.dim() == 2:  # a weight for each pixel of the framed image
        return Sheet(in_grey(weights.unflatten(1, shape).mean(1)))
    images = in_grey(weights)
    return Sheet(images.mean(1) if images.shape[1] != 3 else in_colours(images))


def judged(scores: Tensor, x: Tensor, labels: Tensor, data: Dataset) -> Iterator[Picture]:
    """The mistakes that it is surest of, and the confusion of classes; x is (N, C, H, W)."""
    sure, said = scores.softmax(1).max(1)
    wrong = said != labels
    order = torch.where(wrong, sure, -1.0).argsort(descending=True)
    worst = order[: min(MOST_MISTAKES, int(wrong.sum()))]
    names = [visible(name) for name in data.classes]
    pairs = zip(labels[worst].tolist(), said[worst].tolist(), strict=True)
    told = [f"{names[true]} said {names[guess]}" for true, guess in pairs]
    yield Picture("mistakes", Sheet(in_colours(x[worst]), told))
    yield Picture("confusion", confusion(said, labels, names))


def confusion(said: Tensor, labels: Tensor, names: list[str]) -> Grid:
    """How often each class is taken for each; of very many classes the most frequent."""
    count = len(names)
    cells = torch.bincount(labels * count + said, minlength=count * count).view(count, count)
    kept = cells.sum(1).argsort(descending=True, stable=True)[:MOST_CLASSES].sort().values
    shown = [names[at] for at in kept.tolist()]
    return Grid(cells[kept][:, kept], rows=shown, columns=shown)
