"""What another lesson reads of a run of this one: its network, and what it learned from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch

from lessons.kit.engine.trained import Asked, Examples, Trained
from lessons.kit.loop import Run
from lessons.lesson11_cnn import CNN
from lessons.lesson11_cnn.model import background
from lessons.shared.asked import asked_image, prompt
from lessons.shared.dataset import Dataset, Part


def trained(hp: CNN, run: Run, state: Mapping[str, Any]) -> Trained:
    """The network as it stands, with the frame that it puts around each image."""
    data: Dataset = run.data
    train, test = (examples(part, run.device) for part in (data.train, data.test))
    paper = background(train.inputs[0]).expand(train.inputs[0].shape[1:])  # (C, H, W)
    return Trained(
        state["model"], "images", data.classes, train, test, partial(read, data), prompt(data),
        shape=tuple(data.train.x.shape[1:]), baseline=(paper[None].clone(),),
    )  # fmt: skip


def examples(part: Part, device: torch.device) -> Examples:
    """The images of a part, (N, C, H, W)."""
    return Examples((torch.from_numpy(part.x).to(device),), torch.from_numpy(part.y).to(device))


def read(data: Dataset, text: str) -> Asked | str:
    """An image of the data, or a picture file."""
    found = asked_image(data, text)
    if isinstance(found, str):
        return found
    return Asked((torch.from_numpy(found.x),), found.name, found.label)
