"""Images in characters, for an answer that is text: two pixels, one above the other, in each."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
"""By whether the upper and the lower pixel are on."""
WIDTH, GAP = 36, 1
"""Characters in a line: the notes beside the panels have no more on a small screen."""
LARGEST = 17
"""Pixels of a side, so that two images stand side by side; larger ones are shrunk."""


def drawn(images: Tensor) -> str:
    """Images (n, H, W) from 0 to 1, as many side by side as fit; a pixel is on from 0.5."""
    height, width = (min(side, LARGEST) for side in images.shape[1:])
    small = F.adaptive_avg_pool2d(images[:, None], (height, width))[:, 0]
    shown = [lines_of(image) for image in (small >= 0.5).int().cpu()]
    across = max(1, (WIDTH + GAP) // (width + GAP))
    rows = [shown[at : at + across] for at in range(0, len(shown), across)]
    return "\n\n".join(map(side_by_side, rows))


def lines_of(image: Tensor) -> list[str]:
    """One image (H, W) of 0 and 1, in ⌈H / 2⌉ lines."""
    even = F.pad(image, (0, 0, 0, len(image) % 2))
    pairs = torch.stack([even[::2], even[1::2]], -1).tolist()
    return ["".join(BLOCKS[upper, lower] for upper, lower in line) for line in pairs]


def side_by_side(images: Sequence[Sequence[str]]) -> str:
    """Line by line, with a bar between two images: a blank alone would not part them."""
    return "\n".join("│".join(line) for line in zip(*images, strict=True))
