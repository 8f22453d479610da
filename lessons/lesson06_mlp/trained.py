"""What another lesson reads of a run of this one: its network, and what it learned from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.engine.trained import Asked, Examples, Trained
from lessons.kit.loop import Run
from lessons.lesson06_mlp import MLP
from lessons.lesson06_mlp.asking import is_plane, numbers_in, prompt
from lessons.lesson06_mlp.problems import rows_of
from lessons.shared.asked import asked_image
from lessons.shared.asked import prompt as image_prompt
from lessons.shared.dataset import Dataset, Part

ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "identity": nn.Identity}


def trained(hp: MLP, run: Run, state: Mapping[str, Any]) -> Trained:
    """The first network of the starts, with torch's own layers."""
    data: Dataset = state["predicted"].data
    is_image = not data.inputs
    shape = image_shape(data)
    train, test = (examples(part, run.device) for part in (data.train, data.test))
    mean = torch.zeros_like(train.inputs[0][:1]) if is_image else train.inputs[0].mean(0)[None]
    return Trained(
        plain(state["model"], hp).to(run.device), "images" if is_image else "rows", data.classes,
        train, test, partial(read, data, shape), image_prompt(data) if is_image else prompt(data),
        names=data.inputs, shape=shape if is_image else (), baseline=(mean,),
    )  # fmt: skip


def plain(model: nn.Module, hp: MLP) -> nn.Sequential:
    """The same function of rows (N, D), as a Linear for each layer: (N, C)."""
    parts: list[nn.Module] = []
    for layer in model.get_submodule("layers").children():
        weight = layer.get_parameter("weight").detach()[0].T  # (outputs, inputs)
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.weight = nn.Parameter(weight.clone())
        linear.bias = nn.Parameter(layer.get_parameter("bias").detach()[0, 0].clone())
        parts += [linear, ACTIVATIONS[hp.activation]()]
    return nn.Sequential(*parts[:-1])


def examples(part: Part, device: torch.device) -> Examples:
    """The rows of a part."""
    x, y = rows_of(part, device)
    return Examples((x,), y)


def image_shape(data: Dataset) -> tuple[int, int, int]:
    """(C, H, W) of flat pixels: square, in one channel or three; else one row of them."""
    pixels = data.train.x.shape[1]
    for channels in (1, 3):
        side = round((pixels / channels) ** 0.5)
        if channels * side * side == pixels:
            return channels, side, side
    return 1, 1, pixels


def read(data: Dataset, shape: tuple[int, int, int], text: str) -> Asked | str:
    """A point of the plane, an image, or the number of a row of the table."""
    if not data.inputs:
        found = asked_image(data, text, shape)
        if isinstance(found, str):
            return found
        return Asked((torch.from_numpy(found.x),), found.name, found.label)
    numbers = numbers_in(text)
    if is_plane(data):
        if len(numbers) != 2:
            return "Give two numbers, such as 0.3 -0.5."
        return Asked((torch.tensor([numbers]),), f"the point {numbers[0]:g} {numbers[1]:g}")
    return row(data, numbers)


def row(data: Dataset, numbers: list[float]) -> Asked | str:
    """A row of the table by its number."""
    found = data.row(numbers[0]) if len(numbers) == 1 else None
    if found is None:
        return f"Give the number of a row, 1 to {data.last_row:,}."
    x: Tensor = torch.from_numpy(found[1].x)
    label = None if found[0] == "unknown" else int(found[1].y[0])
    return Asked((x,), f"row {numbers[0]:g}, of the {found[0]} part", label)
