"""What a network says of a point of the plane, or of a row of a table."""

from __future__ import annotations

import re
from collections.abc import Callable

import torch
from torch import Tensor

from lessons.shared.dataset import Dataset

SHOWN = 5  # classes in an answer, the most probable first


def prompt(data: Dataset) -> str:
    """What can be asked."""
    return "A point: x y" if is_plane(data) else "A row of the data: its number"


def is_plane(data: Dataset) -> bool:
    """Whether the rows are points of a plane, in two classes, that can be drawn as they are."""
    return not data.is_own and data.train.x.shape[1:] == (2,) and len(data.classes) == 2


def answer(network: Callable[[Tensor], Tensor], data: Dataset, text: str) -> str:
    """The probability of every class, for a point or a row."""
    numbers = numbers_in(text)
    if is_plane(data):
        if len(numbers) != 2:
            return "Give two numbers, such as 0.3 -0.5."
        return said(network, data, torch.tensor([numbers]))
    if len(numbers) != 1:
        return "Give the number of a row, such as 12."
    return row(network, data, numbers[0])


def numbers_in(text: str) -> list[float]:
    """The numbers of a line; none where anything else is in it."""
    try:
        return [float(word) for word in re.split(r"[\s,;]+", text.strip())]
    except ValueError:
        return []


def said(network: Callable[[Tensor], Tensor], data: Dataset, x: Tensor) -> str:
    """The classes and their probabilities at one input (1, D)."""
    p = network(x)[0].softmax(-1).tolist()
    ranked = sorted(zip(data.classes, p, strict=True), key=lambda pair: -pair[1])[:SHOWN]
    return " · ".join(f"{name} {share:.3f}" for name, share in ranked)


def row(network: Callable[[Tensor], Tensor], data: Dataset, number: float) -> str:
    """The classes of a row, what it is, and the part that it is in."""
    found = data.row(number)
    if found is None:
        return f"There is no such row; the last one is {data.last_row}."
    name, one = found
    true = "" if name == "unknown" else f"; it is {data.classes[one.y[0]]}"
    return f"{said(network, data, torch.from_numpy(one.x))}{true} ({name})"
