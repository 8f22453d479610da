"""The pictures of a network: the matrix with its tokens, entropies, and the two tables."""

from __future__ import annotations

from math import log

import torch

from lessons.kit.loop import Grid, Picture
from lessons.lesson13_attention.by_hand import apart
from lessons.lesson13_attention.deviations import measured
from lessons.lesson13_attention.model import Reader
from lessons.lesson13_attention.tasks import Batch, Task

Curves = dict[str, list[tuple[float, float]]]


@torch.no_grad()
def matrix(model: Reader, task: Task, shown: Batch) -> Picture:
    """Who looks where in one example, a map for each head."""
    weights = model.weights(shown.asked, shown.told)[0]  # (H, Q, T)
    rows, columns = task.rows(shown), task.columns(shown)
    maps = [Grid(head, rows=rows, columns=columns) for head in weights]
    if len(maps) == 1:
        return Picture("weights", maps[0])
    return Picture("weights", {f"head {n}": each for n, each in enumerate(maps, 1)})


def entropies(kept: list[list[float]], tokens: int) -> Picture:
    """A curve for each head over the steps; `kept` has rows of a step and the heads' entropies."""
    curves: Curves = {"all alike": [(row[0], log(tokens)) for row in kept]}
    for head in range(1, len(kept[0])):
        curves[f"head {head}"] = [(row[0], row[head]) for row in kept]
    return Picture("entropy", curves)


def why_scaled(seed: int) -> tuple[list[Picture], dict[str, float]]:
    """Two panels of random scores, and what is claimed of them."""
    found = measured(seed)
    return [Picture(name, curves) for name, curves in found.pictures.items()], found.scores


@torch.no_grad()
def by_hand(model: Reader, batch: Batch) -> tuple[Picture, dict[str, float]]:
    """The formulas and torch, on what this network makes of the test."""
    heads = model.heads.parts(*model.embedded(batch.asked, batch.told))
    found = apart(*heads, scaled=model.heads.hp.scaled)
    rows = [[name, f"{value:.1e}"] for name, value in found.items()]
    most = {dtype: max(v for name, v in found.items() if name.endswith(dtype)) for dtype in DTYPES}
    return Picture("by_hand", rows), {f"by_hand_{dtype[5:]}": most[dtype] for dtype in DTYPES}


DTYPES = ("float32", "float64")


def at_the_start(model: Reader, batch: Batch, seed: int) -> tuple[list[Picture], dict[str, float]]:
    """What one network that attends shows once: why √d, and the formulas beside torch."""
    if model.kind != "attention":
        return [], {}
    pictures, scores = why_scaled(seed)
    table, found = by_hand(model, batch)
    return [*pictures, table], scores | found
