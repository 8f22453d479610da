"""What the panels show of one network: the map, its factors, its line, and three gradients."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from lessons.kit import Points
from lessons.kit.loop import Picture
from lessons.lesson05_linear.bowl import Bowl
from lessons.lesson05_linear.byhand import differences, forward, relative
from lessons.lesson05_linear.equations import figure, one_step
from lessons.lesson05_linear.surface import Plane, Trail, surface
from lessons.shared.baselines import compared
from lessons.shared.dataset import Dataset

ROWS = 10
"""Parameters and directions in a table, and points in the picture of the line, times 20."""
Curve = list[tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Moment:
    """One step: where it was, the gradients that were found there, where it went."""

    theta: Tensor
    """(P,) before the step."""
    after: Tensor
    """(P,) after it."""
    autograd: Tensor
    byhand: Tensor
    lr: float


@dataclass(frozen=True, eq=False)
class Scene:
    """What stays the same from one picture to the next."""

    data: Dataset
    bowl: Bowl
    x: Tensor
    """(N, F)"""
    y: Tensor
    """(N,)"""
    plane: Plane


def pictures(scene: Scene, now: Moment, trail: Trail) -> Iterator[Picture]:
    """A picture for every panel."""
    yield Picture("surface", surface(scene.plane, trail, now.lr, scene.bowl.limit))
    yield Picture("factors", factors(scene.bowl, now.lr))
    yield Picture("line", line(scene, now.after))
    equations = one_step(scene.x, scene.y, now.theta, now.lr, scene.bowl)
    yield Picture("equations", equations)
    yield Picture("gradients", gradients(scene, now))
    yield Picture("directions", directions(scene.bowl, now))
    yield Picture("compared", beside(scene, now.after))


def factors(bowl: Bowl, lr: float) -> Points:
    """|1 − lr·λ| of the steepest and the flattest direction, for learning rates up to two limits.

    Two upright lines have their numbers: the limit, and the rate of this network.
    """
    most = 2 * bowl.limit
    here = min(lr, most)
    steep, flat = (float(bowl.curvatures[at]) for at in (0, -1))
    curves = {
        "limit": [(bowl.limit, 0.0), (bowl.limit, 3.6)],
        "lr": [(here, 0.0), (here, 2.9)],
        "steepest": bent(steep, most),
        "flattest": bent(flat, most),
    }
    beyond = "" if here == lr else " →"
    points = [
        (bowl.limit, 3.6, f"limit {figure(bowl.limit)}", "limit"),
        (here, 2.9, f"lr {figure(lr)}{beyond}", "lr"),
        (here, abs(1 - here * steep), "", "steepest"),
        (here, abs(1 - here * flat), "", "flattest"),
    ]
    return Points(points, curves)


def bent(curvature: float, most: float) -> Curve:
    """|1 − lr·λ| up to a learning rate: down to 0 at 1/λ, and up again."""
    rates = [0.0, *([1 / curvature] if 1 / curvature < most else []), most]
    return [(rate, abs(1 - rate * curvature)) for rate in rates]


def line(scene: Scene, theta: Tensor) -> Points:
    """The points and the line; of several inputs, what it says against what is so."""
    if len(theta) > 2:
        return _said_and_true(scene, theta)
    x = scene.x[:, 0]
    ends = torch.stack([x.min(), x.max()])
    fitted = {"the line": theta, "least squares": scene.bowl.best}
    curves = {name: _thinned(ends, each[0] * ends + each[1]) for name, each in fitted.items()}
    return Points([(*pair, "", "points") for pair in _thinned(x, scene.y)], curves)


def _said_and_true(scene: Scene, theta: Tensor) -> Points:
    """Said against true, for rows of training: on the diagonal they agree."""
    said = forward(scene.x, theta[:-1], theta[-1])
    low, high = float(scene.y.min()), float(scene.y.max())
    points = [(*pair, "", "rows") for pair in _thinned(scene.y, said)]
    return Points(points, {"said = true": [(low, low), (high, high)]})


def _thinned(xs: Tensor, ys: Tensor) -> Curve:
    """Pairs, of very many some."""
    every = 1 + len(xs) // (20 * ROWS)
    return list(zip(xs[::every].tolist(), ys[::every].tolist(), strict=True))


def gradients(scene: Scene, now: Moment) -> list[list[str]]:
    """By hand, by autograd, nudged: a row for each parameter, the bias last, and how far apart."""
    places = places_of(len(now.theta))
    nudged = differences(scene.x, scene.y, now.theta, places)
    names = [*scene.data.inputs, "bias"]
    columns = now.byhand[places], now.autograd[places], nudged
    rows = [
        [names[at][:9], *(figure(float(column[row])) for column in columns)]
        for row, at in enumerate(places)
    ]
    return [*rows, ["off by", "", *(off(relative(c, columns[0], 0.0)) for c in columns[1:])]]


def off(error: float) -> str:
    """A relative error by its first digit."""
    return figure(float(f"{error:.0e}"))


def places_of(parameters: int) -> list[int]:
    """The parameters that are looked at one by one: the first ones, and the bias."""
    return [*range(min(ROWS, parameters - 1)), parameters - 1]


def directions(bowl: Bowl, now: Moment) -> list[list[str]]:
    """Each eigen-direction: λ, 1 − lr·λ, what the step did, and the distance that is left."""
    before, after = bowl.along(now.theta), bowl.along(now.after)
    factors, counted = bowl.factors(now.lr), bowl.counted(before)
    table = [
        [
            figure(float(bowl.curvatures[at])),
            sixth(float(factors[at])),
            sixth(float(after[at] / before[at])) if counted[at] else "arrived",
            figure(float(after[at])),
        ]
        for at in range(len(before))
    ]
    return table if len(table) <= ROWS + 1 else [*table[:ROWS], table[-1]]


def sixth(value: float) -> str:
    """Six decimals, so that the measured factor can be compared with the computed one."""
    return f"{value:.6f}".replace("-", "−")


def beside(scene: Scene, theta: Tensor) -> list[list[Any]]:
    """The test rows, as the network says them and as the usual models do."""
    test = torch.from_numpy(scene.data.test.x).double()
    said = forward(test, theta[:-1], theta[-1])
    return compared(scene.data, said.numpy(), "line")
