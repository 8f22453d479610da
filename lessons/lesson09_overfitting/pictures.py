"""The pictures of a step: the two curves, the wrong labels, and the test beside other models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit import Points
from lessons.kit.errors import visible
from lessons.kit.loop import Picture, Saved, Sheet
from lessons.lesson09_overfitting.taught import Examples, sides_of
from lessons.shared.baselines import compared, headings
from lessons.shared.dataset import Dataset

PICTURES = 28
"""Moments of a run that are shown, beside the first steps: one in seven of 200."""
TABLES = 4
"""Times that the test is compared with other models: a table costs as much as ten steps."""
SHOWN = 12
"""Images in the sheet, and rows in the table."""
CURVES = {
    "parting": {"what is taught": "train_accuracy", "test": "test_accuracy"},
    "labels": {"the wrong label": "by_heart", "what it really is": "sees_through"},
}
"""For each picture its curves, and the scalar that each one follows."""
Rows = list[list[Any]]
Curves = dict[str, dict[str, list[list[float]]]]


def no_curves() -> Curves:
    """Before the first step."""
    return {picture: {name: [] for name in names} for picture, names in CURVES.items()}


@torch.no_grad()
def pictures(
    step: int, curves: Saved, scores: Mapping[str, Tensor], data: Dataset,
    taught: Examples, model: nn.Module,
) -> Iterator[Picture]:  # fmt: skip
    """Every picture of this moment."""
    grow(curves.value, step, {name: float(value) for name, value in scores.items()})
    yield Picture("parting", drawn(curves.value["parting"], best_of="test"))
    if "by_heart" in scores:
        yield Picture("labels", drawn(curves.value["labels"]))
    some = those_to_show(taught)
    said = model(taught.x[some]).argmax(1)
    yield Picture("rows", table_of(taught, some, said, data.classes))
    if sides_of(data) is not None and not data.is_own:
        yield Picture("images", sheet_of(taught, some, said, data))


def grow(curves: Curves, step: int, scores: Mapping[str, float]) -> None:
    """Add this step's point to every curve."""
    for picture, names in CURVES.items():
        for name, scalar in names.items():
            if scalar in scores:
                curves[picture][name].append([step, scores[scalar]])


def drawn(curves: dict[str, list[list[float]]], best_of: str = "") -> Points:
    """The curves as they are now, and a mark where one of them was at its best."""
    ways = {name: [(x, y) for x, y in points] for name, points in curves.items()}
    if not best_of:
        return Points([], curves=ways)
    step, best = max(ways[best_of], key=lambda point: point[1])
    return Points([(step, best, f"best {best:.2f}")], curves=ways)


def those_to_show(taught: Examples) -> Tensor:
    """The places of the first wrong labels; where none is wrong, of the first examples."""
    wrong = taught.is_wrong.nonzero().flatten()
    places = wrong if len(wrong) else torch.arange(len(taught), device=taught.x.device)
    return places[:SHOWN]


def table_of(taught: Examples, some: Tensor, said: Tensor, classes: list[str]) -> list[list[str]]:
    """One row for each: the example, what it is, what was taught, what the network says."""
    names = [visible(name) for name in classes]
    rows = zip(
        some.tolist(), taught.truth[some].tolist(), taught.labels[some].tolist(), said.tolist(),
        strict=True,
    )  # fmt: skip
    return [[f"train {at + 1}", *(names[c] for c in (is_, told, says))]
            for at, is_, told, says in rows]  # fmt: skip


def sheet_of(taught: Examples, some: Tensor, said: Tensor, data: Dataset) -> Sheet:
    """The images, each with the label that was taught and what the network says."""
    height, width = sides_of(data) or (1, 1)
    images = taught.x[some].view(len(some), -1, height, width).mean(1)  # (n, H, W)
    pairs = zip(taught.labels[some].tolist(), said.tolist(), strict=True)
    labels = [f"{data.classes[told]}: {data.classes[says]}" for told, says in pairs]
    return Sheet(images.cpu(), labels)


@torch.no_grad()
def results(data: Dataset, taught: Examples, model: nn.Module, tested: Examples) -> Rows:
    """The test, beside scikit-learn's models: they learned from all rows, with true labels."""
    said = model(tested.x).argmax(1).cpu().numpy()
    name = f"network, {len(taught):,} rows"
    return [headings(data), *compared(data, said, name)]
