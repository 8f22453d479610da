"""A picture from anywhere, made like the images that a network knows. No torch.

Digits in white on black, 20 of 28 pixels high and in the middle, are what a network has learned;
a learner draws a small one in black on white, in a corner. What is done to it is always said.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lessons.shared.dataset import Numbers

SEEN = 256
"""Training images that are looked at: enough for a median."""
NEAR, MOST = 0.1, 0.6
"""A border of which this share is so near to its median is paper, and not part of a scene."""
INK = 0.25
"""Farther from the paper than this share of the farthest pixel is ink."""
GREY = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""What red, green and blue add to brightness (ITU-R BT.601)."""
Box = tuple[int, int, int, int]


def drawn_like(train: Numbers, picture: Numbers) -> tuple[Numbers, list[str]]:
    """The picture, (h, w) or (h, w, 3) from 0 to 1, as (C, H, W) of the images (N, C, H, W).

    Returns what was done to it too, in words.
    """
    seen = train[:: max(1, len(train) // SEEN)]
    channels, height, width = seen.shape[1:]
    image, notes = _with_channels(picture, channels)  # (h, w, C)
    paper = _paper(seen.transpose(0, 2, 3, 1))
    ground = _paper(image[None])
    if channels == 1 and paper is not None and ground is not None:
        if (paper > 0.5) != (ground > 0.5):
            image, ground = 1 - image, 1 - ground
            notes.append("inverted")
        if image.shape[:2] != (height, width):
            image, said = _as_ink(image, ground, seen, paper)
            notes.append(said)
    elif image.shape[:2] != (height, width):
        notes.append(f"scaled from {image.shape[1]} × {image.shape[0]} to {width} × {height}")
        image = _in_frame(image, height, width)
    return np.ascontiguousarray(image.transpose(2, 0, 1)).astype(np.float32), notes


def _with_channels(picture: Numbers, channels: int) -> tuple[Numbers, list[str]]:
    """(h, w, C) with as many channels as the data have."""
    if picture.ndim == 2:
        return np.repeat(picture[..., None], channels, axis=2), []
    if channels == 1:
        return (picture @ GREY)[..., None], ["made grey"]
    return picture, []


def _paper(images: Numbers) -> float | None:
    """The brightness of the border, of images (n, h, w, C); None where it is no plain paper."""
    grey = images.mean(-1)
    edges = (grey[:, 0], grey[:, -1], grey[:, :, 0], grey[:, :, -1])
    border = np.concatenate([edge.ravel() for edge in edges])
    middle = float(np.median(border))
    return middle if np.mean(np.abs(border - middle) <= NEAR) >= MOST else None


def _as_ink(image: Numbers, ground: float, seen: Numbers, paper: float) -> tuple[Numbers, str]:
    """The ink alone, as large as it is in the data and in the middle, on their paper."""
    height, width = seen.shape[2:]
    box = _box(np.abs(image.mean(-1) - ground))
    if box is None:
        return np.full((height, width, image.shape[2]), paper, np.float32), "it is empty"
    top, bottom, left, right = box
    tall, wide, by_weight, middle = _usual(seen, paper)
    scale = min(tall / (bottom - top), wide / (right - left))
    size = [max(1, round(side * scale)) for side in (bottom - top, right - left)]
    ink = _scaled(image[top:bottom, left:right] - ground, *size)
    ink = ink * (max(paper, 1 - paper) / max(float(np.abs(ink).max()), 1e-6))
    own = _middles(np.abs(ink.mean(-1)))[by_weight]
    y, x = (
        min(max(round(there - here), 0), most - side)
        for there, here, most, side in zip(middle, own, (height, width), size, strict=True)
    )
    drawn = np.full((height, width, image.shape[2]), paper, np.float32)
    drawn[y : y + size[0], x : x + size[1]] += ink
    said = f"its ink scaled to {size[1]} × {size[0]} pixels of {width} × {height}, in the middle"
    return drawn.clip(0, 1), said


def _box(far: Numbers) -> Box | None:
    """The smallest box around the ink, from each pixel's distance to the paper, (h, w)."""
    is_ink = far > max(INK * float(far.max()), 0.02)
    rows, columns = np.flatnonzero(is_ink.any(1)), np.flatnonzero(is_ink.any(0))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _usual(seen: Numbers, paper: float) -> tuple[int, int, int, NDArray[np.float64]]:
    """How the data's ink stands: height and width of nine in ten, and the middle of it.

    The middle is that of the box, 0, or of the weight, 1: whichever moves less from image to image.
    """
    inks = [far for image in seen if _box(far := np.abs(image.mean(0) - paper))]
    if not inks:
        height, width = seen.shape[2:]
        return height, width, 0, np.array([height / 2, width / 2])
    boxes = np.array([_box(ink) for ink in inks])
    tall, wide = np.quantile(boxes[:, [1, 3]] - boxes[:, [0, 2]], 0.9, axis=0).round().astype(int)
    middles = np.array([_middles(ink) for ink in inks])  # (n, 2, 2)
    spread = middles.std(0).sum(-1)
    by_weight = int(spread[1] < spread[0])
    return int(tall), int(wide), by_weight, np.median(middles[:, by_weight], axis=0)


def _middles(far: Numbers) -> NDArray[np.float64]:
    """The middle of the ink's box, and that of its weight: (2, 2), each down and right."""
    top, bottom, left, right = _box(far) or (0, far.shape[0], 0, far.shape[1])
    weight = max(float(far.sum()), 1e-9)
    down = float(far.sum(1) @ (np.arange(far.shape[0]) + 0.5)) / weight
    across = float(far.sum(0) @ (np.arange(far.shape[1]) + 0.5)) / weight
    return np.array([[(top + bottom) / 2, (left + right) / 2], [down, across]])


def _in_frame(image: Numbers, height: int, width: int) -> Numbers:
    """The middle of the image in the shape of the frame, scaled to it."""
    tall, wide = image.shape[:2]
    scale = min(tall / height, wide / width)
    h, w = max(1, round(height * scale)), max(1, round(width * scale))
    y, x = (tall - h) // 2, (wide - w) // 2
    return _scaled(image[y : y + h, x : x + w], height, width)


def _scaled(image: Numbers, height: int, width: int) -> Numbers:
    """(height, width, C) from (h, w, C): by area where it gets smaller, else between pixels."""
    smaller = height <= image.shape[0] and width <= image.shape[1]
    how = Image.Resampling.BOX if smaller else Image.Resampling.BILINEAR
    layers: list[NDArray[np.float32]] = [
        np.asarray(Image.fromarray(image[..., c]).resize((width, height), how))
        for c in range(image.shape[2])
    ]
    return np.stack(layers, -1)
