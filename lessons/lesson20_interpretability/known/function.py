"""A function whose parts are known: what each method makes of a network that learned it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Dial, Event, Grid, Picture, Question, Run, Step
from lessons.lesson20_interpretability import Interpretability
from lessons.lesson20_interpretability.gradient import (
    gradient,
    gradient_times_input,
)
from lessons.lesson20_interpretability.integrated import integrated_gradients
from lessons.lesson20_interpretability.known import exact
from lessons.lesson20_interpretability.lime import lime
from lessons.lesson20_interpretability.shapley import shapley

COLUMNS = 8
NAMES = [f"x{at}" for at in range(1, COLUMNS + 1)]
ROWS, POINTS, SHOWN = 2000, 256, 6
LIMED = 64
"""Points that LIME explains: it costs as much as all others together."""
WIDTHS = (0.03, 0.1, 0.3, 1.0, 2.0, 4.0)
NARROW = 0.1
STEPS = (1, 2, 4, 8, 16, 32, 64)
LOOKS, PICTURES = 6, 30
PROMPT = "Eight numbers x1 … x8, such as 1 0.5 -2 0.3 -1 0 0 0"


def truth(x: Tensor) -> Tensor:
    """3 x₁ + 2 x₂ x₃ + sin 3x₄ + max(x₅, 0), (N,) from (N, 8): the last three do nothing."""
    return 3 * x[:, 0] + 2 * x[:, 1] * x[:, 2] + (3 * x[:, 3]).sin() + x[:, 4].relu()


def true_parts(x: Tensor) -> Tensor:
    """Its exact Shapley values for a baseline of 0, (N, 8): terms add, and a product is halved."""
    both = x[:, 1] * x[:, 2]
    none = torch.zeros_like(x[:, 5:])
    known = [3 * x[:, 0], both, both, (3 * x[:, 3]).sin(), x[:, 4].relu()]
    return torch.cat([torch.stack(known, 1), none], 1)


class Network(nn.Sequential):
    """Rows (N, 8) to one number each, (N, 1), in the units of the function."""

    def __init__(self, hidden: int) -> None:
        super().__init__(
            nn.Linear(COLUMNS, hidden), nn.SiLU(), nn.Linear(hidden, hidden), nn.SiLU(),
            nn.Linear(hidden, 1),
        )  # fmt: skip
        self.register_buffer("unit", torch.tensor([0.0, 1.0]))  # mean and deviation of the answers

    def forward(self, x: Tensor) -> Tensor:
        """(N, 1)."""
        mean, deviation = self.get_buffer("unit")
        found: Tensor = super().forward(x) * deviation + mean
        return found


def train(hp: Interpretability, run: Run) -> Iterator[Event]:
    """Draw rows, predict, step; now and then explain the same points again."""
    x = torch.randn(ROWS, COLUMNS, device=run.device)
    y = truth(x)
    fresh = torch.randn(POINTS, COLUMNS, device=run.device)
    noise = torch.randn(400, COLUMNS, device=run.device)
    model = Network(hp.hidden).to(run.device)
    model.get_buffer("unit").copy_(torch.stack([y.mean(), y.std()]))
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    yield Question(PROMPT, partial(answer, model, noise, hp))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        drawn = torch.randint(ROWS, (hp.batch,), device=x.device)
        deviation = model.get_buffer("unit")[1]
        loss = F.mse_loss(model(x[drawn])[:, 0] / deviation, y[drawn] / deviation)

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * (1 - step / (hp.steps + 1))  # the learner may be turning it
        optimizer.step()

        figures: dict[str, float] = {}
        if step == 1:
            figures |= yield from exact.shown()
        if run.time_to_show(step, PICTURES):
            yield Picture("point", points(model, fresh, noise))
        if run.time_to_show(step, LOOKS, first=(1,)):
            figures |= yield from looked(model, fresh, noise)
        yield Step(loss=loss, **figures)


def looked(
    model: nn.Module, fresh: Tensor, noise: Tensor
) -> Generator[Picture, None, dict[str, float]]:
    """The curves over the width of LIME and the steps of IG; returns the figures."""
    found = Look.of(model, fresh, noise)
    yield Picture("widths", found.curves())
    yield Picture("residual", {"integrated": residuals(model, fresh)})
    return found.figures()


def said_by(model: nn.Module, x: Tensor) -> dict[str, Tensor]:
    """What the methods make of rows (N, 8): (N, 8) each; the baseline is 0."""
    target, zero = torch.zeros(len(x), dtype=torch.long, device=x.device), torch.zeros_like(x)
    return {
        "Shapley": shapley(model, x, zero, target),
        "integrated": integrated_gradients(model, x, zero, target),
        "x gradient": gradient_times_input(model, x, zero, target),
    }


def by_lime(model: nn.Module, x: Tensor, width: float, noise: Tensor) -> Tensor:
    """LIME's slopes times the input, to be compared with the others: (N, 8)."""
    target = torch.zeros(len(x), dtype=torch.long, device=x.device)
    return x * lime(model, x, target, width, noise)


def error(found: Tensor, true: Tensor) -> float:
    """Σ|φ − φ*| / Σ|φ*| of each row, the median over the rows: 0 is exact."""
    shares = (found - true).abs().sum(1) / true.abs().sum(1).clamp(min=1e-9)
    return float(shares.median())


