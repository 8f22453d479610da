"""One image on its way through a network: every map of every layer, and one number worked out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Dial, Sheet
from lessons.lesson11_cnn.arithmetic import worked_out
from lessons.lesson11_cnn.model import Network
from lessons.shared.dataset import Dataset

MOST_BYTES = 42_000
"""Of all frames as they travel; a picture may have 64 KiB, and the labels take some of it."""
MOST_PIXELS = 8192
"""Of one frame: 16 maps of 12 × 12 and 8 of 32 × 32."""
MOST_MAPS, MOST_NUMBERS = 16, 64
LARGEST_SIDE = 36
"""Larger maps are halved before they are shown."""
Stages = list[tuple[str, Tensor]]


def stages(model: Network, x: Tensor) -> Stages:
    """What each layer makes of one image (1, C, H, W), by name, and the shares of the classes."""
    h = model.frame(x)
    found = [("input", h)]
    for name, layer in model.layers.named_children():
        h = layer(h)
        found.append((name, h))
    return [*found, ("softmax", h.softmax(1))]


@torch.no_grad()
def ways(model: Network, data: Dataset, examples: Tensor) -> tuple[Dial, Dial]:
    """Two pictures that follow `stage` and `example`: the maps, and one number worked out.

    Of as many of the examples (E, C, H, W) as a picture holds.
    """
    sheets: list[tuple[int, Dial]] = []
    tables: list[tuple[int, Dial]] = []
    room = MOST_BYTES
    for at, x in enumerate(examples.split(1)):
        found = stages(model, x)
        frames = [sheet(name, h, model, data) for name, h in found]
        room -= sum(map(_travels, frames))
        if sheets and room < 0:
            break
        sheets.append((at, Dial("stage", list(enumerate(frames)))))
        tables.append((at, Dial("stage", list(enumerate(worked_out(model, found, data.classes))))))
    return Dial("example", sheets), Dial("example", tables)


def _travels(sheet: Sheet) -> int:
    """Bytes of a sheet in a picture, about."""
    pixels = (torch.as_tensor(sheet.images) * 255).byte().cpu().numpy().tobytes()
    return len(zlib.compress(pixels)) * 4 // 3 + 4 + sum(4 + len(name) for name in sheet.labels)


def sheet(name: str, h: Tensor, model: Network, data: Dataset) -> Sheet:
    """What one layer made of the image: its maps, or its numbers as squares."""
    if name == "input":
        return Sheet(in_colours(h + model.frame.paper).clamp(0, 1), ["input"])
    if name in ("scores", "softmax"):
        best = h[0].argsort(descending=True)[:MOST_MAPS]
        form = "{} {:.1f}" if name == "scores" else "{} {:.0%}"
        told = [form.format(data.classes[int(at)], float(h[0, at])) for at in best]
        return Sheet(in_grey(h[0, best][:, None, None]), told)
    if h.dim() == 2 or h.shape[-2:] == (1, 1):
        numbers = h.flatten()[:MOST_NUMBERS]
        return Sheet(in_grey(numbers[:, None, None]), list(_named(name, len(numbers))))
    maps = h[0]  # (K, H, W)
    if max(maps.shape[1:]) > LARGEST_SIDE:
        maps = F.avg_pool2d(maps, 2)
    shown = max(1, min(MOST_MAPS, len(maps), MOST_PIXELS // maps[0].numel()))
    return Sheet(in_grey(maps[:shown]), list(_named(name, shown)))


def _named(name: str, count: int) -> Iterator[str]:
    return (f"{name} {at}" if at == 1 else str(at) for at in range(1, count + 1))


def in_grey(maps: Tensor) -> Tensor:
    """Numbers as light from 0 to 1: 0 is black, or middle grey where some are negative.

    Each map (…, H, W) has a scale of its own, or faint ones would not be seen; numbers share one.
    """
    axes = (-2, -1) if maps[0].numel() > 1 else tuple(range(maps.dim()))
    largest = maps.abs().amax(axes, keepdim=True).clamp(min=1e-9)
    return maps / largest if float(maps.min()) >= 0 else maps / (2 * largest) + 0.5


def in_colours(images: Tensor) -> Tensor:
    """(B, H, W) of grey images (B, 1, H, W); (B, H, W, 3) of coloured ones."""
    return images[:, 0] if images.shape[1] == 1 else images.permute(0, 2, 3, 1)


def one_of_each(data: Dataset, device: torch.device, most: int = 10) -> Tensor:
    """The first test image of each class, (E, C, H, W)."""
    y = torch.from_numpy(data.test.y)
    first = [int((y == label).int().argmax()) for label in range(len(data.classes)) if label in y]
    return torch.from_numpy(data.test.x[first[:most]]).to(device)
