"""The pictures of a network: the matrix with its tokens, entropies, and the two tables."""

from __future__ import annotations

from math import log

import torch
from torch import Tensor

from lessons.kit.loop import Grid, Picture, Workings
from lessons.lesson13_attention.by_hand import apart, attend, scores
from lessons.lesson13_attention.deviations import measured
from lessons.lesson13_attention.measures import by_pairs
from lessons.lesson13_attention.model import Reader
from lessons.lesson13_attention.tasks import Batch, Recall, Task

MOST_CELLS = 4096
"""Of all heads that are shown: with their workings they are 50 kB, and an event may have 64."""
READ = 8
"""Examples of a batch that are put into words."""
VALUES = 3
"""Numbers of each value that the arithmetic of a row shows."""
Curves = dict[str, list[tuple[float, float]]]


def in_words(task: Task, asked: Tensor, told: Tensor) -> list[str]:
    """The first examples of a batch as a person reads them: what is told, and what is asked."""
    some = [Batch(a[None], t[None], a, a) for a, t in zip(asked[:READ], told, strict=False)]
    return [f"{' '.join(task.columns(own))} · {' '.join(task.rows(own))}" for own in some]


@torch.no_grad()
def matrix(model: Reader, task: Task, shown: Batch) -> Picture:
    """Who looks where in one example, a map for each head, and how each row of it came about."""
    weights = model.weights(shown.asked, shown.told)[0]  # (H, Q, T)
    many = max(1, min(len(weights), MOST_CELLS // weights[0].numel()))
    steps = workings(model, shown, many)
    rows, columns = task.rows(shown), task.columns(shown)
    maps = [Grid(weights[h], rows=rows, columns=columns, workings=steps[h]) for h in range(many)]
    if len(weights) == 1:
        return Picture("weights", maps[0])
    return Picture("weights", {f"head {n}": each for n, each in enumerate(maps, 1)})


def workings(model: Reader, shown: Batch, many: int) -> list[Workings | None]:
    """The arithmetic of the first heads; None where it is another one, or none at all."""
    if model.kind != "attention" or model.heads.hp.mistake != "none":
        return [None] * many
    q, k, v = (part[0, :many] for part in model.heads.parts(*model.embedded(*shown[:2])))
    scaled = model.heads.hp.scaled
    mixed, _ = attend(q, k, v, scaled=scaled)  # (H, Q, d)
    raw, divided = scores(q, k, scaled=False), scores(q, k)  # (H, Q, T)
    steps = [{"q · k": raw[h]} | ({"÷ √d": divided[h]} if scaled else {}) for h in range(many)]
    return [
        Workings(steps[h], values=v[h, :, :VALUES], mixed=mixed[h, :, :VALUES]) for h in range(many)
    ]


def entropies(kept: list[list[float]], tokens: int) -> Picture:
    """A curve for each head over the steps; `kept` has rows of a step and the heads' entropies."""
    curves: Curves = {"all alike": [(row[0], log(tokens)) for row in kept]}
    for head in range(1, len(kept[0])):
        curves[f"head {head}"] = [(row[0], row[head]) for row in kept]
    return Picture("entropy", curves)


def by_pairs_read(model: Reader, task: Task) -> tuple[list[Picture], dict[str, float]]:
    """How it does on other numbers of pairs, where it can read another number."""
    if not isinstance(task, Recall) or model.kind == "mlp" or model.has_places:
        return [], {}
    found = by_pairs(model, task)
    return [Picture("by_pairs", {"right": found})], {"of_most": found[-1][1]}


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
    if model.heads.hp.mistake != "none":
        return pictures, scores
    table, found = by_hand(model, batch)
    return [*pictures, table], scores | found
