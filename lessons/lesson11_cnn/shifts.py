"""Images moved by whole pixels, and what becomes of accuracy and of feature maps then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F
from torch import Tensor, nn

if TYPE_CHECKING:
    from lessons.lesson11_cnn.model import Network

EDGE = 2
"""Pixels of paper around an image: so far it can be moved, and nothing of it is lost."""
MARGIN = 4
"""More paper, where a convolution is looked at away from the border: 5 × 5 moved by 2 reaches 4."""
AT_ONCE = 500
"""Images in one pass where nothing is learned."""
PLACES = [(0, 0), *((s * by, 0) for by in (1, 2) for s in (-1, 1)),
          *((0, s * by) for by in (1, 2) for s in (-1, 1))]  # fmt: skip
"""How far down and right the test is moved: not at all, and 1 and 2 pixels in four directions."""
Accuracies = dict[tuple[int, int], Tensor]


def rolled(z: Tensor, down: int, right: int) -> Tensor:
    """Framed images (…, H, W) moved; what leaves on one side comes in on the other: it is paper."""
    return torch.roll(z, (down, right), (-2, -1))


def moved(z: Tensor, most: int) -> Tensor:
    """Each framed image (B, C, H, W) moved by up to so many pixels of its own, both ways."""
    batch, _, height, width = z.shape
    down, right = torch.randint(-most, most + 1, (2, batch, 1), device=z.device)  # (B, 1) each
    rows = (torch.arange(height, device=z.device) - down) % height  # (B, H)
    columns = (torch.arange(width, device=z.device) - right) % width  # (B, W)
    z = z.gather(2, rows[:, None, :, None].expand_as(z))
    return z.gather(3, columns[:, None, None, :].expand_as(z))


@torch.no_grad()
def scores_of(layers: nn.Module, images: Tensor) -> Tensor:
    """The scores (N, K) of many images, some at a time."""
    return torch.cat([layers(some) for some in images.split(AT_ONCE)])


def by_shift(model: Network, x: Tensor, labels: Tensor) -> Accuracies:
    """The share that is right of images (N, C, H, W), moved to each of PLACES."""
    z = model.frame(x)
    found = {}
    for place in PLACES:
        said = scores_of(model.layers, rolled(z, *place)).argmax(1)
        found[place] = (said == labels).float().mean()
    return found


def at_distance(found: Accuracies, pixels: int) -> Tensor:
    """The mean over the four directions."""
    return torch.stack([right for place, right in found.items() if max(map(abs, place)) == pixels]
                       ).mean()  # fmt: skip


def curves(found: Accuracies) -> dict[str, list[tuple[int, float]]]:
    """Accuracy along a line through the middle, left to right and top to bottom."""
    across = sorted((right, float(share)) for (down, right), share in found.items() if not down)
    down = sorted((down, float(share)) for (down, right), share in found.items() if not right)
    return {"left and right": across, "up and down": down}


@torch.no_grad()
def apart(layer: nn.Conv2d, z: Tensor) -> dict[str, float]:
    """How far "move, then look" is from "look, then move" at most, away from the border.

    For one convolution of framed images (B, C, H, W), and with a pool of 2 behind it, in float64;
    as a share of the largest value. At the border zeros come in, so there it need not be so.
    """
    w, z = layer.weight.cpu().double(), F.pad(z.cpu().double(), (MARGIN,) * 4)
    bias = None if layer.bias is None else layer.bias.cpu().double()

    def look(images: Tensor) -> Tensor:
        return F.conv2d(images, w, bias, padding=len(w[0, 0]) // 2)

    def pool(images: Tensor) -> Tensor:
        return F.max_pool2d(look(images), 2)

    by_one = [_difference(pool(rolled(z, 1, 0)), rolled(pool(z), at, 0), MARGIN // 2)
              for at in (0, 1)]  # fmt: skip
    return {
        "1 pixel": _difference(look(rolled(z, 1, 1)), rolled(look(z), 1, 1), MARGIN),
        "2 pixels": _difference(look(rolled(z, 2, 2)), rolled(look(z), 2, 2), MARGIN),
        "2 pixels, pooled": _difference(pool(rolled(z, 2, 2)), rolled(pool(z), 1, 1), MARGIN // 2),
        "1 pixel, pooled": min(by_one),
    }


def _difference(a: Tensor, b: Tensor, border: int) -> float:
    inside = (..., slice(border, -border), slice(border, -border))
    largest = float(b[inside].abs().max())
    return float((a[inside] - b[inside]).abs().max()) / (largest or 1.0)
