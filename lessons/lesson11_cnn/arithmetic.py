"""One number of each layer, worked out with this network's weights: what a learner can check."""

from __future__ import annotations

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.errors import visible
from lessons.lesson11_cnn.model import Network

Rows = list[list[str]]
SHOWN = 5
"""Maps, inputs or classes that a table names; the others are one row."""


def worked_out(
    model: Network, stages: Sequence[tuple[str, Tensor]], classes: Sequence[str]
) -> list[Rows]:
    """A table for each stage: its largest number, from what the layer before has."""
    layers = (None, *model.layers, None)
    found, before = [], stages[0][1]
    for (name, h), layer in zip(stages, layers, strict=True):
        found.append(_rows(name, layer, before[0], h[0], classes))
        before = h
    return found


def _rows(name: str, layer: nn.Module | None, x: Tensor, y: Tensor, classes: Sequence[str]) -> Rows:
    match layer:
        case nn.Conv2d():
            return _convolution(layer, x, y)
        case nn.MaxPool2d():
            return _pool(x, y, int(layer.kernel_size))  # type: ignore[arg-type]
        case nn.AdaptiveMaxPool2d():
            at = int(y.argmax())
            return [[f"map {at + 1}", f"the largest of {x[at].numel()}", f"= {_n(x[at].max())}"]]
        case nn.Linear():
            return _linear(layer, x.flatten(), y, classes if name == "scores" else ())
        case nn.ReLU():
            at = int(x.argmin())
            z = x.flatten()[at]
            return [[f"of the lowest, {_n(z)}", f"max(0, {_n(z)})", f"= {_n(y.flatten()[at])}"]]
    return _shares(x, classes) if name == "softmax" else _brightest(y)


def _brightest(y: Tensor) -> Rows:
    _, row, column = place_of(y)
    return [[f"row {row + 1}, column {column + 1}", "the farthest from paper", _n(y.max())]]


def _convolution(layer: nn.Conv2d, x: Tensor, y: Tensor) -> Rows:
    """The largest output: each product where one map comes in, else the sum over each map."""
    out, row, column = place_of(y)
    k, p = layer.kernel_size[0], int(layer.padding[0])
    patch = F.pad(x, (p,) * 4)[:, row : row + k, column : column + k]  # (C, k, k)
    w = layer.weight[out]  # (C, k, k)
    bias = layer.bias[out] if layer.bias is not None else x.new_zeros(())
    where = f"map {out + 1}, row {row + 1}, column {column + 1}"
    products = patch * w
    if len(x) == 1:
        rows = [["pixels", "× filter", "= products"]]
        rows += [[_line(each[line]) for each in (patch[0], w[0], products[0])] for line in range(k)]
    else:
        rows = _largest_first(products.sum((1, 2)), f"{k * k} products of map")
    total = products.sum()
    return [*rows, [f"sum {_n(total)}", f"+ bias {_n(bias)}", f"= {_n(y[out, row, column])}"],
            [where, "", ""]]  # fmt: skip


def _pool(x: Tensor, y: Tensor, k: int) -> Rows:
    out, row, column = place_of(y)
    patch = x[out, row * k : (row + 1) * k, column * k : (column + 1) * k]
    rows = [[_line(line), "", ""] for line in patch]
    return [*rows, [f"map {out + 1}, row {row + 1}, column {column + 1}", "the largest",
                    f"= {_n(patch.max())}"]]  # fmt: skip


def _linear(layer: nn.Linear, x: Tensor, y: Tensor, classes: Sequence[str]) -> Rows:
    out = int(y.argmax())
    rows = _largest_first(layer.weight[out] * x, "number")
    name = f"score of {visible(classes[out])}" if classes else f"hidden unit {out + 1}"
    total = (layer.weight[out] * x).sum()
    last = [f"sum {_n(total)}", f"+ bias {_n(layer.bias[out])}", f"= {_n(y[out])}"]
    return [*rows, last, [name, "", ""]]


def _largest_first(parts: Tensor, name: str) -> Rows:
    order = parts.abs().argsort(descending=True)
    rows = [[f"{name} {int(at) + 1}", "", _n(parts[at])] for at in order[:SHOWN]]
    left = order[SHOWN:]
    return [*rows, [f"the other {len(left)}", "", _n(parts[left].sum())]] if len(left) else rows


def _shares(scores: Tensor, classes: Sequence[str]) -> Rows:
    """exp(z − m), with m the largest score, and each as a share of their sum."""
    powers = (scores - scores.max()).exp()
    best = scores.argsort(descending=True)[:SHOWN]
    rows = [
        [f"{visible(classes[at])}: z = {_n(scores[at])}", f"exp(z−m) {_n(powers[at])}",
         f"= {float(powers[at] / powers.sum()):.1%}"]
        for at in best.tolist()
    ]  # fmt: skip
    return [*rows, [f"sum of all {len(scores)}", _n(powers.sum()), ""]]


def place_of(y: Tensor) -> tuple[int, int, int]:
    """(map, row, column) of the largest number of (K, H, W)."""
    at = int(y.argmax())
    height, width = y.shape[1:]
    return at // (height * width), at // width % height, at % width


def _n(value: Tensor) -> str:
    return f"{float(value):.2f}".replace("-", "−")


def _line(values: Tensor) -> str:
    """Some numbers side by side, short: three times three of them stand in 38 columns."""
    told = (_n(each).replace("0.", ".", 1) if abs(each) < 1 else _n(each) for each in values)
    return " ".join({".00": "0", "−.00": "0", "1.00": "1"}.get(each, each) for each in told)
