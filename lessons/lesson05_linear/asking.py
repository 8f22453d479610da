"""What the line says of an x, of a row of the table, or of values by name."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from lessons.lesson05_linear.equations import figure
from lessons.lesson05_linear.points import Scale
from lessons.shared.dataset import Dataset


def asks(data: Dataset) -> str:
    """The prompt."""
    return "A value of x" if has_plain_x(data) else "The number of a row in the table"


def has_plain_x(data: Dataset) -> bool:
    """Whether it can be asked for any x: a table's inputs are standardised."""
    return len(data.inputs) == 1 and not data.is_own


def answer(text: str, data: Dataset, scale: Scale, model: nn.Linear) -> str:
    """An x, for one input; for several a row's number in the table."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return _how(data)
    if not np.isfinite(value):
        return _how(data)
    if has_plain_x(data):
        said = _said(np.array([[value]]), scale, model)
        return f"y = {figure(said)} at x = {figure(value)}"
    return _row(int(value), data, scale, model) if value == int(value) else _how(data)


def _row(number: int, data: Dataset, scale: Scale, model: nn.Linear) -> str:
    """What it says of one row, and what the table has."""
    found = data.row(number)
    if found is None:
        return f"there is no row {number}; {_how(data)}"
    name, row = found
    said = _said(row.x, scale, model)
    true = "unknown" if name == "unknown" else figure(float(row.y[0]))
    return f"row {number} ({name}): {data.target} = {figure(said)}, and in the table {true}"


def _said(x: NDArray[Any], scale: Scale, model: nn.Linear) -> float:
    return float(model(torch.from_numpy(scale.of(x)).double()))


def _how(data: Dataset) -> str:
    if has_plain_x(data):
        return "give a number: a value of x"
    return f"give the number of a row in the table, up to {data.last_row}"
