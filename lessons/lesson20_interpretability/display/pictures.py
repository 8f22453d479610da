"""The maps as they are drawn: sheets of images, rows of a table, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Dial, Grid, Sheet
from lessons.lesson20_interpretability.checks import alike
from lessons.lesson20_interpretability.explained import Case

SHOWN = 6
"""Examples that `example` chooses from."""
BASELINES = (0.0, 0.5, 1.0)
MOST_PIXELS = 40_000
"""Of all frames of a picture, so that it stays under 64 KiB as it travels."""
LARGEST_SIDE = 28
STEPS = 12
"""Of integrated gradients, in pictures."""
MOVED = ("x gradient", "integrated")
"""The methods that a baseline moves."""
LABELS = {"gradient": "grad", "guided": "guided", "x gradient": "x grad", "integrated": "IG"}
Maps = dict[str, Tensor]


def of_baselines(case: Case) -> list[Maps]:
    """What each method says of images with IG from black, from grey, and from white."""
    fixed = {method: case.explain(method) for method in case.methods() if method not in MOVED}
    found = []
    for brightness in BASELINES:
        own = replace(case, baseline=torch.full_like(case.baseline, brightness))
        found.append(fixed | {method: own.explain(method, STEPS) for method in MOVED})
    return found


def maps(case: Case, found: Mapping[str, list[Maps]], classes: list[str]) -> Dial:
    """For each example, with signs or without, and for each baseline: a row for each network.

    `found` has `of_baselines` of each network, this one first.
    """
    pixels = _small(case.x[:1]).shape[2:].numel() * len(found) * (1 + len(case.methods()))
    room = max(MOST_PIXELS // pixels, 1)
    places = range(len(BASELINES)) if room >= 2 * len(BASELINES) else range(1)
    signs = (False, True) if room >= 2 * len(places) else (False,)
    many = max(1, min(len(case), room // (len(places) * len(signs))))
    frames: dict[bool, list[list[tuple[float, Sheet]]]] = {}
    for signed in signs:
        of = [{name: each[place] for name, each in found.items()} for place in places]
        each = [sheets(case, said, classes, signed) for said in of]
        frames[signed] = [[(BASELINES[p], each[p][at]) for p in places] for at in range(many)]
    dials = [[(int(s), Dial("baseline", frames[s][at])) for s in signs] for at in range(many)]
    return Dial("example", [(at, Dial("signed", dial)) for at, dial in enumerate(dials)])


def sheets(case: Case, found: Mapping[str, Maps], classes: list[str], signed: bool) -> list[Sheet]:
    """One for each image: a row for each network, a column for each method.

    Below a map of another network stands how alike it is to this one's.
    """
    side, own = case.x.shape[2:], next(iter(found.values()))
    images, labels = list[Tensor](), list[list[str]]()
    for name, said in found.items():
        is_own = said is own
        images.append(_small(case.x).mean(1).clamp(0, 1))
        labels.append([classes[at] if is_own else name for at in case.target.tolist()])
        for method, map_ in said.items():
            images.append(_drawn(map_.unflatten(1, side), signed=signed))
            same = alike(own[method], map_) if signed else alike(own[method].abs(), map_.abs())
            labels.append([LABELS[method] if is_own else f"{value:.2f}" for value in same.tolist()])
    columns = len(images) // len(found)
    stacked = torch.stack(images, 1).cpu().numpy()  # (n, networks · columns, H, W)
    return [Sheet(stacked[at], [each[at] for each in labels], columns) for at in range(len(case))]


def _drawn(maps: Tensor, *, signed: bool) -> Tensor:
    """(n, H, W) from 0 to 1: sizes from black on, or signs around middle grey."""
    small = _small(maps[:, None])[:, 0]
    largest = small.abs().amax((1, 2), keepdim=True).clamp(min=1e-12)
    return small / (2 * largest) + 0.5 if signed else small.abs() / largest


def _small(x: Tensor) -> Tensor:
    """Large images (n, C, H, W) at a quarter of their pixels or less."""
    while max(x.shape[2:]) > LARGEST_SIDE:
        x = F.avg_pool2d(x, 2, ceil_mode=True)
    return x


MOST_COLUMNS = 12


def rows(case: Case, rivals: Mapping[str, Maps]) -> Dial:
    """For each example a grid: a row for each method and network, a column for each input."""
    found = {"": case.maps(), **{f" ({name})": maps for name, maps in rivals.items()}}
    said = {
        f"{method}{name}": each[method]
        for method in ("integrated", "x gradient", "gradient")
        for name, each in found.items()
    }
    return Dial("example", [(at, one_row(case, said, at)) for at in range(len(case))])


def one_row(case: Case, said: Mapping[str, Tensor], at: int) -> Grid:
    """The parts that are largest in the first of these, each row in a scale of its own."""
    first = next(iter(said.values()))[at]
    best = first.abs().argsort(descending=True)[:MOST_COLUMNS]
    if case.kind == "texts":
        best = best.sort().values  # in the order of the words
    cells = [_scaled(found[at])[best] for found in said.values()]
    names = [case.names[int(place)] if case.names else str(int(place)) for place in best]
    return Grid(torch.stack(cells).mul(100).round().div(100), rows=list(said), columns=names)


def _scaled(a: Tensor) -> Tensor:
    """From −1 to 1: each method has a unit of its own."""
    return a / a.abs().max().clamp(min=1e-12)