def correlation(a: Tensor, b: Tensor) -> float:
    """Of each row of a with that of b, the median over the rows."""
    a, b = (found - found.mean(1, keepdim=True) for found in (a, b))
    lengths = (a.norm(dim=1) * b.norm(dim=1)).clamp(min=1e-12)
    return float(((a * b).sum(1) / lengths).median())


@dataclass(frozen=True)
class Look:
    """A network that is looked at once, on points that it has not seen."""

    said: dict[str, Tensor]
    limes: dict[float, Tensor]
    """Of the first points alone."""
    true: Tensor
    gap: Tensor
    """f(x) − f(0), (N,)."""
    slopes: tuple[Tensor, Tensor]
    """Of narrow LIME, and the gradient."""
    r2: float

    @classmethod
    def of(cls, model: nn.Module, x: Tensor, noise: Tensor) -> Look:
        """With Shapley values of the true function beside."""
        some = x[:LIMED]
        limes = {width: by_lime(model, some, width, noise) for width in WIDTHS}
        target = torch.zeros(len(some), dtype=torch.long, device=x.device)
        slopes = lime(model, some, target, NARROW, noise), gradient(model, some, target)
        with torch.no_grad():
            f, y = model(x)[:, 0], truth(x)
            gap = f - model(torch.zeros_like(x[:1]))[:, 0]
            r2 = 1 - float(((f - y) ** 2).mean() / y.var())
        return cls(said_by(model, x), limes, true_parts(x), gap, slopes, r2)

    def figures(self) -> dict[str, float]:
        """Every scalar."""
        errors = {name: error(found, self.true) for name, found in self.said.items()}
        wide = self.limes[WIDTHS[-1]]
        return {
            "r2": self.r2,
            "shapley_error": errors["Shapley"], "ig_error": errors["integrated"],
            "times_input_error": errors["x gradient"],
            "lime_narrow": correlation(*self.slopes),
            "lime_wide": correlation(wide, self.said["x gradient"][: len(wide)]),
            "ig_shapley": error(self.said["integrated"], self.said["Shapley"]),
            "shapley_gap": self._gap("Shapley"), "ig_gap": self._gap("integrated"),
            "times_input_gap": self._gap("x gradient"),
        }  # fmt: skip

    def _gap(self, name: str) -> float:
        """By how much the parts miss f(x) − f(0), in deviations of it: the median over points."""
        apart = (self.said[name].sum(1) - self.gap).abs() / self.gap.std()
        return float(apart.median())

    def curves(self) -> dict[str, list[tuple[float, float]]]:
        """The errors by LIME's width; those of the others are level."""
        own = [
            (width, error(found, self.true[: len(found)])) for width, found in self.limes.items()
        ]
        ends = (WIDTHS[0], WIDTHS[-1])
        others = {
            name: [(width, error(found, self.true)) for width in ends]
            for name, found in self.said.items()
            if name != "integrated"
        }
        return {"LIME": own, **others}


def residuals(model: nn.Module, x: Tensor) -> list[tuple[float, float]]:
    """By how much integrated gradients miss f(x) − f(0), by the steps of their sum."""
    target, zero = torch.zeros(len(x), dtype=torch.long, device=x.device), torch.zeros_like(x)
    with torch.no_grad():
        gap = (model(x) - model(zero))[:, 0]
    found = []
    for steps in STEPS:
        total = integrated_gradients(model, x, zero, target, steps).sum(1)
        found.append((float(steps), float(((total - gap).abs() / gap.std()).median())))
    return found


def points(model: nn.Module, x: Tensor, noise: Tensor) -> Dial:
    """Some points, one for each `example`, with LIME as wide as `width` says."""
    some = x[:SHOWN]
    said, true = said_by(model, some), true_parts(some)
    limes = {width: by_lime(model, some, width, noise) for width in WIDTHS}
    frames = []
    for at in range(len(some)):
        above = {"truth": true, **said}
        grids = [
            (width, _grid({**above, "LIME": found}, at, some)) for width, found in limes.items()
        ]
        frames.append((at, Dial("width", grids)))
    return Dial("example", frames)


def _grid(rows: dict[str, Tensor], at: int, x: Tensor) -> Grid:
    columns = [f"{name} {value:.1f}" for name, value in zip(NAMES, x[at].tolist(), strict=True)]
    cells = torch.stack([found[at] for found in rows.values()])
    return Grid((cells * 100).round() / 100, rows=list(rows), columns=columns)


def answer(model: nn.Module, noise: Tensor, hp: Interpretability, text: str) -> str:
    """What each method says of eight numbers, beside the truth."""
    try:
        numbers = [float(word) for word in text.replace(",", " ").split()]
    except ValueError:
        numbers = []
    if len(numbers) != COLUMNS or not all(abs(number) <= 100 for number in numbers):
        return f"{PROMPT}, each from -100 to 100."
    x = noise.new_tensor([numbers])
    rows = {"truth": true_parts(x), **said_by(model, x)}
    rows |= {f"LIME, width {hp.width:g}": by_lime(model, x, hp.width, noise)}
    told = [f"f(x) is {float(truth(x)):.2f}, and the network says {float(model(x)):.2f}"]
    told += [f"{name}: {' '.join(f'{v:.2f}' for v in found[0].tolist())}"
             for name, found in rows.items()]  # fmt: skip
    return "\n".join(told)
