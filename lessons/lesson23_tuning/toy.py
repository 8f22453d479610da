"""A score that costs nothing, over knobs from 0 to 1: so every search can be repeated often.

Only the first knob matters (Bergstra & Bengio, 2012), or all do, or the slope leads astray.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Event, Picture, Points, Question, Run, Step
from lessons.lesson23_tuning import Tuning
from lessons.lesson23_tuning.points import Proposals

PLACES = 400
"""Places of the peak, and heights of the score, over which the formula sums."""
HILL, HIGH, NARROW = 3.0, 0.6, 0.4
"""In trap: widths of the hill and of the peak, in `width`, and how high the hill is."""
ALL = 4.0
"""In all: the width, in `width`, where every knob matters."""
PROMPT = "After how many trials (10)? Or a value of knob 1, such as 0.3"


def score(u: Tensor, c: Tensor, hp: Tuning) -> Tensor:
    """From 0 to 1, of points (R, T, D), with peaks at c (R, D): (R, T)."""
    far = u - c[:, None]  # (R, T, D)
    if hp.surface == "all":  # exp(−Σ (u − c)² / 2w²)
        return (-(far / (ALL * hp.width)).square().sum(2) / 2).exp()
    if hp.surface == "one":  # exp(−(u₁ − c₁)² / 2w²)
        return (-(far[:, :, 0] / hp.width).square() / 2).exp()
    hill = HIGH * (-(far[:, :, 0] / (HILL * hp.width)).square() / 2).exp()
    away = (far[:, :, 0] - 0.5).remainder(1.0)  # the peak is half the range from the hill
    near = torch.minimum(away, 1 - away)
    return torch.maximum(hill, (-(near / (NARROW * hp.width)).square() / 2).exp())


def expected(trials: int, width: float) -> float:
    """The mean score of the best of T random trials where one knob matters, over all peaks.

    E[max] = ∫∫ 1 − (1 − p(s, c))^T ds dc, where p is the part of the range with a score above s:
    what lies within w √(−2 ln s) of the peak.
    """
    middles = (torch.arange(PLACES, dtype=torch.float64) + 0.5) / PLACES
    reach = width * (-2 * middles.log()).sqrt()  # (S,)
    high = (middles[:, None] + reach).clamp(max=1.0)  # (C, S)
    part = high - (middles[:, None] - reach).clamp(min=0.0)
    return float((1 - (1 - part) ** trials).mean())


class Searched:
    """The points that R searches have tried, and what they were told."""

    def __init__(self, hp: Tuning) -> None:
        self.count = 0
        self.points = torch.zeros(hp.repeats, hp.steps, hp.dimensions, dtype=torch.float64)
        self.told = torch.zeros(hp.repeats, hp.steps, dtype=torch.float64)

    def add(self, u: Tensor, c: Tensor, hp: Tuning) -> None:
        """One trial of each search, (R, D)."""
        self.points[:, self.count] = u
        self.told[:, self.count] = score(u[:, None], c, hp)[:, 0]
        self.count += 1

    @property
    def tried(self) -> Tensor:
        """The points so far, (R, T, D)."""
        return self.points[:, : self.count]

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"count": self.count, "points": self.points, "told": self.told}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take them back."""
        self.count, self.points, self.told = state["count"], state["points"], state["told"]


def train(hp: Tuning, run: Run) -> Iterator[Event]:
    """Propose a point, score it; the best so far, over all searches side by side."""
    c = torch.rand(hp.repeats, hp.dimensions, dtype=torch.float64)  # (R, D), where the peaks are
    proposals = Proposals(hp, hp.dimensions)
    searched = Searched(hp)
    yield Question(PROMPT, lambda text: answer(text, searched, c, hp))

    for step in run.steps(hp.steps, searched=searched):
        u = proposals.at(step, searched.points, searched.told)  # (R, D)
        searched.add(u, c, hp)
        scores = score(searched.tried, c, hp)  # (R, T): the learner may be turning the width
        best = float(scores.amax(1).mean())

        if run.time_to_show(step, 16):
            yield Picture("points", shown(searched, scores, c, hp))
            yield Picture("values", [*values_of(searched.tried[0], hp)])
        is_known = hp.surface == "one" and hp.search == "random"
        known = {"theory": expected(step, hp.width)} if is_known else {}
        yield Step(loss=1 - best, best=best, **known)


def shown(searched: Searched, scores: Tensor, c: Tensor, hp: Tuning) -> Points:
    """The points of the first search, by its first two knobs, over the score of the first."""
    best = int(scores[0].argmax())
    places = [(*u[:1], *(u[1:2] or [0.5])) for u in searched.tried[0].tolist()]
    points = [(x, y, "", "trial") for at, (x, y) in enumerate(places) if at != best]
    line = c[:1, None].repeat(1, 101, 1)  # the other knobs at their peak
    line[0, :, 0] = torch.linspace(0, 1, 101)
    heights = score(line, c[:1], hp)[0].tolist()
    curve = list(zip(line[0, :, 0].tolist(), heights, strict=True))
    return Points([*points, (*places[best], "best", "best")], {"score by knob 1": curve})


def values_of(points: Tensor, hp: Tuning) -> Iterator[list[str]]:
    """How many different values of each knob were tried, (T, D), and whether it matters."""
    for place in range(points.shape[1]):
        count = len(points[:, place].unique())
        matters = "yes" if place == 0 or hp.surface == "all" else "no"
        yield [f"knob {place + 1}", str(count), matters]


def answer(text: str, searched: Searched, c: Tensor, hp: Tuning) -> str:
    """The best of so many trials; or the score at a value of the first knob."""
    word = text.strip()
    if word.isascii() and word.isdigit() and 1 <= int(word[:9]) <= searched.count:
        best = score(searched.tried[:, : int(word)], c, hp).amax(1)
        low, high = float(best.min()), float(best.max())
        mean = float(best.mean())
        return f"the best of {word} trials scores {mean:.3f} ({low:.3f} to {high:.3f})"
    try:
        value = float(word)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1 or word.isdigit():
        return f"ask for 1 to {searched.count} trials, or for a value of knob 1 such as 0.3"
    u = c[:1, None].clone()
    u[0, 0, 0] = value
    found, peak = float(score(u, c[:1], hp)), float(c[0, 0])
    return f"in the first search knob 1 = {value:g} scores {found:.3f}; its peak is at {peak:.3f}"
