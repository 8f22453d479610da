"""The pictures of the first step: the formula beside what was measured, and torch by hand."""

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from lessons.kit.loop import Picture
from lessons.lesson08_depth import Depth, by_hand
from lessons.lesson08_depth.formulas import handed_back
from lessons.lesson08_depth.model import Trace


@dataclass
class Start:
    """What the first step shows."""

    pictures: list[Picture]
    scores: dict[str, Any]


def at_the_start(
    hp: Depth, trace: Trace, logits: Tensor, labels: Tensor, measured: Tensor
) -> Start:
    """Of one network, its batch of the first step: what it handed back, and the maths by hand."""
    formula = None if hp.shortcut or hp.dropout else handed_back(
        hp.activation, hp.start, batchnorm=hp.batchnorm
    )  # fmt: skip
    differences = by_hand.compared(trace.active[0], logits, labels)
    scores: dict[str, Any] = {"by_hand": max(differences.values())}
    if formula:
        scores["off"] = measured / formula
    rows = [[name, f"{apart:.1e}"] for name, apart in differences.items()]
    table = formula_rows(hp.depth, formula, float(measured))
    return Start([Picture("by_hand", rows), Picture("formula", table)], scores)


def formula_rows(depth: int, formula: float | None, measured: float) -> list[list[str]]:
    """One layer, and all of them: the formula's factor and the measured one."""
    layers = depth - 1
    rows = []
    for name, power in (("one layer, squared", 1.0), (f"{layers} layers", layers / 2)):
        said = f"{formula**power:.3g}" if formula else "no formula"
        rows.append([name, said, f"{measured**power:.3g}"])
    return rows
