"""A walk down a valley of two numbers: the loop of train.py again, and here it fits on a map.

On the quadratic there are two walkers: one along the axes, one in a valley that is turned. An
optimizer that knows no axes takes the same walk in both.
"""

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from lessons.kit.loop import Event, Grid, Picture, Question, Run, Saved, Step
from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.library import optimizer_of, set_rate
from lessons.lesson07_optimizers.sweep import Sweep
from lessons.lesson07_optimizers.valley import NAMES, SPANS, Valley, Walkers, maps

RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0)
ARRIVED = 1e-4  # a loss that counts as the bottom
DRAWN = 100  # steps of a path that are kept one by one; and then so many more
LOWEST, HIGHEST = 1e-9, 1e3  # losses beyond these are drawn there
ASKED = 1000  # steps at most of a walk that somebody asks for


def walk(hp: Optimizers, run: Run) -> Iterator[Event]:
    """Find the gradient where one stands, step: by torch's optimizer, and by hand beside it."""
    valley = Valley(hp)
    model = Walkers(valley)
    optimizer = optimizer_of(hp, model.parameters())

    sweep = Sweep([model.place], valley.added, hp, [hp.lr, *RATES])
    way = Saved([model.place.tolist()])
    yield Question("From which x y?", lambda text: where_to(hp, valley, text))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, sweep=sweep, way=way):
        optimizer.zero_grad()
        valley(model.place).sum().backward()
        set_rate(optimizer, hp.lr)
        optimizer.step()

        sweep.rates[0] = hp.lr
        found = sweep.step()  # the same step by hand, and at nine rates beside it
        if step <= DRAWN or step % max(hp.steps // DRAWN, 1) == 0:
            way.value.append(model.place.tolist())

        if run.time_to_show(step):
            yield Picture("valley", seen(hp, way.value))
            yield Picture("walks", {hp.optimizer: curve(found[1:])})
        yield Step(
            **told(valley, model.place),
            apart=(model.place - sweep.weights[0][0]).abs().max(),
            arrived=(found[1:] <= ARRIVED).sum(),
        )


def told(valley: Valley, place: Tensor) -> dict[str, Tensor]:
    """The loss; of two walkers also the first's distance and the second's walk."""
    found = valley(place)  # (W,)
    if len(found) == 1:
        return {"loss": found[0]}
    apart = (valley.turn @ place[0] - place[1]).abs().max()
    return {
        "loss": found[0],
        "distance": place[0].norm(),
        "turned_loss": found[1],
        "turned": apart,
    }


def seen(hp: Optimizers, way: list[list[tuple[float, float]]]) -> dict[str, Grid]:
    """Each walker's map, with its way so far."""
    x, y = SPANS[hp.landscape]
    cells = maps(hp.landscape, hp.condition, hp.angle)
    return {
        name: Grid(cells[w], x, y, {hp.optimizer: [rounded(*at[w]) for at in way]})
        for w, name in enumerate(NAMES[hp.landscape])
    }


def rounded(x: float, y: float) -> tuple[float, float]:
    """In few characters: a picture has at most 64 KiB."""
    return round(x, 3), round(y, 3)


def curve(found: Tensor) -> list[tuple[float, float]]:
    """The loss at each rate, (9,), against the rate's decade."""
    held = found.nan_to_num(HIGHEST, HIGHEST).clamp(LOWEST, HIGHEST).tolist()
    return [(math.log10(rate), loss) for rate, loss in zip(RATES, held, strict=True)]


def where_to(hp: Optimizers, valley: Valley, text: str) -> str:
    """Where this optimizer ends if it begins there, at the present learning rate."""
    try:
        x, y = (float(word) for word in text.replace(",", " ").split())
    except ValueError:
        return "give two numbers, such as -1 1"
    if not (math.isfinite(x) and math.isfinite(y) and max(abs(x), abs(y)) <= 1e3):
        return "give two numbers from -1000 to 1000"
    steps = min(hp.steps, ASKED)
    with torch.inference_mode(mode=False):  # it is asked where no gradients are kept
        walker = Sweep([valley.placed(x, y)], valley.added, hp, [hp.lr])
        for _ in range(steps):
            walker.step()
    (end_x, end_y), loss = walker.weights[0][0, 0].tolist(), float(valley(walker.weights[0])[0, 0])
    return f"after {steps} steps at ({end_x:.4g}, {end_y:.4g}), where the loss is {loss:.3g}"
